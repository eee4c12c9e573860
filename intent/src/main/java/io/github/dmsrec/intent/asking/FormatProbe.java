package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.asking.Retries.Outcome;
import io.github.dmsrec.intent.asking.Throttle.Permit;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.prompt.CandidateOrder;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.prompt.PromptTemplate;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerForm;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.NumberAnswer;
import io.github.dmsrec.intent.reply.NumberSchema;
import io.github.dmsrec.intent.reply.TitleReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the strictest answer format that an endpoint honours, by asking a small question in each. */
final class FormatProbe {

    private static final Catalogue FRUIT = new Catalogue(List.of(
            new Item("1", "apples", Map.of()), new Item("2", "pears", Map.of()), new Item("3", "a hammer", Map.of())));
    private static final NumberSchema SCHEMA = new NumberSchema(3, 2);

    private static final PromptOptions PROMPT = new PromptOptions(
            PromptTemplate.builtIn(PromptTemplate.INDEXED),
            AnswerForm.NUMBERS,
            TitleReading.MATCHED,
            SCHEMA.maxPicks(),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            CandidateOrder.SHUFFLED,
            false);

    /** About the length of its prompt. */
    private static final int CHARACTERS = 1000;

    /** How servers say that they do not know a format. */
    static final Set<String> UNKNOWN_FORMAT = Set.of("HTTP 400", "HTTP 422", "HTTP 500", "HTTP 501");

    private FormatProbe() {}

    /**
     * Tries the formats from the strictest on; {@link AnswerFormat#TEXT} is the last resort and needs no good answer,
     * but the endpoint must be there.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if the endpoint cannot be used at all
     */
    static AnswerFormat find(ChatEndpoint endpoint, Retries retries) {
        for (AnswerFormat format : List.of(AnswerFormat.JSON_SCHEMA, AnswerFormat.JSON_OBJECT)) {
            if (works(endpoint, retries, format)) {
                return format;
            }
        }
        Outcome<ChatReply> last;
        try {
            last = retries.ask(-1, CHARACTERS, permit -> ask(endpoint, AnswerFormat.TEXT, permit));
        } catch (EndpointException e) {
            throw e.asMistake();
        }
        requireAsked(last);
        return AnswerFormat.TEXT;
    }

    private static boolean works(ChatEndpoint endpoint, Retries retries, AnswerFormat format) {
        Outcome<Boolean> outcome;
        try {
            outcome = retries.ask(-1, CHARACTERS, permit -> honours(endpoint, format, permit));
        } catch (EndpointException e) {
            throw e.asMistake();
        }
        requireAsked(outcome);
        return outcome.value().orElse(false);
    }

    static void requireAsked(Outcome<?> outcome) {
        if (outcome.lastFailure().isPresent()) {
            throw outcome.lastFailure().get().asMistake();
        }
        if (outcome.attempts() == 0) {
            throw new UserMistakeException(
                    "The deadline or the budget leaves no room to ask even the first question.",
                    "Raise them; '--dry-run' reports what a run needs.");
        }
    }

    private static boolean honours(ChatEndpoint endpoint, AnswerFormat format, Permit permit) {
        try {
            NumberAnswer.parse(ask(endpoint, format, permit).text(), format, SCHEMA);
            return true;
        } catch (AnswerException e) {
            // The server let the model write something else: a laxer format will do no worse.
            return false;
        } catch (EndpointException e) {
            if (UNKNOWN_FORMAT.contains(e.reason())) {
                return false;
            }
            throw e;
        }
    }

    private static ChatReply ask(ChatEndpoint endpoint, AnswerFormat format, Permit permit) {
        Prompt prompt = PROMPT.writer(FRUIT, new RandomStreams(0), format, Optional.empty())
                .write(new int[] {0}, new int[] {0, 1, 2});
        Optional<AnswerSchema> schema = format == AnswerFormat.JSON_SCHEMA ? Optional.of(SCHEMA) : Optional.empty();
        ChatReply reply = endpoint.ask(prompt.system(), prompt.user(), format, schema);
        permit.used(reply.promptTokens(), reply.completionTokens(), reply.text().length());
        return reply;
    }
}
