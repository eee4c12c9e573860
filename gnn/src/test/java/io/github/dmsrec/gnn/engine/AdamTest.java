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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

        void step(double learningRate) {
            for (Optimizer optimiser : List.of(decaying, withoutDecay)) {
                optimiser.param_groups().get(0).options().set_lr(learningRate);
                optimiser.step();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"COUPLED, DOUBLE, 1e-11", "COUPLED, FLOAT, 2e-6", "DECOUPLED, DOUBLE, 1e-11", "DECOUPLED, FLOAT, 2e-6"})
    void equalsTheEnginesOwn(Adam.Decay form, Precision precision, double relative) {
        try (Parameters parameters = new Parameters(SPECS, precision, new RandomStreams(9));
                Adam adam = new Adam(parameters, DECAY, form);
                Scope outer = Scope.recording()) {
            Reference reference = Reference.of(parameters, form);
            for (int step = 0; step < STEPS; step++) {
                double learningRate = step < 20 ? 0.1 : 0.01;
                try (Scope scope = Scope.recording()) {
                    parameters.clearGradients();
                    loss(precision, parameters.get("frozen"), parameters.get("weight"), parameters.get("bias"))
                            .backward();
                    reference.decaying.zero_grad(true);
                    reference.withoutDecay.zero_grad(true);
                    loss(precision, reference.frozen, reference.weight, reference.bias)
                            .backward();
                    adam.step(learningRate);
                    reference.step(learningRate);
                    String when = " after step " + step;
                    assertClose(parameters.get("weight"), reference.weight, relative, "weight" + when);
                    assertClose(parameters.get("bias"), reference.bias, relative, "bias" + when);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTrainedParametersMoveAndOnlyDecayingOnesDecay(Adam.Decay form) {
        try (Parameters parameters = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(9));
                Adam adam = new Adam(parameters, DECAY, form)) {
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
                Adam through = new Adam(straight, DECAY, Adam.Decay.COUPLED);
                Adam resumed = new Adam(stopped, DECAY, Adam.Decay.COUPLED)) {
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
                loss(Precision.FLOAT, parameters.get("frozen"), parameters.get("weight"), parameters.get("bias"))
                        .backward();
                adam.step(0.05);
            }
        }
    }

    /** The cross entropy of five samples, after a frozen gain. */
    private static Tensor loss(Precision precision, Tensor frozen, Tensor weight, Tensor bias) {
        double[] inputs = {0.5, -1, 2, 1, 1, -0.25, -2, 0.5, 0.75, 0.1, 0.2, 0.3, -1.5, -0.5, 1};
        return Tensor.of(precision, inputs, 5, 3)
                .linear(weight, bias)
                .times(frozen)
                .crossEntropy(Tensor.classes(0, 3, 1, 2, 0));
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
