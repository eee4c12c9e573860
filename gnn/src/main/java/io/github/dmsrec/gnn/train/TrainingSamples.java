package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.gnn.backbone.Backbone;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The training rows by sample: what is shuffled, and what the batch size counts. A sample is a row, or with targets {@code
 * every-position} a session, whose rows one pass encodes. Immutable and safe for use by several threads.
 */
public final class TrainingSamples {

    private final Examples rows;
    private final boolean wholeSessions;
    /** The first row of each sample, and after them the number of rows. */
    private final int[] first;

    private TrainingSamples(Examples rows, boolean wholeSessions, int... first) {
        this.rows = rows;
        this.wholeSessions = wholeSessions;
        this.first = first;
    }

    /**
     * The samples of training rows.
     *
     * @param rows of the targets, as {@link io.github.dmsrec.core.session.SessionDataset#withTrainingTargets} gives them
     */
    public static TrainingSamples of(Examples rows, Targets targets) {
        return targets == Targets.EVERY_POSITION ? ofSessions(rows) : ofRows(rows);
    }

    /** Each row is a sample. */
    public static TrainingSamples ofRows(Examples rows) {
        return new TrainingSamples(
                rows, false, IntStream.rangeClosed(0, rows.size()).toArray());
    }

    private static TrainingSamples ofSessions(Examples rows) {
        IntList first = new IntList();
        for (int row = 0; row < rows.size(); row++) {
            if (row == 0 || rows.session(row) != rows.session(row - 1)) {
                first.add(row);
            }
        }
        first.add(rows.size());
        for (int sample = 0; sample + 1 < first.size(); sample++) {
            int count = first.get(sample + 1) - first.get(sample);
            if (rows.length(first.get(sample + 1) - 1) != count) {
                throw new UserMistakeException(
                        "a training session has " + count + " rows, but not one for each of its clicks, as"
                                + " targets=every-position needs: its intents are of other rows.",
                        "Use targets=every-prefix, or refit=false where validation rows are last clicks alone.");
            }
        }
        return new TrainingSamples(rows, true, first.toArray());
    }

    /** How many rows have a target that is one of the clicks before it. */
    int repeatedTargets() {
        return (int) IntStream.range(0, rows.size())
                .filter(row -> {
                    int target = rows.target(row);
                    return Arrays.stream(rows.items(row)).anyMatch(item -> item == target);
                })
                .count();
    }

    /** The number of samples. */
    public int size() {
        return first.length - 1;
    }

    /** All training rows. */
    public Examples rows() {
        return rows;
    }

    /** Whether a sample is a session with all its rows. */
    boolean areSessions() {
        return wholeSessions;
    }

    /** The first sample of each session that has any, and after them the number of samples. */
    int[] firstOfSessions() {
        return IntStream.concat(
                        IntStream.range(0, size())
                                .filter(sample -> sample == 0 || sessionOf(sample) != sessionOf(sample - 1)),
                        IntStream.of(size()))
                .toArray();
    }

    /**
     * The rows of some samples that an epoch learns, in the order of what {@link #pack} makes of them.
     *
     * @param targets of each session; samples that are rows are all learned
     */
    int[] rowsOf(SessionTargets targets, int... samples) {
        return Arrays.stream(samples)
                .flatMap(sample -> placesIn(targets, sample).map(place -> first[sample] + place))
                .toArray();
    }

    private IntStream placesIn(SessionTargets targets, int sample) {
        return wholeSessions
                ? Arrays.stream(targets.of(sessionOf(sample), rowsIn(sample)))
                : IntStream.range(0, rowsIn(sample));
    }

    /** The number of a sample's session. */
    int sessionOf(int sample) {
        return rows.session(first[sample]);
    }

    /** How many rows a sample has. */
    int rowsIn(int sample) {
        return first[sample + 1] - first[sample];
    }

    /**
     * Packs some samples.
     *
     * @param cuts where they are cut
     * @param targets of each session that are learned
     */
    Backbone.PackedBatch pack(Backbone backbone, SessionCuts cuts, SessionTargets targets, int... samples) {
        IntList row = new IntList();
        IntList from = new IntList();
        IntList to = new IntList();
        for (int sample : samples) {
            // A session's last row has all clicks that predict.
            int longest = first[sample + 1] - 1;
            int clicks = rows.length(longest);
            int cut = cuts.of(sample, clicks);
            if (cut > 0 && wholeSessions) {
                row.add(longest);
                from.add(0);
                to.add(cut);
            }
            row.add(longest);
            from.add(cut);
            to.add(clicks);
        }
        Prefixes parts = new SessionCuts.Parts(rows, row.toArray(), from.toArray(), to.toArray());
        int[] all = IntStream.range(0, parts.size()).toArray();
        if (!wholeSessions) {
            return backbone.pack(parts, all);
        }
        Backbone.PackedBatch prefixes = backbone.packEveryPrefix(parts, all);
        IntList learned = new IntList();
        int before = 0;
        for (int sample : samples) {
            for (int place : placesIn(targets, sample).toArray()) {
                learned.add(before + place);
            }
            before += rowsIn(sample);
        }
        return learned.size() == before ? prefixes : new Backbone.SomeSessions(prefixes, learned.toArray());
    }
}
