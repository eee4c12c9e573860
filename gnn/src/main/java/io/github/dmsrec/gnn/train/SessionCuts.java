package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where an epoch cuts its samples: each, with some probability, before one of its clicks but the first, all of them equally
 * probable. Targets behind the cut are predicted from the clicks behind it, so that a network also sees short sessions that begin in
 * the midst of long ones; no target is lost. Immutable and safe for use by several threads.
 *
 * @param probability 0 for no cuts
 * @param random draws by epoch and sample
 * @param epoch from 0
 */
public record SessionCuts(double probability, RandomStreams random, int epoch) {

    /** No cuts. */
    public static final SessionCuts NONE = new SessionCuts(0, new RandomStreams(0), 0);

    /**
     * Where a sample is cut.
     *
     * @param sample its number
     * @param clicks that predict, at least 1
     * @return the position of the first click behind the cut; 0 for none
     */
    int of(int sample, int clicks) {
        if (probability == 0 || clicks < 2) {
            return 0;
        }
        SplittableRandom draws = random.stream("session-cut", epoch, sample);
        return draws.nextDouble() < probability ? draws.nextInt(1, clicks) : 0;
    }

    /**
     * Parts of rows.
     *
     * @param whole the rows
     * @param row the row of each part
     * @param from its first click
     * @param to the click after its last
     */
    record Parts(Prefixes whole, int[] row, int[] from, int[] to) implements Prefixes {

        @Override
        public int size() {
            return row.length;
        }

        @Override
        public int length(int part) {
            return to[part] - from[part];
        }

        @Override
        public int item(int part, int position) {
            return whole.item(row[part], from[part] + position);
        }

        @Override
        public int[] items(int part) {
            return Arrays.copyOfRange(whole.items(row[part]), from[part], to[part]);
        }

        @Override
        public double time(int part) {
            return whole.time(row[part]);
        }
    }
}
