package io.github.dmsrec.gnn.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the engine, with the operations that the models need, named as formulas are read. Row-major; dimension 0
 * counts rows. Freed at the end of the enclosing {@link Scope}. For one thread; those of frozen {@link Parameters} are
 * read by several.
 */
public final class Tensor {

    static {
        EngineLibraries.load();
    }

    /** Below this a norm counts as zero. */
    private static final double SMALLEST_NORM = 1e-12;
    /** Below any score, but so that no sum of some overflows. */
    private static final double HIDDEN = -1e9;
    /** How many different values the 16 bits have that a drop-out draws. */
    private static final double CHANCES = 1 << 16;

    private final org.bytedeco.pytorch.Tensor handle;
    private final @Nullable RowGradients rowGradients;

    Tensor(org.bytedeco.pytorch.Tensor handle) {
        this(handle, null);
    }

    /** @param rowGradients keeps the gradients of rows that are gathered; null for a tensor of another kind */
    Tensor(org.bytedeco.pytorch.Tensor handle, @Nullable RowGradients rowGradients) {
        this.handle = handle;
        this.rowGradients = rowGradients;
    }

    org.bytedeco.pytorch.Tensor handle() {
        return handle;
    }

    // ---- making ----------------------------------------------------------------------------------------------------

    /** A tensor of real numbers. */
    public static Tensor of(Precision precision, float[] values, long... shape) {
        org.bytedeco.pytorch.Tensor tensor = empty(ScalarType.Float, shape);
        checkCount(values.length, tensor, shape);
        if (values.length > 0) {
            new FloatPointer(tensor.data_ptr()).put(values, 0, values.length);
        }
        return new Tensor(precision == Precision.FLOAT ? tensor : tensor.to(precision.scalarType));
    }

    /** A tensor of real numbers. */
    public static Tensor of(Precision precision, double[] values, long... shape) {
        org.bytedeco.pytorch.Tensor tensor = empty(ScalarType.Double, shape);
        checkCount(values.length, tensor, shape);
        if (values.length > 0) {
            new DoublePointer(tensor.data_ptr()).put(values, 0, values.length);
        }
        return new Tensor(precision == Precision.DOUBLE ? tensor : tensor.to(precision.scalarType));
    }

    /** A vector of row numbers, to gather with or to add by, or of classes; it may be empty. */
    public static Tensor indices(int... values) {
        // The engine's vectorised ways to gather and to add rows take 64-bit numbers alone.
        org.bytedeco.pytorch.Tensor tensor = empty(ScalarType.Long, values.length);
        // An empty tensor has no address to copy to.
        if (values.length > 0) {
            long[] wide = Arrays.stream(values).asLongStream().toArray();
            new LongPointer(tensor.data_ptr()).put(wide, 0, wide.length);
        }
        return new Tensor(tensor);
    }

    /** Zeros. */
    public static Tensor zeros(Precision precision, long... shape) {
        return new Tensor(torch.zeros(shape, options(precision.scalarType)));
    }

    /** Ones. */
    public static Tensor ones(Precision precision, long... shape) {
        return new Tensor(torch.ones(shape, options(precision.scalarType)));
    }

    static org.bytedeco.pytorch.Tensor empty(ScalarType type, long... shape) {
        return torch.empty(shape, options(type), new org.bytedeco.pytorch.MemoryFormatOptional());
    }

    static TensorOptions options(ScalarType type) {
        return new TensorOptions().dtype(new ScalarTypeOptional(type));
    }

    private static void checkCount(int count, org.bytedeco.pytorch.Tensor tensor, long... shape) {
        if (tensor.numel() != count) {
            throw new IllegalArgumentException(count + " values for the shape " + Arrays.toString(shape));
        }
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    /** The lengths of all dimensions. */
    public long[] shape() {
        return handle.shape();
    }

    /** The length of a dimension. */
    public long size(int dimension) {
        return handle.size(dimension);
    }

    /** The number type of a tensor of real numbers. */
    public Precision precision() {
        // The engine hands out a new object for each constant.
        return handle.scalar_type().intern() == ScalarType.Double ? Precision.DOUBLE : Precision.FLOAT;
    }

    /** The number of values. */
    public long count() {
        return handle.numel();
    }

    /** The value of a tensor that has one. */
    public double item() {
        return handle.to(ScalarType.Double).item_double();
    }

    /** All values. */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(count())];
        copyTo(values, 0);
        return values;
    }

    /** Copies all values into an array, from the given index on. */
    public void copyTo(float[] target, int from) {
        org.bytedeco.pytorch.Tensor plain = handle.detach().to(ScalarType.Float).contiguous();
        new FloatPointer(plain.data_ptr()).get(target, from, Math.toIntExact(count()));
    }

    /** All values. */
    public double[] doubles() {
        org.bytedeco.pytorch.Tensor plain =
                handle.detach().to(ScalarType.Double).contiguous();
        double[] values = new double[Math.toIntExact(count())];
        new DoublePointer(plain.data_ptr()).get(values, 0, values.length);
        return values;
    }

    // ---- arithmetic, with broadcasting
    // -------------------------------------------------------------------------------

    public Tensor plus(Tensor other) {
        return new Tensor(handle.add(other.handle));
    }

    public Tensor plus(double number) {
        return new Tensor(handle.add(new Scalar(number)));
    }

    public Tensor minus(Tensor other) {
        return new Tensor(handle.sub(other.handle));
    }

    public Tensor times(Tensor other) {
        return new Tensor(handle.mul(other.handle));
    }

    public Tensor times(double number) {
        return new Tensor(handle.mul(new Scalar(number)));
    }

    public Tensor dividedBy(Tensor other) {
        return new Tensor(handle.div(other.handle));
    }

    /** This plus {@code weight * (other - this)}, element by element. */
    public Tensor towards(Tensor other, Tensor weight) {
        return new Tensor(torch.lerp(handle, other.handle, weight.handle));
    }

    // ---- functions
    // ---------------------------------------------------------------------------------------------------

    public Tensor sigmoid() {
        return new Tensor(handle.sigmoid());
    }

    public Tensor tanh() {
        return new Tensor(handle.tanh());
    }

    public Tensor relu() {
        return new Tensor(handle.relu());
    }

    public Tensor leakyRelu(double slope) {
        return new Tensor(torch.leaky_relu(handle, new Scalar(slope)));
    }

    /**
     * The same in this tensor's own memory, whose old values are lost: for large values on their way, such as those that
     * {@link #gather} has just made.
     */
    public Tensor leakyReluInPlace(double slope) {
        return new Tensor(torch.leaky_relu_(handle, new Scalar(slope)));
    }

    /** Each value times the probability that a standard normal number is below it (Hendrycks and Gimpel, 2016). */
    public Tensor gelu() {
        return new Tensor(torch.gelu(handle));
    }

    /** The values, but {@code alpha (exp(value) - 1)} where they are below 0. */
    public Tensor elu(double alpha) {
        return new Tensor(torch.elu(handle, new Scalar(alpha), new Scalar(1.0), new Scalar(1.0)));
    }

    public Tensor exp() {
        return new Tensor(handle.exp());
    }

    public Tensor sqrt() {
        return new Tensor(handle.sqrt());
    }

    public Tensor log() {
        return new Tensor(handle.log());
    }

    public Tensor softmax(int dimension) {
        return new Tensor(torch.softmax(handle, dimension));
    }

    /** The logarithm of the soft-max. */
    public Tensor logSoftmax(int dimension) {
        return new Tensor(torch.log_softmax(handle, dimension));
    }

    /** {@code ln(exp(this) + exp(other))}, element by element. */
    public Tensor logOfSumOfPowers(Tensor other) {
        return new Tensor(torch.logaddexp(handle, other.handle));
    }

    /** {@code ln(sum of exp)} along the last dimension, which is kept with length 1. */
    public Tensor logOfSumOfPowersOfEachRow() {
        return new Tensor(torch.logsumexp(handle, new long[] {-1}, true));
    }

    /** The highest values along a dimension, which is dropped; equals share the gradient. */
    public Tensor highest(int dimension) {
        return new Tensor(handle.amax(new long[] {dimension}, false));
    }

    /** The sum of all values. */
    public Tensor sum() {
        return new Tensor(handle.sum());
    }

    /** The sums along the last dimension, which is kept with length 1. */
    public Tensor sumOfEachRow() {
        return new Tensor(handle.sum(new long[] {-1}, true, new ScalarTypeOptional()));
    }

    /** The sums along a dimension, which is dropped. */
    public Tensor sumOver(int dimension) {
        return new Tensor(handle.sum(new long[] {dimension}, false, new ScalarTypeOptional()));
    }

    /**
     * Keeps each value with probability {@code 1 - rate}, divided by it; draws from the engine's generator.
     *
     * @param rate from 0 to less than 1; met to the next multiple of 2^-16
     */
    public Tensor dropout(double rate) {
        if (rate == 0) {
            return this;
        }
        // The engine's own drop-out spends two draws of its generator on each value. Here each makes two values' 16
        // bits.
        long count = count();
        org.bytedeco.pytorch.Tensor bits = empty(ScalarType.Long, (count + 3) / 4)
                .random_(Long.MIN_VALUE, new LongOptional(), new GeneratorOptional());
        double dropped = Math.min(Math.rint(rate * CHANCES), CHANCES - 1.0);
        org.bytedeco.pytorch.Tensor kept = bits.view(ScalarType.Short)
                .narrow(0, 0, count)
                .view(shape())
                .ge(new Scalar(Short.MIN_VALUE + dropped))
                .to(handle.scalar_type())
                .mul_(new Scalar(CHANCES / (CHANCES - dropped)));
        return new Tensor(handle.mul(kept));
    }

    /**
     * Each row [d] less its mean, divided by its standard deviation, times a gain [d], plus a shift [d]: layer
     * normalisation (Ba et al., 2016).
     *
     * @param epsilon added to the variance
     */
    public Tensor layerNorm(Tensor gain, Tensor shift, double epsilon) {
        return new Tensor(torch.layer_norm(
                handle,
                gain.shape(),
                new TensorOptional(gain.handle),
                new TensorOptional(shift.handle),
                epsilon,
                false));
    }

    /** Each row divided by its Euclidean norm; a row of zeros stays so. */
    public Tensor normalised() {
        return dividedBy(normOfEachRow().atLeast(SMALLEST_NORM));
    }

    /** The Euclidean norms along the last dimension, which is kept with length 1. */
    public Tensor normOfEachRow() {
        return new Tensor(handle.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true));
    }

    /** The values, or the number where they are lower. */
    public Tensor atLeast(double number) {
        return new Tensor(handle.clamp_min(new Scalar(number)));
    }

    // ---- matrices
    // ----------------------------------------------------------------------------------------------------

    /** The matrix product; of three dimensions, one product for each index of the first. */
    public Tensor matmul(Tensor right) {
        return new Tensor(handle.matmul(right.handle));
    }

    /** {@code x weightᵀ}: a linear layer without bias, weight [out, in]. */
    public Tensor linear(Tensor weight) {
        return new Tensor(torch.linear(handle, weight.handle));
    }

    /** {@code x weightᵀ + bias}: a linear layer, weight [out, in], bias [out]. */
    public Tensor linear(Tensor weight, Tensor bias) {
        return new Tensor(torch.linear(handle, weight.handle, new TensorOptional(bias.handle)));
    }

    /** This plus the matrix product of two others, in one operation. */
    public Tensor plusProduct(Tensor left, Tensor right) {
        return new Tensor(torch.addmm(handle, left.handle, right.handle));
    }

    /** Adds {@code left_i right_j} to each value of this [n, d], in this tensor's own memory: left [n], right [d]. */
    public Tensor plusOuterInPlace(Tensor left, Tensor right) {
        return new Tensor(handle.addr_(left.handle, right.handle));
    }

    /** With the last two dimensions exchanged, without a copy. */
    public Tensor transposed() {
        return new Tensor(handle.transpose(-2, -1));
    }

    /**
     * A step of a gated recurrent unit with this [n, in] as its input (Cho et al., EMNLP 2014, as PyTorch has it): gates in
     * the order reset, update, new.
     *
     * @param hidden [n, out]
     * @param inputWeight [3 out, in]
     * @param hiddenWeight [3 out, out]
     * @param inputBias [3 out]
     * @param hiddenBias [3 out]
     * @return the next hidden state [n, out]
     */
    public Tensor gatedInto(
            Tensor hidden, Tensor inputWeight, Tensor hiddenWeight, Tensor inputBias, Tensor hiddenBias) {
        return new Tensor(torch.gru_cell(
                handle,
                hidden.handle,
                inputWeight.handle,
                hiddenWeight.handle,
                new TensorOptional(inputBias.handle),
                new TensorOptional(hiddenBias.handle)));
    }

    /** The same values in another shape. */
    public Tensor reshape(long... shape) {
        return new Tensor(handle.reshape(shape));
    }

    /** Rows {@code from..to-1}, without a copy. */
    public Tensor rows(long from, long to) {
        if (!isParameter()) {
            return new Tensor(handle.narrow(0, from, to - from));
        }
        // A leaf of its own over the same memory: its gradient goes straight into those rows of the parameter's, which
        // spares two passes over a gradient of the whole parameter.
        org.bytedeco.pytorch.Tensor part = handle.detach().narrow(0, from, to - from);
        part.set_requires_grad(true);
        part.mutable_grad().put(handle.grad().narrow(0, from, to - from));
        return new Tensor(part);
    }

    /** Columns {@code from..to-1}, without a copy. */
    public Tensor columns(long from, long to) {
        return new Tensor(handle.narrow(1, from, to - from));
    }

    /** All rows in parts of the given numbers of rows, without a copy; gradients are joined in one operation. */
    public List<Tensor> split(long... rows) {
        TensorVector parts = torch.split_with_sizes(handle, rows);
        // What get returns lies inside the vector and would end with it; a part must be able to outlive it.
        return LongStream.range(0, parts.size())
                .mapToObj(part -> new Tensor(new org.bytedeco.pytorch.Tensor(parts.get(part))))
                .toList();
    }

    /** Matrices side by side. */
    public static Tensor beside(List<Tensor> parts) {
        return concatenate(parts, 1);
    }

    /** Matrices one below the other. */
    public static Tensor below(List<Tensor> parts) {
        return concatenate(parts, 0);
    }

    private static Tensor concatenate(List<Tensor> parts, long dimension) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        TensorVector vector =
                new TensorVector(parts.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
        return new Tensor(torch.cat(vector, dimension));
    }

    // ---- rows and segments
    // -------------------------------------------------------------------------------------------

    /** The rows [n, d] of the given numbers, from [m, d]; a row may be taken several times. */
    public Tensor gather(Tensor indices) {
        if (rowGradients != null && GradMode.is_enabled()) {
            return rowGradients.gather(indices);
        }
        if (!isParameter()) {
            return new Tensor(handle.gather(0, indices.ofEachColumn(size(1))));
        }
        // The gradient is made of the rows taken, not of the whole parameter. It is added through a leaf of its own:
        // joined with other gradients first, it would become one of the whole parameter after all.
        Tensor leaf = rows(0, size(0));
        return new Tensor(torch.embedding(leaf.handle, indices.handle, -1, false, true));
    }

    /** The sums [rows, d] of rows [n, d] that share a number: row {@code i} is added to row {@code indices[i]}. */
    public Tensor sumInto(Tensor indices, long rows) {
        org.bytedeco.pytorch.Tensor zeros = torch.zeros(new long[] {rows, size(1)}, options(handle.scalar_type()));
        return new Tensor(torch.scatter_add(zeros, 0, indices.ofEachColumn(size(1)), handle));
    }

    /**
     * Row numbers [n] as numbers [n, columns] of values, without a copy: the engine gathers and adds whole rows where it
     * meets this form, several times as fast as by its operations on rows, which start again for each of them.
     */
    private org.bytedeco.pytorch.Tensor ofEachColumn(long columns) {
        long count = count();
        return handle.view(count, 1).expand(count, columns);
    }

    // ---- loss and gradients
    // ------------------------------------------------------------------------------------------

    /** The mean cross entropy of scores [b, N] with one class each, by soft-max. */
    public Tensor crossEntropy(Tensor classes) {
        return new Tensor(torch.cross_entropy_loss(handle, classes.handle));
    }

    /**
     * The same values but for numbers below any score at some places: a soft-max gives them 0, so that no gradient flows through
     * them. This tensor is not to be used afterwards, as its memory may be that of the result.
     *
     * @param places in row-major order, each less than {@link #count}
     */
    public Tensor hiding(int... places) {
        if (places.length == 0) {
            return this;
        }
        org.bytedeco.pytorch.Tensor inRows = handle.contiguous();
        // The values change without a record of it, which saves a copy of the gradient. What an operation before this
        // one has kept for its own gradient is guarded by the engine: both handles count their changes together.
        inRows.detach().view(-1).index_fill_(0, indices(places).handle, new Scalar(HIDDEN));
        return new Tensor(inRows);
    }

    /**
     * The same values, with numbers added at some places.
     *
     * @param numbers one for each place
     * @param places in row-major order, each less than {@link #count}; one may be named several times
     */
    public Tensor adding(Tensor numbers, int... places) {
        if (places.length == 0) {
            return this;
        }
        return new Tensor(handle.reshape(-1)
                .index_add(0, indices(places).handle, numbers.handle.reshape(-1))
                .reshape(handle.sizes()));
    }

    /** The same values, through which no gradient flows. */
    public Tensor withoutGradient() {
        return new Tensor(handle.detach());
    }

    /** Whether the gradient of this tensor is kept, and operations are recorded now. */
    private boolean isParameter() {
        return GradMode.is_enabled()
                && handle.is_leaf()
                && handle.requires_grad()
                && handle.grad().defined();
    }

    /** Adds the gradient of this number to every parameter that it was computed from. */
    public void backward() {
        handle.backward(
                new org.bytedeco.pytorch.Tensor(),
                new BoolOptional(false),
                false,
                new org.bytedeco.pytorch.TensorArrayRefOptional());
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape());
    }
}
