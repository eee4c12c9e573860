package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.recipe.UnusedOptions;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.MethodOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The choices of a training: a recipe, and what differs from it. */
final class TrainingFlags {

    @Option(
            names = "--recipe",
            paramLabel = "corrected|published",
            description = "Where the choices come from: the published code with its faults, or with these mended"
                    + " (default: corrected; with --from, the model's own choices).")
    private Optional<Recipe> recipe = Optional.empty();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Values of several options at once, as listed below; single options replace them.")
    private Optional<String> preset = Optional.empty();

    @Option(names = "--epochs", paramLabel = "N", description = "At most this many epochs.")
    private Optional<String> epochs = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after so many epochs without a better validation MRR@20.")
    private Optional<String> patience = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows per step.")
    private Optional<String> batchSize = Optional.empty();

    @Option(names = "--dimension", paramLabel = "N", description = "The length of all vectors.")
    private Optional<String> dimension = Optional.empty();

    @Option(names = "--learning-rate", paramLabel = "X", description = "The learning rate at the start.")
    private Optional<String> learningRate = Optional.empty();

    @Option(
            names = "--item-text",
            description = "Add the titles' vectors, projected, to the item vectors, in the input and in the scores: the"
                    + " same as --set item-text=add; --set item-text=concat and init are other ways. The model"
                    + " keeps them and recommends without the encoder.")
    private boolean itemText;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A training option of those below, e.g. --set alignment-weight=0.3; may be given several"
                    + " times.")
    private Map<String, String> others = new LinkedHashMap<>();

    /**
     * The options of a method in force.
     *
     * @throws UserMistakeException with every mistake in them, or with those that have no effect
     */
    MethodOptions options(Method method) {
        MethodOptions defaults = method.defaults(recipe.orElse(Recipe.CORRECTED));
        return overridden(preset.map(defaults::withPreset).orElse(defaults));
    }

    /**
     * The options in force where no method is named.
     *
     * @param chosen for the data set
     * @throws UserMistakeException if a flag needs a named method, or with every mistake in the options
     */
    MethodOptions optionsOf(DefaultMethod chosen) {
        recipe.map(given -> "--recipe " + Labels.of(given))
                .or(() -> preset.map(given -> "--preset " + given))
                .ifPresent(flag -> {
                    throw new UserMistakeException(flag + " is given without a method. Add --method NAME.");
                });
        return overridden(chosen.options());
    }

    /**
     * The options of a model in force that continues from another: the other's, and what was given.
     *
     * @throws UserMistakeException with every mistake in them, or with those that have no effect
     */
    TrainingOptions optionsAfter(TrainingOptions earlier) {
        recipe.ifPresent(given -> {
            throw new UserMistakeException(
                    "--recipe " + Labels.of(given) + " is given with --from, whose model has its choices already.",
                    "Give single options: --set KEY=VALUE.");
        });
        preset.ifPresent(given -> {
            throw new UserMistakeException("--preset " + given
                    + " is given with --from, whose model has its choices already. Give single options: --set"
                    + " KEY=VALUE.");
        });
        Map<String, String> overrides = overrides();
        TrainingOptions options = earlier.with(overrides);
        UnusedOptions.refuse(options, overrides.keySet());
        return options;
    }

    private MethodOptions overridden(MethodOptions others) {
        Map<String, String> overrides = overrides();
        MethodOptions options = others.with(overrides);
        if (options.method().capabilities().epochs()) {
            UnusedOptions.refuse(options.training(), overrides.keySet());
        }
        return options;
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>(others);
        for (String key : new String[] {MethodKey.METHOD, "recipe"}) {
            if (overrides.containsKey(key)) {
                throw new UserMistakeException("--set " + key + "=" + overrides.get(key) + " is not possible. Give --"
                        + key + " " + overrides.get(key) + ".");
            }
        }
        epochs.ifPresent(value -> overrides.put("epochs", value));
        patience.ifPresent(value -> overrides.put("patience", value));
        batchSize.ifPresent(value -> overrides.put("batch-size", value));
        dimension.ifPresent(value -> overrides.put("dimension", value));
        learningRate.ifPresent(value -> overrides.put("learning-rate", value));
        if (itemText) {
            overrides.putIfAbsent("item-text", "add");
        }
        return overrides;
    }
}
