package io.github.dmsrec.bench.scale;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.PredictionOptions;
import io.github.dmsrec.bench.BenchModel;
import io.github.dmsrec.bench.MeasuredProcess;
import io.github.dmsrec.bench.Samples;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.Weights;
import io.github.dmsrec.gnn.train.BatchQueue;
import io.github.dmsrec.gnn.train.TrainingStep;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.OpenModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures one stage: takes a {@link StageTask} in JSON and prints a {@link ScaleFigure.Measured} on a line of its own. What a
 * stage reads is read before its time begins, unless reading is the work.
 */
public final class StageProcess {

    /** The buffer of scores. */
    static final long SCORE_BYTES = CandidateMaker.USUAL_MEMORY;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COMMAND = "bench/run scale";
    private static final int TERMINATED = 143;
    private static final int CANDIDATES = 50;
    private static final int BEST = 20;
    private static final int WARM_UP_STEPS = 15;
    private static final int WARM_UP_CALLS = 100;

    private final StageTask task;
    private final StageTask.Settings settings;

    private StageProcess(StageTask task) {
        this.task = task;
        settings = task.settings();
    }

    /** Measures, and ends together with the process that asked for it. */
    public static void main(String[] arguments) throws IOException {
        ProcessHandle.current().parent().ifPresent(StageProcess::endWith);
        StageTask task = JSON.readValue(arguments[0], StageTask.class);
        say("%s %s", MeasuredProcess.RESULT, JSON.writeValueAsString(new StageProcess(task).measure()));
    }

    private static void endWith(ProcessHandle parent) {
        Thread watch = new Thread(
                () -> {
                    parent.onExit().join();
                    Runtime.getRuntime().halt(TERMINATED);
                },
                "watch of the parent");
        watch.setDaemon(true);
        watch.start();
    }

    private ScaleFigure.Measured measure() throws IOException {
        return switch (task.stage().work()) {
            case IMPORT -> importing();
            case CHECK -> checking();
            case EPOCH -> epoch();
            case LEARN -> learning();
            case CANDIDATES -> candidates();
            case EVALUATION -> evaluation();
            case PREDICT -> predicting();
            case OPEN -> opening();
            case CALL -> calling();
        };
    }

    private ScaleFigure.Measured importing() throws IOException {
        String items = task.log().resolve("items.csv").toString();
        Spent spent = Spent.start();
        Datasets.importer()
                .csv(task.log().resolve("clicks.csv").toString())
                .session("session")
                .item("item")
                .time("time")
                .items(new ItemTexts(
                        folder -> LogFiles.of(LogFiles.Kind.CSV, List.of(items)),
                        "item",
                        Optional.of("title"),
                        List.of()))
                .unclickedItems(true)
                .filters(Filters.DEFAULT.withMinItemSupport(1))
                .write(task.data(), origin());
        return figure(spent, null);
    }

    private ScaleFigure.Measured checking() throws IOException {
        Spent spent = Spent.start();
        Datasets.check(task.data(), settings.seed(), Progress.NONE);
        return figure(spent, null);
    }

    private ScaleFigure.Measured epoch() throws IOException {
        Engine.configure(settings.threads());
        SessionDataset dataset = DatasetFolder.read(task.data());
        try (BenchModel model = BenchModel.create(dataset, task.stage().method(), false, Map.of())) {
            int batch = model.rows(0).length;
            long all = (model.examples().size() + batch - 1L) / batch;
            int steps = (int) Math.min(settings.steps(), all);
            TrainingStep training = new TrainingStep(model.network(), model.parameters(), model.adam(), model.loss());
            double rate = model.options().learningRate();
            try (BatchQueue batches = model.queue(WARM_UP_STEPS + steps)) {
                for (int step = 0; step < WARM_UP_STEPS; step++) {
                    training.run(batches.take(), rate);
                }
                Spent spent = Spent.start();
                for (int step = 0; step < steps; step++) {
                    training.run(batches.take(), rate);
                }
                ScaleFigure.Measured measured = figure(spent, new ScaleFigure.Part(steps, all, "steps"));
                ModelFolder.write(
                        task.model(),
                        model.description(),
                        Successors.of(
                                dataset.sessions(Split.TRAIN),
                                dataset.catalogue().size()),
                        Weights.tensorsOf(model.parameters()),
                        JsonNodeFactory.instance.arrayNode(),
                        JsonNodeFactory.instance.objectNode(),
                        Map.of(),
                        origin());
                return measured;
            }
        }
    }

    private ScaleFigure.Measured learning() throws IOException {
        Spent spent = Spent.start();
        try (Dmsrec dmsrec = Dmsrec.builder()
                .threads(settings.threads())
                .seed(settings.seed())
                .build()) {
            dmsrec.train(Method.named(task.stage().method()), Dataset.open(task.data()))
                    .save(task.model());
        }
        return figure(spent, null);
    }

    private ScaleFigure.Measured candidates() throws IOException {
        SessionDataset dataset = DatasetFolder.read(task.data());
        Examples training = dataset.examples(Split.TRAIN);
        long all = Arrays.stream(Split.values())
                .mapToLong(split -> dataset.examples(split).size())
                .sum();
        try (OpenModel model = OpenModel.open(task.model(), settings.threads());
                Progress.Stage progress = Progress.NONE.stage("candidates", "rows", settings.rows())) {
            Examples some = training.rows(some(training, settings.rows()));
            search(model, training.rows(some(training, warmUpRows())), progress);
            Spent spent = Spent.start();
            search(model, some, progress);
            return figure(spent, new ScaleFigure.Part(some.size(), all, "rows"));
        }
    }

    private static void search(OpenModel model, Examples rows, Progress.Stage progress) {
        CandidateSearch.search(model.recommender(), rows, CANDIDATES, SessionItems.KEEP, SCORE_BYTES, progress);
    }

    private ScaleFigure.Measured evaluation() throws IOException {
        SessionDataset dataset = DatasetFolder.read(task.data());
        Examples test = dataset.examples(Split.TEST);
        ItemPopularity popularity = new ItemPopularity(
                dataset.sessions(Split.TRAIN), dataset.catalogue().size());
        try (OpenModel model = OpenModel.open(task.model(), settings.threads())) {
            Recommender recommender = model.recommender();
            Examples some = test.rows(some(test, settings.rows()));
            Evaluator.evaluate(
                    recommender, test.rows(some(test, warmUpRows())), popularity, SCORE_BYTES, Progress.NONE);
            Spent spent = Spent.start();
            Evaluator.evaluate(recommender, some, popularity, SCORE_BYTES, Progress.NONE);
            return figure(spent, new ScaleFigure.Part(some.size(), test.size(), "rows"));
        }
    }

    /** A fixed number of sessions, the model's opening included. */
    private ScaleFigure.Measured predicting() throws IOException {
        Path sessions = Path.of(task.folder(), "sessions.csv");
        writeSessions(sessions);
        Path answers = Path.of(task.folder(), "answers.jsonl");
        Spent spent = Spent.start();
        Model.load(task.model())
                .predict(sessions, answers, PredictionOptions.USUAL.k(BEST).threads(settings.threads()));
        ScaleFigure.Measured measured = figure(spent, null);
        Files.delete(answers);
        return measured;
    }

    /** What a new process adds once, the loading of the engine, is not counted. */
    private ScaleFigure.Measured opening() throws IOException {
        Engine.configure(settings.threads());
        Spent spent = Spent.start();
        try (LiveRecommender live = Model.load(task.model()).open()) {
            say("%,d items", live.items());
            return figure(spent, null);
        }
    }

    private ScaleFigure.Measured calling() throws IOException {
        Engine.configure(settings.threads());
        SessionDataset dataset = DatasetFolder.read(task.data());
        Examples test = dataset.examples(Split.TEST);
        int[] rows = some(test, settings.rows());
        Samples millis = new Samples(settings.calls());
        try (LiveRecommender live = Model.load(task.model()).open()) {
            for (int call = 0; call < WARM_UP_CALLS; call++) {
                live.recommend(ids(dataset.catalogue(), test, rows[call % rows.length]), BEST);
            }
            Spent spent = Spent.start();
            for (int call = 0; call < settings.calls(); call++) {
                long begin = System.nanoTime();
                live.recommend(ids(dataset.catalogue(), test, rows[(WARM_UP_CALLS + call) % rows.length]), BEST);
                millis.add((System.nanoTime() - begin) / 1e6);
            }
            return new ScaleFigure.Measured(
                    task.cell(),
                    task.stage().name(),
                    spent.wall() / settings.calls(),
                    spent.processor() / settings.calls(),
                    peak(),
                    null,
                    new ScaleFigure.Latency(millis.percentile(0.5), millis.percentile(0.9)));
        }
    }

    private void writeSessions(Path file) throws IOException {
        SessionDataset dataset = DatasetFolder.read(task.data());
        Examples test = dataset.examples(Split.TEST);
        int[] rows = some(test, settings.rows());
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("session,item\n");
            for (int session = 0; session < settings.rows(); session++) {
                for (String id : ids(dataset.catalogue(), test, rows[session % rows.length])) {
                    writer.write(session + "," + id + "\n");
                }
            }
        }
    }

    private static List<String> ids(Catalogue catalogue, Examples examples, int row) {
        return IntStream.of(examples.items(row)).mapToObj(catalogue::id).toList();
    }

    /** Rows in random order, at most so many. */
    private int[] some(Examples examples, int most) {
        return IntStream.of(new RandomStreams(settings.seed()).permutation(examples.size(), "rows"))
                .limit(most)
                .toArray();
    }

    /** What is scored before the time begins, so that a scaled figure has no compilation of the JVM in it. */
    private int warmUpRows() {
        return Math.max(1, settings.rows() / 2);
    }

    private Origin origin() {
        return Origin.of("shop " + task.cell().folderName(), COMMAND, settings.seed(), settings.threads());
    }

    private ScaleFigure.Measured figure(Spent spent, ScaleFigure.@Nullable Part part) throws IOException {
        if (part != null && part.measured() == part.all()) {
            return figure(spent, null);
        }
        double factor = part == null ? 1 : (double) part.all() / part.measured();
        return new ScaleFigure.Measured(
                task.cell(),
                task.stage().name(),
                spent.wall() * factor,
                spent.processor() * factor,
                peak(),
                part,
                null);
    }

    private static double peak() throws IOException {
        return MeasuredProcess.peakMebibytes().orElse(Double.NaN);
    }

    /**
     * Time since a moment.
     *
     * @param nanos the moment by the clock
     * @param processorNanos the processor time of this process until then
     */
    private record Spent(long nanos, long processorNanos) {

        static Spent start() {
            return new Spent(System.nanoTime(), processorNow());
        }

        double wall() {
            return (System.nanoTime() - nanos) / 1e9;
        }

        double processor() {
            return (processorNow() - processorNanos) / 1e9;
        }

        private static long processorNow() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElseThrow(() ->
                            new IllegalStateException("this system does not report the processor time of a process"));
        }
    }
}
