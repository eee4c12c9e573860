package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberAnswer;
import io.github.dmsrec.intent.answer.NumberSchema;
import io.github.dmsrec.intent.answer.PublishedAnswer;
import io.github.dmsrec.intent.infer.Retries.Outcome;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.store.AnswerStore;
import io.github.dmsrec.intent.store.StoredAnswer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks the questions of one run that the store has no answer to. Several threads ask; the thread that started the run
 * alone writes the store and reports progress.
 */
final class AskingRun {

    private static final long POLL_MILLIS = 200;

    private final OpenAiOptions options;
    private final ChatEndpoint endpoint;
    private final String identity;
    private final Retries retries;
    private final AnswerStore store;
    private final AnswerFormat format;
    private final List<IntentRequest> requests;
    private final PromptWriter prompts;
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private int askedNow;

    /** A question, with the first row that asks it and how many do. */
    private static final class Question {
        private final int firstRow;
        private final boolean stored;
        private int rows;

        private Question(int firstRow, boolean stored) {
            this.firstRow = firstRow;
            this.stored = stored;
        }
    }

    /** What an asking thread reports. */
    private sealed interface Report {
        record Asked(StoredAnswer answer) implements Report {}

        record Stopped(RuntimeException cause) implements Report {}
    }

    AskingRun(
            OpenAiOptions options,
            ChatEndpoint endpoint,
            String identity,
            Retries retries,
            AnswerStore store,
            AnswerFormat format,
            List<IntentRequest> requests,
            PromptWriter prompts) {
        this.options = options;
        this.endpoint = endpoint;
        this.identity = identity;
        this.retries = retries;
        this.store = store;
        this.format = format;
        this.requests = requests;
        this.prompts = prompts;
    }

    /** The form of a prompt's answer. */
    static NumberSchema schema(Prompt prompt, int maxPicks) {
        return new NumberSchema(prompt.shown().length, Math.min(maxPicks, prompt.shown().length));
    }

    /** Adds a row and returns the key of its question. */
    String add(int row) {
        String key = key(prompt(row));
        Question question = questions.computeIfAbsent(
                key,
                added -> new Question(
                        row, store.find(added).filter(StoredAnswer::answered).isPresent()));
        question.rows++;
        return key;
    }

    /** Asks what the store has no usable answer to. */
    void askAll(Progress progress) {
        ArrayDeque<Map.Entry<String, Question>> open = new ArrayDeque<>();
        long total = 0;
        long done = 0;
        for (Map.Entry<String, Question> entry : questions.entrySet()) {
            total += entry.getValue().rows;
            if (entry.getValue().stored) {
                done += entry.getValue().rows;
            } else {
                open.add(entry);
            }
        }
        try (Progress.Stage stage = progress.stage("ask " + options.endpoint().model(), "rows", total)) {
            if (done > 0) {
                stage.advance(done, "answered before");
            }
            if (!open.isEmpty()) {
                ask(open, total, stage);
            }
        }
    }

    /** Counts for the manifest. */
    void describe(ObjectNode facts) {
        long promptTokens = 0;
        long completionTokens = 0;
        long attempts = 0;
        for (String key : questions.keySet()) {
            StoredAnswer answer = store.find(key).orElseThrow();
            promptTokens += answer.promptTokens();
            completionTokens += answer.completionTokens();
            attempts += answer.attempts();
        }
        facts.put("questions", questions.size());
        facts.put("askedNow", askedNow);
        facts.put("answeredBefore", questions.size() - askedNow);
        facts.put("attempts", attempts);
        facts.putObject("tokens").put("prompt", promptTokens).put("completion", completionTokens);
    }

    private void ask(ArrayDeque<Map.Entry<String, Question>> open, long total, Progress.Stage stage) {
        BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
        int threads = Math.min(options.concurrency(), open.size());
        int expected = open.size();
        ExecutorService asking = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "ask " + options.endpoint().model());
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (int i = 0; i < threads; i++) {
                asking.execute(() -> work(open, reports));
            }
            Map<String, Integer> failed = new TreeMap<>();
            while (askedNow < expected) {
                Report report = reports.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (report instanceof Report.Asked asked) {
                    keep(asked.answer(), failed, stage);
                    refuseTooManyFailures(failed, total);
                } else if (report instanceof Report.Stopped stopped) {
                    throw stopped.cause();
                }
                store.commitIfDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "interrupted while asking " + options.endpoint().model());
        } finally {
            end(asking);
            // What was answered before the stop is paid for, so it is kept.
            reports.stream()
                    .filter(Report.Asked.class::isInstance)
                    .map(report -> ((Report.Asked) report).answer())
                    .forEach(store::put);
        }
    }

    private void keep(StoredAnswer answer, Map<String, Integer> failed, Progress.Stage stage) {
        store.put(answer);
        askedNow++;
        int rows = question(answer.key()).rows;
        if (!answer.answered()) {
            failed.merge(answer.reason(), rows, Integer::sum);
        }
        int failures = failed.values().stream().mapToInt(Integer::intValue).sum();
        stage.advance(rows, failures == 0 ? "" : failures + " failed");
    }

    private void refuseTooManyFailures(Map<String, Integer> failed, long total) {
        int failures = failed.values().stream().mapToInt(Integer::intValue).sum();
        if (failures > options.maxFailedShare() * total) {
            throw new UserMistakeException(
                    failures + " of " + total + " rows have no usable answer of model '"
                            + options.endpoint().model() + "', more than the share "
                            + options.maxFailedShare() + " that may fail: " + failed + ".",
                    "the model is too small for the question, or the server is overloaded; the answers so far are kept in"
                            + " '" + options.answers() + "', and the next run asks the failed questions again.");
        }
    }

    private static void end(ExecutorService asking) {
        asking.shutdownNow();
        try {
            if (!asking.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("threads that ask an endpoint did not end when told to");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(ArrayDeque<Map.Entry<String, Question>> open, BlockingQueue<Report> reports) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<Map.Entry<String, Question>> next = next(open);
                if (next.isEmpty()) {
                    return;
                }
                reports.add(new Report.Asked(ask(next.get().getKey(), next.get().getValue().firstRow)));
            }
        } catch (EndpointException e) {
            reports.add(new Report.Stopped(e.asMistake()));
        } catch (RuntimeException e) {
            reports.add(new Report.Stopped(e));
        }
    }

    private static Optional<Map.Entry<String, Question>> next(ArrayDeque<Map.Entry<String, Question>> open) {
        synchronized (open) {
            return Optional.ofNullable(open.poll());
        }
    }

    private StoredAnswer ask(String key, int row) {
        Prompt prompt = prompt(row);
        NumberSchema schema = schema(prompt, options.maxPicks());
        Usage usage = new Usage();
        Outcome<int[]> outcome = retries.ask(row, () -> {
            long begin = System.nanoTime();
            ChatReply reply = endpoint.ask(
                    prompt.system(),
                    prompt.user(),
                    format,
                    format == AnswerFormat.JSON_SCHEMA ? Optional.of(schema) : Optional.empty());
            usage.add(reply, (System.nanoTime() - begin) / 1_000_000);
            if (reply.cutOff()) {
                throw new AnswerException("cut off at the token limit");
            }
            return numbers(reply.text(), schema);
        });
        return new StoredAnswer(
                key,
                outcome.value().isPresent(),
                outcome.reason(),
                usage.text,
                outcome.value().orElse(new int[0]),
                usage.finishReason,
                usage.promptTokens,
                usage.completionTokens,
                outcome.attempts(),
                usage.latencyMillis,
                options.endpoint().model(),
                options.style().templateVersion(),
                format);
    }

    private int[] numbers(String text, NumberSchema schema) throws AnswerException {
        if (options.style() == PromptStyle.PUBLISHED) {
            PublishedAnswer.parse(text, Set.of());
            return new int[0];
        }
        return NumberAnswer.parse(text, format, schema).numbers();
    }

    private static final class Usage {
        private String text = "";
        private String finishReason = "";
        private int promptTokens;
        private int completionTokens;
        private long latencyMillis;

        private void add(ChatReply reply, long millis) {
            text = reply.text();
            finishReason = reply.finishReason();
            promptTokens += reply.promptTokens();
            completionTokens += reply.completionTokens();
            latencyMillis = millis;
        }
    }

    private Question question(String key) {
        Question found = questions.get(key);
        if (found == null) {
            throw new IllegalStateException("an answer came to a question that was not asked");
        }
        return found;
    }

    private Prompt prompt(int row) {
        IntentRequest request = requests.get(row);
        return prompts.write(request.session(), request.candidates());
    }

    private String key(Prompt prompt) {
        return QuestionKey.of(
                options.endpoint(), identity, options.style(), format, schema(prompt, options.maxPicks()), prompt);
    }
}
