package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The three matrix products of a map's training: forward, and the gradients of its input and of its weight, without what
 * else an engine does. Tells at what speed a model's shapes can be multiplied, beside the large squares of the GEMM floor.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class ProductBenchmark {

    /** Rows, columns in and columns out: the floor's square, the catalogues' scores, SR-GNN's gates on ml-1m. */
    @Param({"1000x1000x1000", "100x100x43097", "100x100x3416", "1340x202x300"})
    public String shape = "";

    private final Scope tensors = Scope.inference();
    private Tensor[] matrices = {};

    /** Draws input [rows, in], weight [out, in] and the output's gradient [rows, out]. */
    @Setup
    public void prepare() {
        Engine.configure(Runtime.getRuntime().availableProcessors());
        String[] lengths = shape.split("x", -1);
        int rows = Integer.parseInt(lengths[0]);
        int in = Integer.parseInt(lengths[1]);
        int out = Integer.parseInt(lengths[2]);
        SplittableRandom random = new RandomStreams(1).stream("products");
        matrices = new Tensor[] {drawn(random, rows, in), drawn(random, out, in), drawn(random, rows, out)};
    }

    private static Tensor drawn(SplittableRandom random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(Precision.FLOAT, values, rows, columns);
    }

    /** Multiplies three times; returns how many values came out. */
    @Benchmark
    public long forwardAndBothGradients() {
        try (Scope products = Scope.inference()) {
            Tensor output = matrices[0].linear(matrices[1]);
            Tensor ofInput = matrices[2].matmul(matrices[1]);
            Tensor ofWeight = matrices[2].transposed().matmul(matrices[0]);
            return output.count() + ofInput.count() + ofWeight.count();
        }
    }

    /** Frees the matrices. */
    @TearDown
    public void free() {
        tensors.close();
    }
}
