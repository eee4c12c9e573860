package io.github.dmsrec.core.evaluate;

/**
 * The 95 % interval of a share by Wilson's score method (E. B. Wilson, 1927), which also holds for few rows and for shares
 * near 0 and 1.
 *
 * @param low in [0, 1]
 * @param high in [0, 1], at least {@code low}
 */
public record WilsonInterval(double low, double high) {

    private static final double Z = 1.959963984540054;

    /**
     * The interval of a count.
     *
     * @param hits at least 0
     * @param rows at least {@code hits}; without rows the interval is all of [0, 1]
     */
    public static WilsonInterval of(long hits, long rows) {
        if (hits < 0 || hits > rows) {
            throw new IllegalArgumentException(hits + " hits in " + rows + " rows");
        }
        if (rows == 0) {
            return new WilsonInterval(0, 1);
        }
        double share = (double) hits / rows;
        double square = Z * Z / rows;
        double centre = (share + square / 2) / (1 + square);
        double half = Z * Math.sqrt(share * (1 - share) / rows + square / (4 * rows)) / (1 + square);
        return new WilsonInterval(hits == 0 ? 0 : centre - half, hits == rows ? 1 : centre + half);
    }
}
