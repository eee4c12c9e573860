package io.github.dmsrec.intent.answers.store;

/**
 * How fast usable answers came, of those whose time is known: answers from files have none.
 *
 * @param answers how many, at least 1
 * @param seconds how long one took by the mean, greater than 0; waiting in the server included
 * @param perSecond how many came in a second while any was under way, at least those that come one after the other
 */
public record AnswerPace(int answers, double seconds, double perSecond) {

    /** An answer is kept with the second in which it came. */
    private static final long RESOLUTION_MILLIS = 1000;

    /** Adds answers in the order in which their questions were asked. For one thread. */
    static final class Sum {
        private int answers;
        private long millis;
        private long busyMillis;
        private long busyUntil = Long.MIN_VALUE;

        /**
         * Adds an answer.
         *
         * @param askedAt the second of the epoch in which it came; 0 if that is not known
         * @param latencyMillis how long it took
         */
        void add(long askedAt, long latencyMillis) {
            answers++;
            millis += latencyMillis;
            if (askedAt > 0) {
                long from = askedAt * RESOLUTION_MILLIS - latencyMillis;
                long to = (askedAt + 1) * RESOLUTION_MILLIS;
                busyMillis += Math.max(0, to - Math.max(from, busyUntil));
                busyUntil = Math.max(busyUntil, to);
            } else {
                busyMillis += latencyMillis;
            }
        }

        int answers() {
            return answers;
        }

        AnswerPace pace() {
            double inARow = (double) RESOLUTION_MILLIS * answers / millis;
            double measured = (double) RESOLUTION_MILLIS * answers / busyMillis;
            return new AnswerPace(answers, (double) millis / answers / RESOLUTION_MILLIS, Math.max(inARow, measured));
        }
    }
}
