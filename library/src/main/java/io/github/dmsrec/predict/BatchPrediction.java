package io.github.dmsrec.predict;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.OutputPlace;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.live.LiveScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Recommends for all sessions of a file: one thread reads and writes, others score batches of sessions. The answers are
 * written in the order of the sessions, and do not depend on the number of threads. For one thread.
 */
public final class BatchPrediction {

    /** Batches that wait for each thread. */
    private static final int WAITING = 3;

    /**
     * What is wanted.
     *
     * @param k how many items at most, at least 1
     * @param seenItems whether clicked items may be recommended
     * @param withIntents whether a fused model infers the intents of sessions
     * @param threads that score, at least 1
     * @param memoryBytes the limit of the buffers for scores of all threads together
     */
    public record Wanted(int k, SessionItems seenItems, boolean withIntents, int threads, long memoryBytes) {}

    /**
     * What was done.
     *
     * @param sessions how many sessions were read, and written
     * @param clicks how many clicks they have
     * @param unknownClicks how many of those are on items that the model does not know
     * @param withUnknown how many sessions have such a click
     * @param fallbacks how many sessions have no other clicks
     */
    public record Counts(long sessions, long clicks, long unknownClicks, long withUnknown, long fallbacks) {}

    private final SessionBatch batches;
    private final Wanted wanted;
    private final long started = System.nanoTime();
    private long sessions;
    private long clicks;
    private long unknownClicks;
    private long withUnknown;
    private long fallbacks;

    private BatchPrediction(LiveScorer scorer, Wanted wanted) {
        this.wanted = wanted;
        this.batches = new SessionBatch(
                scorer, wanted.k(), wanted.seenItems(), wanted.withIntents(), wanted.memoryBytes() / wanted.threads());
    }

    /**
     * Checks that a file can be written, before anything is loaded.
     *
     * @throws UserMistakeException if its ending says no format, or it is one of the inputs
     */
    public static void check(Path out, List<Path> inputs) throws IOException {
        PredictionFile.Format.of(out);
        for (Path input : inputs) {
            OutputPlace.requireApart(out, input);
        }
    }

    /**
     * Reads sessions, scores them and writes recommendations. The file is written whole or not at all.
     *
     * @param scorer scores, opened with one thread of the tensor engine
     * @param in the sessions
     * @param out ends in {@code .tsv}, {@code .jsonl}, {@code .ndjson} or {@code .parquet}
     * @param fallback the name of what recommends where the model knows no item of a session
     * @throws UserMistakeException if the sessions are malformed, the file cannot be written or cannot hold an id, or an
     *     endpoint that infers intents gives no usable answer
     */
    public static Counts run(
            LiveScorer scorer, SessionFile in, Path out, String fallback, Wanted wanted, Progress progress)
            throws IOException {
        BatchPrediction prediction = new BatchPrediction(scorer, wanted);
        PredictionFile file = new PredictionFile(out, scorer.model().catalogue(), fallback);
        file.write(sink -> {
            try (Progress.Stage stage =
                    progress.stage("predict " + scorer.model().name(), in.unit(), in.total())) {
                prediction.pass(in, sink, stage);
            }
        });
        return prediction.counts();
    }

    private Counts counts() {
        return new Counts(sessions, clicks, unknownClicks, withUnknown, fallbacks);
    }

    private void pass(SessionFile in, PredictionFile.Sink sink, Progress.Stage stage) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(wanted.threads(), task -> {
            Thread thread = new Thread(task, "predict");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Window window = new Window(workers, sink, stage, in);
            in.read(window::add);
            window.end();
        } finally {
            workers.shutdownNow();
            awaitEnd(workers);
        }
    }

    /** The model must not be closed while it is at work. */
    private static void awaitEnd(ExecutorService workers) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = workers.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The batches that are being scored, in order, and the one that is being filled. */
    private final class Window {

        private final ExecutorService workers;
        private final PredictionFile.Sink sink;
        private final Progress.Stage stage;
        private final SessionFile in;
        private final Deque<Future<List<Prediction>>> pending = new ArrayDeque<>();
        private List<GivenSession> batch = new ArrayList<>();
        private int clicksOfBatch;
        private long reported;

        Window(ExecutorService workers, PredictionFile.Sink sink, Progress.Stage stage, SessionFile in) {
            this.workers = workers;
            this.sink = sink;
            this.stage = stage;
            this.in = in;
        }

        void add(GivenSession session) throws IOException {
            batch.add(session);
            clicksOfBatch += session.items().size();
            clicks += session.items().size();
            if (batch.size() >= SessionBatch.MOST_SESSIONS || clicksOfBatch >= SessionBatch.MOST_CLICKS) {
                submit();
            }
        }

        private void submit() throws IOException {
            if (pending.size() >= WAITING * wanted.threads()) {
                writeFirst();
            }
            List<GivenSession> full = batch;
            pending.add(workers.submit(() -> batches.predict(full)));
            batch = new ArrayList<>();
            clicksOfBatch = 0;
        }

        void end() throws IOException {
            if (!batch.isEmpty()) {
                submit();
            }
            while (!pending.isEmpty()) {
                writeFirst();
            }
            report(in.total());
        }

        private void writeFirst() throws IOException {
            for (Prediction prediction : result(pending.remove())) {
                sink.accept(prediction);
                sessions++;
                unknownClicks += prediction.unknown();
                withUnknown += prediction.unknown() > 0 ? 1 : 0;
                fallbacks += prediction.fallback() ? 1 : 0;
            }
            report(Math.min(in.done(), in.total()));
        }

        private void report(long done) {
            double seconds = (System.nanoTime() - started) / 1e9;
            stage.advance(
                    done - reported,
                    String.format(Locale.ROOT, "%,d sessions (%,.0f sessions/s)", sessions, sessions / seconds));
            reported = done;
        }
    }

    private static List<Prediction> result(Future<List<Prediction>> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a batch of sessions could not be scored", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserMistakeException("The prediction was interrupted; nothing was written. Start it again.", e);
        }
    }
}
