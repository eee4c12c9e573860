package io.github.dmsrec.intent.llm;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import java.util.List;
import java.util.Map;

/**
 * A way to a language model: its own options, and the endpoint that they make. {@link ChatProviders} knows the built-in
 * ones and finds others as services of this type. Stateless; safe for use by several threads.
 */
public interface ChatProvider {

    /** The name of the inferrer, e.g. {@code "openai"}. */
    String name();

    /** The options of its own, in the order of help texts. Those of {@link EndpointSettings#OPTIONS} come beside them. */
    List<Option<?>> options();

    /**
     * Checks the options; asks nobody.
     *
     * @param values of a set that has all options
     * @throws io.github.dmsrec.core.UserMistakeException for a value that does not serve
     */
    EndpointSettings settings(OptionValues values);

    /**
     * What answers are kept under.
     *
     * @param model the value of the option {@code model}
     */
    default String modelName(String model) {
        return model;
    }

    /**
     * What answers depend on beyond the model's name, the words, the form and the sampling: stored answers of another
     * identity are not used. Asks nobody, and needs no secret; may read a large file.
     *
     * @param settings as of {@link #settings}
     * @return a short text without secrets; empty if there is nothing
     * @throws io.github.dmsrec.core.UserMistakeException if a file is not there
     */
    String identity(EndpointSettings settings);

    /**
     * Checks that the native parts that it brings along load on this machine, if it has any. Asks nobody.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if this machine has none
     * @throws LinkageError if they do not load
     */
    default void checkMachine() {}

    /**
     * Makes an endpoint.
     *
     * @param settings as of {@link #settings}
     * @param environment where secrets are looked up; they are kept nowhere else
     * @throws io.github.dmsrec.core.UserMistakeException if what is needed is not there
     */
    ChatEndpoint open(EndpointSettings settings, Map<String, String> environment);
}
