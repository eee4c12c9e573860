package io.github.dmsrec.core.recommend;

import java.util.Arrays;

/** Selects the best items of a row of scores. */
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
        int[] skip = excluded.clone();
        Arrays.sort(skip);
        int[] heap = new int[Math.min(k, n)];
        int size = 0;
        for (int item = 0; item < n; item++) {
            float score = scores[offset + item];
            // Items come in ascending order: one that equals the worst of a full heap is worse than it.
            if (size == heap.length && size > 0 && score <= scores[offset + heap[0]]) {
                continue;
            }
            if (Float.isNaN(score)) {
                throw new IllegalArgumentException("the score of item " + item + " is NaN");
            }
            if (heap.length == 0 || Arrays.binarySearch(skip, item) >= 0) {
                continue;
            }
            if (size < heap.length) {
                heap[size] = item;
                siftUp(heap, size, scores, offset);
                size++;
            } else {
                heap[0] = item;
                siftDown(heap, size, scores, offset);
            }
        }
        int[] bestFirst = new int[size];
        for (int rank = size - 1; rank >= 0; rank--) {
            bestFirst[rank] = heap[0];
            heap[0] = heap[rank];
            siftDown(heap, rank, scores, offset);
        }
        return bestFirst;
    }

    private static boolean worse(int a, int b, float[] scores, int offset) {
        float scoreA = scores[offset + a];
        float scoreB = scores[offset + b];
        return scoreA < scoreB || (scoreA == scoreB && a > b);
    }

    private static void siftUp(int[] heap, int start, float[] scores, int offset) {
        int child = start;
        int item = heap[child];
        while (child > 0) {
            int parent = (child - 1) >> 1;
            if (!worse(item, heap[parent], scores, offset)) {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = item;
    }

    private static void siftDown(int[] heap, int size, float[] scores, int offset) {
        int parent = 0;
        int item = heap[0];
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && worse(heap[child + 1], heap[child], scores, offset)) {
                child++;
            }
            if (!worse(heap[child], item, scores, offset)) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = item;
    }
}
