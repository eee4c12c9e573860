package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.Methods;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method and the options that it is tried with.
 *
 * @param method its name
 * @param recipe where all other options come from
 * @param fixed options that every trial has, in the order of the file
 * @param intents the folder of the intents that the network is fused with; null for none
 * @param ranges what other options are drawn from, in the order of the file
 */
public record MethodSpace(
        String method, Recipe recipe, @Nullable Path intents, Map<String, String> fixed, Map<String, Range> ranges) {

    static final String EPOCHS = "epochs";
    static final String RECIPE = "recipe";
    static final String LEARN_FROM = "learn-from";
    static final String SELECT_BY = "select-by";
    static final String REFIT = "refit";
    static final String INTENTS = "intents";

    public MethodSpace {
        fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    /** Whether the method is trained in epochs; else it counts. */
    boolean isTrainedInEpochs() {
        return Methods.named(method).capabilities().epochs();
    }

    /**
     * The drawn options of a trial. Trial 0 has the defaults: the value of a preset, or else of the recipe. The others depend on seed, method, trial and key alone, so
     * that another key, method or trial shifts none.
     *
     * @param trial from 0
     */
    Map<String, String> draw(long seed, int trial) {
        Map<String, String> drawn = new LinkedHashMap<>();
        Map<String, String> defaults = defaults();
        RandomStreams random = new RandomStreams(seed);
        ranges.forEach((key, range) -> drawn.put(
                key,
                trial == 0
                        ? fixed.getOrDefault(key, defaults.getOrDefault(key, ""))
                        : range.draw(random.stream("tune " + method + " " + key, trial))));
        return drawn;
    }

    private Map<String, String> defaults() {
        return Methods.named(method).defaults(recipe).values().toMap();
    }

    /**
     * Every option in force, checked.
     *
     * @param drawn as of {@link #draw}
     * @param epochs the most that a network trains for
     * @param masked whether trials are compared with the prefix's items taken out; a network's patience looks at the same figure
     * @throws io.github.dmsrec.core.UserMistakeException if a value is not one that its option may have, or values do not
     *     work together
     */
    Map<String, String> complete(Map<String, String> drawn, int epochs, boolean masked) {
        return Methods.named(method)
                .defaults(recipe)
                .with(named(drawn, epochs, masked))
                .toMap();
    }

    /** As {@link #complete}, whether or not the values work together. */
    Map<String, String> unchecked(Map<String, String> drawn, int epochs, boolean masked) {
        Map<String, String> all =
                new TreeMap<>(Methods.named(method).defaults(recipe).toMap());
        all.putAll(named(drawn, epochs, masked));
        return all;
    }

    private Map<String, String> named(Map<String, String> drawn, int epochs, boolean masked) {
        Map<String, String> all = new TreeMap<>(fixed);
        all.putAll(drawn);
        if (isTrainedInEpochs()) {
            all.put(EPOCHS, String.valueOf(epochs));
            all.put(SELECT_BY, Labels.of(masked ? TrainingOptions.SelectBy.MASKED : TrainingOptions.SelectBy.RANKED));
        } else {
            // The validation rows are what trials are compared on; a trial must not have counted them.
            all.put(LEARN_FROM, Labels.of(BaselineOptions.LearnFrom.TRAIN));
        }
        return all;
    }

    /** The options of a trial that the file names, as the file would have them: fixed and drawn. */
    Map<String, String> declared(Map<String, String> options) {
        Map<String, String> declared = new LinkedHashMap<>();
        if (isTrainedInEpochs()) {
            declared.put(RECIPE, recipe.label());
            if (intents != null) {
                declared.put(INTENTS, intents.toString());
            }
        }
        Stream.concat(fixed.keySet().stream(), ranges.keySet().stream())
                .forEach(key -> declared.put(key, options.getOrDefault(key, "")));
        return declared;
    }
}
