package io.github.dmsrec;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.recipe.UnusedOptions;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Presets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A method of recommending with its options: a non-neural baseline such as {@code vs-knn}, or a backbone such as
 * {@code sr-gnn}, or {@code link}, which needs a trained model, {@code with("teacher", folder)}. Immutable.
 */
public final class Method implements Evaluable {

    private final MethodOptions options;
    private final Map<String, String> overrides;
    /** The keys of single options: what a preset gives may be without effect beside them. */
    private final Set<String> given;

    private Method(MethodOptions options, Map<String, String> overrides, Set<String> given) {
        this.options = options;
        this.overrides = overrides;
        this.given = given;
    }

    /**
     * A method with the defaults of the corrected recipe.
     *
     * @param name one of {@link #names}
     * @return the method
     * @throws InvalidInputException for an unknown name, with the known ones, the nearest first
     */
    public static Method named(String name) {
        return ExceptionTranslation.call(
                () -> new Method(Methods.named(name).defaults(Recipe.CORRECTED), Map.of(), Set.of()));
    }

    /**
     * The method that is trained where none is named: a neural one where there is enough to learn from, with the titles of the
     * items where most have one, and another where sessions often come back to an item, for {@link SeenItems#RANKED}; else one
     * that counts. A neural one is trained again with the validation sessions unless {@code with("refit", false)} says
     * otherwise.
     *
     * @param dataset to train on
     * @return the method, with the options that go with the data set
     */
    public static Method recommendedFor(Dataset dataset) {
        return ExceptionTranslation.call(() -> {
            MethodOptions options = DefaultMethod.of(dataset.content()).options();
            return new Method(options, Map.of(), Set.of());
        });
    }

    /** {@return the names of all methods: those that count, the simplest first, {@code link}, then the neural ones} */
    public static List<String> names() {
        return Methods.names();
    }

    /**
     * The same method, and the options given so far, on the values that the published code was committed with.
     *
     * @return the changed method; this one stays as it is
     */
    public Method published() {
        return ExceptionTranslation.call(
                () -> new Method(options.method().defaults(Recipe.PUBLISHED).with(overrides), overrides, given));
    }

    /**
     * The same method with another value of an option.
     *
     * @param key as {@code dmsrec train --help} lists them
     * @param value a number, a text or another object that {@link String#valueOf} writes as the option's text
     * @return the changed method; this one stays as it is
     * @throws InvalidInputException for an unknown key, or a value out of range
     */
    public Method with(String key, Object value) {
        return ExceptionTranslation.call(() -> {
            Map<String, String> more = new LinkedHashMap<>(overrides);
            more.put(key, String.valueOf(value));
            Set<String> keys = new HashSet<>(given);
            keys.add(key);
            return new Method(options.with(Map.of(key, String.valueOf(value))), Map.copyOf(more), Set.copyOf(keys));
        });
    }

    /**
     * The same method with the values of a preset; options that were given before stay.
     *
     * @param preset as {@code dmsrec train --help} lists them
     * @return the changed method; this one stays as it is
     * @throws InvalidInputException if the method has no preset of this name
     */
    public Method preset(String preset) {
        return ExceptionTranslation.call(() -> {
            Map<String, String> all =
                    new LinkedHashMap<>(Presets.named(name(), preset).values());
            all.putAll(overrides);
            return new Method(options.with(all), Map.copyOf(all), given);
        });
    }

    /** The name, e.g. {@code "sr-gnn"}. */
    @Override
    public String name() {
        return options.method().name();
    }

    /** {@return all options with their values, by key} */
    public Map<String, String> options() {
        return options.toMap();
    }

    /** {@return whether it can be trained with intents} */
    public boolean takesIntents() {
        return options.method().capabilities().intents();
    }

    /**
     * The options of a training.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if options contradict each other, or some that were given have no
     *     effect
     */
    MethodOptions methodOptions() {
        if (options.method().capabilities().epochs()) {
            UnusedOptions.refuse(options.training(), given);
        }
        return options;
    }

    @Override
    public String toString() {
        return "method " + name();
    }
}
