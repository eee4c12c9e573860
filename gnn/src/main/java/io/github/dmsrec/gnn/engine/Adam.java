package io.github.dmsrec.gnn.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, ICLR 2015), step by step equal to PyTorch's, over all trained parameters at once. For parameters of
 * {@link Precision#FLOAT}. For one thread; it shares the work of a step among as many as the engine has.
 *
 * <p>The step is one loop over each stretch of parameters instead of an operation of the engine for each term: every value
 * is read and written once. No value depends on the stretches or the threads.
 *
 * <p>Of {@linkplain ItemGradients#SPARSE sparse} parameters, only rows that have a gradient move, and only their moments change:
 * the lazy form that PyTorch has as {@code SparseAdam}. Moments of other rows wait as they are, while the correction of their
 * start counts all steps. Weights decay only in rows that move.
 */
public final class Adam implements AutoCloseable {

    static {
        EngineLibraries.load();
    }

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;
    /** Keeps the scaling of a clipped gradient finite; PyTorch's value. */
    private static final double NORM_EPSILON = 1e-6;
    /** Few enough values that all their arrays stay in a core's cache. */
    private static final int STRETCH = 1 << 12;
    /** So many rows are a piece of work. */
    private static final int ROWS_OF_A_PIECE = 64;

    private final Parameters parameters;
    private final double decay;
    private final Decay form;
    private final double largestGradientNorm;
    private final int count;
    private final FloatBuffer values;
    private final FloatBuffer gradient;
    private final float[][] firstMoment;
    private final float[][] secondMoment;
    private final List<RowMoments> sparse = new ArrayList<>();
    private final ParallelFor workers;
    private long steps;

    /** How the decay of weights enters. */
    public enum Decay {
        /** Added to the gradient before the moments: PyTorch's {@code Adam(weight_decay)}. */
        COUPLED,
        /** Taken off the weights beside the step: PyTorch's {@code AdamW} (Loshchilov and Hutter, ICLR 2019). */
        DECOUPLED
    }

    /**
     * @param parameters what is trained, in single precision
     * @param decay the factor of the decay, at least 0
     * @param form how it enters
     * @param largestGradientNorm a gradient of a greater Euclidean norm, over all parameters, is scaled down to it, as
     *     PyTorch's {@code clip_grad_norm_} does; 0 for no limit
     */
    public Adam(Parameters parameters, double decay, Decay form, double largestGradientNorm) {
        if (parameters.precision() != Precision.FLOAT) {
            throw new IllegalArgumentException("Adam takes single precision, not " + parameters.precision());
        }
        this.parameters = parameters;
        this.decay = decay;
        this.form = form;
        this.largestGradientNorm = largestGradientNorm;
        this.count = Math.toIntExact(parameters.flatGradient().count());
        this.values = memory(parameters.flatValues());
        this.gradient = memory(parameters.flatGradient());
        int stretches = (count + STRETCH - 1) / STRETCH;
        this.firstMoment = new float[stretches][STRETCH];
        this.secondMoment = new float[stretches][STRETCH];
        this.workers = new ParallelFor(torch.get_num_threads());
        try {
            parameters.sparse().forEach(rows -> sparse.add(new RowMoments(rows)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The tensor's own memory, without a copy. */
    private FloatBuffer memory(Tensor tensor) {
        if (count == 0) {
            // All parameters are sparse; an empty tensor has no address.
            return FloatBuffer.allocate(0);
        }
        return new FloatPointer(tensor.handle().data_ptr()).capacity(count).asBuffer();
    }

    /** One step along the gradients that the parameters have added up; leaves the gradients at zero. */
    public void step(double learningRate) {
        steps++;
        List<RowGradients.Sums> ofRows =
                sparse.stream().map(moments -> moments.rows().sums()).toList();
        Step step = new Step(
                shrinkage(ofRows),
                form == Decay.COUPLED ? (float) decay : 0,
                form == Decay.DECOUPLED ? (float) (1 - learningRate * decay) : 1,
                (float) Math.sqrt(1 - Math.pow(BETA_2, (double) steps)),
                (float) (-learningRate / (1 - Math.pow(BETA_1, (double) steps))));
        int decayed = Math.toIntExact(parameters.decayedCount());
        workers.forEachIndex(firstMoment.length, Copies::new, (copies, i) -> {
            int from = i * STRETCH;
            int length = Math.min(STRETCH, count - from);
            int decaying = Math.max(0, Math.min(length, decayed - from));
            values.get(from, copies.weights, 0, length);
            gradient.get(from, copies.slopes, 0, length);
            step.move(copies, firstMoment[i], secondMoment[i], 0, decaying);
            step.withoutDecay().move(copies, firstMoment[i], secondMoment[i], decaying, length);
            values.put(from, copies.weights, 0, length);
            gradient.put(from, copies.zeros, 0, length);
        });
        for (int i = 0; i < ofRows.size(); i++) {
            move(sparse.get(i), ofRows.get(i), step);
        }
    }

    private void move(RowMoments moments, RowGradients.Sums sums, Step step) {
        Step ofRows = moments.rows().spec().role() == ParameterSpec.Role.TRAINED ? step : step.withoutDecay();
        int rows = sums.rows().length;
        int pieces = (rows + ROWS_OF_A_PIECE - 1) / ROWS_OF_A_PIECE;
        workers.forEachIndex(pieces, Copies::new, (copies, piece) -> {
            int to = Math.min(rows, (piece + 1) * ROWS_OF_A_PIECE);
            for (int i = piece * ROWS_OF_A_PIECE; i < to; i++) {
                moments.move(ofRows, copies, sums, i);
            }
        });
        moments.rows().clear();
    }

    /** The moments of a sparse parameter, in the engine's memory: those of a large catalogue would fill the heap. */
    private static final class RowMoments implements AutoCloseable {

        private final RowGradients rows;
        private final org.bytedeco.pytorch.Tensor first;
        private final org.bytedeco.pytorch.Tensor second;
        private final FloatBuffer values;
        private final FloatBuffer firstMoment;
        private final FloatBuffer secondMoment;

        RowMoments(RowGradients rows) {
            this.rows = rows;
            try (Scope scope = Scope.inference()) {
                first = torch.zeros_like(rows.table().detach());
                second = torch.zeros_like(rows.table().detach());
                first.retainReference();
                second.retainReference();
            }
            values = bytes(rows.table()).asFloatBuffer();
            firstMoment = bytes(first).asFloatBuffer();
            secondMoment = bytes(second).asFloatBuffer();
        }

        RowGradients rows() {
            return rows;
        }

        /** Moves the {@code i}-th row that has a gradient. */
        void move(Step step, Copies copies, RowGradients.Sums sums, int i) {
            int width = rows.width();
            int row = sums.rows()[i] * width;
            for (int from = 0; from < width; from += STRETCH) {
                int length = Math.min(STRETCH, width - from);
                values.get(row + from, copies.weights, 0, length);
                firstMoment.get(row + from, copies.first, 0, length);
                secondMoment.get(row + from, copies.second, 0, length);
                System.arraycopy(sums.slopes(), i * width + from, copies.slopes, 0, length);
                step.move(copies, copies.first, copies.second, 0, length);
                values.put(row + from, copies.weights, 0, length);
                firstMoment.put(row + from, copies.first, 0, length);
                secondMoment.put(row + from, copies.second, 0, length);
            }
        }

        SparseState state() {
            return new SparseState(rows.spec().name(), bytes(first), bytes(second));
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    /** The tensor's own memory, without a copy: at most 2 GB. */
    private static ByteBuffer bytes(org.bytedeco.pytorch.Tensor tensor) {
        long bytes = Math.multiplyExact(tensor.numel(), (long) Float.BYTES);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a parameter of " + bytes + " bytes is more than a buffer holds");
        }
        return new BytePointer(tensor.data_ptr()).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** What each thread works on: the compiler turns loops over arrays, not over buffers, into vector instructions. */
    private static final class Copies {
        final float[] weights = new float[STRETCH];
        final float[] slopes = new float[STRETCH];
        final float[] zeros = new float[STRETCH];
        final float[] first = new float[STRETCH];
        final float[] second = new float[STRETCH];
    }

    /**
     * The numbers of one step.
     *
     * @param shrink what the gradient is multiplied with
     * @param coupled the decay that is added to the gradient, per weight
     * @param kept what decay leaves of a weight
     * @param unbias what the root of the second moment is divided by
     * @param rate minus the learning rate, without the first moment's bias
     */
    private record Step(float shrink, float coupled, float kept, float unbias, float rate) {

        private static final float TOWARDS_SLOPE = (float) (1 - BETA_1);
        private static final float KEPT_SQUARE = (float) BETA_2;
        private static final float TOWARDS_SQUARE = (float) (1 - BETA_2);

        Step withoutDecay() {
            return new Step(shrink, 0, 1, unbias, rate);
        }

        void move(Copies copies, float[] first, float[] second, int from, int to) {
            float[] weights = copies.weights;
            float[] slopes = copies.slopes;
            // The engine's operations round at the same places, so that the bits are those of its step.
            for (int i = from; i < to; i++) {
                float weight = weights[i];
                float slope = Math.fma(weight, coupled, slopes[i] * shrink);
                float mean = Math.fma(TOWARDS_SLOPE, slope - first[i], first[i]);
                float square = Math.fma(TOWARDS_SQUARE * slope, slope, second[i] * KEPT_SQUARE);
                first[i] = mean;
                second[i] = square;
                weights[i] = weight * kept + rate * mean / ((float) Math.sqrt(square) / unbias + EPSILON);
            }
        }
    }

    /** What the gradient is multiplied with before the step. */
    private float shrinkage(List<RowGradients.Sums> ofRows) {
        if (largestGradientNorm == 0) {
            return 1;
        }
        try (Scope scope = Scope.inference()) {
            double norm = parameters.flatGradient().handle().norm().item_double();
            if (!ofRows.isEmpty()) {
                double squares = norm * norm;
                for (RowGradients.Sums sums : ofRows) {
                    for (float slope : sums.slopes()) {
                        squares += (double) slope * slope;
                    }
                }
                norm = Math.sqrt(squares);
            }
            // Not a number passes through, so that the loss shows it.
            return (float) Math.min(1, largestGradientNorm / (norm + NORM_EPSILON));
        }
    }

    /**
     * What a resumed run needs, beside the parameters.
     *
     * @param steps the number of steps taken
     * @param firstMoment one value per trained parameter value, but for those of {@link SparseState}
     * @param secondMoment likewise
     */
    public record State(long steps, float[] firstMoment, float[] secondMoment) {}

    /**
     * The moments of a sparse parameter in the optimiser's own memory: what is read there is saved, what is written there is
     * restored. Not to be used after the optimiser is closed.
     *
     * @param name of the parameter
     * @param firstMoment a number of single precision for each value, in the processor's order of bytes
     * @param secondMoment likewise
     */
    public record SparseState(String name, ByteBuffer firstMoment, ByteBuffer secondMoment) {}

    /** The moments of all sparse parameters. */
    public List<SparseState> sparseStates() {
        return sparse.stream().map(RowMoments::state).toList();
    }

    /** The state after the steps taken so far. */
    public State state() {
        return new State(steps, joined(firstMoment), joined(secondMoment));
    }

    /** Goes on from a state of the same parameters; the moments of sparse ones are written into {@link #sparseStates}. */
    public void restore(State state) {
        steps = state.steps();
        for (int i = 0; i < firstMoment.length; i++) {
            int from = i * STRETCH;
            int length = Math.min(STRETCH, count - from);
            System.arraycopy(state.firstMoment(), from, firstMoment[i], 0, length);
            System.arraycopy(state.secondMoment(), from, secondMoment[i], 0, length);
        }
    }

    private float[] joined(float[][] stretches) {
        float[] all = new float[count];
        for (int i = 0; i < stretches.length; i++) {
            int from = i * STRETCH;
            System.arraycopy(stretches[i], 0, all, from, Math.min(STRETCH, count - from));
        }
        return all;
    }

    @Override
    public void close() {
        workers.close();
        sparse.forEach(RowMoments::close);
    }
}
