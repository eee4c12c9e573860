package io.github.dmsrec.core.session;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How often each item came directly after another one in some sessions. For each item only the most frequent successors
 * are kept; what is beyond them is not known. Immutable; safe for use by several threads.
 *
 * @param offsets where the successors of each item begin, and at the end where the last ones end: {@code [N + 1]}
 * @param items the successors of each item in ascending order
 * @param counts how often each came after it, at least once
 * @param cut for each item whether successors were left out: {@code [N]}, 1 or 0
 */
public record Successors(int[] offsets, int[] items, int[] counts, int[] cut) {

    /** So many successors of an item are kept. */
    public static final int MOST_OF_AN_ITEM = 100;

    /**
     * @throws IllegalArgumentException if the arrays do not fit together
     */
    public Successors {
        int n = cut.length;
        boolean fits = offsets.length == n + 1
                && items.length == counts.length
                && offsets[0] == 0
                && offsets[n] == items.length
                && IntStream.range(0, n).allMatch(item -> offsets[item] <= offsets[item + 1])
                && Arrays.stream(items).allMatch(item -> item >= 0 && item < n);
        if (!fits) {
            throw new IllegalArgumentException("the tables of successors do not fit together");
        }
    }

    /**
     * Counts.
     *
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public static Successors of(Sessions sessions, int catalogueSize) {
        int[] offsets = new int[catalogueSize + 1];
        forEachStep(sessions, (from, to) -> offsets[from + 1]++);
        for (int item = 0; item < catalogueSize; item++) {
            offsets[item + 1] += offsets[item];
        }
        int[] followers = new int[offsets[catalogueSize]];
        int[] next = Arrays.copyOf(offsets, catalogueSize);
        forEachStep(sessions, (from, to) -> followers[next[from]++] = to);
        int[] kept = new int[catalogueSize + 1];
        int[] items = new int[followers.length];
        int[] counts = new int[followers.length];
        int[] cut = new int[catalogueSize];
        int size = 0;
        for (int item = 0; item < catalogueSize; item++) {
            Arrays.sort(followers, offsets[item], offsets[item + 1]);
            int begin = size;
            for (int at = offsets[item]; at < offsets[item + 1]; at++) {
                if (size > begin && items[size - 1] == followers[at]) {
                    counts[size - 1]++;
                } else {
                    items[size] = followers[at];
                    counts[size] = 1;
                    size++;
                }
            }
            if (size - begin > MOST_OF_AN_ITEM) {
                size = begin + keepMostFrequent(items, counts, begin, size);
                cut[item] = 1;
            }
            kept[item + 1] = size;
        }
        return new Successors(kept, Arrays.copyOf(items, size), Arrays.copyOf(counts, size), cut);
    }

    private static int keepMostFrequent(int[] items, int[] counts, int begin, int end) {
        int[] places = IntStream.range(begin, end)
                .boxed()
                .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
                .limit(MOST_OF_AN_ITEM)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        for (int i = 0; i < places.length; i++) {
            items[begin + i] = items[places[i]];
            counts[begin + i] = counts[places[i]];
        }
        return places.length;
    }

    /** Takes two clicks that follow each other. */
    @FunctionalInterface
    private interface Step {
        void accept(int from, int to);
    }

    private static void forEachStep(Sessions sessions, Step step) {
        for (int session = 0; session < sessions.size(); session++) {
            for (int position = 1; position < sessions.length(session); position++) {
                step.accept(sessions.item(session, position - 1), sessions.item(session, position));
            }
        }
    }

    /** How often {@code to} came directly after {@code from}; empty if that is not known. */
    public OptionalInt count(int from, int to) {
        int at = Arrays.binarySearch(items, offsets[from], offsets[from + 1], to);
        if (at >= 0) {
            return OptionalInt.of(counts[at]);
        }
        return cut[from] == 1 ? OptionalInt.empty() : OptionalInt.of(0);
    }
}
