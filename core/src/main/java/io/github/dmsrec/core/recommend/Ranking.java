package io.github.dmsrec.core.recommend;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Takes the k best of the items that are offered, best first; of equal scores the lower item comes first. What is not
 * allowed is left out before the cut. Its arrays are kept from one session to the next: a caller keeps one for each thread.
 * Memory grows with k, and never with the catalogue. For one thread.
 */
public final class Ranking {

    private static final int FIRST_LENGTH = 32;

    /** A heap with the worst item first, until it is read; then best first. */
    private int[] items = new int[FIRST_LENGTH];

    private float[] scores = new float[FIRST_LENGTH];
    private IntPredicate allowed = item -> true;
    private int k;
    private int size;
    private boolean sorted;

    /** Begins with nothing, for all items. */
    public void begin(int most) {
        begin(most, item -> true);
    }

    /**
     * Begins with nothing.
     *
     * @param most k: how many items at most, at least 0; fewer are taken where fewer are offered
     * @param which the items that may be taken; asked only of items whose score is high enough
     */
    public void begin(int most, IntPredicate which) {
        if (most < 0) {
            throw new IllegalArgumentException("k is " + most + ", but must be at least 0");
        }
        k = most;
        allowed = which;
        size = 0;
        sorted = false;
    }

    /**
     * Offers an item, once at most since {@link #begin}.
     *
     * @throws IllegalArgumentException if the score is NaN
     * @throws IllegalStateException if items have been read since {@link #begin}
     */
    public void offer(int item, float score) {
        if (Float.isNaN(score)) {
            throw new IllegalArgumentException("the score of item " + item + " is NaN");
        }
        if (sorted) {
            throw new IllegalStateException("this ranking was read; begin again before more is offered");
        }
        if (k == 0 || (size == k && !worse(items[0], scores[0], item, score)) || !allowed.test(item)) {
            return;
        }
        if (size < k) {
            if (size == items.length) {
                int length = (int) Math.min(k, size * 2L);
                items = Arrays.copyOf(items, length);
                scores = Arrays.copyOf(scores, length);
            }
            siftUp(size++, item, score);
        } else {
            siftDown(item, score);
        }
    }

    /**
     * Offers all items of a row of scores.
     *
     * @param row holds the scores
     * @param offset where item 0 is
     * @param n the number of items
     * @param zeroIsUnknown whether items of the score 0 are left out, see {@link Recommender#isZeroUnknown}
     * @throws IllegalArgumentException if a score is NaN
     * @throws IllegalStateException if items have been read since {@link #begin}
     */
    public void offerAll(float[] row, int offset, int n, boolean zeroIsUnknown) {
        float least = least();
        for (int item = 0; item < n; item++) {
            float score = row[offset + item];
            if (!(score < least) && !(zeroIsUnknown && score == 0)) {
                offer(item, score);
                least = least();
            }
        }
    }

    /** A lower score is not taken any more, whatever the item. */
    public float least() {
        return size == k && size > 0 ? scores[0] : Float.NEGATIVE_INFINITY;
    }

    /** Whether k items have been taken. */
    public boolean isFull() {
        return size == k;
    }

    /** How many items were taken, k at most. */
    public int size() {
        return size;
    }

    /** The item at a rank, 0 being the best. */
    public int item(int rank) {
        sort();
        return items[checked(rank)];
    }

    /** The score at a rank. */
    public float score(int rank) {
        sort();
        return scores[checked(rank)];
    }

    /** The items, best first. */
    public int[] items() {
        sort();
        return Arrays.copyOf(items, size);
    }

    /** Their scores. */
    public float[] scores() {
        sort();
        return Arrays.copyOf(scores, size);
    }

    private int checked(int rank) {
        if (rank < 0 || rank >= size) {
            throw new IndexOutOfBoundsException("rank " + rank + " of " + size + " items");
        }
        return rank;
    }

    private void sort() {
        if (sorted) {
            return;
        }
        sorted = true;
        int all = size;
        while (size > 1) {
            int item = items[0];
            float score = scores[0];
            size--;
            siftDown(items[size], scores[size]);
            items[size] = item;
            scores[size] = score;
        }
        size = all;
    }

    private static boolean worse(int item, float score, int other, float ofOther) {
        return score < ofOther || (score == ofOther && item > other);
    }

    private void siftUp(int place, int item, float score) {
        int child = place;
        while (child > 0) {
            int parent = (child - 1) >> 1;
            if (!worse(item, score, items[parent], scores[parent])) {
                break;
            }
            move(parent, child);
            child = parent;
        }
        items[child] = item;
        scores[child] = score;
    }

    /** Puts an item into the place of the worst. */
    private void siftDown(int item, float score) {
        int parent = 0;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && worse(items[child + 1], scores[child + 1], items[child], scores[child])) {
                child++;
            }
            if (!worse(items[child], scores[child], item, score)) {
                break;
            }
            move(child, parent);
            parent = child;
        }
        items[parent] = item;
        scores[parent] = score;
    }

    private void move(int from, int to) {
        items[to] = items[from];
        scores[to] = scores[from];
    }
}
