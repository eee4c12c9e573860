package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.Optional;

/**
 * A question as a line of a file of requests, in the form that OpenAI's batch endpoint and {@code vllm run-batch} take.
 *
 * @param key of the question: the line's {@code custom_id}, hexadecimal digits
 * @param body of the request, a JSON object
 */
public record BatchRequest(String key, String body) {

    /** The method of every request. */
    public static final String METHOD = "POST";

    /** The address of every request, below that of the endpoint. */
    public static final String URL = "/v1/chat/completions";

    /** @throws UserMistakeException if the inferrer has no such form */
    static BatchRequest of(
            ChatProvider provider, LanguageModelOptions options, Questions questions, Question question) {
        Optional<ObjectNode> body = provider.batchBody(
                options.endpoint(),
                question.prompt().system(),
                question.prompt().user(),
                questions.format(),
                questions.format().needsSchema() ? Optional.of(question.schema()) : Optional.empty());
        return new BatchRequest(
                question.key(), body.orElseThrow(() -> formless(options.name())).toString());
    }

    /** Refuses an inferrer that has no such form. */
    static void requireForm(ChatProvider provider, LanguageModelOptions options) {
        if (provider.batchBody(options.endpoint(), "", "", AnswerFormat.TEXT, Optional.empty())
                .isEmpty()) {
            throw formless(options.name());
        }
    }

    private static UserMistakeException formless(String inferrer) {
        return new UserMistakeException("The inferrer '" + inferrer
                + "' has no batch form. Use the inferrer 'openai': vLLM and hosted endpoints take its batch files.");
    }

    /** The line, a JSON object without a line break. */
    public String line() {
        return "{\"custom_id\":\"" + key + "\",\"method\":\"" + METHOD + "\",\"url\":\"" + URL + "\",\"body\":" + body
                + "}";
    }
}
