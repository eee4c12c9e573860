package io.github.dmsrec.core.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the first {@link #CUT_OFF} recommendations of all rows are like, whether or not they hit.
 *
 * @param coverage the share of the catalogue that is among the first recommendations of at least one row, in (0, 1]
 * @param popularity the mean {@link ItemPopularity#percentile percentile} of the recommended items over rows and places:
 *     the average recommendation popularity of Yin et al. (VLDB 2012), with percentiles in the place of counts, so that
 *     one best-seller does not decide it
 * @param targetPopularity the mean percentile of the targets: a model whose {@code popularity} lies above it recommends
 *     more popular items than are clicked next
 */
public record Breadth(double coverage, double popularity, double targetPopularity) {

    /** How many recommendations of a row are looked at. */
    public static final int CUT_OFF = 20;

    /** The figures by their names in tables. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("coverage@" + CUT_OFF, coverage);
        values.put("popularity@" + CUT_OFF, popularity);
        values.put("target-popularity", targetPopularity);
        return values;
    }
}
