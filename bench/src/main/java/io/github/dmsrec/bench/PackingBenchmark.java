package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.ModelDescriptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From sessions to index arrays: what the packing thread does beside every training step. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class PackingBenchmark {

    private static final int ROWS = 2003;

    /** Which backbone packs. */
    @Param({"sr-gnn", "gce-gnn"})
    public String backbone = "";

    /** Sessions in a batch. */
    @Param({"1", "100", "513"})
    public int batch;

    private Optional<Backbone> packer = Optional.empty();
    private Optional<Examples> examples = Optional.empty();
    private int[] order = new int[0];
    private int next;
    private long packed;
    private long sessions;

    /** Makes sessions and backbone. */
    @Setup
    public void prepare() {
        SessionDataset dataset = SyntheticSessions.dataset(3416, ROWS);
        RandomStreams random = new RandomStreams(1);
        TrainingOptions options = TrainingOptions.defaults(backbone, Recipe.CORRECTED);
        packer = Optional.of(ModelDescriptions.forTraining(dataset, Optional.empty(), Optional.empty(), options, random)
                .network()
                .backbone());
        examples = Optional.of(dataset.examples(Split.TRAIN));
        order = random.permutation(ROWS, "order");
    }

    /** Packs the next batch, going round. */
    @Benchmark
    public Backbone.PackedBatch pack() {
        int[] rows = new int[batch];
        for (int i = 0; i < batch; i++) {
            rows[i] = order[next];
            next = (next + 1) % ROWS;
        }
        Backbone.PackedBatch result = packer.orElseThrow().pack(examples.orElseThrow(), rows);
        packed++;
        sessions += result.sessions();
        return result;
    }

    /** Checks that every session was packed. */
    @TearDown(Level.Iteration)
    public void check() {
        if (sessions != packed * batch) {
            throw new IllegalStateException(packed + " batches of " + batch + " gave " + sessions + " sessions");
        }
    }
}
