package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random sessions for benchmarks, always the same: mostly short, with a few repeats. */
public final class SyntheticSessions {

    private static final double ML_1M_LENGTH = 13.4;

    private SyntheticSessions() {}

    /** A data set with one row per session in every split, of prefixes as long as ml-1m's. */
    static SessionDataset dataset(int items, int sessions) {
        return dataset(items, sessions, ML_1M_LENGTH);
    }

    /** The same with prefixes of another mean length, which is above 1. */
    static SessionDataset dataset(int items, int sessions, double meanPrefix) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            SplittableRandom random = new RandomStreams(1).stream(split.label());
            List<int[]> rows = new ArrayList<>();
            for (int s = 0; s < sessions; s++) {
                // Exponential lengths around the mean; the square makes low items popular.
                int length = Math.min(139, 2 + (int) (-Math.log(1 - random.nextDouble()) * (meanPrefix - 1)));
                rows.add(IntStream.range(0, length)
                        .map(i -> (int) (items * Math.pow(random.nextDouble(), 2)))
                        .toArray());
            }
            examples.put(split, Examples.lastClickOf(Sessions.of(rows)));
        }
        return new SessionDataset("synthetic", "synthetic", catalogue(items), examples);
    }

    /**
     * A data set with ids and times, of which every prefix is a row: 90 % of the sessions are for training, 5 % for the test.
     *
     * @param events how many clicks there are, about
     * @param meanLength of a session, at least 2; the shortest have one click
     */
    public static SessionDataset logged(int items, int events, int meanLength) {
        SplittableRandom random = new RandomStreams(1).stream("events");
        int count = events / meanLength;
        int[] offsets = new int[count + 1];
        for (int s = 0; s < count; s++) {
            offsets[s + 1] = offsets[s] + random.nextInt(1, 2 * meanLength);
        }
        int[] clicks = new int[offsets[count]];
        double[] times = new double[clicks.length];
        for (int click = 0; click < clicks.length; click++) {
            // A power law: the k-th most popular item is clicked about k^-0.5 times as often as the first.
            clicks[click] = (int) (items * Math.pow(random.nextDouble(), 2));
            times[click] = click;
        }
        List<String> ids = IntStream.range(0, count).mapToObj(s -> "s" + s).toList();
        SessionLog log = new SessionLog(ids, IntStream.range(0, count).toArray(), times);
        Sessions all = new Sessions(offsets, clicks, Optional.of(log));
        int validation = (int) (count * 0.9);
        int test = (int) (count * 0.95);
        Map<Split, Examples> examples = Map.of(
                Split.TRAIN, Examples.everyPrefixOf(all.range(0, validation)),
                Split.VALIDATION, Examples.everyPrefixOf(all.range(validation, test)),
                Split.TEST, Examples.everyPrefixOf(all.range(test, count)));
        return new SessionDataset("synthetic", "synthetic", catalogue(items), examples);
    }

    private static Catalogue catalogue(int items) {
        return new Catalogue(IntStream.range(0, items)
                .mapToObj(i -> new Item(String.valueOf(i + 1), "", Map.of()))
                .toList());
    }
}
