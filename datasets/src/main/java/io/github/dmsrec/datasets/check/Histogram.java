package io.github.dmsrec.datasets.check;

import java.util.List;

/**
 * How often which values come.
 *
 * @param title what is counted, by what
 * @param bars from the smallest values to the greatest
 */
public record Histogram(String title, List<Bar> bars) {

    /**
     * A range of values.
     *
     * @param label e.g. {@code "5-8"}
     * @param count how often they come
     */
    public record Bar(String label, long count) {}

    public Histogram {
        bars = List.copyOf(bars);
    }

    /** All counts together. */
    public long total() {
        return bars.stream().mapToLong(Bar::count).sum();
    }
}
