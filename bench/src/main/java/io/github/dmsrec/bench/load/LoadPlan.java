package io.github.dmsrec.bench.load;

/**
 * A run of the generator.
 *
 * @param rate requests a second that are due
 * @param seconds how long requests are due
 * @param arrivals how they follow each other
 * @param seed of arrivals and sessions
 * @param mostInFlight how many requests may be under way; those due beyond it are dropped
 * @param timeoutSeconds how long an answer may take
 */
public record LoadPlan(
        double rate, double seconds, Arrivals.Kind arrivals, long seed, int mostInFlight, double timeoutSeconds) {

    /** Checks the ranges. */
    public LoadPlan {
        if (!(rate > 0 && seconds > 0 && timeoutSeconds > 0) || mostInFlight < 1) {
            throw new IllegalArgumentException("rate, seconds, timeout and requests in flight must be above 0");
        }
    }
}
