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
import io.github.dmsrec.intent.infer.Questions.Question;
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
import java.util.Set;

/**
 * Asks a language model behind an OpenAI-compatible endpoint. Answers are kept in a store and nothing is asked twice:
 * neither rows with the same session and candidates, nor what an earlier or interrupted run asked; questions without a
 * usable answer are asked again by the next run only.
 *
 * <p>Neither prompts nor answers are held for a large number of rows: prompts are written when they are asked, and the
 * rows of {@link #infer} are read from the store when they are looked at, which is possible until this is closed.
 */
public final class OpenAiInferrer implements AskingInferrer {

    /** So many rows are held, about 70 MB; of more, each is read again whenever it is looked at. */
    private static final int ROWS_HELD = 100_000;

    private final OpenAiOptions options;
    private final ChatEndpoint endpoint;
    private final RandomStreams random;
    private final Timekeeper timekeeper;
    private Optional<AnswerStore> store = Optional.empty();

    /**
     * @param options the choices
     * @param environment where the API key is looked up
     * @param timekeeper the clock and waiting
     */
    public OpenAiInferrer(OpenAiOptions options, Map<String, String> environment, Timekeeper timekeeper) {
        this(options, endpoint(options, environment), timekeeper);
    }

    /** Asks an endpoint that is there already. */
    OpenAiInferrer(OpenAiOptions options, ChatEndpoint endpoint, Timekeeper timekeeper) {
        this.options = options;
        this.endpoint = endpoint;
        this.random = new RandomStreams(options.seed());
        this.timekeeper = timekeeper;
    }

    private static ChatEndpoint endpoint(OpenAiOptions options, Map<String, String> environment) {
        Optional<String> apiKey = Optional.ofNullable(environment.get(options.apiKeyVariable()))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
        return new OpenAiEndpoint(options.endpoint(), apiKey, options.apiKeyVariable());
    }

    @Override
    public OpenAiOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        AnswerStore answers = store();
        Budget budget = new Budget(options.limits(), options.endpoint().maxTokens());
        Throttle throttle = new Throttle(options.concurrency(), options.limits(), budget, timekeeper);
        Retries retries = new Retries(options.attempts(), random, timekeeper, throttle);
        AnswerFormat format = formatBefore(Optional.of(answers)).orElseGet(() -> probe(answers, retries));
        Catalogue catalogue = setting.catalogue();
        Questions questions = questions(catalogue, format, setting.example(), requests);
        WorkList work = WorkList.of(questions, Optional.of(answers), progress);
        work.tell(budget);
        AskingRun run = new AskingRun(options, endpoint, retries, throttle, answers, questions, work);
        run.askAll(progress);
        List<InferredRow> rows =
                new AnsweredRows(questions, answers, (question, stored) -> row(catalogue, questions, question, stored));
        return new Inference(rows.size() <= ROWS_HELD ? List.copyOf(rows) : rows, facts(format, work, run));
    }

    @Override
    public AskingPlan plan(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            Optional<TokenCounter> tokens,
            Progress progress) {
        Optional<AnswerStore> before = AnswerStore.exists(options.answers()) ? Optional.of(store()) : Optional.empty();
        Optional<AnswerFormat> format = formatBefore(before);
        Questions questions = questions(catalogue, format.orElse(AnswerFormat.JSON_SCHEMA), example, requests);
        return AskingPlan.of(questions, format.isPresent(), before, tokens, progress);
    }

    private AnswerStore store() {
        AnswerStore open = store.orElseGet(() -> AnswerStore.open(options.answers()));
        store = Optional.of(open);
        return open;
    }

    private Questions questions(
            Catalogue catalogue, AnswerFormat format, Optional<WorkedExample> example, List<IntentRequest> requests) {
        return new Questions(options, catalogue, format, prompts(catalogue, format, example), requests);
    }

    /** The answer format, as far as it is known without asking. */
    private Optional<AnswerFormat> formatBefore(Optional<AnswerStore> answers) {
        if (options.style() == PromptStyle.PUBLISHED) {
            return Optional.of(AnswerFormat.TEXT);
        }
        return options.format()
                .or(() -> answers.flatMap(known -> known.format(
                        options.endpoint().baseUrl(), options.endpoint().model())));
    }

    private AnswerFormat probe(AnswerStore answers, Retries retries) {
        AnswerFormat found = FormatProbe.find(endpoint, retries);
        answers.putFormat(options.endpoint().baseUrl(), options.endpoint().model(), found);
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

    private ObjectNode facts(AnswerFormat format, WorkList work, AskingRun run) {
        Tally all = new Tally();
        all.add(work.before());
        all.add(run.now());
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("answerFormat", format.label());
        facts.put("template", options.style().templateVersion());
        facts.put("questions", work.distinct());
        facts.put("askedNow", run.asked());
        facts.put("answeredBefore", work.answered());
        facts.put("attempts", all.attempts());
        facts.putObject("tokens").put("prompt", all.promptTokens()).put("completion", all.completionTokens());
        if (options.limits().hasPrices()) {
            facts.put("cost", options.limits().cost((double) all.promptTokens(), (double) all.completionTokens()));
        }
        if (options.style() == PromptStyle.INDEXED) {
            facts.putObject("droppedNumbers")
                    .put("outOfRange", all.outOfRange())
                    .put("duplicates", all.duplicates())
                    .put("beyondLimit", all.beyondLimit());
        }
        return facts;
    }

    private InferredRow row(Catalogue catalogue, Questions questions, Question question, StoredAnswer stored) {
        IntentRequest request = questions.request(question.row());
        Optional<NumberAnswer> answer = questions.read(stored, question);
        return answer.map(numbers -> indexed(request, question.prompt(), numbers))
                .orElseGet(() -> published(catalogue, request, question.prompt(), stored.answer()));
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

    private static InferredRow published(Catalogue catalogue, IntentRequest request, Prompt prompt, String text) {
        Map<String, Integer> clickedItems = new HashMap<>();
        for (int item : request.session()) {
            clickedItems.putIfAbsent(catalogue.title(item), item);
        }
        PublishedAnswer answer = parse(text, clickedItems.keySet());
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

    private static PublishedAnswer parse(String text, Set<String> clickedTitles) {
        try {
            return PublishedAnswer.parse(text, clickedTitles);
        } catch (AnswerException e) {
            throw new IllegalStateException("a stored answer cannot be read now: " + e.reason(), e);
        }
    }

    @Override
    public void close() {
        store.ifPresent(AnswerStore::close);
        store = Optional.empty();
    }
}
