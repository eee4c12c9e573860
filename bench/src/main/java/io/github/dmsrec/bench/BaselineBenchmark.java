package io.github.dmsrec.bench;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.TopK;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.sessionrec.SessionRecImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** How long a baseline takes for the twenty best items of one test prefix, on session-rec's sample of RecSys 2015. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class BaselineBenchmark {

    /** Which method. */
    @Param({"vmis-knn", "vs-knn", "s-knn", "stan", "vstan"})
    public String baseline = "";

    /** The folder of the files of session-rec. */
    @Param("../shared/data/rsc15-100k")
    public String folder = "";

    private Optional<Recommender> recommender = Optional.empty();
    private Optional<Examples> rows = Optional.empty();
    private float[] scores = new float[0];
    private int[] order = new int[0];
    private int next;

    /** Reads the data and learns. */
    @Setup
    public void prepare() throws IOException {
        SessionDataset dataset = SessionRecImport.read(
                Path.of(folder, "train_full.txt"), Path.of(folder, "test.txt"), "rsc15-100k", Progress.NONE);
        BaselineOptions options = BaselineOptions.defaults(baseline);
        recommender = Optional.of(options.learn(options.sessionsOf(dataset), dataset.catalogue()));
        rows = Optional.of(dataset.examples(Split.TEST));
        scores = new float[dataset.catalogue().size()];
        order = new RandomStreams(1).permutation(rows.get().size(), "order");
    }

    /** Recommends for the next row, going round. */
    @Benchmark
    public int[] recommend() {
        int row = order[next];
        next = (next + 1) % order.length;
        recommender.orElseThrow().score(rows.orElseThrow(), row, row + 1, scores);
        return TopK.select(scores, 0, scores.length, 20);
    }
}
