package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.gnn.loss.Binary;
import io.github.dmsrec.gnn.loss.BprMax;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.loss.NegativeDraws;
import io.github.dmsrec.gnn.loss.SampledCrossEntropy;
import io.github.dmsrec.gnn.loss.SampledSoftmax;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import java.util.List;
import java.util.stream.Stream;

/**
 * The options of a loss, for backbones whose score of an item does not depend on which others are scored. Defaults of the losses
 * over drawn items are the official GRU4Rec's.
 */
final class LossOptions {

    private static final Option<Loss> LOSS = Option.label(
                    "loss",
                    "what is minimised: 'full' is the cross entropy over the whole catalogue, 'sampled-softmax' its estimate from"
                            + " the targets of the batch and drawn items, 'auto' the estimate from "
                            + Loss.MANY_ITEMS
                            + " items on; 'cross-entropy' and 'bpr-max' are GRU4Rec's over the targets of the batch and drawn"
                            + " items, 'binary' looks at one drawn item for each target",
                    Loss.class,
                    Loss.AUTO)
            // A model whose manifest is older than the option was trained on the full one.
            .before(4, Loss.FULL);
    private static final Option<Integer> NEGATIVES = Option.integer(
            "negatives",
            "sampled-softmax, cross-entropy and bpr-max: the items drawn for a step; with 0 the targets of the batch alone"
                    + " compete",
            2048,
            0,
            1 << 20);
    private static final Option<Double> NEGATIVES_EXPONENT = Option.weight(
            "negatives-exponent",
            "cross-entropy and bpr-max: items are drawn with probabilities in proportion to this power of their clicks",
            0.5);
    private static final Option<Double> LOG_Q = Option.weight(
            "log-q",
            "sampled-softmax and cross-entropy: how much of the logarithm of an item's probability is taken from its score",
            1);
    private static final Option<Boolean> IN_BATCH = Option.flag(
            "in-batch-negatives", "sampled-softmax: whether the targets of a step's other rows are negatives", true);
    private static final Option<Double> BPR_REGULARISATION =
            Option.weight("bpr-regularisation", "bpr-max: the weight of the negatives' squared scores", 1);
    private static final Option<Double> ELU = Option.weight(
            "elu", "bpr-max: alpha of the exponential linear unit that scores pass through; 0 for none", 0.5);

    private LossOptions() {}

    /** What is minimised beside the alignment. */
    enum Loss {
        /** {@link #FULL} below so many items, else {@link #SAMPLED_SOFTMAX}. */
        AUTO,
        /** {@link io.github.dmsrec.gnn.loss.CrossEntropy}. */
        FULL,
        /** {@link SampledSoftmax}. */
        SAMPLED_SOFTMAX,
        /** {@link SampledCrossEntropy}. */
        CROSS_ENTROPY,
        /** {@link BprMax}. */
        BPR_MAX,
        /** {@link Binary}. */
        BINARY;

        /** From so many items on a step over all of them takes most of its time for the scores and the item table. */
        static final int MANY_ITEMS = 50_000;

        /** This, or what is chosen by the number of items. */
        Loss of(int items) {
            if (this != AUTO) {
                return this;
            }
            return items < MANY_ITEMS ? FULL : SAMPLED_SOFTMAX;
        }
    }

    /**
     * Options of the backbone's own, and after them those of the loss.
     *
     * @param published the loss of the published training; the corrected one has the full cross entropy, or its estimate on
     *     large catalogues
     */
    static List<Option<?>> after(List<Option<?>> own, Loss published) {
        return Stream.concat(
                        own.stream(),
                        Stream.of(
                                LOSS.published(published),
                                NEGATIVES,
                                IN_BATCH,
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
        return switch (values.get(LOSS).of(clicks.length)) {
            case AUTO, FULL -> new CrossEntropy();
            case SAMPLED_SOFTMAX -> sampledSoftmax(values, clicks);
            case CROSS_ENTROPY -> new SampledCrossEntropy(draws(values, clicks), values.get(LOG_Q));
            case BPR_MAX -> new BprMax(draws(values, clicks), values.get(BPR_REGULARISATION), values.get(ELU));
            case BINARY -> new Binary(clicks.length);
        };
    }

    private static TrainingLoss sampledSoftmax(OptionValues values, long... clicks) {
        if (values.get(NEGATIVES) == 0 && !values.get(IN_BATCH)) {
            throw new UserMistakeException(
                    "'negatives=0' and 'in-batch-negatives=false' leave nothing that a target could be told from.",
                    "Set negatives=2048, or in-batch-negatives=true.");
        }
        return new SampledSoftmax(clicks, values.get(NEGATIVES), values.get(IN_BATCH), values.get(LOG_Q));
    }

    private static NegativeDraws draws(OptionValues values, long... clicks) {
        return new NegativeDraws(clicks, values.get(NEGATIVES_EXPONENT), values.get(NEGATIVES));
    }
}
