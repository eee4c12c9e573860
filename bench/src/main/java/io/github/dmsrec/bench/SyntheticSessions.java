package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random sessions for benchmarks, always the same: mostly short, with a few repeats. */
final class SyntheticSessions {

    private static final double ML_1M_LENGTH = 13.4;

    private SyntheticSessions() {}

    /** A data set with one row per session in every split, of prefixes as long as ml-1m's. */
    static SessionDataset dataset(int items, int sessions) {
        return dataset(items, sessions, ML_1M_LENGTH);
    }

    /** The same with prefixes of another mean length, which is above 1. */
    static SessionDataset dataset(int items, int sessions, double meanPrefix) {
        List<Item> catalogue = IntStream.range(0, items)
                .mapToObj(i -> new Item(String.valueOf(i + 1), "", Map.of()))
                .toList();
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
        return new SessionDataset("synthetic", "synthetic", new Catalogue(catalogue), examples);
    }
}
