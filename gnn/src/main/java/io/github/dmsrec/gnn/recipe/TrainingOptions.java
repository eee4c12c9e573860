package io.github.dmsrec.gnn.recipe;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.choice.Choice;
import io.github.dmsrec.core.choice.Choices;
import io.github.dmsrec.core.choice.Labels;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.gnn.backbone.BackboneKind;
import io.github.dmsrec.gnn.backbone.BackboneOptions.PaddingRow;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.fusion.FusionOptions;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every choice of a training run but the seed and the number of threads. Immutable.
 *
 * @param backbone the backbone's name
 * @param recipe where the choices that were not overridden come from
 * @param choices the values of {@link #choicesOf}
 */
public record TrainingOptions(String backbone, Recipe recipe, Choices choices) {

    private static final String BACKBONE = "backbone";
    private static final String RECIPE = "recipe";
    private static final String DIMENSION = "dimension";
    private static final String BATCH_SIZE = "batch-size";
    private static final String EPOCHS = "epochs";
    private static final String SELECTION = "selection";
    private static final String PATIENCE = "patience";
    private static final String PATIENCE_COUNTING = "patience-counting";
    private static final String TARGETS = "targets";
    private static final String LEARNING_RATE = "learning-rate";
    private static final String LEARNING_RATE_DECAY = "learning-rate-decay";
    private static final String LEARNING_RATE_DECAY_EVERY = "learning-rate-decay-every";
    private static final String LEARNING_RATE_DECAY_AT = "learning-rate-decay-at";
    private static final String WEIGHT_DECAY = "weight-decay";
    private static final String WEIGHT_DECAY_FORM = "weight-decay-form";
    private static final String GRADIENT_CLIP = "gradient-clip";
    private static final String PADDING_ROW = "padding-row";
    private static final String ITEM_TEXT = "item-text";
    private static final String ITEM_DROPOUT = "item-dropout";
    private static final String LOGITS = "logits";
    private static final String LOGIT_SCALE = "logit-scale";
    private static final String INTENT_CONTROL = "intent-control";
    private static final String INTENTS_IN_SCORE = "intents-in-score";
    private static final String ALIGNMENT_WEIGHT = "alignment-weight";
    private static final String ALIGNMENT_DIRECTION = "alignment-direction";
    private static final String ALIGNMENT_GRADIENT = "alignment-gradient";
    private static final String INTENT_DROPOUT = "intent-dropout";
    private static final String PROJECTION = "projection";
    private static final String PROJECTION_START = "projection-start";
    private static final String MISSING_INTENT = "missing-intent";

    /** The choices of every backbone, with the values that the published SR-GNN script was committed with. */
    private static final List<Choice> COMMON = List.of(
            Choice.whole(DIMENSION, "the length d of all vectors", 100, 100, 1, 1 << 14),
            Choice.whole(BATCH_SIZE, "samples per step", 100, 100, 1, 1 << 20),
            Choice.whole(EPOCHS, "at most so many epochs", 30, 30, 1, 1 << 20),
            Choice.oneOf(
                    SELECTION,
                    "what the epoch is chosen by; 'test' trains on the validation sessions too and reports the best"
                            + " test figure of each metric, as the published code does: not an honest result",
                    Selection.class,
                    Selection.VALIDATION,
                    Selection.VALIDATION),
            Choice.whole(PATIENCE, "training stops after so many epochs without a better result", 10, 3, 1, 1 << 20),
            Choice.oneOf(
                    PATIENCE_COUNTING,
                    "whether those epochs must follow each other",
                    PatienceCounting.class,
                    PatienceCounting.CUMULATIVE,
                    PatienceCounting.CONSECUTIVE),
            Choice.oneOf(
                    TARGETS,
                    "which clicks of training sessions are predicted",
                    Targets.class,
                    Targets.AS_IMPORTED,
                    Targets.AS_IMPORTED),
            Choice.positive(LEARNING_RATE, "the learning rate at the start", 1e-3, 1e-3, Double.MAX_VALUE),
            Choice.positive(LEARNING_RATE_DECAY, "what the learning rate is multiplied with", 0.1, 0.1, 1),
            // Every 6 epochs, not every 3: on ml-1m, SR-GNN's validation MRR@20 is 0.047 instead of 0.041.
            Choice.whole(LEARNING_RATE_DECAY_EVERY, "after how many epochs", 3, 6, 1, 1 << 20),
            Choice.oneOf(
                    LEARNING_RATE_DECAY_AT,
                    "whether epochs are counted at their end, or at their start, which makes the first step of the"
                            + " schedule one epoch shorter",
                    DecayAt.class,
                    DecayAt.EPOCH_START,
                    DecayAt.EPOCH_END),
            Choice.weight(WEIGHT_DECAY, "the factor of the decay of weights", 1e-5, 1e-5),
            Choice.oneOf(
                    WEIGHT_DECAY_FORM,
                    "whether the decay enters the gradient (Adam) or the weights (AdamW)",
                    Adam.Decay.class,
                    Adam.Decay.COUPLED,
                    Adam.Decay.DECOUPLED),
            Choice.weight(GRADIENT_CLIP, "the greatest norm of the whole gradient; 0 for any", 0, 0),
            Choice.oneOf(
                    PADDING_ROW,
                    "what row 0 of the item table holds",
                    PaddingRow.class,
                    PaddingRow.RANDOM,
                    PaddingRow.ZERO),
            Choice.oneOf(
                    ITEM_TEXT,
                    "whether the encoder's title vectors, projected, are added to the item vectors",
                    ItemText.class,
                    ItemText.NONE,
                    ItemText.NONE),
            Choice.rate(ITEM_DROPOUT, "drop-out on the vectors of clicked items", 0, 0),
            Choice.oneOf(LOGITS, "how a session vector scores an item vector", Logits.class, Logits.DOT, Logits.DOT),
            Choice.positive(LOGIT_SCALE, "what cosine logits are multiplied with", 12, 12, Double.MAX_VALUE),
            Choice.oneOf(
                    INTENT_CONTROL,
                    "fused: control arms: no intents behind the same maps (zero), those of another session (shuffled),"
                            + " or one kind of intents alone",
                    FusionOptions.Control.class,
                    FusionOptions.Control.NONE,
                    FusionOptions.Control.NONE),
            Choice.oneOf(
                    INTENTS_IN_SCORE,
                    "fused: whether intents join the session vector, or are aligned with it only",
                    FusionOptions.InScore.class,
                    FusionOptions.InScore.JOINED,
                    FusionOptions.InScore.JOINED),
            Choice.weight(ALIGNMENT_WEIGHT, "fused: lambda", 0, 0.1),
            Choice.oneOf(
                    ALIGNMENT_DIRECTION,
                    "fused: which distribution comes first in the divergence",
                    FusionOptions.Direction.class,
                    FusionOptions.Direction.STRUCTURAL_FIRST,
                    FusionOptions.Direction.STRUCTURAL_FIRST),
            Choice.oneOf(
                    ALIGNMENT_GRADIENT,
                    "fused: which side the alignment moves",
                    FusionOptions.Gradient.class,
                    FusionOptions.Gradient.BOTH,
                    FusionOptions.Gradient.BOTH),
            Choice.rate(INTENT_DROPOUT, "fused: drop-out on intent vectors", 0.2, 0.2),
            Choice.oneOf(
                    PROJECTION,
                    "fused: whether the projection, and a map that is published without bias, are trained",
                    FusionOptions.Projection.class,
                    FusionOptions.Projection.FROZEN,
                    FusionOptions.Projection.TRAINED),
            Choice.oneOf(
                    PROJECTION_START,
                    "fused: whether the projection starts like everything else, or by its numbers of inputs and outputs",
                    FusionOptions.ProjectionStart.class,
                    FusionOptions.ProjectionStart.UNIFORM,
                    FusionOptions.ProjectionStart.FAN_IN),
            Choice.oneOf(
                    MISSING_INTENT,
                    "fused: what stands for an intent that a session does not have",
                    FusionOptions.Missing.class,
                    FusionOptions.Missing.COPY_OTHER,
                    FusionOptions.Missing.NULL_VECTOR));

    /** What the epoch is chosen by. */
    public enum Selection {
        /** The best validation MRR@20, one epoch for all metrics; the test set is not looked at. */
        VALIDATION,
        /** The published protocol: each metric's best test figure, over all epochs. */
        TEST
    }

    /** Which epochs without a better result count towards the patience. */
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

    /** Whether titles enter the item table. */
    public enum ItemText {
        NONE,
        /** {@code v_i = E_i + W t_i}, t_i being the encoder's vector of the title, in the input and in the scores. */
        ADD
    }

    /**
     * All choices of a backbone: those of every backbone with its own values, then those of it alone.
     *
     * @throws UserMistakeException if there is no such backbone
     */
    public static List<Choice> choicesOf(String backbone) {
        BackboneKind kind = Backbones.kind(backbone);
        return Stream.concat(COMMON.stream(), kind.choices().stream())
                .map(choice -> choice.with(
                        Optional.ofNullable(kind.published().get(choice.key())),
                        Optional.ofNullable(kind.corrected().get(choice.key()))))
                .toList();
    }

    /**
     * The choices of a recipe.
     *
     * @throws UserMistakeException if there is no such backbone
     */
    public static TrainingOptions defaults(String backbone, Recipe recipe) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Choice choice : choicesOf(backbone)) {
            values.put(choice.key(), recipe == Recipe.PUBLISHED ? choice.published() : choice.corrected());
        }
        return new TrainingOptions(backbone, recipe, new Choices(values));
    }

    /**
     * These choices with some overridden.
     *
     * @param overrides values by key, the keys being those of {@link #toMap}
     * @throws UserMistakeException naming every unknown key, every key of another backbone and every wrong value at once
     */
    public TrainingOptions with(Map<String, String> overrides) {
        Map<String, String> values = new LinkedHashMap<>(choices.values());
        List<String> mistakes = new ArrayList<>();
        overrides.forEach((key, value) -> {
            if (!key.equals(BACKBONE) && !key.equals(RECIPE) && values.replace(key, value) == null) {
                mistakes.add(unknown(key, value));
            }
        });
        boolean unknownKeys = !mistakes.isEmpty();
        String otherBackbone = overrides.getOrDefault(BACKBONE, backbone);
        if (!otherBackbone.equals(backbone)) {
            mistakes.add("backbone is '" + otherBackbone + "', but these are the options of " + backbone);
        }
        String recipeLabel = overrides.getOrDefault(RECIPE, recipe.label());
        Optional<Recipe> newRecipe = Labels.parse(Recipe.class, recipeLabel);
        if (newRecipe.isEmpty()) {
            mistakes.add("recipe is '" + recipeLabel + "' but must be one of "
                    + String.join(", ", Labels.all(Recipe.class)));
        }
        for (Choice choice : choicesOf(backbone)) {
            String value = values.getOrDefault(choice.key(), "");
            if (!choice.domain().contains(value)) {
                mistakes.add(choice.key() + " is '" + value + "' but must be "
                        + choice.domain().words());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "Training options: " + String.join("; ", mistakes) + ".",
                    unknownKeys
                            ? "one of these was meant: " + String.join(", ", values.keySet()) + "."
                            : "a digit or a letter is wrong; 'dmsrec train --help' tells what each option may be.");
        }
        return new TrainingOptions(backbone, newRecipe.orElse(recipe), new Choices(values));
    }

    private String unknown(String key, String value) {
        TreeSet<String> owners = new TreeSet<>();
        for (BackboneKind kind : Backbones.kinds()) {
            if (kind.choices().stream().anyMatch(choice -> choice.key().equals(key))) {
                owners.add(kind.name());
            }
        }
        return owners.isEmpty()
                ? "there is no option '" + key + "' (value '" + value + "')"
                : "option '" + key + "' (value '" + value + "') belongs to " + String.join(", ", owners) + ", not to "
                        + backbone;
    }

    /** The choices that an earlier {@link #toMap} wrote. */
    public static TrainingOptions of(Map<String, String> values) {
        Recipe recipe =
                Labels.parse(Recipe.class, values.getOrDefault(RECIPE, "")).orElse(Recipe.CORRECTED);
        return defaults(values.getOrDefault(BACKBONE, ""), recipe).with(values);
    }

    /** Backbone, recipe and all choices by key, in a fixed order. */
    public Map<String, String> toMap() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(BACKBONE, backbone);
        values.put(RECIPE, recipe.label());
        values.putAll(choices.values());
        return values;
    }

    /** The length d of all vectors. */
    public int dimension() {
        return choices.whole(DIMENSION);
    }

    /** Samples per step. */
    public int batchSize() {
        return choices.whole(BATCH_SIZE);
    }

    /** At most so many epochs. */
    public int epochs() {
        return choices.whole(EPOCHS);
    }

    /** What the epoch is chosen by. */
    public Selection selection() {
        return choices.oneOf(SELECTION, Selection.class);
    }

    /** Training stops after so many epochs without a better result. */
    public int patience() {
        return choices.whole(PATIENCE);
    }

    /** Whether those epochs must follow each other. */
    public PatienceCounting patienceCounting() {
        return choices.oneOf(PATIENCE_COUNTING, PatienceCounting.class);
    }

    /** Which clicks of training sessions are predicted. */
    public Targets targets() {
        return choices.oneOf(TARGETS, Targets.class);
    }

    /** The learning rate at the start. */
    public double learningRate() {
        return choices.real(LEARNING_RATE);
    }

    /** The learning rate of an epoch, counted from 0. */
    public double learningRateOf(int epoch) {
        int counted = choices.oneOf(LEARNING_RATE_DECAY_AT, DecayAt.class) == DecayAt.EPOCH_START ? epoch + 1 : epoch;
        return learningRate()
                * Math.pow(
                        choices.real(LEARNING_RATE_DECAY),
                        Math.floorDiv(counted, choices.whole(LEARNING_RATE_DECAY_EVERY)));
    }

    /** The factor of the decay of weights. */
    public double weightDecay() {
        return choices.real(WEIGHT_DECAY);
    }

    /** How the decay enters. */
    public Adam.Decay weightDecayForm() {
        return choices.oneOf(WEIGHT_DECAY_FORM, Adam.Decay.class);
    }

    /** The greatest norm of the whole gradient; 0 for any. */
    public double gradientClip() {
        return choices.real(GRADIENT_CLIP);
    }

    /** What row 0 of the item table holds. */
    public PaddingRow paddingRow() {
        return choices.oneOf(PADDING_ROW, PaddingRow.class);
    }

    /** Whether titles enter the item table. */
    public ItemText itemText() {
        return choices.oneOf(ITEM_TEXT, ItemText.class);
    }

    /** Drop-out on the vectors of clicked items. */
    public double itemDropout() {
        return choices.real(ITEM_DROPOUT);
    }

    /** How a session vector scores an item vector. */
    public Logits logits() {
        return choices.oneOf(LOGITS, Logits.class);
    }

    /** What cosine logits are multiplied with. */
    public double logitScale() {
        return choices.real(LOGIT_SCALE);
    }

    /**
     * What training minimises, but for the alignment.
     *
     * @param clicks the clicks of each item in the training sessions
     */
    public TrainingLoss loss(long... clicks) {
        return Backbones.kind(backbone).loss().apply(choices, clicks);
    }

    /** How intents are fused. */
    public FusionOptions fusion(int intentDimension) {
        return new FusionOptions(
                intentDimension,
                choices.oneOf(INTENT_CONTROL, FusionOptions.Control.class),
                choices.oneOf(INTENTS_IN_SCORE, FusionOptions.InScore.class),
                choices.real(ALIGNMENT_WEIGHT),
                choices.oneOf(ALIGNMENT_DIRECTION, FusionOptions.Direction.class),
                choices.oneOf(ALIGNMENT_GRADIENT, FusionOptions.Gradient.class),
                choices.real(INTENT_DROPOUT),
                choices.oneOf(PROJECTION, FusionOptions.Projection.class),
                choices.oneOf(PROJECTION_START, FusionOptions.ProjectionStart.class),
                choices.oneOf(MISSING_INTENT, FusionOptions.Missing.class));
    }
}
