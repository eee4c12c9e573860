package io.github.dmsrec.stage;

import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Map;

/**
 * The options of a method with a value for each. Immutable.
 *
 * @param method whose options they are
 * @param recipe where the values that were not overridden come from
 * @param values of {@link Method#options}
 */
public record MethodOptions(Method method, Recipe recipe, OptionValues values) {

    /**
     * These options with some overridden.
     *
     * @throws io.github.dmsrec.core.UserMistakeException naming every unknown key and every wrong value at once
     */
    public MethodOptions with(Map<String, String> overrides) {
        return new MethodOptions(method, recipe, values.with(overrides));
    }

    /**
     * These options with the values of a preset.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if the method has no preset of this name
     */
    public MethodOptions withPreset(String preset) {
        return with(Presets.named(method.name(), preset).values());
    }

    /** All options by key as manifests have them, the method's name first. */
    public Map<String, String> toMap() {
        return method.toMap(this);
    }

    /** As the training of networks takes them. */
    public TrainingOptions training() {
        return new TrainingOptions(method.name(), recipe, values);
    }
}
