package io.github.dmsrec.datasets.synthetic;

import java.util.SplittableRandom;

/** How many clicks a synthetic session has: at least 2. */
public sealed interface SyntheticLengths {

    /**
     * After each click from the second on, the session goes on with the same probability.
     *
     * @param continuation the probability
     * @param longest the most clicks
     */
    record Geometric(double continuation, int longest) implements SyntheticLengths {

        @Override
        public int target(SplittableRandom random) {
            return longest;
        }

        @Override
        public boolean goesOn(int clicks, int target, SplittableRandom random) {
            return clicks < target && random.nextDouble() < continuation;
        }

        @Override
        public String words() {
            return "geometric, going on with probability " + continuation + ", at most " + longest + " clicks";
        }
    }

    /**
     * Sessions of {@code l} clicks come about {@code l^-exponent} as often as those of one.
     *
     * @param exponent above 1
     * @param longest the most clicks
     */
    record PowerLaw(double exponent, int longest) implements SyntheticLengths {

        private static final int SHORTEST = 2;

        public PowerLaw {
            if (exponent <= 1 || longest < SHORTEST) {
                throw new IllegalArgumentException("exponent " + exponent + ", at most " + longest + " clicks");
            }
        }

        // The inverse of the distribution function of the continuous law on [2, longest + 1), rounded down.
        @Override
        public int target(SplittableRandom random) {
            double power = 1 - exponent;
            double low = Math.pow(SHORTEST, power);
            double high = Math.pow(longest + 1.0, power);
            return (int) Math.min(longest, Math.pow(low + random.nextDouble() * (high - low), 1 / power));
        }

        @Override
        public boolean goesOn(int clicks, int target, SplittableRandom random) {
            return clicks < target;
        }

        @Override
        public String words() {
            return "a power law of exponent " + exponent + ", from 2 to " + longest + " clicks";
        }
    }

    /** What is drawn before a session begins: how long it may become. */
    int target(SplittableRandom random);

    /**
     * Whether a session of two clicks or more goes on.
     *
     * @param clicks how many it has
     * @param target as of {@link #target}
     */
    boolean goesOn(int clicks, int target, SplittableRandom random);

    /** The law in words. */
    String words();
}
