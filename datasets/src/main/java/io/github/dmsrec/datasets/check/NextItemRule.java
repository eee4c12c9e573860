package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;

/**
 * A first-order Markov chain: after an item, what followed it most often. It is the baseline {@code markov}, counted over
 * pairs alone, so that neither its memory nor its time depends on the size of the catalogue. Immutable.
 */
final class NextItemRule {

    /** Targets that come later in the ranking are a miss. */
    static final int CUT_OFF = 20;

    private final long[] pairs;
    private final int[] counts;

    private NextItemRule(long[] pairs, int[] counts) {
        this.pairs = pairs;
        this.counts = counts;
    }

    /** Learns from every step of every session. */
    static NextItemRule of(Sessions sessions) {
        long[] steps = new long[Math.max(0, sessions.clicks() - nonEmpty(sessions))];
        int next = 0;
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 1; i < sessions.length(s); i++) {
                steps[next++] = pair(sessions.item(s, i - 1), sessions.item(s, i));
            }
        }
        Arrays.sort(steps);
        int distinct = 0;
        int[] counts = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            if (i == 0 || steps[i] != steps[i - 1]) {
                steps[distinct++] = steps[i];
            }
            counts[distinct - 1]++;
        }
        return new NextItemRule(Arrays.copyOf(steps, distinct), Arrays.copyOf(counts, distinct));
    }

    /** How many pairs came at least so often. */
    long pairs(int support) {
        return Arrays.stream(counts).filter(count -> count >= support).count();
    }

    /** The mean reciprocal rank, at most {@link #CUT_OFF}, of every click but the first of each session; 0 without any. */
    double quality(Sessions sessions) {
        double sum = 0;
        long steps = 0;
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 1; i < sessions.length(s); i++) {
                int rank = rank(sessions.item(s, i - 1), sessions.item(s, i));
                sum += rank <= CUT_OFF ? 1.0 / rank : 0;
                steps++;
            }
        }
        return Share.of(sum, (double) steps);
    }

    /** The rank of an item after another, from 1, of equal counts the lower item first. */
    private int rank(int source, int target) {
        int place = Arrays.binarySearch(pairs, pair(source, target));
        if (place < 0) {
            return Integer.MAX_VALUE;
        }
        int from = Arrays.binarySearch(pairs, pair(source, 0));
        int better = 0;
        for (int i = from < 0 ? -from - 1 : from; i < pairs.length && pairs[i] >>> 32 == source; i++) {
            better += counts[i] > counts[place] || (counts[i] == counts[place] && i < place) ? 1 : 0;
        }
        return better + 1;
    }

    private static long pair(int source, int target) {
        return (long) source << 32 | target;
    }

    private static int nonEmpty(Sessions sessions) {
        int count = 0;
        for (int s = 0; s < sessions.size(); s++) {
            count += sessions.length(s) > 0 ? 1 : 0;
        }
        return count;
    }
}
