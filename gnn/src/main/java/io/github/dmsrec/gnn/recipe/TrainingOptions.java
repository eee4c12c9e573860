package io.github.dmsrec.gnn.recipe;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.gnn.backbone.BackboneOptions.GlobalNeighbours;
import io.github.dmsrec.gnn.backbone.BackboneOptions.PaddingRow;
import io.github.dmsrec.gnn.backbone.BackboneOptions.ReadOutStart;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.GceGnn;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.fusion.FusionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * Every choice of a training run but the seed and the number of threads. Immutable.
 *
 * @param backbone the backbone's name
 * @param recipe where the choices that were not overridden come from
 * @param dimension d, the length of all vectors
 * @param batchSize samples per step
 * @param epochs at most this many
 * @param patience training stops after so many epochs without a better validation MRR@20
 * @param patienceCounting whether those epochs must follow each other
 * @param learningRate at the start
 * @param learningRateDecay what it is multiplied with
 * @param learningRateDecayEvery after how many epochs
 * @param learningRateDecayAt whether epochs are counted at their end, or at their start, which makes the first step of the
 *     schedule one epoch shorter
 * @param weightDecay the factor of the decay
 * @param weightDecayForm whether it enters the gradient or the weights
 * @param paddingRow what row 0 of the item table holds
 * @param readOutStart GCE-GNN: whether the read-out's weights start around zero or above it
 * @param globalDropout GCE-GNN: drop-out on the global branch
 * @param globalNeighbours GCE-GNN: how counts and missing neighbours enter
 * @param alignmentWeight fused: lambda
 * @param intentDropout fused: drop-out on intent vectors
 * @param projection fused: whether the projection, and a map that is published without bias, are trained
 * @param missingIntent fused: what stands for an intent that a session does not have
 */
public record TrainingOptions(
        String backbone,
        Recipe recipe,
        int dimension,
        int batchSize,
        int epochs,
        int patience,
        PatienceCounting patienceCounting,
        double learningRate,
        double learningRateDecay,
        int learningRateDecayEvery,
        DecayAt learningRateDecayAt,
        double weightDecay,
        Adam.Decay weightDecayForm,
        PaddingRow paddingRow,
        ReadOutStart readOutStart,
        double globalDropout,
        GlobalNeighbours globalNeighbours,
        double alignmentWeight,
        double intentDropout,
        FusionOptions.Projection projection,
        FusionOptions.Missing missingIntent) {

    /** Which epochs without a better validation result count towards the patience. */
    public enum PatienceCounting {
        /** Those since the best epoch. */
        CONSECUTIVE,
        /** All of the run: the published counter is never reset. */
        CUMULATIVE
    }

    /** When the schedule counts an epoch. */
    public enum DecayAt {
        EPOCH_START,
        EPOCH_END
    }

    /**
     * The choices of a recipe.
     *
     * @throws UserMistakeException if there is no such backbone
     */
    public static TrainingOptions defaults(String backbone, Recipe recipe) {
        Backbones.checkName(backbone);
        return switch (recipe) {
            case PUBLISHED -> published(backbone, backbone.equals(GceGnn.NAME));
            case CORRECTED -> corrected(backbone);
        };
    }

    // The rate falls every 6 epochs, not every 3: on ml-1m, SR-GNN's validation MRR@20 is 0.047 instead of 0.041.
    private static TrainingOptions corrected(String backbone) {
        return new TrainingOptions(
                backbone,
                Recipe.CORRECTED,
                100,
                100,
                30,
                3,
                PatienceCounting.CONSECUTIVE,
                1e-3,
                0.1,
                6,
                DecayAt.EPOCH_END,
                1e-5,
                Adam.Decay.DECOUPLED,
                PaddingRow.ZERO,
                ReadOutStart.POSITIVE,
                0.5,
                GlobalNeighbours.LOG_COUNTS_MASKED,
                0.1,
                0.2,
                FusionOptions.Projection.TRAINED,
                FusionOptions.Missing.NULL_VECTOR);
    }

    // The values that the published scripts were committed with.
    private static TrainingOptions published(String backbone, boolean globalContext) {
        return new TrainingOptions(
                backbone,
                Recipe.PUBLISHED,
                100,
                100,
                globalContext ? 20 : 30,
                globalContext ? 3 : 10,
                PatienceCounting.CUMULATIVE,
                1e-3,
                0.1,
                3,
                globalContext ? DecayAt.EPOCH_END : DecayAt.EPOCH_START,
                1e-5,
                Adam.Decay.COUPLED,
                PaddingRow.RANDOM,
                ReadOutStart.RANDOM,
                0.5,
                GlobalNeighbours.RAW_COUNTS,
                globalContext ? 0.7 : 0,
                globalContext ? 0.6 : 0.2,
                FusionOptions.Projection.FROZEN,
                FusionOptions.Missing.COPY_OTHER);
    }

    /**
     * These choices with some overridden.
     *
     * @param overrides values by key, the keys being those of {@link #toMap}
     * @throws UserMistakeException naming every unknown key and every wrong value at once
     */
    public TrainingOptions with(Map<String, String> overrides) {
        Map<String, String> values = new LinkedHashMap<>(toMap());
        List<String> mistakes = new ArrayList<>();
        overrides.forEach((key, value) -> {
            if (values.replace(key, value) == null) {
                mistakes.add("there is no option '" + key + "' (value '" + value + "')");
            }
        });
        TrainingOptions options = new Reader(values, mistakes).options();
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "Training options: " + String.join("; ", mistakes) + ".",
                    "one of these was meant: " + String.join(", ", values.keySet()) + ".");
        }
        return options;
    }

    /** The choices that an earlier {@link #toMap} wrote. */
    public static TrainingOptions of(Map<String, String> values) {
        String backbone = values.getOrDefault("backbone", "");
        return defaults(backbone, Recipe.CORRECTED).with(values);
    }

    /** All choices by key, in a fixed order. */
    public Map<String, String> toMap() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("backbone", backbone);
        values.put("recipe", recipe.label());
        values.put("dimension", String.valueOf(dimension));
        values.put("batch-size", String.valueOf(batchSize));
        values.put("epochs", String.valueOf(epochs));
        values.put("patience", String.valueOf(patience));
        values.put("patience-counting", Labels.of(patienceCounting));
        values.put("learning-rate", String.valueOf(learningRate));
        values.put("learning-rate-decay", String.valueOf(learningRateDecay));
        values.put("learning-rate-decay-every", String.valueOf(learningRateDecayEvery));
        values.put("learning-rate-decay-at", Labels.of(learningRateDecayAt));
        values.put("weight-decay", String.valueOf(weightDecay));
        values.put("weight-decay-form", Labels.of(weightDecayForm));
        values.put("padding-row", Labels.of(paddingRow));
        values.put("read-out-start", Labels.of(readOutStart));
        values.put("global-dropout", String.valueOf(globalDropout));
        values.put("global-neighbours", Labels.of(globalNeighbours));
        values.put("alignment-weight", String.valueOf(alignmentWeight));
        values.put("intent-dropout", String.valueOf(intentDropout));
        values.put("projection", Labels.of(projection));
        values.put("missing-intent", Labels.of(missingIntent));
        return values;
    }

    /** The learning rate of an epoch, counted from 0. */
    public double learningRateOf(int epoch) {
        int counted = learningRateDecayAt == DecayAt.EPOCH_START ? epoch + 1 : epoch;
        return learningRate * Math.pow(learningRateDecay, Math.floorDiv(counted, learningRateDecayEvery));
    }

    /** Reads choices, collecting mistakes instead of stopping at the first. */
    private record Reader(Map<String, String> values, List<String> mistakes) {

        TrainingOptions options() {
            return new TrainingOptions(
                    backbone(),
                    label("recipe", Recipe.class, Recipe.CORRECTED),
                    whole("dimension", 1, 1 << 14),
                    whole("batch-size", 1, 1 << 20),
                    whole("epochs", 1, 1 << 20),
                    whole("patience", 1, 1 << 20),
                    label("patience-counting", PatienceCounting.class, PatienceCounting.CONSECUTIVE),
                    real("learning-rate", value -> value > 0, "above 0"),
                    real("learning-rate-decay", value -> value > 0 && value <= 1, "above 0 and at most 1"),
                    whole("learning-rate-decay-every", 1, 1 << 20),
                    label("learning-rate-decay-at", DecayAt.class, DecayAt.EPOCH_END),
                    real("weight-decay", value -> value >= 0, "at least 0"),
                    label("weight-decay-form", Adam.Decay.class, Adam.Decay.DECOUPLED),
                    label("padding-row", PaddingRow.class, PaddingRow.ZERO),
                    label("read-out-start", ReadOutStart.class, ReadOutStart.POSITIVE),
                    rate("global-dropout"),
                    label("global-neighbours", GlobalNeighbours.class, GlobalNeighbours.LOG_COUNTS_MASKED),
                    real("alignment-weight", value -> value >= 0, "at least 0"),
                    rate("intent-dropout"),
                    label("projection", FusionOptions.Projection.class, FusionOptions.Projection.TRAINED),
                    label("missing-intent", FusionOptions.Missing.class, FusionOptions.Missing.NULL_VECTOR));
        }

        private String backbone() {
            String name = values.getOrDefault("backbone", "");
            if (!Backbones.names().contains(name)) {
                mistakes.add("backbone is '" + name + "' but must be one of " + String.join(", ", Backbones.names()));
            }
            return name;
        }

        private int whole(String key, int least, int most) {
            String text = values.getOrDefault(key, "");
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Reported below, as a value out of range is.
            }
            mistakes.add(key + " is '" + text + "' but must be a whole number from " + least + " to " + most);
            return least;
        }

        private double rate(String key) {
            return real(key, value -> value >= 0 && value < 1, "at least 0 and below 1");
        }

        private double real(String key, DoublePredicate allowed, String range) {
            String text = values.getOrDefault(key, "");
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value) && allowed.test(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Reported below, as a value out of range is.
            }
            mistakes.add(key + " is '" + text + "' but must be a number " + range);
            return 0;
        }

        private <E extends Enum<E>> E label(String key, Class<E> type, E otherwise) {
            String text = values.getOrDefault(key, "");
            Optional<E> constant = Labels.parse(type, text);
            if (constant.isEmpty()) {
                mistakes.add(key + " is '" + text + "' but must be one of " + Labels.all(type));
            }
            return constant.orElse(otherwise);
        }
    }
}
