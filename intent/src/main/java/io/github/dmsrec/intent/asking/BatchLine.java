package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file that a batch endpoint wrote: {@code {"custom_id", "response": {"status_code", "body"}, "error"}}. Immutable.
 *
 * @param key of the question
 * @param failure why the endpoint gave no answer; empty if it gave one
 * @param answer the model's text as it came; empty if none came
 * @param finish why the model ended, lower case; empty if unknown
 * @param promptTokens that the endpoint counted
 * @param completionTokens that the endpoint counted
 */
public record BatchLine(
        String key, String failure, String answer, String finish, int promptTokens, int completionTokens) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REASON = 80;

    /** Reads a line; null if it is no such object. */
    public static @Nullable BatchLine parse(String text) {
        JsonNode line;
        try {
            line = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
        String key = line.path("custom_id").asText("");
        if (key.isEmpty() || !(line.has("response") || line.has("error"))) {
            return null;
        }
        JsonNode body = line.at("/response/body");
        JsonNode choice = body.at("/choices/0");
        return new BatchLine(
                key,
                failureOf(line),
                choice.at("/message/content").asText(""),
                choice.path("finish_reason").asText("").toLowerCase(Locale.ROOT),
                body.at("/usage/prompt_tokens").asInt(),
                body.at("/usage/completion_tokens").asInt());
    }

    private static String failureOf(JsonNode line) {
        JsonNode error = line.path("error");
        int status = line.at("/response/status_code").asInt(200);
        if (error.isObject()) {
            return shortened(error.path("code").asText(error.path("message").asText("error")));
        }
        if (status / 100 != 2) {
            return "HTTP " + status;
        }
        return line.at("/response/body/choices/0/message/content").isTextual() ? "" : "no chat completion";
    }

    private static String shortened(String reason) {
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    }

    /** What it says about its question. */
    BatchReply read(LanguageModelOptions options, Questions questions, Question question) {
        InferredRow row = null;
        String reason = failure;
        if (reason.isEmpty()) {
            try {
                row = questions.read(answer, finish.equals(ChatReply.CUT_OFF), question);
            } catch (AnswerException e) {
                reason = e.reason();
            }
        }
        StoredAnswer stored = new StoredAnswer(
                key,
                row != null,
                reason,
                answer,
                row == null ? new int[0] : row.numbers(),
                finish,
                promptTokens,
                completionTokens,
                1,
                0,
                options.endpoint().model(),
                questions.template(),
                questions.format());
        return new BatchReply(stored, row);
    }
}
