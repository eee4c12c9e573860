package io.github.dmsrec.core.blend;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.recommend.Ranking;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The ranks of targets in a blend, for any weights: what the members say of each row is kept, so that trying weights costs no
 * scoring. Some items are masked. For each row it keeps how many items are ahead of the target whatever the
 * weights, and how the others that can be ahead differ from it. Of the latter it keeps those alone that are among the first
 * {@value #LISTED} of a member; a row with {@value #CUT_OFF} items surely ahead is a miss for any weights. For one thread.
 */
final class TargetRanks {

    /** Ranks beyond count 0, as in MRR@20. */
    static final int CUT_OFF = 20;

    /** So many items of each member can be in the way of a target. */
    private static final int LISTED = 100;

    private final int members;
    private int rows;

    /** For each row that can be a hit: items surely ahead. */
    private final IntList ahead = new IntList();

    /** For each such row: the end of its differences. */
    private final IntList ends = new IntList();

    /** For each such row and member: the value of the target. */
    private final FloatList targets = new FloatList();

    /** For each item that may be ahead and each member: its value less that of the target. */
    private final FloatList differences = new FloatList();

    /** For each such item: 1 if it is ahead where the sum is equal. */
    private final IntList aheadIfEqual = new IntList();

    private final Ranking ranking = new Ranking();

    /** @param members how many there are */
    TargetRanks(int members) {
        this.members = members;
    }

    /**
     * Adds a row.
     *
     * @param values {@code [members][items]}: what each says, at least 0
     * @param target the item that was clicked
     * @param leftOut the items that are masked
     */
    void add(float[][] values, int target, int[] leftOut) {
        rows++;
        if (Arrays.stream(leftOut).anyMatch(item -> item == target)) {
            return;
        }
        int n = values[0].length;
        BitSet masked = new BitSet(n);
        Arrays.stream(leftOut).forEach(masked::set);
        BitSet listed = listed(values, masked);
        int surely = 0;
        int from = differences.size();
        int fromItems = aheadIfEqual.size();
        for (int item = 0; item < n && surely < CUT_OFF; item++) {
            if (item == target || masked.get(item)) {
                continue;
            }
            boolean everywhereHigher = true;
            boolean everywhereAtLeast = true;
            boolean everywhereAtMost = true;
            for (float[] ofMember : values) {
                float difference = ofMember[item] - ofMember[target];
                everywhereHigher &= difference > 0;
                everywhereAtLeast &= difference >= 0;
                everywhereAtMost &= difference <= 0;
            }
            if (everywhereHigher || (everywhereAtLeast && item < target)) {
                surely++;
            } else if (!(everywhereAtMost && item > target) && listed.get(item)) {
                for (float[] ofMember : values) {
                    differences.add(ofMember[item] - ofMember[target]);
                }
                aheadIfEqual.add(item < target ? 1 : 0);
            }
        }
        if (surely >= CUT_OFF) {
            differences.truncate(from);
            aheadIfEqual.truncate(fromItems);
            return;
        }
        ahead.add(surely);
        ends.add(aheadIfEqual.size());
        for (float[] ofMember : values) {
            targets.add(ofMember[target]);
        }
    }

    private BitSet listed(float[][] values, BitSet masked) {
        BitSet listed = new BitSet();
        for (float[] ofMember : values) {
            ranking.begin(LISTED, item -> !masked.get(item));
            ranking.offerAll(ofMember, 0, ofMember.length, true);
            for (int rank = 0; rank < ranking.size(); rank++) {
                listed.set(ranking.item(rank));
            }
        }
        return listed;
    }

    /** The number of rows, with those that are misses for any weights. */
    int rows() {
        return rows;
    }

    /**
     * The mean of 1 / rank of all rows, with 0 for ranks beyond {@value #CUT_OFF} and for targets that no weighted member
     * knows.
     *
     * @param weights one for each member, at least 0
     * @return MRR@20; 0 without rows
     */
    double meanReciprocalRank(double[] weights) {
        double sum = 0;
        int at = 0;
        for (int row = 0; row < ahead.size(); row++) {
            int end = ends.get(row);
            if (sum(targets, row, weights) > 0) {
                int rank = ahead.get(row) + 1;
                for (int item = at; item < end && rank <= CUT_OFF; item++) {
                    double difference = sum(differences, item, weights);
                    rank += difference > 0 || (difference == 0 && aheadIfEqual.get(item) == 1) ? 1 : 0;
                }
                sum += rank <= CUT_OFF ? 1.0 / rank : 0;
            }
            at = end;
        }
        return rows == 0 ? 0 : sum / rows;
    }

    private double sum(FloatList values, int number, double[] weights) {
        double sum = 0;
        for (int m = 0; m < members; m++) {
            sum += weights[m] * values.get(number * members + m);
        }
        return sum;
    }
}
