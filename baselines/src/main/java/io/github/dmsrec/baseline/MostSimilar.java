package io.github.dmsrec.baseline;

import java.util.Arrays;

/**
 * The most similar of the sessions that are added, of equally similar ones those that were added first. Takes a heap of k.
 * For one thread.
 */
final class MostSimilar {

    /** Takes a session and its similarity. */
    @FunctionalInterface
    interface Consumer {
        void accept(int session, double similarity);
    }

    private final int k;
    /** A heap with the least similar first: the turns in which sessions were added. */
    private final int[] heap;

    private int[] sessions;
    private double[] similarities;
    private int added;
    private int size;

    /** @param k how many at most */
    MostSimilar(int k) {
        this.k = k;
        heap = new int[k];
        sessions = new int[k];
        similarities = new double[k];
    }

    void add(int session, double similarity) {
        // Of equals the first stays.
        if (size == k && (k == 0 || similarity <= similarities[heap[0]])) {
            return;
        }
        if (added == sessions.length) {
            sessions = Arrays.copyOf(sessions, added * 2);
            similarities = Arrays.copyOf(similarities, added * 2);
        }
        sessions[added] = session;
        similarities[added] = similarity;
        if (size < k) {
            siftUp(size++, added++);
        } else {
            siftDown(added++);
        }
    }

    /** Hands out all, the most similar first, and leaves none. */
    void forEach(Consumer consumer) {
        int[] bestFirst = new int[size];
        while (size > 0) {
            bestFirst[size - 1] = heap[0];
            size--;
            if (size > 0) {
                siftDown(heap[size]);
            }
        }
        for (int turn : bestFirst) {
            consumer.accept(sessions[turn], similarities[turn]);
        }
    }

    private boolean worse(int turn, int other) {
        return similarities[turn] < similarities[other] || (similarities[turn] == similarities[other] && turn > other);
    }

    private void siftUp(int place, int turn) {
        int child = place;
        while (child > 0) {
            int parent = (child - 1) >> 1;
            if (!worse(turn, heap[parent])) {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = turn;
    }

    /** Puts a turn into the place of the worst. */
    private void siftDown(int turn) {
        int parent = 0;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && worse(heap[child + 1], heap[child])) {
                child++;
            }
            if (!worse(heap[child], turn)) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = turn;
    }
}
