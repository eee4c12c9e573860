package io.github.dmsrec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model of a server. Immutable.
 *
 * @param name by which requests choose it: letters, digits, {@code _} and {@code -}
 * @param model the model
 * @param intents whether a fused model infers the intents of requests
 * @param inferrer what infers them; null for what inferred those of the training
 * @param newer a data set with items that the model does not know, which are scored through their titles; null for none
 */
public record ServedModel(
        String name, Model model, IntentMode intents, @Nullable Inferrer inferrer, @Nullable Dataset newer) {

    /** The name of the model that answers requests which name none. */
    public static final String DEFAULT = "default";

    private static final String NAMES = "[A-Za-z0-9_-]{1,64}";

    /**
     * Checks the name.
     *
     * @param name by which requests choose it: letters, digits, {@code _} and {@code -}
     * @param model the model
     * @param intents whether a fused model infers the intents of requests
     * @param inferrer what infers them; null for what inferred those of the training
     * @param newer a data set with items that the model does not know, which are scored through their titles; null for none
     */
    public ServedModel {
        Objects.requireNonNull(model);
        if (!name.matches(NAMES)) {
            throw new InvalidInputException("The name of a served model is '" + name
                    + "'. Use 1 to 64 letters, digits, underscores and hyphens.");
        }
        if (inferrer != null && intents != IntentMode.LIVE) {
            throw new InvalidInputException("Model '" + name + "' has the inferrer '" + inferrer.name()
                    + "', but its intents are '" + intents.label() + "'. Set them to 'live', or omit the inferrer.");
        }
    }

    /**
     * A model whose intents are inferred as in its training.
     *
     * @param name by which requests choose it
     * @param model the model
     * @return the served model
     */
    public static ServedModel of(String name, Model model) {
        return new ServedModel(name, model, IntentMode.LIVE, null, null);
    }

    /**
     * The same model with another mode of intents.
     *
     * @param mode another
     * @return the changed served model; this one stays as it is
     */
    public ServedModel intents(IntentMode mode) {
        return new ServedModel(name, model, mode, mode == IntentMode.LIVE ? inferrer : null, newer);
    }

    private LiveOptions options() {
        LiveOptions options = LiveOptions.USUAL;
        if (intents == IntentMode.NONE) {
            options = options.withoutIntents();
        } else if (inferrer != null) {
            options = options.intentsFrom(inferrer);
        }
        return newer == null ? options : options.itemsOf(newer);
    }

    /**
     * Opens a model as this one, for requests of many threads.
     *
     * @param other this one's model, or one that takes its place
     * @return to be closed
     * @throws InvalidInputException if a file of it, or what its intents need, is missing or broken
     */
    public LiveRecommender open(Model other) {
        return other.open(options());
    }
}
