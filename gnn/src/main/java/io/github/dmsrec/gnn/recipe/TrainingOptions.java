package io.github.dmsrec.gnn.recipe;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.gnn.backbone.BackboneKind;
import io.github.dmsrec.gnn.backbone.BackboneOptions.PaddingRow;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.fusion.FusionOptions;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every option of a training run but the seed and the number of threads. Immutable.
 *
 * @param backbone the backbone's name
 * @param recipe where the values that were not overridden come from
 * @param values those of {@link #optionsOf}
 */
public record TrainingOptions(String backbone, Recipe recipe, OptionValues values) {

    /**
     * @throws UserMistakeException if the backbone cannot predict at every position, but should, or if options contradict each
     *     other
     */
    public TrainingOptions {
        if (values.get(TARGETS) == Targets.EVERY_POSITION
                && !Backbones.kind(backbone).everyPosition()) {
            throw new UserMistakeException(
                    "'targets=every-position' is not possible with " + backbone
                            + ": it reads a session as a whole, so each prefix needs a pass of its own.",
                    "Use targets=every-prefix, which predicts the same clicks, or one of the methods "
                            + Backbones.kinds().stream()
                                    .filter(BackboneKind::everyPosition)
                                    .map(BackboneKind::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        if (values.get(SEEN_ITEMS) == SeenScoring.MASKED && values.get(SELECT_BY) == SelectBy.RANKED) {
            throw new UserMistakeException(
                    "'seen-items=masked' trains a model that knows nothing about the items of a session, but"
                            + " 'select-by=ranked' chooses its epoch by a figure in which they compete.",
                    "Set select-by=masked, or seen-items=offset.");
        }
        int size = values.get(ITEM_TEXT_SIZE);
        int dimension = values.get(DIMENSION);
        if (values.get(ITEM_TEXT) == ItemText.CONCAT) {
            int wanted = size > 0 ? size : dimension / 2;
            if (wanted >= dimension || wanted == 0) {
                throw new UserMistakeException("item-text-size is " + wanted
                        + ", but must be at least 1 and below dimension, which is " + dimension
                        + ": item-text=concat leaves the rest for the trained part.");
            }
        }
        if (values.get(ITEM_TEXT) == ItemText.INIT && size > 0 && size != dimension) {
            throw new UserMistakeException("item-text-size is " + size
                    + ", but item-text=init needs that of dimension, " + dimension + ". Omit item-text-size.");
        }
    }

    private static final String RECIPE = "recipe";

    /** The length d of all vectors. */
    public static final Option<Integer> DIMENSION =
            Option.integer("dimension", "the length d of all vectors", 100, 1, 1 << 14);

    /** Samples per step. */
    public static final Option<Integer> BATCH_SIZE = Option.integer(
            "batch-size",
            "samples per step: training rows, or sessions with targets 'every-position'",
            100,
            1,
            1 << 20);

    /** At most so many epochs. */
    public static final Option<Integer> EPOCHS = Option.integer("epochs", "at most so many epochs", 30, 1, 1 << 20);

    /** What the epoch is chosen by. */
    public static final Option<Selection> SELECTION = Option.label(
            "selection",
            "what the epoch is chosen by; 'test' trains on the validation sessions too and reports the best"
                    + " test figure of each metric, as the published code does: an optimistic result",
            Selection.class,
            Selection.VALIDATION);

    /** Which figure chooses the epoch. */
    // Models of before format version 3 were chosen by the ranked figure.
    public static final Option<SelectBy> SELECT_BY = Option.label(
                    "select-by",
                    "whether the figure that the epoch is chosen by leaves out the items of the session ('masked', as"
                            + " recommendations do) or lets them compete ('ranked')",
                    SelectBy.class,
                    SelectBy.MASKED)
            .published(SelectBy.RANKED)
            .before(3, SelectBy.RANKED);

    /** Whether the model is trained again with the validation sessions. */
    public static final Option<Boolean> REFIT = Option.flag(
            "refit",
            "whether, once the epoch is chosen, the model is trained again from the seed on the training and the validation"
                    + " sessions for as many epochs",
            false);

    /** Training stops after so many epochs without a better result. */
    public static final Option<Integer> PATIENCE = Option.integer(
                    "patience", "training stops after so many epochs without a better result", 3, 1, 1 << 20)
            .published(10);

    /** Whether those epochs must follow each other. */
    public static final Option<PatienceCounting> PATIENCE_COUNTING = Option.label(
                    "patience-counting",
                    "whether those epochs must follow each other",
                    PatienceCounting.class,
                    PatienceCounting.CONSECUTIVE)
            .published(PatienceCounting.CUMULATIVE);

    /** Which clicks of training sessions are predicted. */
    public static final Option<Targets> TARGETS = Option.label(
            "targets",
            "which clicks of training sessions are predicted; 'every-position' predicts those of 'every-prefix', but all of"
                    + " a session in one pass over it (core-ave, core-trm, gru4rec and sasrec)",
            Targets.class,
            Targets.AS_IMPORTED);

    /** How fast older training sessions count less. */
    public static final Option<Double> HALF_LIFE = Option.weight(
            "session-half-life",
            "after which share of the training sessions, from the latest back, a session is learned in half as many epochs,"
                    + " such as 0.25; 0 for all sessions in every epoch",
            0);

    /** How many targets of a session an epoch has at most. */
    public static final Option<Integer> SESSION_TARGETS = Option.integer(
            "session-targets",
            "how many targets of a session an epoch learns at most, drawn again for each; 0 for all",
            0,
            0,
            1 << 20);

    /** The probability that an epoch cuts a session. */
    public static final Option<Double> SESSION_CUT = Option.rate(
            "session-cut",
            "the probability with which an epoch cuts a sample before a random click: what follows is predicted from the clicks"
                    + " behind the cut alone",
            0);

    /** The decay of the running average of weights. */
    public static final Option<Double> AVERAGING = Option.rate(
            "ema",
            "the decay of the running average over steps of the weights, which is evaluated and kept instead of them, such"
                    + " as 0.999; 0 for the weights themselves",
            0);

    /** The factor of the decay of weights. */
    public static final Option<Double> WEIGHT_DECAY =
            Option.weight("weight-decay", "the factor of the decay of weights", 1e-5);

    /** How the decay enters. */
    public static final Option<Adam.Decay> WEIGHT_DECAY_FORM = Option.label(
                    "weight-decay-form",
                    "whether the decay enters the gradient (Adam) or the weights (AdamW)",
                    Adam.Decay.class,
                    Adam.Decay.DECOUPLED)
            .published(Adam.Decay.COUPLED);

    /** The greatest norm of the whole gradient; 0 for any. */
    public static final Option<Double> GRADIENT_CLIP =
            Option.weight("gradient-clip", "the greatest norm of the whole gradient; 0 for any", 0);

    /** What row 0 of the item table holds. */
    public static final Option<PaddingRow> PADDING_ROW = Option.label(
                    "padding-row", "what row 0 of the item table holds", PaddingRow.class, PaddingRow.ZERO)
            .published(PaddingRow.RANDOM);

    /** How titles enter the item table. */
    public static final Option<ItemText> ITEM_TEXT = Option.label(
            "item-text",
            "how the encoder's title vectors enter the item table: projected and added, beside a shorter trained vector, or as"
                    + " what item vectors start with",
            ItemText.class,
            ItemText.NONE);

    /** How the encoder's vectors are shortened before they enter. */
    public static final Option<ItemTextReduction> ITEM_TEXT_REDUCTION = Option.label(
            "item-text-reduction",
            "how the encoder's vectors are shortened: principal components, or these with a standard deviation of 1",
            ItemTextReduction.class,
            ItemTextReduction.NONE);

    /** How long they become. */
    public static final Option<Integer> ITEM_TEXT_SIZE = Option.integer(
            "item-text-size",
            "how many numbers a reduced vector has; 0 for half of dimension beside a trained vector, and for dimension"
                    + " otherwise",
            0,
            0,
            1 << 20);

    /** How their lengths are made alike. */
    public static final Option<ItemTextNormalisation> ITEM_TEXT_NORMALISATION = Option.label(
            "item-text-normalisation",
            "whether the vectors, reduced or not, get a length of 1 before they enter",
            ItemTextNormalisation.class,
            ItemTextNormalisation.NONE);

    /** Which text columns follow the title. */
    public static final Option<Optional<String>> ITEM_TEXT_COLUMNS = Option.optional(
            "item-text-columns",
            "text columns of the items that are encoded behind the title, with commas between them, such as brand,genres",
            "none",
            OptionType.text());

    /** Which facets follow the title. */
    public static final Option<Optional<Path>> ITEM_TEXT_FACETS = Option.optional(
            "item-text-facets",
            "folder that 'describe' made, whose facets are encoded behind the title and the columns",
            "none",
            OptionType.path());

    /** Drop-out on the vectors of clicked items. */
    public static final Option<Double> ITEM_DROPOUT =
            Option.rate("item-dropout", "drop-out on the vectors of clicked items", 0);

    /** Drop-out on the vectors of items that are scored. */
    public static final Option<Double> CANDIDATE_DROPOUT = Option.rate(
            "candidate-dropout",
            "drop-out on the vectors of items that are scored, before cosines are made of them",
            0);

    /** How a session vector scores an item vector. */
    public static final Option<Logits> LOGITS =
            Option.label("logits", "how a session vector scores an item vector", Logits.class, Logits.DOT);

    /** What cosine logits are multiplied with. */
    public static final Option<Double> LOGIT_SCALE =
            Option.positive("logit-scale", "what cosine logits are multiplied with", 12, Double.MAX_VALUE);

    /** How the items that a session has clicked are treated. */
    public static final Option<SeenScoring> SEEN_ITEMS = Option.label(
            "seen-items",
            "how the items that a session has clicked are scored: they 'compete' like all others; are 'masked', left out of the"
                    + " training loss as recommendations leave them out; or get an 'offset', trained numbers that say whether"
                    + " clicked items come again",
            SeenScoring.class,
            SeenScoring.COMPETE);

    /** The options of every backbone, with the values that the published SR-GNN script was committed with. */
    private static final List<Option<?>> COMMON = Stream.of(
                    List.<Option<?>>of(
                            DIMENSION,
                            BATCH_SIZE,
                            EPOCHS,
                            SELECTION,
                            SELECT_BY,
                            REFIT,
                            PATIENCE,
                            PATIENCE_COUNTING,
                            TARGETS,
                            HALF_LIFE,
                            SESSION_TARGETS,
                            SESSION_CUT),
                    LearningRateSchedule.ALL,
                    List.<Option<?>>of(
                            AVERAGING,
                            WEIGHT_DECAY,
                            WEIGHT_DECAY_FORM,
                            GRADIENT_CLIP,
                            PADDING_ROW,
                            ITEM_TEXT,
                            ITEM_TEXT_REDUCTION,
                            ITEM_TEXT_SIZE,
                            ITEM_TEXT_NORMALISATION,
                            ITEM_TEXT_COLUMNS,
                            ITEM_TEXT_FACETS,
                            ITEM_DROPOUT,
                            CANDIDATE_DROPOUT,
                            LOGITS,
                            LOGIT_SCALE,
                            SEEN_ITEMS),
                    FusionOptions.ALL)
            .flatMap(List::stream)
            .toList();

    /** What the epoch is chosen by. */
    public enum Selection {
        /** The best validation MRR@20, one epoch for all metrics; the test set is not looked at. */
        VALIDATION,
        /** The published protocol: each metric's best test figure, over all epochs. */
        TEST
    }

    /** Which figure chooses the epoch. */
    public enum SelectBy {
        /** Items of the session are left out before ranking, as recommendations do by default. */
        MASKED,
        /** Items of the session compete, as in the published protocol. */
        RANKED;

        /**
         * Under which key manifests and histories have these figures of a split.
         *
         * @param split its label
         */
        public String keyOf(String split) {
            return this == MASKED ? split + "Masked" : split;
        }
    }

    /** Which epochs without a better result count towards the patience. */
    public enum PatienceCounting {
        /** Those since the best epoch. */
        CONSECUTIVE,
        /** All of the run: the published counter is never reset. */
        CUMULATIVE
    }

    /** How titles enter the item table, t_i being the encoder's vector of item i's title, reduced if that is wanted. */
    public enum ItemText {
        NONE,
        /** {@code v_i = E_i + W t_i}, in the input and in the scores. */
        ADD,
        /**
         * {@code v_i = [E_i ; t_i]}: the title stays as it is beside a trained vector that is shorter by its length (a frozen
         * part beside a trained one, as in AlphaFuse, arXiv 2504.19218).
         */
        CONCAT,
        /** {@code E_i} starts at {@code t_i}, scaled to the size of random starts, and is trained. */
        INIT
    }

    /** How title vectors are shortened. */
    public enum ItemTextReduction {
        NONE,
        /** Principal components. */
        PCA,
        /** Principal components, each divided by its standard deviation. */
        WHITEN
    }

    /** How the lengths of title vectors are made alike. */
    public enum ItemTextNormalisation {
        NONE,
        /** Every vector gets a length of 1. */
        UNIT
    }

    /**
     * All options of a backbone: those of every backbone with its own defaults, then those of it alone.
     *
     * @throws UserMistakeException if there is no such backbone
     */
    public static OptionSet optionsOf(String backbone) {
        BackboneKind kind = Backbones.kind(backbone);
        List<Option<?>> options = new ArrayList<>();
        Stream.concat(COMMON.stream(), kind.options().stream())
                .forEach(option -> options.add(option.withDefaults(
                        kind.published().get(option.key()), kind.corrected().get(option.key()))));
        return new OptionSet(backbone, options, TrainingOptions::owners);
    }

    private static List<String> owners(String key) {
        return Backbones.kinds().stream()
                .filter(kind ->
                        kind.options().stream().anyMatch(option -> option.key().equals(key)))
                .map(BackboneKind::name)
                .sorted()
                .toList();
    }

    /**
     * The options of a recipe.
     *
     * @throws UserMistakeException if there is no such backbone
     */
    public static TrainingOptions defaults(String backbone, Recipe recipe) {
        return new TrainingOptions(backbone, recipe, optionsOf(backbone).defaults(recipe));
    }

    /**
     * These options with some overridden.
     *
     * @param overrides values by key, the keys being those of {@link OptionValues#toMap}
     * @throws UserMistakeException naming every unknown key, every key of another backbone and every wrong value at once
     */
    public TrainingOptions with(Map<String, String> overrides) {
        return new TrainingOptions(backbone, recipe, values.with(overrides));
    }

    /**
     * The options that a manifest recorded, among others; what it lacks means the value of the version that wrote it.
     *
     * @throws UserMistakeException if the backbone or the recipe is not known, or naming every wrong value at once
     */
    public static TrainingOptions read(Map<String, String> recorded, int formatVersion) {
        String backbone = MethodKey.renamed(recorded).getOrDefault(MethodKey.METHOD, "");
        String label = recorded.getOrDefault(RECIPE, Recipe.CORRECTED.label());
        Recipe recipe = Labels.parse(Recipe.class, label)
                .orElseThrow(() -> new UserMistakeException("The recipe of a trained model is '" + label
                        + "', but must be one of " + String.join(", ", Labels.all(Recipe.class)) + "."));
        OptionSet options = optionsOf(backbone);
        return new TrainingOptions(backbone, recipe, options.read(options.known(recorded), formatVersion, recipe));
    }

    /** The method (the backbone), recipe and all options by key, in a fixed order. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(MethodKey.METHOD, backbone);
        map.put(RECIPE, recipe.label());
        map.putAll(values.toMap());
        return map;
    }

    /** The length d of all vectors. */
    public int dimension() {
        return values.get(DIMENSION);
    }

    /** Samples per step. */
    public int batchSize() {
        return values.get(BATCH_SIZE);
    }

    /** At most so many epochs. */
    public int epochs() {
        return values.get(EPOCHS);
    }

    /** What the epoch is chosen by. */
    public Selection selection() {
        return values.get(SELECTION);
    }

    /** Which figure chooses the epoch. */
    public SelectBy selectBy() {
        return values.get(SELECT_BY);
    }

    /**
     * Whether the model is trained again on the training and the validation sessions. Never with {@link Selection#TEST},
     * which learns from both at once.
     */
    public boolean refit() {
        return values.get(REFIT) && selection() == Selection.VALIDATION;
    }

    /** Training stops after so many epochs without a better result. */
    public int patience() {
        return values.get(PATIENCE);
    }

    /** Whether those epochs must follow each other. */
    public PatienceCounting patienceCounting() {
        return values.get(PATIENCE_COUNTING);
    }

    /** Which clicks of training sessions are predicted. */
    public Targets targets() {
        return values.get(TARGETS);
    }

    /**
     * After which share of the training sessions, from the latest back, a session is learned in half as many epochs; 0 for
     * all in every epoch.
     */
    public double halfLife() {
        return values.get(HALF_LIFE);
    }

    /** How many targets of a session an epoch has at most, drawn again for each; 0 for all. */
    public int sessionTargets() {
        return values.get(SESSION_TARGETS);
    }

    /** The probability that an epoch cuts a session; 0 for no cuts. */
    public double sessionCut() {
        return values.get(SESSION_CUT);
    }

    /** The learning rate at the start. */
    public double learningRate() {
        return schedule().start();
    }

    /** How the learning rate runs. */
    public LearningRateSchedule schedule() {
        return new LearningRateSchedule(values);
    }

    /** The decay of the running average of weights that is evaluated and kept; 0 for the weights themselves. */
    public double averaging() {
        return values.get(AVERAGING);
    }

    /** The factor of the decay of weights. */
    public double weightDecay() {
        return values.get(WEIGHT_DECAY);
    }

    /** How the decay enters. */
    public Adam.Decay weightDecayForm() {
        return values.get(WEIGHT_DECAY_FORM);
    }

    /** The greatest norm of the whole gradient; 0 for any. */
    public double gradientClip() {
        return values.get(GRADIENT_CLIP);
    }

    /** What row 0 of the item table holds. */
    public PaddingRow paddingRow() {
        return values.get(PADDING_ROW);
    }

    /** How titles enter the item table. */
    public ItemText itemText() {
        return values.get(ITEM_TEXT);
    }

    /** Drop-out on the vectors of clicked items. */
    public double itemDropout() {
        return values.get(ITEM_DROPOUT);
    }

    /** Drop-out on the vectors of items that are scored. */
    public double candidateDropout() {
        return values.get(CANDIDATE_DROPOUT);
    }

    /** How a session vector scores an item vector. */
    public Logits logits() {
        return values.get(LOGITS);
    }

    /** What cosine logits are multiplied with. */
    public double logitScale() {
        return values.get(LOGIT_SCALE);
    }

    /** How the items that a session has clicked are treated. */
    public SeenScoring seenScoring() {
        return values.get(SEEN_ITEMS);
    }

    /**
     * What training minimises, but for the alignment.
     *
     * @param clicks the clicks of each item in the training sessions
     * @throws UserMistakeException if it is of a kind in which items of the session must compete, but should not
     */
    public TrainingLoss loss(long... clicks) {
        TrainingLoss loss = Backbones.kind(backbone).loss().apply(values, clicks);
        if (seenScoring() == SeenScoring.MASKED && !loss.canLeaveOut()) {
            throw new UserMistakeException(
                    "'seen-items=masked' is not possible with this loss: it compares a target with single items.",
                    "Set loss=full, sampled-softmax or cross-entropy; or seen-items=offset.");
        }
        return loss;
    }

    /** How intents are fused. */
    public FusionOptions fusion(int intentDimension) {
        return FusionOptions.of(intentDimension, values);
    }
}
