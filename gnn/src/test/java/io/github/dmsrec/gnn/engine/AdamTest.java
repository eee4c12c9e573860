package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import java.util.List;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adam against the engine's own two optimisers, on a small regression. */
class AdamTest {

    private static final int STEPS = 50;
    private static final double DECAY = 0.03;
    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.uniform("frozen", 1, 1, 4).as(Role.FROZEN),
            ParameterSpec.uniform("bias", 1, 4).as(Role.TRAINED_WITHOUT_DECAY),
            ParameterSpec.uniform("weight", 1, 4, 3),
            ParameterSpec.uniform("unused", 1, 2));

    /** The engine's optimisers over copies of the same parameters. */
    private record Reference(Tensor frozen, Tensor weight, Tensor bias, Optimizer decaying, Optimizer withoutDecay) {

        static Reference of(Parameters parameters, Adam.Decay form) {
            Tensor weight = copyOf(parameters.get("weight"), true);
            Tensor bias = copyOf(parameters.get("bias"), true);
            return new Reference(
                    copyOf(parameters.get("frozen"), false),
                    weight,
                    bias,
                    optimiser(form, weight, DECAY),
                    optimiser(form, bias, 0));
        }

        /** Clips by the norm of both gradients together, and returns it. */
        double clip(double largestNorm) {
            return torch.clip_grad_norm_(new TensorVector(weight.handle(), bias.handle()), largestNorm);
        }

        void step(double learningRate) {
            for (Optimizer optimiser : List.of(decaying, withoutDecay)) {
                optimiser.param_groups().get(0).options().set_lr(learningRate);
                optimiser.step();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"COUPLED, 0", "COUPLED, 0.3", "DECOUPLED, 0", "DECOUPLED, 0.3"})
    void equalsTheEnginesOwn(Adam.Decay form, double largestGradientNorm) {
        // The norms of one gradient and of two differ in their last digit, and so does what is scaled by them.
        double relative = largestGradientNorm == 0 ? 2e-6 : 1e-5;
        int clipped = 0;
        try (Parameters parameters = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(9));
                Adam adam = new Adam(parameters, DECAY, form, largestGradientNorm);
                Scope outer = Scope.recording()) {
            Reference reference = Reference.of(parameters, form);
            for (int step = 0; step < STEPS; step++) {
                double learningRate = step < 20 ? 0.1 : 0.01;
                try (Scope scope = Scope.recording()) {
                    parameters.clearGradients();
                    loss(parameters.get("frozen"), parameters.get("weight"), parameters.get("bias"))
                            .backward();
                    reference.decaying.zero_grad(true);
                    reference.withoutDecay.zero_grad(true);
                    loss(reference.frozen, reference.weight, reference.bias).backward();
                    if (largestGradientNorm > 0) {
                        clipped += reference.clip(largestGradientNorm) > largestGradientNorm ? 1 : 0;
                    }
                    adam.step(learningRate);
                    reference.step(learningRate);
                    String when = " after step " + step;
                    assertClose(parameters.get("weight"), reference.weight, relative, "weight" + when);
                    assertClose(parameters.get("bias"), reference.bias, relative, "bias" + when);
                    assertThat(parameters.flatGradient().floats()).containsOnly(0);
                }
            }
            // The limit is such that some steps are clipped and some are not.
            assertThat(clipped).isBetween(largestGradientNorm > 0 ? 1 : 0, largestGradientNorm > 0 ? STEPS - 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void manyValuesAreSharedAmongThreads(int threads) {
        Engine.configure(threads);
        List<ParameterSpec> specs = List.of(
                ParameterSpec.uniform("weight", 1, 3000, 7),
                ParameterSpec.uniform("bias", 1, 9000).as(Role.TRAINED_WITHOUT_DECAY));
        try (Parameters parameters = new Parameters(specs, Precision.FLOAT, new RandomStreams(9));
                Adam adam = new Adam(parameters, DECAY, Adam.Decay.DECOUPLED, 0);
                Scope outer = Scope.recording()) {
            Tensor weight = copyOf(parameters.get("weight"), true);
            Tensor bias = copyOf(parameters.get("bias"), true);
            Optimizer decaying = optimiser(Adam.Decay.DECOUPLED, weight, DECAY);
            Optimizer withoutDecay = optimiser(Adam.Decay.DECOUPLED, bias, 0);
            for (int step = 0; step < 5; step++) {
                decaying.zero_grad(true);
                withoutDecay.zero_grad(true);
                sumOfPowers(parameters.get("weight"), parameters.get("bias")).backward();
                sumOfPowers(weight, bias).backward();
                adam.step(1e-3);
                decaying.step();
                withoutDecay.step();
            }
            assertClose(parameters.get("weight"), weight, 2e-6, "weight");
            assertClose(parameters.get("bias"), bias, 2e-6, "bias");
        } finally {
            Engine.configure(1);
        }
    }

    private static Tensor sumOfPowers(Tensor one, Tensor other) {
        return one.exp().sum().plus(other.exp().sum());
    }

    @ParameterizedTest
    @EnumSource
    void onlyTrainedParametersMoveAndOnlyDecayingOnesDecay(Adam.Decay form) {
        try (Parameters parameters = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(9));
                Adam adam = new Adam(parameters, DECAY, form, 0)) {
            float[] frozen = floats(parameters, "frozen");
            float[] bias = floats(parameters, "bias");
            float[] weight = floats(parameters, "weight");
            for (int step = 0; step < 10; step++) {
                parameters.clearGradients();
                adam.step(0.01);
            }

            assertThat(floats(parameters, "frozen")).isEqualTo(frozen);
            assertThat(floats(parameters, "bias")).isEqualTo(bias);
            float[] decayed = floats(parameters, "weight");
            for (int i = 0; i < weight.length; i++) {
                assertThat(Math.abs(decayed[i])).isLessThan(Math.abs(weight[i]));
            }
        }
    }

    @Test
    void goesOnFromAStateToTheSameBits() {
        try (Parameters straight = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(9));
                Parameters stopped = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(10));
                Adam through = new Adam(straight, DECAY, Adam.Decay.COUPLED, 0);
                Adam resumed = new Adam(stopped, DECAY, Adam.Decay.COUPLED, 0)) {
            train(straight, through, 7);
            Adam.State state = through.state();
            for (ParameterSpec spec : SPECS) {
                stopped.set(spec.name(), floats(straight, spec.name()));
            }
            train(straight, through, 8);

            resumed.restore(state);
            train(stopped, resumed, 8);

            assertThat(state.steps()).isEqualTo(7);
            for (ParameterSpec spec : SPECS) {
                assertThat(floats(stopped, spec.name())).as(spec.name()).isEqualTo(floats(straight, spec.name()));
            }
            assertThat(resumed.state().firstMoment()).isEqualTo(through.state().firstMoment());
            assertThat(resumed.state().secondMoment()).isEqualTo(through.state().secondMoment());
            assertThat(resumed.state().steps()).isEqualTo(15);
        }
    }

    private static void train(Parameters parameters, Adam adam, int steps) {
        for (int step = 0; step < steps; step++) {
            try (Scope scope = Scope.recording()) {
                parameters.clearGradients();
                loss(parameters.get("frozen"), parameters.get("weight"), parameters.get("bias"))
                        .backward();
                adam.step(0.05);
            }
        }
    }

    /** The cross entropy of five samples, after a frozen gain. */
    private static Tensor loss(Tensor frozen, Tensor weight, Tensor bias) {
        double[] inputs = {0.5, -1, 2, 1, 1, -0.25, -2, 0.5, 0.75, 0.1, 0.2, 0.3, -1.5, -0.5, 1};
        return Tensor.of(Precision.FLOAT, inputs, 5, 3)
                .linear(weight, bias)
                .times(frozen)
                .crossEntropy(Tensor.indices(0, 3, 1, 2, 0));
    }

    private static Tensor copyOf(Tensor tensor, boolean trained) {
        return new Tensor(tensor.handle().detach().clone().set_requires_grad(trained));
    }

    private static Optimizer optimiser(Adam.Decay form, Tensor parameter, double decay) {
        TensorVector parameters = new TensorVector(parameter.handle());
        if (form == Adam.Decay.COUPLED) {
            AdamOptions options = new AdamOptions();
            options.weight_decay().put(decay);
            return new org.bytedeco.pytorch.Adam(parameters, options);
        }
        AdamWOptions options = new AdamWOptions();
        options.weight_decay().put(decay);
        return new AdamW(parameters, options);
    }

    private static float[] floats(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).floats();
        }
    }

    private static void assertClose(Tensor actualTensor, Tensor expectedTensor, double relative, String what) {
        double[] actual = actualTensor.doubles();
        double[] expected = expectedTensor.doubles();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                    .as("%s, number %d", what, i)
                    .isCloseTo(expected[i], within(relative * Math.max(0.1, Math.abs(expected[i]))));
        }
    }
}
