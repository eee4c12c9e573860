package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.HalfRows;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
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
 * The inner products of some session vectors with all items of a large catalogue, without the choice of the best: exact, by the
 * half precision that live calls use, and by bytes, which the library does not have. Of each way the set-up prints the largest
 * error in standard deviations of the scores. One engine thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class ScanBenchmark {

    private static final int D = 100;

    /** How the items' vectors are kept. */
    public enum Rows {
        EXACT,
        HALF,
        BYTES
    }

    /** How the items' vectors are kept. */
    @Param
    public Rows rows = Rows.EXACT;

    /** The number of items. */
    @Param("1000000")
    public int items;

    /** How many sessions are scored at once. */
    @Param({"1", "4"})
    public int sessions;

    private final Scope kept = Scope.inference();
    private @Nullable Tensor matrix;
    private @Nullable Tensor vectors;
    private @Nullable HalfRows halves;
    private @Nullable IValue bytes;
    private float[] products = {};

    /** Draws normally distributed vectors [items, 100] and [sessions, 100], and compares the products with the exact ones. */
    @Setup
    public void prepare() {
        Engine.configure(1);
        SplittableRandom random = new RandomStreams(1).stream("scan");
        Tensor all = drawn(random, items);
        Tensor asked = drawn(random, sessions);
        matrix = all;
        vectors = asked;
        products = new float[sessions * items];
        exact(all, asked);
        float[] expected = products.clone();
        switch (rows) {
            case EXACT -> {}
            case HALF -> halves = Objects.requireNonNull(HalfRows.of(all, null, () -> false), "half precision");
            case BYTES -> bytes = packed(all);
        }
        scan();
        double squares = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += (double) expected[i] * expected[i];
            error = Math.max(error, Math.abs(expected[i] - products[i]));
        }
        BenchmarkOutput.say(
                "%s: largest error %.5f standard deviations", rows, error / Math.sqrt(squares / expected.length));
    }

    private static Tensor drawn(SplittableRandom random, int count) {
        float[] values = new float[count * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(Precision.FLOAT, values, count, D);
    }

    /** Multiplies; returns the array that has the products, so that nothing is left out. */
    @Benchmark
    public float[] scan() {
        Tensor asked = Objects.requireNonNull(vectors);
        if (halves != null) {
            try (Scope scope = Scope.inference()) {
                halves.multiply(asked, products, 0);
            }
        } else if (bytes != null) {
            byBytes(bytes, asked);
        } else {
            exact(Objects.requireNonNull(matrix), asked);
        }
        return products;
    }

    private void exact(Tensor all, Tensor asked) {
        try (Scope scope = Scope.inference()) {
            asked.linear(all).copyTo(products, 0);
        }
    }

    /** Rows of bytes with a scale for each. */
    private static IValue packed(Tensor all) {
        try (PointerScope scope = new PointerScope()) {
            float[] values = all.floats();
            int count = values.length / D;
            float[] scales = new float[count];
            for (int row = 0; row < count; row++) {
                float largest = 0;
                for (int i = row * D; i < (row + 1) * D; i++) {
                    largest = Math.max(largest, Math.abs(values[i]));
                }
                scales[row] = Math.max(largest, Float.MIN_NORMAL) / Byte.MAX_VALUE;
            }
            var plain = org.bytedeco.pytorch.Tensor.create(values, count, D);
            var quantized = torch.quantize_per_channel(
                    plain,
                    org.bytedeco.pytorch.Tensor.create(scales),
                    org.bytedeco.pytorch.Tensor.create(new long[count]),
                    0,
                    ScalarType.QInt8);
            IValueVector stack = new IValueVector(new IValue(quantized), new IValue());
            Dispatcher.singleton()
                    .findSchemaOrThrow("quantized::linear_prepack", "")
                    .callBoxed(stack);
            IValue packed = new IValue(stack.get(0));
            packed.retainReference();
            return packed;
        }
    }

    private void byBytes(IValue packed, Tensor asked) {
        try (PointerScope scope = new PointerScope()) {
            var plain = org.bytedeco.pytorch.Tensor.create(asked.floats(), sessions, D);
            // Seven bits of the session vector: products of eight by eight bits overflow 16 on processors without VNNI.
            IValueVector stack = new IValueVector(new IValue(plain), packed, new IValue(true));
            Dispatcher.singleton()
                    .findSchemaOrThrow("quantized::linear_dynamic", "")
                    .callBoxed(stack);
            new FloatPointer(stack.get(0).toTensor().data_ptr()).get(products);
        }
    }

    /** Frees what is outside the heap. */
    @TearDown
    public void free() {
        kept.close();
        if (halves != null) {
            halves.close();
        }
        if (bytes != null) {
            bytes.close();
        }
    }
}
