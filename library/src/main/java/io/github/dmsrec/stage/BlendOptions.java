package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.blend.BlendForm;
import io.github.dmsrec.core.blend.Scale;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.option.WithoutEffect;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The options of a blend. */
public final class BlendOptions {

    private static final String SEARCHED = "search";

    /** How scores become comparable. */
    public static final Option<Optional<BlendForm>> FORM = Option.optional(
            "form",
            "how scores of unlike models become comparable: scaled to 0 to 1, by their standard deviation, as probabilities,"
                    + " or by their ranks; all are tried on validation sessions unless one is given",
            SEARCHED,
            OptionType.label(BlendForm.class));

    /** The constant of reciprocal ranks. */
    public static final Option<Optional<Double>> CONSTANT = Option.optional(
            "constant",
            "c of the form reciprocal-rank, 1 / (c + rank): the less, the more the first ranks count; 2, 5, 20 and 60 are tried"
                    + " unless one is given",
            SEARCHED,
            OptionType.weight());

    /** How many ranks count. */
    public static final Option<Integer> LIST_LENGTH = Option.integer(
            "list-length",
            "of the form reciprocal-rank: how many of each model's first items have a rank",
            200,
            1,
            1 << 20);

    /** Weights that are not searched. */
    public static final Option<String> WEIGHTS = Option.text(
            "weights",
            "one for each model in their order, such as 2,1,1; searched on validation sessions unless they are given",
            SEARCHED);

    /** How many rows the search looks at. */
    public static final Option<Integer> SEARCH_ROWS = Option.integer(
            "search-rows",
            "how many validation rows the search looks at, drawn by the seed where there are more",
            10_000,
            1,
            Integer.MAX_VALUE);

    /** Which figure the search goes by. */
    public static final Option<SelectBy> SELECT_BY = Option.label(
            "select-by",
            "whether the figure that form and weights are chosen by leaves out the items of the session ('masked', as"
                    + " recommendations do) or lets them compete ('ranked')",
            SelectBy.class,
            SelectBy.MASKED);

    /** All, in the order of help texts and manifests. */
    public static final OptionSet OPTIONS =
            new OptionSet("a blend", List.of(FORM, CONSTANT, LIST_LENGTH, WEIGHTS, SEARCH_ROWS, SELECT_BY));

    private static final List<Double> CONSTANTS = List.of(2.0, 5.0, 20.0, 60.0);

    private BlendOptions() {}

    /**
     * Refuses options that the form leaves without effect.
     *
     * @throws UserMistakeException naming all of them
     */
    static void refuseUnused(OptionValues options) {
        BlendForm form = options.get(FORM).orElse(BlendForm.RECIPROCAL_RANK);
        if (form == BlendForm.RECIPROCAL_RANK) {
            return;
        }
        WithoutEffect.of(
                        List.of(CONSTANT, LIST_LENGTH),
                        options,
                        OPTIONS.defaults(Recipe.CORRECTED),
                        "form=" + Labels.of(form),
                        "form=" + Labels.of(BlendForm.RECIPROCAL_RANK))
                .ifPresent(unused -> {
                    throw new UserMistakeException(unused.what(), unused.advice());
                });
    }

    /** The scales that are tried. */
    static List<Scale> scales(OptionValues options) {
        List<Scale> scales = new ArrayList<>();
        List<BlendForm> forms = options.get(FORM).map(List::of).orElse(List.of(BlendForm.values()));
        List<Double> constants = options.get(CONSTANT).map(List::of).orElse(CONSTANTS);
        int listLength = options.get(LIST_LENGTH);
        for (BlendForm form : forms) {
            if (form == BlendForm.RECIPROCAL_RANK) {
                constants.forEach(constant -> scales.add(new Scale(form, constant, listLength)));
            } else {
                scales.add(new Scale(form, 0, listLength));
            }
        }
        return scales;
    }

    /**
     * The weights that are given, scaled to the sum 1; null if they are searched.
     *
     * @param members how many there must be
     * @throws UserMistakeException if they are no such weights
     */
    static double @Nullable [] weights(OptionValues options, int members) {
        String text = options.get(WEIGHTS);
        if (text.equals(SEARCHED)) {
            return null;
        }
        List<@Nullable Double> parsed = new ArrayList<>();
        Arrays.stream(text.split(",", -1))
                .forEach(weight -> parsed.add(OptionType.weight().parse(weight.strip())));
        double[] weights = new double[parsed.size()];
        for (int m = 0; m < weights.length; m++) {
            Double weight = parsed.get(m);
            if (weight == null) {
                throw new UserMistakeException("Option 'weights' of a blend is '" + text + "', but must be '" + SEARCHED
                        + "' or numbers of at least 0 with commas between them.");
            }
            weights[m] = weight;
        }
        double sum = DoubleStream.of(weights).sum();
        if (weights.length != members || sum == 0) {
            throw new UserMistakeException("Option 'weights' of a blend is '" + text + "', but must be " + members
                    + " numbers, one for each model, that are not all 0.");
        }
        for (int m = 0; m < weights.length; m++) {
            weights[m] /= sum;
        }
        return weights;
    }
}
