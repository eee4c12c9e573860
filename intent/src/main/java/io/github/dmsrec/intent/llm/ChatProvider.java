package io.github.dmsrec.intent.llm;

import io.github.dmsrec.intent.option.OptionReader;
import java.util.Map;

/**
 * A way to a language model: its own options, and the endpoint that they make. {@link ChatProviders} knows the built-in
 * ones and finds others as services of this type. Stateless; safe for use by several threads.
 */
public interface ChatProvider {

    /** The name of the inferrer, e.g. {@code "openai"}. */
    String name();

    /**
     * The options of its own with their defaults, in a fixed order; empty for one that must be given or may stay away. A
     * key that ends with a dot stands for all keys that begin with it.
     */
    Map<String, String> defaults();

    /**
     * Reads and checks the options; asks nobody.
     *
     * @param options all that was given
     * @throws io.github.dmsrec.core.UserMistakeException for a missing one, or a value out of range
     */
    EndpointSettings settings(OptionReader options);

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
     * Makes an endpoint.
     *
     * @param settings as of {@link #settings}
     * @param environment where secrets are looked up; they are kept nowhere else
     * @throws io.github.dmsrec.core.UserMistakeException if what is needed is not there
     */
    ChatEndpoint open(EndpointSettings settings, Map<String, String> environment);
}
