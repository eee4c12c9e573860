package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.RandomStreams;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which targets of a session an epoch learns: all, or at most some, drawn again for each epoch, all choices of as many equally
 * probable. So long sessions do not outweigh short ones, and an epoch takes less time. Immutable and safe for use by several
 * threads.
 *
 * @param most of a session; 0 for all
 * @param random draws by epoch and session
 * @param epoch from 0
 */
public record SessionTargets(int most, RandomStreams random, int epoch) {

    /** All targets. */
    public static final SessionTargets ALL = new SessionTargets(0, new RandomStreams(0), 0);

    /**
     * How many are learned.
     *
     * @param targets how many a session has
     */
    int count(int targets) {
        return most == 0 ? targets : Math.min(most, targets);
    }

    /**
     * Which are learned, ascending.
     *
     * @param session its number
     * @param targets how many it has
     */
    int[] of(int session, int targets) {
        int[] drawn = new int[count(targets)];
        if (drawn.length == targets) {
            return IntStream.range(0, targets).toArray();
        }
        SplittableRandom draws = random.stream("session-targets", epoch, session);
        int count = 0;
        for (int target = 0; count < drawn.length; target++) {
            // As many are wanted of those that are left.
            if (draws.nextInt(targets - target) < drawn.length - count) {
                drawn[count++] = target;
            }
        }
        return drawn;
    }
}
