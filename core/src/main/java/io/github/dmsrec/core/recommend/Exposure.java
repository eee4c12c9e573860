package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Examples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What candidate lists show of the truth and of the session. A model that learns from lists which hold the target more
 * often in training than at test trusts them too much, so the splits are to be compared.
 *
 * @param rows the number of lists
 * @param recall the share of rows whose target is among the first 5, 10, 20, 50 candidates, in [0, 1]; only cut-offs that
 *     the longest list reaches
 * @param mrr20 the mean over the rows of 1/rank of the target in its list, 0 where it is not among the first 20
 * @param sessionSlots how many of the first 5, 10, 20, 50 candidates are items of the prefix, on average over the rows;
 *     the same cut-offs
 * @param sessionItemsInList the share of a prefix's distinct items that are in its row's list, on average over the
 *     rows, in [0, 1]
 * @param lastClickInList the share of rows whose last click is in the list, in [0, 1]: near 1 or near 0, according to
 *     whether session items were kept, or else lists and rows are out of step
 */
public record Exposure(
        int rows,
        Map<Integer, Double> recall,
        double mrr20,
        Map<Integer, Double> sessionSlots,
        double sessionItemsInList,
        double lastClickInList) {

    private static final List<Integer> CUT_OFFS = List.of(5, 10, 20, 50);

    private static final int MRR_CUT_OFF = 20;

    /** Measures lists, one for each row. */
    public static Exposure of(Examples rows, CandidateLists lists) {
        double[] ones = new double[rows.size()];
        Arrays.fill(ones, 1);
        return of(rows, lists, ones);
    }

    /**
     * Measures lists as if the rows had the prefix lengths of others: rows of each length weigh as much as that length does
     * among the others, because longer prefixes have better lists. Lengths that the rows do not have are left out.
     *
     * @param others e.g. the validation rows, for lists of training rows
     */
    public static Exposure withLengthsOf(Examples others, Examples rows, CandidateLists lists) {
        int longest = Math.max(longest(rows), longest(others));
        int[] own = counts(rows, longest);
        int[] wanted = counts(others, longest);
        double[] weights = new double[rows.size()];
        for (int row = 0; row < weights.length; row++) {
            int length = rows.length(row);
            weights[row] = (double) wanted[length] / own[length];
        }
        return of(rows, lists, weights);
    }

    private static int longest(Examples rows) {
        return IntStream.range(0, rows.size()).map(rows::length).max().orElse(0);
    }

    private static int[] counts(Examples rows, int longest) {
        int[] counts = new int[longest + 1];
        for (int row = 0; row < rows.size(); row++) {
            counts[rows.length(row)]++;
        }
        return counts;
    }

    private static Exposure of(Examples rows, CandidateLists lists, double[] weights) {
        if (lists.size() != rows.size()) {
            throw new IllegalArgumentException(lists.size() + " lists for " + rows.size() + " rows");
        }
        int longest = 0;
        double contained = 0;
        double lastClicks = 0;
        double mrr = 0;
        double[] hits = new double[CUT_OFFS.size()];
        double[] slots = new double[CUT_OFFS.size()];
        for (int row = 0; row < rows.size(); row++) {
            int[] prefix = Arrays.stream(rows.items(row)).sorted().distinct().toArray();
            int last = rows.item(row, rows.length(row) - 1);
            double weight = weights[row];
            int ofPrefixInList = 0;
            longest = Math.max(longest, lists.count(row));
            for (int rank = 0; rank < lists.count(row); rank++) {
                int item = lists.item(row, rank);
                boolean ofPrefix = Arrays.binarySearch(prefix, item) >= 0;
                ofPrefixInList += ofPrefix ? 1 : 0;
                lastClicks += item == last ? weight : 0;
                mrr += item == rows.target(row) && rank < MRR_CUT_OFF ? weight / (rank + 1) : 0;
                for (int c = 0; c < hits.length; c++) {
                    if (rank < CUT_OFFS.get(c)) {
                        hits[c] += item == rows.target(row) ? weight : 0;
                        slots[c] += ofPrefix ? weight : 0;
                    }
                }
            }
            contained += weight * ofPrefixInList / prefix.length;
        }
        double all = Arrays.stream(weights).sum();
        Map<Integer, Double> recall = new LinkedHashMap<>();
        Map<Integer, Double> sessionSlots = new LinkedHashMap<>();
        for (int c = 0; c < hits.length && CUT_OFFS.get(c) <= longest; c++) {
            recall.put(CUT_OFFS.get(c), share(hits[c], all));
            sessionSlots.put(CUT_OFFS.get(c), share(slots[c], all));
        }
        return new Exposure(
                rows.size(), recall, share(mrr, all), sessionSlots, share(contained, all), share(lastClicks, all));
    }

    private static double share(double count, double of) {
        return of == 0 ? 0 : count / of;
    }
}
