package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;

/**
 * Which samples an epoch learns from, and in which order: all of them, or with a half-life fewer of the older ones. Then
 * each sample has a weight of 2^(-a / h), a being the share of the training sessions that ended after its own and h the
 * half-life, and is drawn with a probability in proportion to it. Every epoch has as many samples, the sum of all weights
 * rounded down, and no sample twice (systematic sampling). On average, an epoch is one in which the loss of each row is
 * weighted, for any network and loss, and takes less time. Immutable and safe for use by several threads.
 */
final class EpochSamples {

    private static final String SHUFFLE = "shuffle";

    private final TrainingSamples samples;
    private final RandomStreams random;
    /** The sum of the weights of the samples up to each; empty where every epoch has all. */
    private final double[] upTo;

    private EpochSamples(TrainingSamples samples, RandomStreams random, double... upTo) {
        this.samples = samples;
        this.random = random;
        this.upTo = upTo;
    }

    /**
     * The epochs of a training.
     *
     * @param halfLife in shares of the training sessions; 0 for all samples in every epoch
     */
    static EpochSamples of(TrainingSamples samples, double halfLife, RandomStreams random) {
        if (halfLife == 0) {
            return new EpochSamples(samples, random);
        }
        Sessions sessions = samples.rows().sessions();
        int[] byTime = sessions.timeOrder();
        double[] weight = new double[sessions.size()];
        for (int place = 0; place < byTime.length; place++) {
            double age = (byTime.length - 1.0 - place) / byTime.length;
            weight[byTime[place]] = Math.pow(2, -age / halfLife);
        }
        double[] upTo = new double[samples.size()];
        double sum = 0;
        for (int sample = 0; sample < upTo.length; sample++) {
            sum += weight[samples.sessionOf(sample)];
            upTo[sample] = sum;
        }
        return new EpochSamples(samples, random, upTo);
    }

    /** How many samples every epoch has. */
    int size() {
        return upTo.length == 0 ? samples.size() : (int) Math.max(1, upTo[upTo.length - 1]);
    }

    /** The samples of an epoch in the order of training. */
    int[] order(int epoch) {
        int[] order = random.permutation(size(), SHUFFLE, epoch);
        if (upTo.length == 0) {
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
        return upTo.length == 0
                ? samples.rows().size()
                : Arrays.stream(drawn(epoch)).map(samples::rowsIn).sum();
    }

    /** Points at equal distances from a random start: a sample is drawn if one lies in its stretch of the weights' sum. */
    private int[] drawn(int epoch) {
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
