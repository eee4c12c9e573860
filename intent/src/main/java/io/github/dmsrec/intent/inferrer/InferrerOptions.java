package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.option.OptionValues;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of an inferrer as they are in force. They can be written as texts and read back. Immutable. */
public interface InferrerOptions {

    /** The inferrer's name, e.g. {@code "embedding-similarity"}. */
    String name();

    /** Every option by key, in a fixed order. Never the API key. */
    Map<String, String> toMap();

    /** The content of the user's file of the prompt's template, which new sessions need; null if there is none. */
    default @Nullable String templateText() {
        return null;
    }

    /** An inferrer of these options. Secrets are looked up in the environment when it asks, and kept nowhere. */
    IntentInferrer create();

    /** Options that need no more than their values. */
    static InferrerOptions of(String name, OptionValues values, Function<OptionValues, IntentInferrer> maker) {
        return new Plain(name, values.canonical(), maker);
    }

    /** Options that are what they were given as. */
    record Plain(String name, OptionValues values, Function<OptionValues, IntentInferrer> maker)
            implements InferrerOptions {

        @Override
        public Map<String, String> toMap() {
            return values.toMap();
        }

        @Override
        public IntentInferrer create() {
            return maker.apply(values);
        }
    }
}
