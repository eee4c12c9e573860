package io.github.dmsrec.gnn.engine;

import io.github.dmsrec.core.RandomStreams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * The named parameters of a model. All trained ones lie in one block of memory, and their gradients in another, so that
 * the optimiser runs over the whole in a few operations; each parameter is a view of its stretch. Held until closed. For
 * one thread, until they are {@linkplain #freeze frozen}: from then on safe for use by several.
 */
public final class Parameters implements AutoCloseable {

    static {
        EngineLibraries.load();
    }

    /** So many start values are drawn at once. */
    private static final int DRAWN = 1 << 16;
    /** More than the rounding error of a norm, less than what matters. */
    private static final double ROUNDING = 1e-6;

    private final Precision precision;
    private final List<ParameterSpec> specs;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final Map<String, RowGradients> sparse = new LinkedHashMap<>();
    private final ItemGradients itemGradients;
    private final org.bytedeco.pytorch.Tensor values;
    private final org.bytedeco.pytorch.Tensor gradient;
    private final long dense;
    private final long decayed;
    /** What {@link #derived} has made of frozen parameters. */
    private final Map<String, Tensor> derived = new ConcurrentHashMap<>();

    private volatile boolean frozen;

    /**
     * Parameters at their start values, which depend on the seed and each parameter's name alone.
     *
     * @param specs all parameters; names are unique
     * @param precision the number type
     * @param random draws the start values
     */
    public Parameters(List<ParameterSpec> specs, Precision precision, RandomStreams random) {
        this(specs, precision, random, ItemGradients.DENSE);
    }

    /**
     * Parameters at their start values, which depend on the seed and each parameter's name alone.
     *
     * @param specs all parameters; names are unique
     * @param precision the number type
     * @param random draws the start values
     * @param itemGradients which rows of trained parameters {@link ParameterSpec#perItem per item} have gradients; those of a
     *     sparse one can only be {@linkplain Tensor#gather gathered} while operations are recorded
     */
    public Parameters(
            List<ParameterSpec> specs, Precision precision, RandomStreams random, ItemGradients itemGradients) {
        this(specs, precision, true, itemGradients);
        fill(spec -> start(spec, random.stream("initialise " + spec.name())));
    }

    /**
     * Frozen parameters of known values, without gradients.
     *
     * @param specs all parameters; names are unique
     * @param values gives the values of a name, row-major
     */
    public static Parameters frozen(List<ParameterSpec> specs, Function<String, float[]> values) {
        Parameters parameters = new Parameters(specs, Precision.FLOAT, false, ItemGradients.DENSE);
        parameters.fill(spec -> parameters.set(spec.name(), values.apply(spec.name())));
        parameters.freeze();
        return parameters;
    }

    /** Zeros. */
    private Parameters(List<ParameterSpec> specs, Precision precision, boolean trainable, ItemGradients itemGradients) {
        this.precision = precision;
        this.specs = List.copyOf(specs);
        this.itemGradients = itemGradients;
        List<ParameterSpec> trained = new ArrayList<>(denseOf(ParameterSpec.Role.TRAINED));
        this.decayed = count(trained);
        trained.addAll(denseOf(ParameterSpec.Role.TRAINED_WITHOUT_DECAY));
        this.dense = count(trained);
        this.specs.stream().filter(this::isSparse).forEach(trained::add);
        this.values = zeros(precision, count(trained));
        this.gradient = zerosBeside(values, precision, trainable ? dense : 0);
        try (Scope scope = Scope.inference()) {
            long offset = 0;
            for (ParameterSpec spec : trained) {
                org.bytedeco.pytorch.Tensor view = kept(stretch(values, offset, spec));
                if (isSparse(spec)) {
                    RowGradients rows = new RowGradients(spec, view);
                    put(spec.name(), tensors, new Tensor(view, rows));
                    sparse.put(spec.name(), rows);
                    // So that a use as a whole, whose gradient nobody would read, is found.
                    view.set_requires_grad(true);
                } else {
                    put(spec.name(), tensors, new Tensor(view));
                }
                if (trainable && !isSparse(spec)) {
                    org.bytedeco.pytorch.Tensor slope = kept(stretch(gradient, offset, spec));
                    gradients.put(spec.name(), new Tensor(slope));
                    view.set_requires_grad(true);
                    view.mutable_grad().put(slope);
                }
                offset += spec.count();
            }
            for (ParameterSpec spec : of(ParameterSpec.Role.FROZEN)) {
                put(
                        spec.name(),
                        tensors,
                        new Tensor(kept(Tensor.zeros(precision, spec.shape()).handle())));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static org.bytedeco.pytorch.Tensor zeros(Precision precision, long count) {
        try (Scope scope = Scope.inference()) {
            return kept(Tensor.zeros(precision, count).handle());
        }
    }

    /** Frees the other block if there is no memory for this one. */
    private static org.bytedeco.pytorch.Tensor zerosBeside(
            org.bytedeco.pytorch.Tensor other, Precision precision, long count) {
        try {
            return zeros(precision, count);
        } catch (RuntimeException | Error e) {
            other.close();
            throw e;
        }
    }

    /** Outlives the scope that it is made in; ends when this is closed. */
    private static org.bytedeco.pytorch.Tensor kept(org.bytedeco.pytorch.Tensor tensor) {
        tensor.retainReference();
        return tensor;
    }

    private void fill(Consumer<ParameterSpec> setting) {
        try {
            specs.forEach(setting);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The number type. */
    public Precision precision() {
        return precision;
    }

    /** What the parameters were declared as, in that order. */
    public List<ParameterSpec> specs() {
        return specs;
    }

    /** A parameter. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter is named '" + name + "'; known: " + tensors.keySet());
        }
        return tensor;
    }

    /** Whether there is a parameter of that name. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** Which rows of parameters per item have gradients. */
    public ItemGradients itemGradients() {
        return itemGradients;
    }

    /** Whether values still change and few rows of what there is per item are read, so that nothing is worth making of all rows. */
    public boolean readsRowsAlone() {
        return itemGradients == ItemGradients.SPARSE && !frozen;
    }

    /**
     * The gradient that {@link Tensor#backward} has added up for a trained parameter; that of a sparse one is made for the call,
     * in the caller's scope.
     */
    public Tensor gradient(String name) {
        RowGradients rows = sparse.get(name);
        if (rows != null) {
            return rows.whole();
        }
        Tensor slope = gradients.get(name);
        if (slope == null) {
            throw new IllegalArgumentException("'" + name + "' is not trained; trained: " + gradients.keySet());
        }
        return slope;
    }

    /**
     * Declares that no value changes any more: what is {@linkplain #derived derived} of them is then made once. They may be
     * handed to other threads afterwards.
     */
    public void freeze() {
        frozen = true;
    }

    /**
     * What follows from the parameters alone, such as products of weights. Of frozen parameters it is made once and kept as
     * long as they are; of others it is made for each call, in the caller's scope, so that gradients flow through it.
     *
     * @param name one for each thing that is derived
     * @param maker makes a new tensor, in whichever scope it is called; asks for nothing derived itself
     */
    public Tensor derived(String name, Supplier<Tensor> maker) {
        if (!frozen) {
            return maker.get();
        }
        Tensor known = derived.get(name);
        return known == null ? derive(name, maker) : known;
    }

    private synchronized Tensor derive(String name, Supplier<Tensor> maker) {
        Tensor known = derived.get(name);
        if (known != null) {
            return known;
        }
        try (Scope scope = Scope.inference()) {
            Tensor made = maker.get();
            kept(made.handle());
            derived.put(name, made);
            return made;
        }
    }

    private void requireChangeable() {
        if (frozen) {
            throw new IllegalStateException("these parameters are frozen: a model that scores does not change");
        }
    }

    /** Overwrites a parameter; the values are row-major. */
    public void set(String name, float[] newValues) {
        requireChangeable();
        try (Scope scope = Scope.inference()) {
            Tensor target = get(name);
            target.handle()
                    .copy_(Tensor.of(precision, newValues, target.shape()).handle());
        }
    }

    /** Overwrites a parameter; the values are row-major. */
    public void set(String name, double[] newValues) {
        requireChangeable();
        try (Scope scope = Scope.inference()) {
            Tensor target = get(name);
            target.handle()
                    .copy_(Tensor.of(precision, newValues, target.shape()).handle());
        }
    }

    /**
     * Does something while no value changes, so that what is {@linkplain #derived derived} is made once for it.
     *
     * @return what the work gives
     */
    public <T> T whileFrozen(Supplier<T> work) {
        requireChangeable();
        frozen = true;
        try {
            return work.get();
        } finally {
            frozen = false;
            derived.values().forEach(tensor -> tensor.handle().close());
            derived.clear();
        }
    }

    /**
     * Shortens the given rows of a matrix whose Euclidean norm is above a bound; others stay as they are.
     *
     * @param rows which rows, in any order
     * @param most the bound; shortened rows end just below it, so that rounding does not put them back above
     */
    public void capNorms(String name, int[] rows, double most) {
        requireChangeable();
        try (Scope scope = Scope.inference()) {
            Tensor matrix = get(name);
            Tensor chosen = matrix.gather(Tensor.indices(rows));
            org.bytedeco.pytorch.Tensor norms = chosen.normOfEachRow().handle();
            org.bytedeco.pytorch.Tensor factors = norms.reciprocal().mul_(new Scalar(most * (1 - ROUNDING)));
            org.bytedeco.pytorch.Tensor kept = norms.le(new Scalar(most));
            matrix.handle()
                    .index_copy_(
                            0,
                            Tensor.indices(rows).handle(),
                            chosen.handle().mul(torch.where(kept, new Scalar(1.0), factors)));
        }
    }

    /** Forgets all gradients. */
    public void clearGradients() {
        gradient.zero_();
        sparse.values().forEach(RowGradients::clear);
    }

    /** Parameters of which only rows that were gathered have gradients. */
    List<RowGradients> sparse() {
        return List.copyOf(sparse.values());
    }

    /** All trained parameters in one vector, those of {@link #sparse} last. */
    Tensor flatValues() {
        return new Tensor(values);
    }

    /** The gradients of all but {@link #sparse}, in the same order. */
    Tensor flatGradient() {
        return new Tensor(gradient);
    }

    /** How many of the flat values decay: they come first. */
    long decayedCount() {
        return decayed;
    }

    @Override
    public void close() {
        sparse.values().forEach(RowGradients::close);
        derived.values().forEach(tensor -> tensor.handle().close());
        tensors.values().forEach(tensor -> tensor.handle().close());
        gradients.values().forEach(tensor -> tensor.handle().close());
        values.close();
        gradient.close();
    }

    private List<ParameterSpec> of(ParameterSpec.Role role) {
        return specs.stream().filter(spec -> spec.role() == role).toList();
    }

    private List<ParameterSpec> denseOf(ParameterSpec.Role role) {
        return of(role).stream().filter(spec -> !isSparse(spec)).toList();
    }

    private boolean isSparse(ParameterSpec spec) {
        return itemGradients == ItemGradients.SPARSE && spec.perItem() && spec.role() != ParameterSpec.Role.FROZEN;
    }

    private static long count(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::count).sum();
    }

    private static org.bytedeco.pytorch.Tensor stretch(
            org.bytedeco.pytorch.Tensor flat, long offset, ParameterSpec spec) {
        return flat.narrow(0, offset, spec.count()).view(spec.shape()).detach();
    }

    private static void put(String name, Map<String, Tensor> map, Tensor tensor) {
        if (map.putIfAbsent(name, tensor) != null) {
            tensor.handle().close();
            throw new IllegalArgumentException("two parameters are named '" + name + "'");
        }
    }

    /** Some at a time: those of a large catalogue take gigabytes in double precision. */
    private void start(ParameterSpec spec, SplittableRandom random) {
        IntToDoubleFunction draw = startValues(spec, random);
        org.bytedeco.pytorch.Tensor target = get(spec.name()).handle();
        for (int from = 0; from < spec.count(); from += DRAWN) {
            double[] drawn = new double[Math.min(DRAWN, spec.count() - from)];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = draw.applyAsDouble(from + i);
            }
            try (Scope scope = Scope.inference()) {
                target.detach()
                        .view(-1)
                        .narrow(0, from, drawn.length)
                        .copy_(Tensor.of(precision, drawn, drawn.length).handle());
            }
        }
    }

    /** Gives the value at each place; asked for in ascending order. */
    private static IntToDoubleFunction startValues(ParameterSpec spec, SplittableRandom random) {
        if (spec.start() instanceof ParameterSpec.Start.Constant constant) {
            return place -> constant.value();
        } else if (spec.start() instanceof ParameterSpec.Start.OneThenZeros) {
            return place -> place == 0 ? 1 : 0;
        } else if (spec.start() instanceof ParameterSpec.Start.Uniform uniform) {
            return place -> evenly(uniform.low(), uniform.high(), random);
        } else if (spec.start() instanceof ParameterSpec.Start.UniformAfterFirstRow uniform) {
            int ofFirstRow = rowLength(spec);
            return place -> place < ofFirstRow ? 0 : evenly(-uniform.bound(), uniform.bound(), random);
        } else if (spec.start() instanceof ParameterSpec.Start.Normal normal) {
            return place -> random.nextGaussian(0, normal.deviation());
        } else if (spec.start() instanceof ParameterSpec.Start.NormalAfterFirstRow normal) {
            int ofFirstRow = rowLength(spec);
            return place -> place < ofFirstRow ? 0 : random.nextGaussian(0, normal.deviation());
        }
        throw new IllegalArgumentException("'" + spec.name() + "' starts as " + spec.start());
    }

    private static int rowLength(ParameterSpec spec) {
        return spec.count() / (int) spec.shape()[0];
    }

    private static double evenly(double low, double high, SplittableRandom random) {
        return low + (high - low) * random.nextDouble();
    }
}
