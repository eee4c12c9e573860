package io.github.dmsrec.bench;

import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Model;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The twenty best items for one session a call, of a {@link LiveRecommender} of Beauty (12,101 items): how long a call
 * takes, and how many are made in a second by one thread and by two. Models are trained for one epoch, which changes no time,
 * and kept in {@code work} for the next run.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class LiveBenchmark {

    private static final int K = 20;

    /** Which model: a method, or a backbone with intents by embedding similarity. */
    @Param({"sr-gnn", "gce-gnn", "sasrec", "sr-gnn+intents", "vs-knn", "vmis-knn", "sr"})
    public String model = "";

    /** The folder of Beauty in SR-GNN's format. */
    @Param("../shared/data/beauty")
    public String folder = "";

    /** Where the data set and the models are kept. */
    @Param("bench/target/live-models")
    public String work = "";

    private @Nullable LiveRecommender live;
    private List<List<String>> sessions = List.of();

    /** Trains the model, unless an earlier run did, and opens it. */
    @Setup
    public void prepare() throws IOException {
        Path data = Path.of(work).resolve("data");
        if (!ArtefactFolder.isThere(data)) {
            SrgnnImport.run(
                    Path.of(folder),
                    Optional.of(Path.of(folder).resolve("items.tsv")),
                    data,
                    Origin.of("beauty", "bench", 1, 1),
                    Progress.NONE);
        }
        SessionDataset dataset = DatasetFolder.read(data);
        Examples rows = dataset.examples(Split.TEST);
        Catalogue catalogue = dataset.catalogue();
        sessions = Arrays.stream(new RandomStreams(1).permutation(rows.size(), "order"))
                .mapToObj(row ->
                        Arrays.stream(rows.items(row)).mapToObj(catalogue::id).toList())
                .toList();
        live = new BriefModels(Path.of(work), data).get(model).open();
    }

    /** What a calling thread keeps. */
    @State(Scope.Thread)
    public static class Caller {

        private static final AtomicInteger CALLERS = new AtomicInteger();

        private int next;

        /** Begins at another session for each thread. */
        @Setup
        public void prepare(LiveBenchmark benchmark) {
            next = CALLERS.getAndIncrement() * benchmark.sessions.size() / 2 % benchmark.sessions.size();
        }
    }

    /** How long a call takes. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public int latency(Caller caller) {
        return recommend(caller);
    }

    /** The calls of one thread. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public int oneThread(Caller caller) {
        return recommend(caller);
    }

    /** The calls of two threads. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @Threads(2)
    public int twoThreads(Caller caller) {
        return recommend(caller);
    }

    /** One session in a call: what those of a batch are compared with. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public int batchOf1(Caller caller) {
        return recommend(caller, 1);
    }

    /** Eight sessions in a call; the time is that of one of them. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(8)
    public int batchOf8(Caller caller) {
        return recommend(caller, 8);
    }

    /** Thirty-two sessions in a call; the time is that of one of them. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(32)
    public int batchOf32(Caller caller) {
        return recommend(caller, 32);
    }

    private int recommend(Caller caller) {
        return opened().recommend(nextSession(caller), K).items().size();
    }

    private int recommend(Caller caller, int batch) {
        List<RecommendationRequest> requests = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            requests.add(RecommendationRequest.of(nextSession(caller)).k(K));
        }
        return opened().recommend(requests).size();
    }

    private List<String> nextSession(Caller caller) {
        List<String> session = sessions.get(caller.next);
        caller.next = (caller.next + 1) % sessions.size();
        return session;
    }

    private LiveRecommender opened() {
        if (live == null) {
            throw new IllegalStateException("the model is not open");
        }
        return live;
    }

    /** Opening the model: until the first call can be made. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 0)
    @Measurement(iterations = 5)
    @Fork(1)
    public int open() {
        try (LiveRecommender another = Model.load(Path.of(work).resolve(model)).open()) {
            return another.items();
        }
    }

    /** Closes the model. */
    @TearDown
    public void close() {
        opened().close();
    }
}
