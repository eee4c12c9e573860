package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.choice.Choice;
import io.github.dmsrec.core.choice.Choices;
import io.github.dmsrec.gnn.loss.Binary;
import io.github.dmsrec.gnn.loss.BprMax;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.loss.NegativeDraws;
import io.github.dmsrec.gnn.loss.SampledCrossEntropy;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import java.util.List;
import java.util.stream.Stream;

/** The choice of a loss, for backbones that are published with a sampled one. Defaults are the official GRU4Rec's. */
final class LossChoices {

    private static final String LOSS = "loss";
    private static final String NEGATIVES = "negatives";
    private static final String NEGATIVES_EXPONENT = "negatives-exponent";
    private static final String LOG_Q = "log-q";
    private static final String BPR_REGULARISATION = "bpr-regularisation";
    private static final String ELU = "elu";

    private LossChoices() {}

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

    /** Choices of the backbone's own, and after them those of the loss. */
    static List<Choice> after(List<Choice> own, Loss published, Loss corrected) {
        List<Choice> ofLoss = List.of(
                Choice.oneOf(
                        LOSS,
                        "what is minimised: 'full' is the cross entropy over the whole catalogue, 'cross-entropy' and"
                                + " 'bpr-max' look at the targets of the batch and drawn items, 'binary' at one drawn item"
                                + " for each target",
                        Loss.class,
                        published,
                        corrected),
                Choice.whole(
                        NEGATIVES,
                        "cross-entropy and bpr-max: the items drawn for a step; with 0 the targets of the batch alone"
                                + " compete",
                        2048,
                        2048,
                        0,
                        1 << 20),
                Choice.weight(
                        NEGATIVES_EXPONENT,
                        "cross-entropy and bpr-max: items are drawn with probabilities in proportion to this power of"
                                + " their clicks",
                        0.5,
                        0.5),
                Choice.weight(
                        LOG_Q,
                        "cross-entropy: how much of the logarithm of an item's probability is taken from its score",
                        1,
                        1),
                Choice.weight(BPR_REGULARISATION, "bpr-max: the weight of the negatives' squared scores", 1, 1),
                Choice.weight(
                        ELU,
                        "bpr-max: alpha of the exponential linear unit that scores pass through; 0 for none",
                        0.5,
                        0.5));
        return Stream.concat(own.stream(), ofLoss.stream()).toList();
    }

    /**
     * The chosen loss.
     *
     * @param clicks the clicks of each item in the training sessions
     */
    static TrainingLoss loss(Choices choices, long... clicks) {
        return switch (choices.oneOf(LOSS, Loss.class)) {
            case FULL -> new CrossEntropy();
            case CROSS_ENTROPY -> new SampledCrossEntropy(draws(choices, clicks), choices.real(LOG_Q));
            case BPR_MAX -> new BprMax(draws(choices, clicks), choices.real(BPR_REGULARISATION), choices.real(ELU));
            case BINARY -> new Binary(clicks.length);
        };
    }

    private static NegativeDraws draws(Choices choices, long... clicks) {
        return new NegativeDraws(clicks, choices.real(NEGATIVES_EXPONENT), choices.whole(NEGATIVES));
    }
}
