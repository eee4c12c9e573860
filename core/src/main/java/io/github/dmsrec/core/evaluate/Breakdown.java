package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.RepeatedRows;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Rows in parts, each of which is evaluated by itself. Every row is in exactly one part.
 *
 * @param by what divides them
 * @param parts those that have rows, in order
 */
public record Breakdown(String by, List<Part> parts) {

    private static final int[] LENGTHS = {1, 2, 3, 5, 10};

    /**
     * Some of the rows. The array must not be changed.
     *
     * @param name what they have in common
     * @param rows their numbers, ascending, at least one
     */
    public record Part(String name, int[] rows) {

        /** The metrics of these rows, from the ranks of all. */
        public Metrics metrics(int[] ranks) {
            return Metrics.ofRanks(Arrays.stream(rows).map(row -> ranks[row]).toArray());
        }
    }

    /**
     * The breakdowns of the test rows: by prefix length, by the popularity of the target, and by whether a row of the
     * training or validation split has the same prefix and target, too.
     *
     * @param popularity of the items in training
     */
    public static List<Breakdown> ofTestRows(SessionDataset dataset, ItemPopularity popularity) {
        Examples rows = dataset.examples(Split.TEST);
        return List.of(
                byPrefixLength(rows),
                byTarget(rows, popularity),
                byRepetition(rows, List.of(dataset.examples(Split.TRAIN), dataset.examples(Split.VALIDATION))));
    }

    /** By the number of clicks before the target: 1, 2, 3 to 4, 5 to 9, 10 and more. */
    public static Breakdown byPrefixLength(Examples rows) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < LENGTHS.length; i++) {
            int from = LENGTHS[i];
            boolean last = i == LENGTHS.length - 1;
            int to = last ? Integer.MAX_VALUE : LENGTHS[i + 1] - 1;
            String name = from + (last ? "+" : from == to ? "" : "-" + to);
            add(parts, name, rows, row -> rows.length(row) >= from && rows.length(row) <= to);
        }
        return new Breakdown("prefix length", parts);
    }

    /** By the popularity of the target. */
    public static Breakdown byTarget(Examples rows, ItemPopularity popularity) {
        List<Part> parts = new ArrayList<>();
        for (ItemPopularity.Group group : ItemPopularity.Group.values()) {
            add(parts, group.label(), rows, row -> popularity.group(rows.target(row)) == group);
        }
        return new Breakdown("popularity of the target", parts);
    }

    /** By whether the same prefix and target are a row of earlier data. */
    public static Breakdown byRepetition(Examples rows, List<Examples> earlier) {
        BitSet repeated = RepeatedRows.of(rows, earlier);
        List<Part> parts = new ArrayList<>();
        add(parts, "new", rows, row -> !repeated.get(row));
        add(parts, "seen before", rows, repeated::get);
        return new Breakdown("same prefix and target in training", parts);
    }

    private static void add(List<Part> parts, String name, Examples rows, IntPredicate belongs) {
        int[] numbers = IntStream.range(0, rows.size()).filter(belongs).toArray();
        if (numbers.length > 0) {
            parts.add(new Part(name, numbers));
        }
    }
}
