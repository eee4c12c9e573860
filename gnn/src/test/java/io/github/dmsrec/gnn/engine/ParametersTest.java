package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static final int TRIES = 30;
    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.uniform("a", 1, 3, 2),
            ParameterSpec.uniform("b", 1, 4).as(ParameterSpec.Role.FROZEN));

    @Test
    void whatIsDerivedOfFrozenParametersIsMadeOnceAndOutlivesScopes() {
        try (Parameters parameters = Parameters.frozen(SPECS, name -> new float[name.equals("a") ? 6 : 4])) {
            AtomicInteger made = new AtomicInteger();
            float[] first = derived(parameters, made);
            float[] second = derived(parameters, made);

            assertThat(made).hasValue(1);
            assertThat(first).containsExactly(1, 1, 1, 1, 1, 1);
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void whatIsDerivedOfOthersFollowsTheirChanges() {
        try (Parameters parameters = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(1))) {
            AtomicInteger made = new AtomicInteger();
            parameters.set("a", new float[6]);
            assertThat(derived(parameters, made)).containsOnly(1);
            parameters.set("a", new float[] {1, 1, 1, 1, 1, 1});
            assertThat(derived(parameters, made)).containsOnly(2);
            assertThat(made).hasValue(2);
        }
    }

    private static float[] derived(Parameters parameters, AtomicInteger made) {
        try (Scope scope = Scope.inference()) {
            return parameters
                    .derived("a plus one", () -> {
                        made.incrementAndGet();
                        return parameters.get("a").plus(1);
                    })
                    .floats();
        }
    }

    @Test
    void frozenParametersDoNotChange() {
        try (Parameters parameters = Parameters.frozen(SPECS, name -> new float[name.equals("a") ? 6 : 4])) {
            assertThatThrownBy(() -> parameters.set("a", new float[6])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> parameters.capNorms("a", new int[] {0}, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void frozenParametersAreThoseOfTraining() {
        try (Parameters trained = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(1));
                Parameters frozen = Parameters.frozen(SPECS, name -> values(trained, name))) {
            for (ParameterSpec spec : SPECS) {
                assertThat(values(frozen, spec.name())).isEqualTo(values(trained, spec.name()));
            }
        }
    }

    private static float[] values(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).floats();
        }
    }

    @Test
    void failingConstructionLeavesNoNativeMemory() {
        List<ParameterSpec> twice = List.of(SPECS.get(0), SPECS.get(1), ParameterSpec.uniform("a", 1, 2));
        long before = Pointer.totalCount();
        for (int i = 0; i < TRIES; i++) {
            assertThatThrownBy(() -> new Parameters(twice, Precision.FLOAT, new RandomStreams(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'a'");
            assertThatThrownBy(() -> Parameters.frozen(SPECS, name -> new float[6]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("6 values");
        }

        assertThat(Pointer.totalCount() - before).isLessThan(TRIES);
    }

    @Test
    void closingFreesAll() {
        long before = Pointer.totalCount();
        for (int i = 0; i < TRIES; i++) {
            new Parameters(SPECS, Precision.FLOAT, new RandomStreams(1)).close();
            Parameters frozen = Parameters.frozen(SPECS, name -> new float[name.equals("a") ? 6 : 4]);
            derived(frozen, new AtomicInteger());
            frozen.close();
        }

        assertThat(Pointer.totalCount() - before).isLessThan(TRIES);
    }
}
