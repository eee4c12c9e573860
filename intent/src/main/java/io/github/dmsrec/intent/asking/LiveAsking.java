package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.asking.Throttle.Permit;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.AnswerStyle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a language model about single sessions, in the words and the form of the run that inferred a folder. Answers are not
 * kept, and the limits of that run do not hold. At most {@code concurrency} questions are under way at once.
 */
final class LiveAsking implements SessionInferrer {

    private final LanguageModelOptions options;
    private final ChatEndpoint endpoint;
    private final Catalogue catalogue;
    private final Retries retries;
    private final AnswerFormat format;
    private final PromptWriter prompts;
    private final AnswerReader reader;
    private final AtomicLong questions = new AtomicLong();

    /** @param endpoint closed with this, also if this fails */
    LiveAsking(
            LanguageModelOptions options,
            ChatEndpoint endpoint,
            RandomStreams random,
            Clock clock,
            LiveSetting setting) {
        this.options = options;
        this.endpoint = endpoint;
        this.catalogue = setting.shared().catalogue();
        Budget budget = new Budget(RunLimits.NONE, options.endpoint().maxTokens());
        Throttle throttle = new Throttle(options.concurrency(), RunLimits.NONE, budget, clock);
        this.retries = new Retries(options.attempts(), random, clock, throttle);
        try {
            this.format = format(setting);
            this.prompts = options.prompt()
                    .writer(catalogue, random, format, setting.shared().example());
            this.reader = new AnswerReader(catalogue, options.prompt());
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
    }

    private AnswerFormat format(LiveSetting setting) {
        if (options.prompt().bindsTitles()) {
            return options.format()
                    .or(() -> Optional.ofNullable(setting.format()))
                    .filter(AnswerFormat::needsSchema)
                    .or(() -> TitleProbe.find(
                            endpoint, LanguageModelInferrer.provider(options).titleFormats(), retries))
                    .orElseThrow(() -> TitleProbe.unbound(options.endpoint()));
        }
        if (options.prompt().template().answers() == AnswerStyle.TITLES) {
            return AnswerFormat.TEXT;
        }
        return options.format()
                .or(() -> Optional.ofNullable(setting.format()))
                .orElseGet(() -> FormatProbe.find(endpoint, retries));
    }

    @Override
    public SessionInferrer.Outcome infer(IntentRequest request) {
        if (!AnswerReader.askable(catalogue, request)) {
            return new SessionInferrer.Outcome(AnswerReader.nothingToChoose());
        }
        Prompt prompt = prompts.write(request.session(), request.candidates());
        if (options.prompt().schema(catalogue, prompt.shown(), format).isEmpty()) {
            return new SessionInferrer.Outcome(AnswerReader.nothingToChoose());
        }
        int characters = prompt.system().length() + prompt.user().length();
        Retries.Outcome<InferredRow> outcome;
        try {
            outcome = retries.ask(questions.getAndIncrement(), characters, permit -> ask(request, prompt, permit));
        } catch (EndpointException e) {
            throw e.asMistake();
        }
        InferredRow row = outcome.value()
                .orElseThrow(() -> new UserMistakeException(
                        "The model '" + options.endpoint().model()
                                + "' gave no usable answer about the session in " + outcome.attempts() + " attempts: "
                                + outcome.reason()
                                + ". Ask again, score without intents, or name another inferrer for new sessions, such"
                                + " as embedding-similarity."));
        return new SessionInferrer.Outcome(row);
    }

    private InferredRow ask(IntentRequest request, Prompt prompt, Permit permit) throws AnswerException {
        Optional<AnswerSchema> schema = options.prompt().schema(catalogue, prompt.shown(), format);
        ChatReply reply =
                endpoint.ask(prompt.system(), prompt.user(), format, format.needsSchema() ? schema : Optional.empty());
        permit.used(reply.promptTokens(), reply.completionTokens(), reply.text().length());
        return reader.read(request, prompt, format, reply.text(), reply.cutOff());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
