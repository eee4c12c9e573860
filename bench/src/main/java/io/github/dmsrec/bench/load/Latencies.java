package io.github.dmsrec.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a distribution of latencies was, in milliseconds.
 *
 * @param count how many there are
 */
public record Latencies(long count, double mean, double p50, double p90, double p99, double p999, double max) {

    static final Latencies NONE = new Latencies(0, 0, 0, 0, 0, 0, 0);

    /** Of a histogram in nanoseconds. */
    static Latencies of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return NONE;
        }
        return new Latencies(
                histogram.getTotalCount(),
                histogram.getMean() / 1e6,
                millis(histogram, 50),
                millis(histogram, 90),
                millis(histogram, 99),
                millis(histogram, 99.9),
                histogram.getMaxValue() / 1e6);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
