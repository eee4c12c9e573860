package io.github.dmsrec.baseline;

/** How the weight of a click falls with its distance, as session-rec names and computes it. */
enum Decay {
    /** 1 / distance. */
    DIV,
    /** 1 less a tenth per click. */
    LINEAR,
    /** The same for all. */
    SAME,
    /** 1 / log10(distance + 1.7). */
    LOG,
    /** 1 / distance squared. */
    QUADRATIC;

    /** The weight at a distance of 1 or more clicks. */
    double ofDistance(int distance) {
        return switch (this) {
            case DIV -> 1.0 / distance;
            case LINEAR -> distance <= 100 ? 1 - 0.1 * distance : 0;
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
     */
    double ofPosition(int position, int length) {
        return switch (this) {
            case DIV -> (double) position / length;
            case LINEAR -> position <= 10 ? 1 - 0.1 * (length - position) : 0;
            case SAME -> 1;
            case LOG -> 1 / Math.log10(length - position + 1.7);
            case QUADRATIC -> Math.pow((double) position / length, 2);
        };
    }
}
