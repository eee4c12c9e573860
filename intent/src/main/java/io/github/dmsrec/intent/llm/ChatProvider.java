package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** The formats by which its endpoints may be able to bind a model to titles, the first to be tried first. */
    default List<AnswerFormat> titleFormats() {
        return List.of(AnswerFormat.JSON_SCHEMA);
    }

    /**
     * The body of a request as the endpoint would be sent it, for a file of requests (OpenAI's batch form). Asks nobody.
     *
     * @param settings as of {@link #settings}
     * @param system the instructions
     * @param user the question
     * @param format how the answer's form is asked for
     * @param schema the form, where {@link AnswerFormat#needsSchema}
     * @return empty if it has no such form
     */
    default Optional<ObjectNode> batchBody(
            EndpointSettings settings, String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        return Optional.empty();
    }

    /**
     * Makes an endpoint.
     *
     * @param settings as of {@link #settings}
     * @param environment where secrets are looked up; they are kept nowhere else
     * @throws io.github.dmsrec.core.UserMistakeException if what is needed is not there
     */
    ChatEndpoint open(EndpointSettings settings, Map<String, String> environment);
}
