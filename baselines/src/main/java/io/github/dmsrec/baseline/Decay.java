package io.github.dmsrec.baseline;

/**
 * How the weight of a click falls with its distance, as session-rec names and computes it, but for signs: there a linear
 * decay continues below 0, so that known items rank behind unknown ones.
 */
enum Decay {
    /** 1 / distance. */
    DIV,
    /** 1 less a tenth per click, and not below 0; of a distance, not below a thousandth. */
    LINEAR,
    /** The same for all. */
    SAME,
    /** 1 / log10(distance + 1.7). */
    LOG,
    /** 1 / distance squared. */
    QUADRATIC;

    /** What a neighbour's items get at least, so that they stay known. */
    private static final double LEAST = 0.001;

    /** The weight at a distance of 1 or more clicks; above 0. */
    double ofDistance(int distance) {
        return switch (this) {
            case DIV -> 1.0 / distance;
            case LINEAR -> Math.max(LEAST, 1 - 0.1 * distance);
            case SAME -> 1;
            case LOG -> 1 / Math.log10(distance + 1.7);
            case QUADRATIC -> 1.0 / ((double) distance * distance);
        };
    }

    /**
     * The weight of a position within a session, the last being the heaviest.
     *
     * @param position from 1
     * @param length the number of clicks
     * @return at least 0
     */
    double ofPosition(int position, int length) {
        return switch (this) {
            case DIV -> (double) position / length;
            case LINEAR -> position <= 10 ? Math.max(0, 1 - 0.1 * (length - position)) : 0;
            case SAME -> 1;
            case LOG -> 1 / Math.log10(length - position + 1.7);
            case QUADRATIC -> Math.pow((double) position / length, 2);
        };
    }
}
