package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An entry of the registry of inferrers: everything that the rest of the product has to know of one before it is made.
 * Immutable.
 *
 * @param name lower case with dashes, e.g. {@code "embedding-similarity"}
 * @param how how it comes to intents: completes a sentence that begins with "The intents were"
 * @param source where its intents come from
 * @param options what can be chosen
 * @param reader checks values and gives the options in force
 */
public record InferrerKind(
        String name, String how, Source source, OptionSet options, Function<OptionValues, InferrerOptions> reader) {

    /** Where intents come from. */
    public enum Source {
        /** Computed here, from titles and their vectors. */
        COMPUTED,
        /** Computed here, from what is known of each item beside its title: facets, columns, or what was learnt. */
        DESCRIBED,
        /** Asked of a language model; the answers are kept in a folder of their own (option {@code answers}). */
        ASKED,
        /** Read from answers that a language model gave before. */
        KEPT
    }

    /**
     * An inferrer that asks nobody and needs no more than the values of its options.
     *
     * @param maker makes it
     */
    public static InferrerKind computed(
            String name, String how, List<Option<?>> options, Function<OptionValues, IntentInferrer> maker) {
        return new InferrerKind(
                name,
                how,
                Source.COMPUTED,
                new OptionSet(owner(name), options),
                values -> InferrerOptions.of(name, values, maker));
    }

    /** An inferrer by name, for messages about its options. */
    public static String owner(String name) {
        return "the inferrer '" + name + "'";
    }

    /** Whether it asks a language model. */
    public boolean asks() {
        return source == Source.ASKED;
    }

    /** Whether its intents can be sentences of a language model about a session. */
    public boolean writesSentences() {
        return source == Source.ASKED || source == Source.KEPT;
    }

    /** Whether it looks at the columns of items beside their titles. */
    public boolean readsColumns() {
        return source != Source.COMPUTED;
    }

    /** Whether it draws, by the option {@code seed}. */
    public boolean draws() {
        return options.find("seed") != null;
    }

    /**
     * Reads options; what is not given has its default.
     *
     * @param given by key, as {@link InferrerOptions#toMap} writes them
     * @throws UserMistakeException for an unknown key, a missing one, or a value out of range
     */
    public InferrerOptions read(Map<String, String> given) {
        return reader.apply(options.parse(given));
    }
}
