package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.IntList;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The clicks of a batch in the order in which a recurrent unit reads them: the first click of each session, then the
 * second of each that has one, and so on, longer sessions before shorter ones.
 *
 * @param click the packed position of each click in this order
 * @param place where each packed position stands in this order
 * @param counts how many clicks there are at each step
 */
record StepOrder(int[] click, int[] place, long[] counts) {

    /** The order of packed clicks. */
    static StepOrder of(PackedPositions positions) {
        int[] last = positions.last();
        int[] first = IntStream.range(0, last.length)
                .map(s -> s == 0 ? 0 : last[s - 1] + 1)
                .toArray();
        int[] longestFirst = IntStream.range(0, last.length)
                .boxed()
                .sorted(Comparator.comparing(s -> first[s] - last[s]))
                .mapToInt(Integer::intValue)
                .toArray();
        int steps = last[longestFirst[0]] - first[longestFirst[0]] + 1;
        IntList click = new IntList();
        int[] place = new int[positions.session().length];
        long[] counts = new long[steps];
        for (int step = 0; step < steps; step++) {
            for (int s : longestFirst) {
                if (first[s] + step > last[s]) {
                    break;
                }
                place[first[s] + step] = click.size();
                click.add(first[s] + step);
                counts[step]++;
            }
        }
        return new StepOrder(click.toArray(), place, counts);
    }

    /** What belongs to packed positions, in this order. */
    int[] ordered(int... ofPositions) {
        return IntStream.of(click).map(position -> ofPositions[position]).toArray();
    }

    /** Where packed positions stand in this order. */
    int[] placesOf(int... positions) {
        return IntStream.of(positions).map(position -> place[position]).toArray();
    }
}
