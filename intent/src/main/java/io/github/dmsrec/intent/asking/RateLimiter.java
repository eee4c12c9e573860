package io.github.dmsrec.intent.asking;

/** Spreads amounts evenly over time. For one thread at a time. */
final class RateLimiter {

    private static final double MILLIS_PER_MINUTE = 60_000;

    private final double millisEach;
    private double nextFree = Double.NEGATIVE_INFINITY;

    /**
     * @param perMinute the most a minute, above 0
     */
    RateLimiter(double perMinute) {
        this.millisEach = MILLIS_PER_MINUTE / perMinute;
    }

    /**
     * Takes an amount.
     *
     * @param now in milliseconds
     * @return when it may be used, in milliseconds
     */
    long take(long now, double amount) {
        double start = Math.max((double) now, nextFree);
        nextFree = start + amount * millisEach;
        return (long) Math.ceil(start);
    }

    /** Tells that more was used than was taken, or less if negative. */
    void correct(double more) {
        nextFree += more * millisEach;
    }
}
