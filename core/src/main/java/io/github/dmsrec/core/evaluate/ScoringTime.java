package io.github.dmsrec.core.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What scoring the whole catalogue took, in milliseconds per 1,000 rows; ranking is not in it. Rows are scored in chunks.
 *
 * @param mean over all rows
 * @param median over the chunks
 * @param p90 the 90 % quantile over the chunks
 */
public record ScoringTime(double mean, double median, double p90) {

    static ScoringTime of(double[] millisecondsOfChunks, int[] rowsOfChunks) {
        double[] perThousand = new double[millisecondsOfChunks.length];
        Arrays.setAll(perThousand, chunk -> 1000 * millisecondsOfChunks[chunk] / rowsOfChunks[chunk]);
        Arrays.sort(perThousand);
        return new ScoringTime(
                1000
                        * Arrays.stream(millisecondsOfChunks).sum()
                        / Arrays.stream(rowsOfChunks).sum(),
                quantile(perThousand, 0.5),
                quantile(perThousand, 0.9));
    }

    /** The lowest value that at least the given share of the values does not exceed. */
    private static double quantile(double[] ascending, double share) {
        return ascending[(int) Math.ceil(share * ascending.length) - 1];
    }

    /** The figures by their names in tables. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("ms/1000", mean);
        values.put("ms/1000-median", median);
        values.put("ms/1000-p90", p90);
        return values;
    }
}
