package io.github.dmsrec.gnn.recipe;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import java.util.List;

/**
 * The learning rate of every step: that of its epoch, which falls as the kind of schedule says, times the share that a
 * linear warm-up has reached. It depends on the options, the steps taken and the validation figures so far alone, so that a
 * training that continues needs nothing else. Immutable.
 *
 * @param values of all options, {@link #ALL} among them
 */
public record LearningRateSchedule(OptionValues values) {

    /** The learning rate at the start. */
    public static final Option<Double> LEARNING_RATE =
            Option.positive("learning-rate", "the learning rate at the start", 1e-3, Double.MAX_VALUE);

    /** How the learning rate runs. */
    public static final Option<Kind> SCHEDULE = Option.label(
            "schedule",
            "how the learning rate falls: 'step' after every so many epochs, 'plateau' after so many epochs without a better"
                    + " validation figure, 'constant' never",
            Kind.class,
            Kind.STEP);

    /** What the learning rate is multiplied with. */
    public static final Option<Double> DECAY = Option.positive(
            "learning-rate-decay", "step and plateau: what the learning rate is multiplied with when it falls", 0.1, 1);

    /** After how many epochs. */
    // Every 6 epochs, not every 3: on ml-1m, SR-GNN's validation MRR@20 is 0.047 instead of 0.041.
    public static final Option<Integer> DECAY_EVERY = Option.integer(
                    "learning-rate-decay-every", "step: after how many epochs the learning rate falls", 6, 1, 1 << 20)
            .published(3);

    /** When the schedule counts an epoch. */
    public static final Option<DecayAt> DECAY_AT = Option.label(
                    "learning-rate-decay-at",
                    "step: whether epochs are counted at their end, or at their start, which makes the first step of the"
                            + " schedule one epoch shorter",
                    DecayAt.class,
                    DecayAt.EPOCH_END)
            .published(DecayAt.EPOCH_START);

    /** The epochs without a better figure after which the rate falls. */
    public static final Option<Integer> PLATEAU_EPOCHS = Option.integer(
            "plateau-epochs",
            "plateau: the learning rate falls after so many epochs in a row without a better validation figure; then the"
                    + " count begins again",
            2,
            1,
            1 << 20);

    /** How long the learning rate rises from 0 at the start. */
    public static final Option<Double> WARM_UP = Option.weight(
            "warm-up", "how long the learning rate rises linearly from 0 at the start; 0 for not at all", 0);

    /** What the warm-up is counted in. */
    public static final Option<WarmUpUnit> WARM_UP_UNIT =
            Option.label("warm-up-unit", "what warm-up is counted in", WarmUpUnit.class, WarmUpUnit.EPOCHS);

    /** All options, in the order of help texts and manifests. */
    static final List<Option<?>> ALL =
            List.of(LEARNING_RATE, SCHEDULE, DECAY, DECAY_EVERY, DECAY_AT, PLATEAU_EPOCHS, WARM_UP, WARM_UP_UNIT);

    /** How the learning rate falls. */
    public enum Kind {
        /** After every so many epochs. */
        STEP,
        /** After so many epochs in a row without a better validation figure. */
        PLATEAU,
        /** Never. */
        CONSTANT
    }

    /** When the schedule {@link Kind#STEP} counts an epoch. */
    public enum DecayAt {
        EPOCH_START,
        EPOCH_END
    }

    /** What the warm-up is counted in. */
    public enum WarmUpUnit {
        STEPS,
        EPOCHS
    }

    /** The learning rate at the start. */
    public double start() {
        return values.get(LEARNING_RATE);
    }

    /**
     * The learning rate of an epoch, warm-up aside.
     *
     * @param epoch from 0
     * @param figures the validation figures of the epochs before it, higher ones being better; only {@link Kind#PLATEAU}
     *     looks at them
     */
    public double ofEpoch(int epoch, List<Double> figures) {
        return switch (values.get(SCHEDULE)) {
            case CONSTANT -> start();
            case STEP -> {
                int counted = values.get(DECAY_AT) == DecayAt.EPOCH_START ? epoch + 1 : epoch;
                yield start() * Math.pow(values.get(DECAY), Math.floorDiv(counted, values.get(DECAY_EVERY)));
            }
            case PLATEAU -> start() * Math.pow(values.get(DECAY), falls(figures));
        };
    }

    private int falls(List<Double> figures) {
        double best = Double.NEGATIVE_INFINITY;
        int without = 0;
        int falls = 0;
        for (double figure : figures) {
            if (figure > best) {
                best = figure;
                without = 0;
            } else if (++without == values.get(PLATEAU_EPOCHS)) {
                without = 0;
                falls++;
            }
        }
        return falls;
    }

    /**
     * The share of its epoch's learning rate that a step has: it rises by the same amount with each step and is 1 from the
     * last step of the warm-up on.
     *
     * @param step of the whole training, from 0
     * @param stepsPerEpoch at least 1
     * @return above 0, at most 1
     */
    public double warmth(long step, int stepsPerEpoch) {
        double steps = values.get(WARM_UP) * (values.get(WARM_UP_UNIT) == WarmUpUnit.EPOCHS ? stepsPerEpoch : 1);
        return step + 1 >= steps ? 1 : (step + 1) / steps;
    }
}
