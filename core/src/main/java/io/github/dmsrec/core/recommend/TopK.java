package io.github.dmsrec.core.recommend;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Selects the best items of a single row of scores. Where there are many rows, a {@link Ranking} is kept instead. */
public final class TopK {

    private TopK() {}

    /**
     * The items of the k highest scores, best first; of equal scores the lower item comes first. Takes one pass and a heap
     * of k.
     *
     * @param scores holds the row, which is not changed
     * @param offset where item 0 of the row is
     * @param n the number of items
     * @param k how many are wanted, at least 0
     * @param excluded items that are left out, in any order, repeats allowed
     * @return k items, or all that are not excluded if they are fewer
     * @throws IllegalArgumentException if a score is NaN
     */
    public static int[] select(float[] scores, int offset, int n, int k, int... excluded) {
        Ranking ranking = new Ranking();
        ranking.begin(k, allBut(excluded));
        ranking.offerAll(scores, offset, n, false);
        return ranking.items();
    }

    /** Allows all items but some, in any order, repeats allowed. */
    static IntPredicate allBut(int... excluded) {
        int[] ascending = excluded.clone();
        Arrays.sort(ascending);
        return item -> Arrays.binarySearch(ascending, item) < 0;
    }
}
