package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.IntList;
import java.util.ArrayList;
import java.util.List;

/** Times the scoring of chunks: from its own beginning, or from the end of the last ranking. For one thread. */
final class ScoringClock {

    private final List<Double> milliseconds = new ArrayList<>();
    private final IntList rows = new IntList();
    private long since = System.nanoTime();

    /** The scores of so many rows are there. */
    void scored(int count) {
        milliseconds.add((System.nanoTime() - since) / 1e6);
        rows.add(count);
    }

    /** They are ranked, and the next chunk begins. */
    void ranked() {
        since = System.nanoTime();
    }

    ScoringTime time() {
        return ScoringTime.of(
                milliseconds.stream().mapToDouble(Double::doubleValue).toArray(), rows.toArray());
    }
}
