package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Examples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What candidate lists show of the truth and of the session. A model that learns from lists which hold the target more
 * often in training than at test trusts them too much, so the splits are to be compared.
 *
 * @param rows the number of lists
 * @param recall the share of rows whose target is among the first 5, 10, 20, 50 candidates, in [0, 1]; only cut-offs that
 *     the longest list reaches
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
        Map<Integer, Double> sessionSlots,
        double sessionItemsInList,
        double lastClickInList) {

    private static final List<Integer> CUT_OFFS = List.of(5, 10, 20, 50);

    /** Measures lists, one for each row. */
    public static Exposure of(Examples rows, CandidateLists lists) {
        if (lists.size() != rows.size()) {
            throw new IllegalArgumentException(lists.size() + " lists for " + rows.size() + " rows");
        }
        int longest = 0;
        double contained = 0;
        int lastClicks = 0;
        int[] hits = new int[CUT_OFFS.size()];
        int[] slots = new int[CUT_OFFS.size()];
        for (int row = 0; row < rows.size(); row++) {
            int[] prefix = Arrays.stream(rows.items(row)).sorted().distinct().toArray();
            int last = rows.item(row, rows.length(row) - 1);
            int ofPrefixInList = 0;
            longest = Math.max(longest, lists.count(row));
            for (int rank = 0; rank < lists.count(row); rank++) {
                int item = lists.item(row, rank);
                boolean ofPrefix = Arrays.binarySearch(prefix, item) >= 0;
                ofPrefixInList += ofPrefix ? 1 : 0;
                lastClicks += item == last ? 1 : 0;
                for (int c = 0; c < hits.length; c++) {
                    if (rank < CUT_OFFS.get(c)) {
                        hits[c] += item == rows.target(row) ? 1 : 0;
                        slots[c] += ofPrefix ? 1 : 0;
                    }
                }
            }
            contained += (double) ofPrefixInList / prefix.length;
        }
        Map<Integer, Double> recall = new LinkedHashMap<>();
        Map<Integer, Double> sessionSlots = new LinkedHashMap<>();
        for (int c = 0; c < hits.length && CUT_OFFS.get(c) <= longest; c++) {
            recall.put(CUT_OFFS.get(c), share(hits[c], rows.size()));
            sessionSlots.put(CUT_OFFS.get(c), share(slots[c], rows.size()));
        }
        return new Exposure(
                rows.size(), recall, sessionSlots, share(contained, rows.size()), share(lastClicks, rows.size()));
    }

    private static double share(double count, int of) {
        return of == 0 ? 0 : count / of;
    }
}
