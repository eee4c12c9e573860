package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.load.Arrivals;
import io.github.dmsrec.bench.load.LoadPlan;

/**
 * How runs are made.
 *
 * @param seconds how long a run is, if it has a hundred requests by then
 * @param warmUpSeconds how long a server is warmed up before its first run
 * @param arrivals how requests follow each other
 * @param seed of arrivals and sessions
 * @param mostInFlight how many requests may be under way
 * @param timeoutSeconds how long an answer may take
 * @param cores of server and generator
 */
record RunSettings(
        double seconds,
        double warmUpSeconds,
        Arrivals.Kind arrivals,
        long seed,
        int mostInFlight,
        double timeoutSeconds,
        Cores cores) {

    private static final double WARM_UP_RATE = 2000;
    private static final int WARM_UP_IN_FLIGHT = 4;
    private static final double ENOUGH_REQUESTS = 100;
    private static final double LONGEST_SECONDS = 60;

    /**
     * A run at a rate, longer than usual if there would be few requests.
     *
     * @param attempt counts runs at the same rate, from 1; each draws again
     */
    LoadPlan plan(double rate, int attempt) {
        double enough = Math.min(LONGEST_SECONDS, ENOUGH_REQUESTS / rate);
        return new LoadPlan(rate, Math.max(seconds, enough), arrivals, seed + attempt, mostInFlight, timeoutSeconds);
    }

    /** The same with another length of a run. */
    RunSettings lasting(double otherSeconds) {
        return new RunSettings(otherSeconds, warmUpSeconds, arrivals, seed, mostInFlight, timeoutSeconds, cores);
    }

    /** As many requests as the server takes, without a queue before it: what is more is dropped. */
    LoadPlan warmUp() {
        return new LoadPlan(WARM_UP_RATE, warmUpSeconds, arrivals, seed, WARM_UP_IN_FLIGHT, timeoutSeconds);
    }
}
