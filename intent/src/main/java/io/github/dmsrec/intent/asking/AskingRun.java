package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.asking.QuestionList.Reading;
import io.github.dmsrec.intent.asking.Retries.Outcome;
import io.github.dmsrec.intent.asking.Throttle.Permit;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.NumberSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Asks the questions of one run that the store has no answer to. Several threads ask; the thread that started the run
 * alone writes the store and reports progress, and an answer is reported only when it is safe. However a run ends, what
 * was answered by then is kept.
 */
public final class AskingRun {

    private static final long POLL_MILLIS = 100;
    private static final int WRITTEN_AT_ONCE = 256;

    private final AskingOptions options;
    private final ChatEndpoint endpoint;
    private final Retries retries;
    private final Throttle throttle;
    private final AnswerStore store;
    private final QuestionList questions;
    private final WorkList work;
    private final PickGuard guard;
    private final Patience patience;
    private final RunProgress told;
    private final Tally now = new Tally();
    private int asked;

    /**
     * How long threads are waited for when a run fails.
     *
     * @param underWay for answers under way, until the threads are interrupted
     * @param toEnd for interrupted threads; where the model is in this process, they are waited for until they end
     */
    record Patience(Duration underWay, Duration toEnd) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    /** What an asking thread reports. */
    private sealed interface Report {
        record Asked(StoredAnswer answer, Optional<Reading> read) implements Report {}

        record Failed(Throwable cause) implements Report {}

        record Ended() implements Report {}
    }

    AskingRun(
            AskingOptions options,
            ChatEndpoint endpoint,
            Retries retries,
            Throttle throttle,
            AnswerStore store,
            QuestionList questions,
            WorkList work,
            PickGuard guard,
            Patience patience) {
        this.options = options;
        this.endpoint = endpoint;
        this.retries = retries;
        this.throttle = throttle;
        this.store = store;
        this.questions = questions;
        this.work = work;
        this.guard = guard;
        this.patience = patience;
        this.told = new RunProgress(options, throttle, work);
    }

    /** The form of an answer by numbers. */
    public static NumberSchema schema(Prompt prompt, int maxPicks) {
        return new NumberSchema(prompt.shown().length, Math.min(maxPicks, prompt.shown().length));
    }

    /**
     * Asks what the store has no usable answer to.
     *
     * @throws UserMistakeException if a limit is reached, the endpoint cannot be used or too many questions fail
     */
    void askAll(Progress progress) {
        int open = work.open().cardinality();
        if (open == 0) {
            return;
        }
        refuseHabits();
        try (Progress.Stage stage = progress.stage("ask " + options.endpoint().model(), "questions", open)) {
            ask(work.open(), stage);
            ask(work.missedRepeats(), stage);
        }
        if (guard != PickGuard.OFF) {
            work.habits().finding().ifPresent(finding -> progress.result(finding + ": " + PickHabits.VERDICT + "."));
        }
    }

    private void refuseHabits() {
        if (guard != PickGuard.STOP) {
            return;
        }
        work.habits().finding().ifPresent(finding -> {
            throw new UserMistakeException("The run stops: " + finding + ". So " + PickHabits.VERDICT
                    + ". The answers so far are kept in '" + options.answers()
                    + "'; '--set guard=warn' goes on with them nevertheless.");
        });
    }

    /** What was asked now. */
    Tally now() {
        return now;
    }

    /** How many questions were asked now. */
    int asked() {
        return asked;
    }

    private void ask(BitSet rows, Progress.Stage stage) {
        BlockingQueue<Report> reports = new ArrayBlockingQueue<>(WRITTEN_AT_ONCE);
        Rows open = new Rows(rows);
        int threads = Math.min(options.concurrency(), rows.cardinality());
        if (threads == 0) {
            return;
        }
        ExecutorService asking = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "ask " + options.endpoint().model());
            thread.setDaemon(true);
            return thread;
        });
        Optional<Throwable> failure;
        try {
            for (int i = 0; i < threads; i++) {
                asking.execute(() -> work(open, reports));
            }
            failure = write(reports, threads, asking, stage);
        } finally {
            asking.shutdownNow();
        }
        if (failure.isPresent()) {
            throw asUnchecked(failure.get());
        }
        throttle.reached().ifPresent(limit -> {
            throw told.limitReached(limit);
        });
    }

    /** What ended an asking thread, to be thrown in this one: an error as it is, so that memory that is full is reported as such. */
    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    /**
     * Writes what comes until all threads have ended; why the run is to end, if it is. Where one does not end although it is
     * interrupted, that is suppressed by the reason; a model in this process is waited for, which closing it would do, too.
     */
    private Optional<Throwable> write(
            BlockingQueue<Report> reports, int threads, ExecutorService asking, Progress.Stage stage) {
        Optional<Throwable> failure = Optional.empty();
        boolean interrupted = false;
        boolean late = false;
        long interruptAt = Long.MAX_VALUE;
        int ended = 0;
        List<Report> batch = new ArrayList<>(WRITTEN_AT_ONCE);
        while (ended < threads) {
            batch.clear();
            try {
                Optional.ofNullable(reports.poll(POLL_MILLIS, TimeUnit.MILLISECONDS))
                        .ifPresent(batch::add);
            } catch (InterruptedException e) {
                interrupted = true;
                failure = failure.or(() -> Optional.of(new CancellationException(
                        "interrupted while asking " + options.endpoint().model())));
                interruptAt = System.nanoTime();
                throttle.stop();
            }
            reports.drainTo(batch, WRITTEN_AT_ONCE - batch.size());
            try {
                keep(batch, stage);
            } catch (UserMistakeException e) {
                failure = failure.or(() -> Optional.of(e));
            }
            for (Report report : batch) {
                if (report instanceof Report.Failed failed) {
                    failure = failure.or(() -> Optional.of(failed.cause()));
                } else if (report instanceof Report.Ended) {
                    ended++;
                }
            }
            throttle.checkDeadline();
            if (failure.isPresent() && interruptAt == Long.MAX_VALUE) {
                throttle.stop();
                interruptAt = System.nanoTime() + patience.underWay().toNanos();
            }
            if (interruptAt != Long.MAX_VALUE && System.nanoTime() >= interruptAt) {
                asking.shutdownNow();
                if (!late && System.nanoTime() - interruptAt > patience.toEnd().toNanos()) {
                    late = true;
                    int running = threads - ended;
                    if (!endpoint.inProcess()) {
                        failure.ifPresent(reason -> reason.addSuppressed(new IllegalStateException(
                                running + " of " + threads + " threads that ask did not stop when asked to")));
                        break;
                    }
                    stage.advance(
                            0, "the run stops; waiting until the model has read the prompts it is at: " + running);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    private void keep(List<Report> batch, Progress.Stage stage) {
        List<StoredAnswer> answers = new ArrayList<>(batch.size());
        for (Report report : batch) {
            if (report instanceof Report.Asked answered) {
                answers.add(answered.answer());
                answered.read().ifPresent(read -> {
                    now.addDropped(read.repairs());
                    work.habits().add(read.shown(), read.numbers());
                });
                now.addUsage(answered.answer());
            }
        }
        if (answers.isEmpty()) {
            return;
        }
        store.putAll(answers);
        asked += answers.size();
        told.kept(answers);
        stage.advance(answers.size(), told.note());
        refuseTooManyFailures();
        refuseHabits();
    }

    private void refuseTooManyFailures() {
        int total = work.distinct();
        if (told.failures() > options.maxFailedShare() * total) {
            throw new UserMistakeException(
                    told.failures() + " of " + total + " questions have no usable answer of model '"
                            + options.endpoint().model() + "', more than the share "
                            + options.maxFailedShare() + " that may fail: " + told.failuresByReason() + ".",
                    "Use a larger model, or ask more slowly if the server is overloaded; the answers so far are"
                            + " kept in '" + options.answers()
                            + "', and the next run asks the failed questions again.");
        }
    }

    private void work(Rows open, BlockingQueue<Report> reports) {
        try {
            for (Optional<Integer> row = open.next(); row.isPresent(); row = open.next()) {
                Question question = questions.of(row.get()).orElseThrow();
                Optional<Report.Asked> outcome = ask(question);
                if (outcome.isPresent()) {
                    put(reports, outcome.get());
                }
                if (outcome.isEmpty() || Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        } catch (EndpointException e) {
            put(reports, new Report.Failed(e.asMistake()));
        } catch (RuntimeException | Error e) {
            put(reports, new Report.Failed(e));
        } finally {
            put(reports, new Report.Ended());
        }
    }

    /** The writer takes reports until every thread has ended, so this comes to its end also when interrupted. */
    private static void put(BlockingQueue<Report> reports, Report report) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken) {
            try {
                reports.put(report);
                taken = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rows, given out one by one to several threads. */
    private static final class Rows {
        private final BitSet rows;
        private int next;

        private Rows(BitSet rows) {
            this.rows = rows;
        }

        private synchronized Optional<Integer> next() {
            int row = rows.nextSetBit(next);
            if (row < 0) {
                return Optional.empty();
            }
            next = row + 1;
            return Optional.of(row);
        }
    }

    /** Asks; empty if the run ended before the question was. */
    private Optional<Report.Asked> ask(Question question) {
        Usage usage = new Usage();
        Outcome<Reading> outcome =
                retries.ask(question.row(), question.characters(), permit -> ask(question, permit, usage));
        if (outcome.attempts() == 0) {
            return Optional.empty();
        }
        Optional<Reading> read = outcome.value();
        return Optional.of(new Report.Asked(
                new StoredAnswer(
                        question.key(),
                        read.isPresent(),
                        outcome.reason(),
                        usage.text,
                        read.map(Reading::numbers).orElse(new int[0]),
                        usage.finishReason,
                        usage.promptTokens,
                        usage.completionTokens,
                        outcome.attempts(),
                        usage.latencyMillis,
                        options.endpoint().model(),
                        questions.template(),
                        questions.format()),
                read));
    }

    private Reading ask(Question question, Permit permit, Usage usage) throws AnswerException {
        long begin = System.nanoTime();
        ChatReply reply = endpoint.ask(
                question.prompt().system(),
                question.prompt().user(),
                questions.format(),
                questions.format().needsSchema() ? Optional.of(question.schema()) : Optional.empty());
        usage.add(reply, (System.nanoTime() - begin) / 1_000_000);
        permit.used(reply.promptTokens(), reply.completionTokens(), reply.text().length());
        return questions.check(reply.text(), reply.cutOff(), question);
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
}
