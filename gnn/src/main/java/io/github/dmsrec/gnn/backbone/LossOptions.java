package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.gnn.loss.Binary;
import io.github.dmsrec.gnn.loss.BprMax;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.loss.NegativeDraws;
import io.github.dmsrec.gnn.loss.SampledCrossEntropy;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import java.util.List;
import java.util.stream.Stream;

/** The options of a loss, for backbones that are published with a sampled one. Defaults are the official GRU4Rec's. */
final class LossOptions {

    private static final Option<Loss> LOSS = Option.label(
            "loss",
            "what is minimised: 'full' is the cross entropy over the whole catalogue, 'cross-entropy' and"
                    + " 'bpr-max' look at the targets of the batch and drawn items, 'binary' at one drawn item"
                    + " for each target",
            Loss.class,
            Loss.FULL);
    private static final Option<Integer> NEGATIVES = Option.integer(
            "negatives",
            "cross-entropy and bpr-max: the items drawn for a step; with 0 the targets of the batch alone compete",
            2048,
            0,
            1 << 20);
    private static final Option<Double> NEGATIVES_EXPONENT = Option.weight(
            "negatives-exponent",
            "cross-entropy and bpr-max: items are drawn with probabilities in proportion to this power of their clicks",
            0.5);
    private static final Option<Double> LOG_Q = Option.weight(
            "log-q", "cross-entropy: how much of the logarithm of an item's probability is taken from its score", 1);
    private static final Option<Double> BPR_REGULARISATION =
            Option.weight("bpr-regularisation", "bpr-max: the weight of the negatives' squared scores", 1);
    private static final Option<Double> ELU = Option.weight(
            "elu", "bpr-max: alpha of the exponential linear unit that scores pass through; 0 for none", 0.5);

    private LossOptions() {}

    /** What is minimised beside the alignment. */
    enum Loss {
        /** {@link io.github.dmsrec.gnn.loss.CrossEntropy}. */
        FULL,
        /** {@link SampledCrossEntropy}. */
        CROSS_ENTROPY,
        /** {@link BprMax}. */
        BPR_MAX,
        /** {@link Binary}. */
        BINARY
    }

    /**
     * Options of the backbone's own, and after them those of the loss.
     *
     * @param published the loss of the published training; the corrected one has the full cross entropy
     */
    static List<Option<?>> after(List<Option<?>> own, Loss published) {
        return Stream.concat(
                        own.stream(),
                        Stream.of(
                                LOSS.published(published),
                                NEGATIVES,
                                NEGATIVES_EXPONENT,
                                LOG_Q,
                                BPR_REGULARISATION,
                                ELU))
                .toList();
    }

    /**
     * The loss that the options name.
     *
     * @param clicks the clicks of each item in the training sessions
     */
    static TrainingLoss loss(OptionValues values, long... clicks) {
        return switch (values.get(LOSS)) {
            case FULL -> new CrossEntropy();
            case CROSS_ENTROPY -> new SampledCrossEntropy(draws(values, clicks), values.get(LOG_Q));
            case BPR_MAX -> new BprMax(draws(values, clicks), values.get(BPR_REGULARISATION), values.get(ELU));
            case BINARY -> new Binary(clicks.length);
        };
    }

    private static NegativeDraws draws(OptionValues values, long... clicks) {
        return new NegativeDraws(clicks, values.get(NEGATIVES_EXPONENT), values.get(NEGATIVES));
    }
}
