package io.github.dmsrec.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.model.Weights;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.Descriptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The twenty best items for one session a call, from an opened model of Beauty: how long a call takes, and how many are
 * made in a second by one thread and by two. Weights are those at the start of training, which changes no time.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class LiveBenchmark {

    private static final int ITEMS = 12_101;
    private static final int SESSIONS = 20_000;
    private static final double MEAN_PREFIX = 8;
    private static final int K = 20;
    private static final String FUSED = "+intents";
    /** Calls run side by side, so that each needs no threads beside its own. */
    private static final int ENGINE_THREADS = 1;

    /** Which model: a backbone, one with given intents, or a method that counts. */
    @Param({"sr-gnn", "gce-gnn", "sasrec", "sr-gnn+intents", "vs-knn", "vmis-knn", "sr"})
    public String model = "";

    /** The folder of Beauty in SR-GNN's format; where it is not, sessions of its shape are made. */
    @Param("../shared/data/beauty")
    public String folder = "";

    private Optional<Examples> rows = Optional.empty();
    private Optional<Asked> asked = Optional.empty();
    private Optional<SessionModel> network = Optional.empty();
    private Optional<Path> written = Optional.empty();

    /** Answers for one session. */
    @FunctionalInterface
    private interface Asked {
        void rank(Prefixes session, Ranking ranking);
    }

    /** Writes the model and opens it. */
    @Setup
    public void prepare() throws IOException {
        Path data = Path.of(folder);
        SessionDataset dataset = Files.exists(data.resolve("test.txt"))
                ? SrgnnImport.read(data, Optional.empty(), "beauty", Progress.NONE)
                : SyntheticSessions.dataset(ITEMS, SESSIONS, MEAN_PREFIX);
        rows = Optional.of(dataset.examples(Split.TEST));
        if (Baselines.find(model).isPresent()) {
            BaselineOptions options = BaselineOptions.defaults(model);
            asked = Optional.of(ofRows(options.learn(options.sessionsOf(dataset), dataset.catalogue())));
            return;
        }
        boolean fused = model.endsWith(FUSED);
        Path target = Files.createTempDirectory("live-benchmark");
        written = Optional.of(target);
        writeNetwork(dataset, fused, target.resolve("model"));
        SessionModel opened = SessionModel.load(target.resolve("model"), ENGINE_THREADS);
        network = Optional.of(opened);
        asked = Optional.of(fused ? withIntents(opened) : ofRows(opened));
    }

    private void writeNetwork(SessionDataset dataset, boolean fused, Path target) throws IOException {
        String backbone = fused ? model.substring(0, model.length() - FUSED.length()) : model;
        RandomStreams random = new RandomStreams(2024);
        ModelFolder.Description description = Descriptions.forTraining(
                dataset,
                fused ? Optional.of(BenchData.intents()) : Optional.empty(),
                Optional.empty(),
                TrainingOptions.defaults(backbone, Recipe.CORRECTED),
                random);
        ObjectMapper json = new ObjectMapper();
        try (Parameters parameters = new Parameters(description.network().parameters(), Precision.FLOAT, random)) {
            ModelFolder.write(
                    target,
                    description,
                    Weights.tensorsOf(parameters),
                    json.createArrayNode(),
                    json.createObjectNode(),
                    Map.of(),
                    Origin.of(model, "bench", 2024, ENGINE_THREADS));
        }
    }

    private static Asked ofRows(Recommender recommender) {
        return (session, ranking) -> recommender.rank(session, 0, ranking);
    }

    /** The intents are there already: how long they take to be inferred depends on the inferrer. */
    private static Asked withIntents(SessionModel opened) {
        IntentTable intents = BenchData.intents();
        IntentRows given = intents.rows(Split.TEST);
        IntentRows.Row row = new IntentRows.Row(
                new int[] {given.explicitText(0, 0), given.explicitText(0, 1)},
                new int[] {given.latentText(0, 0), given.latentText(0, 1)});
        return (session, ranking) -> opened.withIntents(intents.vectors(), new IntentRows(List.of(row)))
                .rank(session, 0, ranking);
    }

    /** What a calling thread keeps. */
    @State(Scope.Thread)
    public static class Caller {

        private static final AtomicInteger CALLERS = new AtomicInteger();

        private final Ranking ranking = new Ranking();
        private int[] order = {};
        private int next;

        /** Shuffles the rows, for each thread otherwise. */
        @Setup
        public void prepare(LiveBenchmark benchmark) {
            order = new RandomStreams(1)
                    .permutation(benchmark.rows.orElseThrow().size(), "order", CALLERS.getAndIncrement());
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

    private int recommend(Caller caller) {
        int row = caller.order[caller.next];
        caller.next = (caller.next + 1) % caller.order.length;
        Prefixes session = Prefixes.of(rows.orElseThrow().items(row));
        caller.ranking.begin(K, SessionItems.EXCLUDE.allowed(session, 0));
        asked.orElseThrow().rank(session, caller.ranking);
        return caller.ranking.size() == 0 ? -1 : caller.ranking.item(0);
    }

    /** Opening the model: until the first call can be made. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 0)
    @Measurement(iterations = 5)
    @Fork(1)
    public int open() {
        if (written.isEmpty()) {
            return 0;
        }
        try (SessionModel opened = SessionModel.load(written.orElseThrow().resolve("model"), ENGINE_THREADS)) {
            return opened.catalogueSize();
        }
    }

    /** Closes the model and deletes its folder. */
    @TearDown
    public void close() throws IOException {
        network.ifPresent(SessionModel::close);
        if (written.isPresent()) {
            try (Stream<Path> files = Files.walk(written.get())) {
                files.sorted(Comparator.reverseOrder()).forEach(LiveBenchmark::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
