package io.github.dmsrec.gnn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a large matrix in half precision, packed for products with few vectors. Such a product takes the time that
 * reading the matrix takes: this is half as much to read, and several vectors are multiplied in little more than the time
 * of one. Held until closed. Safe for use by several threads.
 */
public final class HalfRows implements AutoCloseable {

    static {
        EngineLibraries.load();
    }

    /** So many rows are packed at once. */
    private static final long ROWS_OF_A_PART = 1 << 16;

    /** The relative distance of two neighbouring numbers, which is more than rounding loses. */
    private static final double STEP = 0x1p-10;

    /** The distance of the smallest numbers. */
    private static final double LEAST = 0x1p-24;

    /** Above this there are none. */
    private static final double MOST = 65504;

    /** The relative error of a float operation. */
    private static final double ROUNDING = 0x1p-23;

    private static final String PACK = "quantized::linear_prepack_fp16";
    private static final String MULTIPLY = "quantized::linear_dynamic_fp16";

    private final List<IValue> parts;
    private final OperatorHandle multiply;
    private final long rows;
    private final double error;

    private HalfRows(List<IValue> parts, OperatorHandle multiply, long rows, double error) {
        this.parts = parts;
        this.multiply = multiply;
        this.rows = rows;
        this.error = error;
    }

    /** Whether the engine multiplies such rows on this processor. */
    public static boolean areOffered() {
        QEngine engine = torch.globalContext().qEngine().intern();
        return engine == QEngine.FBGEMM || engine == QEngine.X86;
    }

    /**
     * Packs rows, which takes a few seconds for a million of them.
     *
     * @param matrix [N, d], single precision
     * @param bias what is added to the product with each row [N]; null for nothing
     * @param stopped whether the result is not needed any more
     * @return null if it was stopped, or a number is too large for half precision
     */
    public static @Nullable HalfRows of(Tensor matrix, @Nullable Tensor bias, BooleanSupplier stopped) {
        long n = matrix.size(0);
        List<IValue> parts = new ArrayList<>();
        boolean done = false;
        try (Scope scope = Scope.inference()) {
            double longest = 0;
            for (long from = 0; from < n; from += ROWS_OF_A_PART) {
                if (stopped.getAsBoolean()) {
                    return null;
                }
                long count = Math.min(ROWS_OF_A_PART, n - from);
                longest = Math.max(longest, longest(matrix, from, count));
                // The engine would cut such numbers down, in the matrix itself.
                if (longest > MOST) {
                    return null;
                }
                parts.add(packed(matrix, bias, from, count));
            }
            OperatorHandle multiply = Dispatcher.singleton().findSchemaOrThrow(MULTIPLY, "");
            multiply.retainReference();
            done = true;
            return new HalfRows(parts, multiply, n, error(longest, (double) matrix.size(1)));
        } finally {
            if (!done) {
                parts.forEach(IValue::close);
            }
        }
    }

    private static double longest(Tensor matrix, long from, long count) {
        try (Scope scope = Scope.inference()) {
            return new Tensor(matrix.handle().detach().narrow(0, from, count))
                    .normOfEachRow()
                    .highest(0)
                    .item();
        }
    }

    private static IValue packed(Tensor matrix, @Nullable Tensor bias, long from, long count) {
        try (Scope scope = Scope.inference()) {
            OperatorHandle pack = Dispatcher.singleton().findSchemaOrThrow(PACK, "");
            IValueVector stack = new IValueVector(
                    new IValue(matrix.handle().detach().narrow(0, from, count).contiguous()),
                    bias == null
                            ? new IValue()
                            : new IValue(bias.handle()
                                    .detach()
                                    .narrow(0, from, count)
                                    .contiguous()));
            pack.callBoxed(stack);
            IValue packed = new IValue(stack.get(0));
            packed.retainReference();
            return packed;
        }
    }

    /** For each unit of a vector's length: what the numbers lose, and what both ways of multiplying round. */
    private static double error(double longest, double d) {
        return STEP * longest + LEAST * Math.sqrt(d) + ROUNDING * (d + 8) * longest;
    }

    /**
     * Nearly the inner products with all rows, within the caller's scope.
     *
     * @param vectors [B, d]
     * @param products receives [B, N]; none is farther from the exact one than {@link #error} times the length of its vector
     * @param start how many vectors' products stand before in the array
     */
    public void multiply(Tensor vectors, float[] products, int start) {
        org.bytedeco.pytorch.Tensor plain = vectors.handle().contiguous();
        int count = Math.toIntExact(vectors.size(0));
        long from = 0;
        for (IValue part : parts) {
            try (Scope scope = Scope.inference()) {
                IValueVector stack = new IValueVector(new IValue(plain), part);
                multiply.callBoxed(stack);
                org.bytedeco.pytorch.Tensor result = stack.get(0).toTensor();
                int columns = Math.toIntExact(result.size(1));
                FloatPointer values = new FloatPointer(result.data_ptr());
                for (int vector = 0; vector < count; vector++) {
                    values.position((long) vector * columns)
                            .get(products, Math.toIntExact((start + vector) * rows + from), columns);
                }
                from += columns;
            }
        }
    }

    /** How far a product may be from the exact one, for each unit of its vector's length, rounding of both included. */
    public double error() {
        return error;
    }

    @Override
    public void close() {
        parts.forEach(IValue::close);
        multiply.close();
    }
}
