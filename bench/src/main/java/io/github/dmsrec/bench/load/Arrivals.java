package io.github.dmsrec.bench.load;

import java.util.SplittableRandom;

/** When requests are due, counted from the start of a run. Not thread-safe. */
public interface Arrivals {

    /** The time of the next request, in nanoseconds after the start; it never goes back. */
    long next();

    /** How requests follow each other. */
    enum Kind {
        /** As of many independent visitors: the gaps are exponential. */
        POISSON,
        /** One each {@code 1 / rate} seconds. */
        CONSTANT;

        /**
         * Arrivals of this kind.
         *
         * @param rate requests a second, above 0
         * @param seed of the gaps
         */
        public Arrivals at(double rate, long seed) {
            if (!(rate > 0) || rate == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a rate must be above 0 and finite: " + rate);
            }
            return switch (this) {
                case POISSON -> poisson(rate, seed);
                case CONSTANT -> constant(rate);
            };
        }
    }

    private static Arrivals poisson(double rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Arrivals() {
            private double seconds;

            @Override
            public long next() {
                seconds -= Math.log(1 - random.nextDouble()) / rate;
                return (long) (seconds * 1e9);
            }
        };
    }

    private static Arrivals constant(double rate) {
        return new Arrivals() {
            private long count;

            @Override
            public long next() {
                // From the count and not from the last time, so that no rounding adds up.
                return (long) (count++ * (1e9 / rate));
            }
        };
    }
}
