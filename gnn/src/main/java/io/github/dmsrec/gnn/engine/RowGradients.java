package io.github.dmsrec.gnn.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.global.torch;

/**
 * A parameter with a row for each item [N, d] whose rows have gradients only where a step gathers them. Each gather is a leaf
 * of its own, kept with its gradient until the step is done. For one thread.
 */
final class RowGradients implements AutoCloseable {

    static {
        EngineLibraries.load();
    }

    private final ParameterSpec spec;
    private final org.bytedeco.pytorch.Tensor table;
    private final List<Gathered> gathered = new ArrayList<>();

    /**
     * Rows that were taken at once.
     *
     * @param rows their numbers
     * @param leaf their values [rows, d], which get the gradient
     */
    private record Gathered(long[] rows, org.bytedeco.pytorch.Tensor leaf) {}

    /**
     * The gradients of a step.
     *
     * @param rows that have one, ascending, each once
     * @param slopes [rows, d]; what a row got from several gathers is added up in their order
     */
    record Sums(int[] rows, float[] slopes) {}

    /**
     * @param spec of the parameter
     * @param table its values, which are changed from outside; closed by its owner
     */
    RowGradients(ParameterSpec spec, org.bytedeco.pytorch.Tensor table) {
        this.spec = spec;
        this.table = table;
    }

    ParameterSpec spec() {
        return spec;
    }

    /** The length d of a row. */
    int width() {
        return Math.toIntExact(table.size(1));
    }

    /** The values in the engine's memory. */
    org.bytedeco.pytorch.Tensor table() {
        return table;
    }

    /** Rows as they are now, whose gradient is kept. */
    Tensor gather(Tensor indices) {
        long[] rows = new long[Math.toIntExact(indices.count())];
        if (rows.length > 0) {
            new LongPointer(indices.handle().data_ptr()).get(rows);
        }
        org.bytedeco.pytorch.Tensor leaf = torch.index_select(table.detach(), 0, indices.handle());
        leaf.set_requires_grad(true);
        // Outlives the pass: its gradient is read when the step is taken.
        leaf.retainReference();
        gathered.add(new Gathered(rows, leaf));
        return new Tensor(leaf);
    }

    /**
     * What {@link Tensor#backward} has added up since {@link #clear}, in single precision.
     *
     * @throws IllegalStateException if the parameter was also used as a whole
     */
    Sums sums() {
        requireGathersAlone();
        int[] rows = gathered.stream()
                .filter(each -> each.leaf.grad().defined())
                .flatMapToLong(each -> LongStream.of(each.rows))
                .mapToInt(Math::toIntExact)
                .sorted()
                .distinct()
                .toArray();
        int width = width();
        float[] slopes = new float[Math.multiplyExact(rows.length, width)];
        for (Gathered each : gathered) {
            if (each.leaf.grad().defined()) {
                try (Scope scope = Scope.inference()) {
                    float[] own = new float[each.rows.length * width];
                    if (own.length > 0) {
                        new FloatPointer(each.leaf.grad().contiguous().data_ptr()).get(own);
                    }
                    for (int i = 0; i < each.rows.length; i++) {
                        int to = Arrays.binarySearch(rows, (int) each.rows[i]) * width;
                        for (int j = 0; j < width; j++) {
                            slopes[to + j] += own[i * width + j];
                        }
                    }
                }
            }
        }
        return new Sums(rows, slopes);
    }

    /** The same as a tensor of the parameter's size, in the caller's scope. */
    Tensor whole() {
        requireGathersAlone();
        org.bytedeco.pytorch.Tensor whole = torch.zeros_like(table.detach());
        for (Gathered each : gathered) {
            if (each.leaf.grad().defined()) {
                int[] rows = Arrays.stream(each.rows).mapToInt(Math::toIntExact).toArray();
                whole.index_add_(0, Tensor.indices(rows).handle(), each.leaf.grad());
            }
        }
        return new Tensor(whole);
    }

    private void requireGathersAlone() {
        if (table.grad().defined()) {
            throw new IllegalStateException(
                    "'" + spec.name() + "' was used as a whole, but only rows that are gathered have gradients");
        }
    }

    /** Forgets the gradients. */
    void clear() {
        gathered.forEach(each -> each.leaf.close());
        gathered.clear();
    }

    @Override
    public void close() {
        clear();
    }
}
