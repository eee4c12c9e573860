package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberAnswer;
import io.github.dmsrec.intent.answer.PublishedAnswer;
import io.github.dmsrec.intent.infer.IntentText.Title;
import io.github.dmsrec.intent.infer.IntentText.Written;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.OpenAiEndpoint;
import io.github.dmsrec.intent.prompt.IndexedPrompt;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.prompt.PublishedPrompt;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.store.AnswerStore;
import io.github.dmsrec.intent.store.StoredAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a language model behind an OpenAI-compatible endpoint. Answers are kept in a store and nothing is asked twice:
 * neither rows with the same session and candidates, nor what an earlier or interrupted run asked; questions without a
 * usable answer are asked again by the next run only.
 */
public final class OpenAiInferrer implements IntentInferrer {

    private final OpenAiOptions options;
    private final ChatEndpoint endpoint;
    private final RandomStreams random;
    private final Retries retries;

    /**
     * @param options the choices
     * @param environment where the API key is looked up
     * @param timekeeper the clock and waiting
     */
    public OpenAiInferrer(OpenAiOptions options, Map<String, String> environment, Timekeeper timekeeper) {
        this.options = options;
        Optional<String> apiKey = Optional.ofNullable(environment.get(options.apiKeyVariable()))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
        this.endpoint = new OpenAiEndpoint(options.endpoint(), apiKey, options.apiKeyVariable());
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
            AskingRun run = new AskingRun(options, endpoint, retries, store, format, requests, prompts);
            for (int row = 0; row < requests.size(); row++) {
                keys.add(askable(catalogue, requests.get(row)) ? Optional.of(run.add(row)) : Optional.empty());
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

    private static boolean askable(Catalogue catalogue, IntentRequest request) {
        return hasTitle(catalogue, request.session()) && hasTitle(catalogue, request.candidates());
    }

    private static boolean hasTitle(Catalogue catalogue, int[] items) {
        return Arrays.stream(items).anyMatch(item -> !catalogue.title(item).isBlank());
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
        Dropped dropped = new Dropped();
        for (int row = 0; row < requests.size(); row++) {
            Optional<String> key = keys.get(row);
            rows.add(
                    key.isEmpty()
                            ? InferredRow.without(
                                    RowStatus.NOTHING_TO_CHOOSE, "no clicked item or no candidate has a title")
                            : row(
                                    catalogue,
                                    requests.get(row),
                                    prompts,
                                    format,
                                    store.find(key.get()).orElseThrow(),
                                    dropped));
        }
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("answerFormat", format.label());
        facts.put("template", options.style().templateVersion());
        run.describe(facts);
        if (options.style() == PromptStyle.INDEXED) {
            facts.putObject("droppedNumbers")
                    .put("outOfRange", dropped.outOfRange)
                    .put("duplicates", dropped.duplicates)
                    .put("beyondLimit", dropped.beyondLimit);
        }
        return new Inference(rows, facts);
    }

    private static final class Dropped {
        private int outOfRange;
        private int duplicates;
        private int beyondLimit;
    }

    private InferredRow row(
            Catalogue catalogue,
            IntentRequest request,
            PromptWriter prompts,
            AnswerFormat format,
            StoredAnswer stored,
            Dropped dropped) {
        if (!stored.answered()) {
            return InferredRow.without(RowStatus.FAILED, stored.reason());
        }
        Prompt prompt = prompts.write(request.session(), request.candidates());
        try {
            if (options.style() == PromptStyle.PUBLISHED) {
                return published(catalogue, request, prompt, stored.answer());
            }
            NumberAnswer answer =
                    NumberAnswer.parse(stored.answer(), format, AskingRun.schema(prompt, options.maxPicks()));
            dropped.outOfRange += answer.outOfRange();
            dropped.duplicates += answer.duplicates();
            dropped.beyondLimit += answer.beyondLimit();
            return indexed(request, prompt, answer);
        } catch (AnswerException e) {
            throw new IllegalStateException(
                    "the stored answer " + stored.key() + " was read once and cannot be read now: " + e.reason(), e);
        }
    }

    private static InferredRow indexed(IntentRequest request, Prompt prompt, NumberAnswer answer) {
        List<IntentText> explicitIntents = new ArrayList<>();
        List<IntentText> latentIntents = new ArrayList<>();
        for (int number : answer.numbers()) {
            int item = prompt.shown()[number - 1];
            boolean clicked = Arrays.stream(request.session()).anyMatch(click -> click == item);
            (clicked ? explicitIntents : latentIntents).add(new Title(item));
        }
        return new InferredRow(
                RowStatus.ANSWERED,
                "",
                explicitIntents,
                latentIntents,
                prompt.shown(),
                answer.numbers(),
                answer.phrases());
    }

    private static InferredRow published(Catalogue catalogue, IntentRequest request, Prompt prompt, String text)
            throws AnswerException {
        Map<String, Integer> clickedItems = new HashMap<>();
        for (int item : request.session()) {
            clickedItems.putIfAbsent(catalogue.title(item), item);
        }
        PublishedAnswer answer = PublishedAnswer.parse(text, clickedItems.keySet());
        List<IntentText> explicitIntents = new ArrayList<>();
        for (String piece : answer.explicitPieces()) {
            Integer item = clickedItems.get(piece);
            if (item != null) {
                explicitIntents.add(new Title(item));
            }
        }
        List<IntentText> latentIntents =
                answer.latentPieces().stream().<IntentText>map(Written::new).toList();
        return new InferredRow(
                RowStatus.ANSWERED, "", explicitIntents, latentIntents, prompt.shown(), new int[0], List.of());
    }

    @Override
    public void close() {}
}
