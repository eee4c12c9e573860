package io.github.dmsrec.core.split;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Divides the training sessions into folds, so that the candidates of a session can come from a model that has not seen
 * it (cross-fitting). A session's fold depends on the seed and its number only.
 */
public final class SessionFolds {

    private SessionFolds() {}

    /**
     * The fold of a training session.
     *
     * @param session its number within the training split
     * @param folds how many there are, at least 2
     * @return a number from 0 to {@code folds - 1}
     */
    public static int foldOf(int session, int folds, long seed) {
        if (folds < 2) {
            throw new IllegalArgumentException("at least 2 folds are needed, but there are " + folds);
        }
        return (int) Math.floorMod(new RandomStreams(seed).seedFor("fold", session), (long) folds);
    }

    /** The rows of the training split that were cut from sessions of a fold, ascending. */
    public static int[] rowsOf(SessionDataset dataset, int fold, int folds, long seed) {
        Examples rows = dataset.examples(Split.TRAIN);
        return IntStream.range(0, rows.size())
                .filter(row -> foldOf(rows.session(row), folds, seed) == fold)
                .toArray();
    }

    /**
     * The data set without the training sessions of a fold, and without their rows. Catalogue, validation and test stay;
     * but where all splits have the same sessions, they lose those of the fold, too.
     *
     * @param fold from 0 to {@code folds - 1}
     */
    public static SessionDataset without(SessionDataset dataset, int fold, int folds, long seed) {
        if (fold < 0 || fold >= folds) {
            throw new IllegalArgumentException("fold " + fold + " of " + folds + " does not exist");
        }
        int[] kept = IntStream.range(0, dataset.sessions(Split.TRAIN).size())
                .filter(session -> foldOf(session, folds, seed) != fold)
                .toArray();
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Examples rows = dataset.examples(split);
            boolean folded = split == Split.TRAIN || dataset.hasSameSessionsInAllSplits();
            examples.put(split, folded ? cutFrom(kept, rows) : rows);
        }
        String description = " without fold " + (fold + 1) + " of " + folds;
        return new SessionDataset(
                dataset.name() + description,
                Fingerprint.ofText(dataset.fingerprint() + description + ", seed " + seed),
                dataset.catalogue(),
                examples,
                dataset.hasSameSessionsInAllSplits());
    }

    /** The sessions of the given numbers, with their rows. */
    private static Examples cutFrom(int[] kept, Examples rows) {
        Sessions sessions = rows.sessions();
        if (rows.isEveryPrefix()) {
            return Examples.everyPrefixOf(sessions.select(kept));
        }
        int[] newNumber = new int[sessions.size()];
        Arrays.fill(newNumber, -1);
        for (int i = 0; i < kept.length; i++) {
            newNumber[kept[i]] = i;
        }
        int[] keptRows = IntStream.range(0, rows.size())
                .filter(row -> newNumber[rows.session(row)] >= 0)
                .toArray();
        int[] session =
                Arrays.stream(keptRows).map(row -> newNumber[rows.session(row)]).toArray();
        int[] length = Arrays.stream(keptRows).map(rows::length).toArray();
        return new Examples(sessions.select(kept), session, length);
    }
}
