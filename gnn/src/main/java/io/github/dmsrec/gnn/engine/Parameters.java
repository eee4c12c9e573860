package io.github.dmsrec.gnn.engine;

import io.github.dmsrec.core.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** More than the rounding error of a norm, less than what matters. */
    private static final double ROUNDING = 1e-6;

    private final Precision precision;
    private final List<ParameterSpec> specs;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final org.bytedeco.pytorch.Tensor values;
    private final org.bytedeco.pytorch.Tensor gradient;
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
        this(specs, precision, true);
        fill(spec -> set(spec.name(), startValues(spec, random.stream("initialise " + spec.name()))));
    }

    /**
     * Frozen parameters of known values, without gradients.
     *
     * @param specs all parameters; names are unique
     * @param values gives the values of a name, row-major
     */
    public static Parameters frozen(List<ParameterSpec> specs, Function<String, float[]> values) {
        Parameters parameters = new Parameters(specs, Precision.FLOAT, false);
        parameters.fill(spec -> parameters.set(spec.name(), values.apply(spec.name())));
        parameters.freeze();
        return parameters;
    }

    /** Zeros. */
    private Parameters(List<ParameterSpec> specs, Precision precision, boolean trainable) {
        this.precision = precision;
        this.specs = List.copyOf(specs);
        List<ParameterSpec> trained = new ArrayList<>(of(ParameterSpec.Role.TRAINED));
        this.decayed = trained.stream().mapToLong(ParameterSpec::count).sum();
        trained.addAll(of(ParameterSpec.Role.TRAINED_WITHOUT_DECAY));
        long total = trained.stream().mapToLong(ParameterSpec::count).sum();
        this.values = zeros(precision, total);
        this.gradient = zerosBeside(values, precision, trainable ? total : 0);
        try (Scope scope = Scope.inference()) {
            long offset = 0;
            for (ParameterSpec spec : trained) {
                org.bytedeco.pytorch.Tensor view = kept(stretch(values, offset, spec));
                put(spec.name(), tensors, new Tensor(view));
                if (trainable) {
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

    /** The gradient that {@link Tensor#backward} has added up for a trained parameter. */
    public Tensor gradient(String name) {
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
    }

    /** All trained parameters in one vector. */
    Tensor flatValues() {
        return new Tensor(values);
    }

    /** Their gradients, in the same order. */
    Tensor flatGradient() {
        return new Tensor(gradient);
    }

    /** How many of the flat values decay: they come first. */
    long decayedCount() {
        return decayed;
    }

    @Override
    public void close() {
        derived.values().forEach(tensor -> tensor.handle().close());
        tensors.values().forEach(tensor -> tensor.handle().close());
        gradients.values().forEach(tensor -> tensor.handle().close());
        values.close();
        gradient.close();
    }

    private List<ParameterSpec> of(ParameterSpec.Role role) {
        return specs.stream().filter(spec -> spec.role() == role).toList();
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

    private static double[] startValues(ParameterSpec spec, SplittableRandom random) {
        double[] start = new double[spec.count()];
        if (spec.start() instanceof ParameterSpec.Start.Constant constant) {
            Arrays.fill(start, constant.value());
        } else if (spec.start() instanceof ParameterSpec.Start.OneThenZeros) {
            start[0] = 1;
        } else if (spec.start() instanceof ParameterSpec.Start.Uniform uniform) {
            fill(start, 0, uniform.low(), uniform.high(), random);
        } else if (spec.start() instanceof ParameterSpec.Start.UniformAfterFirstRow uniform) {
            fill(start, start.length / (int) spec.shape()[0], -uniform.bound(), uniform.bound(), random);
        } else if (spec.start() instanceof ParameterSpec.Start.Normal normal) {
            fill(start, 0, normal.deviation(), random);
        } else if (spec.start() instanceof ParameterSpec.Start.NormalAfterFirstRow normal) {
            fill(start, start.length / (int) spec.shape()[0], normal.deviation(), random);
        }
        return start;
    }

    private static void fill(double[] values, int from, double low, double high, SplittableRandom random) {
        for (int i = from; i < values.length; i++) {
            values[i] = low + (high - low) * random.nextDouble();
        }
    }

    private static void fill(double[] values, int from, double deviation, SplittableRandom random) {
        for (int i = from; i < values.length; i++) {
            values[i] = random.nextGaussian(0, deviation);
        }
    }
}
