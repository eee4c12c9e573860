package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which samples an epoch learns from, and in which order: all of them, but for two limits.
 *
 * <p>With a limit on the rows of a session, those of longer ones are drawn again for each epoch ({@link SessionTargets}).
 *
 * <p>With a half-life, there are fewer of the older ones. Then each sample has a weight of 2^(-a / h), a being the share of
 * the training sessions that ended after its own and h the half-life, and is drawn with a probability in proportion to it.
 * Every epoch has as many samples, the sum of all weights rounded down, and no sample twice (systematic sampling). On average,
 * an epoch is one in which the loss of each row is weighted, for any network and loss, and takes less time.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class EpochSamples {

    private static final String SHUFFLE = "shuffle";

    private final TrainingSamples samples;
    /** How many rows of a session an epoch has at most; 0 for all. */
    private final int mostRows;

    private final RandomStreams random;
    /** The first sample of each session, and after them the number of samples. */
    private final int[] first;
    /** How many samples an epoch has before older ones are left out. */
    private final int candidates;
    /** The sum of the weights of these up to each; empty where every epoch has all. */
    private final double[] upTo;

    private EpochSamples(
            TrainingSamples samples, int mostRows, RandomStreams random, int[] first, int candidates, double... upTo) {
        this.samples = samples;
        this.mostRows = mostRows;
        this.random = random;
        this.first = first;
        this.candidates = candidates;
        this.upTo = upTo;
    }

    /**
     * The epochs of a training.
     *
     * @param halfLife in shares of the training sessions; 0 for all samples in every epoch
     * @param mostRows of a session in an epoch; 0 for all
     */
    static EpochSamples of(TrainingSamples samples, double halfLife, int mostRows, RandomStreams random) {
        SessionTargets targets = new SessionTargets(mostRows, random, 0);
        int[] first = samples.firstOfSessions();
        int candidates = 0;
        for (int i = 0; i + 1 < first.length; i++) {
            candidates += ofSession(samples, targets, first[i + 1] - first[i]);
        }
        if (halfLife == 0) {
            return new EpochSamples(samples, mostRows, random, first, candidates);
        }
        Sessions sessions = samples.rows().sessions();
        int[] byTime = sessions.timeOrder();
        double[] weight = new double[sessions.size()];
        for (int place = 0; place < byTime.length; place++) {
            double age = (byTime.length - 1.0 - place) / byTime.length;
            weight[byTime[place]] = Math.pow(2, -age / halfLife);
        }
        double[] upTo = new double[candidates];
        double sum = 0;
        int candidate = 0;
        for (int i = 0; i + 1 < first.length; i++) {
            int to = candidate + ofSession(samples, targets, first[i + 1] - first[i]);
            while (candidate < to) {
                sum += weight[samples.sessionOf(first[i])];
                upTo[candidate++] = sum;
            }
        }
        return new EpochSamples(samples, mostRows, random, first, candidates, upTo);
    }

    /** How many of a session's samples are there; where a sample is a session, the limit is on the rows in it. */
    private static int ofSession(TrainingSamples samples, SessionTargets targets, int count) {
        return samples.areSessions() ? count : targets.count(count);
    }

    /** The targets that an epoch learns of each session. */
    SessionTargets targets(int epoch) {
        return new SessionTargets(mostRows, random, epoch);
    }

    /** How many samples every epoch has. */
    int size() {
        return upTo.length == 0 ? candidates : (int) Math.max(1, upTo[upTo.length - 1]);
    }

    /** The samples of an epoch in the order of training. */
    int[] order(int epoch) {
        int[] order = random.permutation(size(), SHUFFLE, epoch);
        if (hasAllSamples()) {
            return order;
        }
        int[] drawn = drawn(epoch);
        for (int i = 0; i < order.length; i++) {
            order[i] = drawn[order[i]];
        }
        return order;
    }

    /** How many training rows an epoch has. */
    int rows(int epoch) {
        SessionTargets targets = targets(epoch);
        return hasAllSamples() && mostRows == 0
                ? samples.rows().size()
                : Arrays.stream(drawn(epoch))
                        .map(sample -> targets.count(samples.rowsIn(sample)))
                        .sum();
    }

    private boolean hasAllSamples() {
        return candidates == samples.size() && upTo.length == 0;
    }

    private int[] drawn(int epoch) {
        int[] all = candidatesOf(epoch);
        return upTo.length == 0
                ? all
                : Arrays.stream(drawnByWeight(epoch)).map(i -> all[i]).toArray();
    }

    /** The samples of all sessions, or so many rows of each, in the order of the sessions. */
    private int[] candidatesOf(int epoch) {
        if (candidates == samples.size()) {
            return IntStream.range(0, candidates).toArray();
        }
        SessionTargets targets = targets(epoch);
        int[] all = new int[candidates];
        int count = 0;
        for (int i = 0; i + 1 < first.length; i++) {
            for (int place : targets.of(samples.sessionOf(first[i]), first[i + 1] - first[i])) {
                all[count++] = first[i] + place;
            }
        }
        return all;
    }

    /** Points at equal distances from a random start: a sample is drawn if one lies in its stretch of the weights' sum. */
    private int[] drawnByWeight(int epoch) {
        int[] drawn = new int[size()];
        double distance = upTo[upTo.length - 1] / drawn.length;
        double start = random.stream("session-half-life", epoch).nextDouble();
        int last = upTo.length - 1;
        int count = 0;
        for (int sample = 0; sample <= last && count < drawn.length; sample++) {
            // Rounding may put the last point behind the last sample.
            if ((start + count) * distance < upTo[sample] || sample == last) {
                drawn[count++] = sample;
            }
        }
        return drawn;
    }
}
