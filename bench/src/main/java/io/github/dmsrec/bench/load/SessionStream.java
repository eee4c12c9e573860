package io.github.dmsrec.bench.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sessions of synthetic visitors that grow click by click, interleaved as those of a shop are; always the same for a seed.
 *
 * <p>Lengths and clicked items are drawn from two power laws, the idea of ETUDE's workload generator (Kersbergen, Sprangers,
 * Schelter, "ETUDE: Evaluating the Inference Latency of Session-Based Recommendation Models at Scale", ICDE 2024). The exponents
 * are near those that maximum likelihood finds in public logs: session lengths 2.39 (RecSys 2015) and 2.05 (Diginetica); item
 * popularity by rank 0.76 (RecSys 2015), 0.62 (Diginetica) and 0.60 (Beauty).
 *
 * <p>Not thread-safe.
 */
public final class SessionStream {

    /** The exponent of session lengths, on {@link #SHORTEST}..{@link #LONGEST}. */
    public static final double LENGTH_EXPONENT = 2.2;

    /** The exponent of an item's clicks by its rank of popularity. */
    public static final double POPULARITY_EXPONENT = 0.7;

    static final int SHORTEST = 2;
    static final int LONGEST = 50;
    private static final int VISITORS = 1000;

    private final SplittableRandom random;
    private final PowerLaw lengths = new PowerLaw(LENGTH_EXPONENT, SHORTEST, LONGEST);
    private final PowerLaw popularity;
    private final int[][] sessions = new int[VISITORS][];
    private final int[] clicks = new int[VISITORS];

    /**
     * A stream of sessions.
     *
     * @param popularity draws the rank of the item that is clicked, from 1
     * @param seed of all draws
     */
    SessionStream(PowerLaw popularity, long seed) {
        this.random = new SplittableRandom(seed);
        this.popularity = popularity;
        Arrays.setAll(sessions, visitor -> new int[lengths.draw(random)]);
    }

    /** The law of {@link #POPULARITY_EXPONENT} for so many items. */
    static PowerLaw popularity(int items) {
        return new PowerLaw(POPULARITY_EXPONENT, 1, items);
    }

    /** The ranks, from 0, of the items clicked so far by a visitor who has just clicked, the last at the end. */
    public int[] next() {
        int visitor = random.nextInt(VISITORS);
        if (clicks[visitor] == sessions[visitor].length) {
            sessions[visitor] = new int[lengths.draw(random)];
            clicks[visitor] = 0;
        }
        sessions[visitor][clicks[visitor]++] = popularity.draw(random) - 1;
        return Arrays.copyOf(sessions[visitor], clicks[visitor]);
    }
}
