package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.Retries.Outcome;
import io.github.dmsrec.intent.asking.Throttle.Permit;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.BoundTitleAnswer;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.util.List;
import java.util.Optional;

/**
 * Finds the format in which an endpoint binds a model to titles. Servers often ignore fields that they do not know, so the
 * question is one that no title answers: a model that still writes titles alone was bound to them.
 */
final class TitleProbe {

    private static final String SYSTEM = "You are a friendly assistant.";
    private static final String USER = "Say good morning to me in one short sentence.";
    private static final TitleSchema SCHEMA =
            new TitleSchema(List.of("A hammer; \"heavy\" [2 kg]", "Pears \\ apples", "Ωmega 🔨 (1995)"), 2);

    private TitleProbe() {}

    /**
     * Tries formats.
     *
     * @param formats of the provider, the first to be tried first
     * @return empty if it honours none
     * @throws UserMistakeException if the endpoint cannot be used at all
     */
    static Optional<AnswerFormat> find(ChatEndpoint endpoint, List<AnswerFormat> formats, Retries retries) {
        return formats.stream()
                .filter(format -> works(endpoint, retries, format))
                .findFirst();
    }

    /** What to say where titles were demanded and are not bound. */
    static UserMistakeException unbound(EndpointSettings settings) {
        return new UserMistakeException("The option 'answer-form' is 'titles', but the endpoint of model '"
                + settings.model()
                + "' binds no answer to titles: it honours neither a grammar (llama.cpp), nor structured outputs (vLLM),"
                + " nor a JSON schema with an enumeration. Use 'answer-form=numbers', or 'auto', which uses titles only"
                + " where they are bound.");
    }

    private static boolean works(ChatEndpoint endpoint, Retries retries, AnswerFormat format) {
        Outcome<Boolean> outcome;
        try {
            outcome = retries.ask(-1, SYSTEM.length() + USER.length(), permit -> honours(endpoint, format, permit));
        } catch (EndpointException e) {
            throw e.asMistake();
        }
        FormatProbe.requireAsked(outcome);
        return outcome.value().orElse(false);
    }

    private static boolean honours(ChatEndpoint endpoint, AnswerFormat format, Permit permit) {
        try {
            ChatReply reply = endpoint.ask(SYSTEM, USER, format, Optional.of(SCHEMA));
            permit.used(
                    reply.promptTokens(), reply.completionTokens(), reply.text().length());
            return BoundTitleAnswer.parse(reply.text(), format, reply.cutOff(), SCHEMA)
                            .repairs()
                            .hallucinated()
                    == 0;
        } catch (AnswerException e) {
            return false;
        } catch (EndpointException e) {
            if (FormatProbe.UNKNOWN_FORMAT.contains(e.reason())) {
                return false;
            }
            throw e;
        }
    }
}
