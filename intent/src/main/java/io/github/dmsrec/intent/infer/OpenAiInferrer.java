package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.prompt.IndexedPrompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.prompt.PublishedPrompt;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.store.AnswerStore;
import io.github.dmsrec.intent.store.StoredAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a language model by one of the {@link ChatProviders}. Answers are kept in a store and nothing is asked twice:
 * neither rows with the same session and candidates, nor what an earlier or interrupted run asked; questions without a
 * usable answer are asked again by the next run only.
 */
public final class OpenAiInferrer implements IntentInferrer {

    private final OpenAiOptions options;
    private final ChatEndpoint endpoint;
    private final String identity;
    private final RandomStreams random;
    private final Retries retries;

    /**
     * @param options the choices
     * @param environment where secrets are looked up
     * @param timekeeper the clock and waiting
     */
    public OpenAiInferrer(OpenAiOptions options, Map<String, String> environment, Timekeeper timekeeper) {
        this.options = options;
        ChatProvider provider = ChatProviders.find(options.name())
                .orElseThrow(() -> new IllegalStateException("no provider '" + options.name() + "'"));
        this.endpoint = provider.open(options.endpoint(), environment);
        this.identity = provider.identity(options.endpoint());
        this.random = new RandomStreams(options.seed());
        this.retries = new Retries(options.attempts(), random, timekeeper);
    }

    @Override
    public OpenAiOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        try (AnswerStore store = AnswerStore.open(options.answers())) {
            AnswerFormat format = format(store);
            Catalogue catalogue = setting.catalogue();
            PromptWriter prompts = prompts(catalogue, format, setting.example());
            List<Optional<String>> keys = new ArrayList<>(requests.size());
            AskingRun run = new AskingRun(options, endpoint, identity, retries, store, format, requests, prompts);
            for (int row = 0; row < requests.size(); row++) {
                keys.add(
                        AnswerReader.askable(catalogue, requests.get(row))
                                ? Optional.of(run.add(row))
                                : Optional.empty());
            }
            run.askAll(progress);
            return read(setting.catalogue(), requests, keys, prompts, format, run, store);
        }
    }

    private AnswerFormat format(AnswerStore store) {
        if (options.style() == PromptStyle.PUBLISHED) {
            return AnswerFormat.TEXT;
        }
        if (options.format().isPresent()) {
            return options.format().get();
        }
        String address = options.endpoint().baseUrl();
        String model = options.endpoint().model();
        Optional<AnswerFormat> known = store.format(address, model);
        if (known.isPresent()) {
            return known.get();
        }
        AnswerFormat found = FormatProbe.find(endpoint, retries);
        store.putFormat(address, model, found);
        return found;
    }

    private PromptWriter prompts(Catalogue catalogue, AnswerFormat format, Optional<WorkedExample> example) {
        Optional<WorkedExample> shown = example.filter(present -> options.example());
        return switch (options.style()) {
            case INDEXED ->
                new IndexedPrompt(
                        catalogue,
                        random,
                        format,
                        options.maxPicks(),
                        options.maxTitleLength(),
                        options.maxClicks(),
                        shown);
            case PUBLISHED -> new PublishedPrompt(catalogue, shown);
        };
    }

    private Inference read(
            Catalogue catalogue,
            List<IntentRequest> requests,
            List<Optional<String>> keys,
            PromptWriter prompts,
            AnswerFormat format,
            AskingRun run,
            AnswerStore store) {
        List<InferredRow> rows = new ArrayList<>(requests.size());
        AnswerReader reader = new AnswerReader(catalogue, options.style(), options.maxPicks());
        for (int row = 0; row < requests.size(); row++) {
            Optional<String> key = keys.get(row);
            rows.add(
                    key.isEmpty()
                            ? AnswerReader.nothingToChoose()
                            : row(
                                    requests.get(row),
                                    prompts,
                                    format,
                                    store.find(key.get()).orElseThrow(),
                                    reader));
        }
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("answerFormat", format.label());
        if (!identity.isEmpty()) {
            facts.put("identity", identity);
        }
        run.describe(facts);
        reader.describe(facts);
        return new Inference(rows, facts);
    }

    private static InferredRow row(
            IntentRequest request,
            PromptWriter prompts,
            AnswerFormat format,
            StoredAnswer stored,
            AnswerReader reader) {
        if (!stored.answered()) {
            return InferredRow.without(RowStatus.FAILED, stored.reason());
        }
        try {
            return reader.read(
                    request, prompts.write(request.session(), request.candidates()), format, stored.answer());
        } catch (AnswerException e) {
            throw new IllegalStateException(
                    "the stored answer " + stored.key() + " was read once and cannot be read now: " + e.reason(), e);
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
