package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The scores of a packed batch against a second form of the same formulas, session by session. */
final class FormulaCheck {

    private static final int ITEMS = 40;
    private static final int D = 6;

    /** Not in the order of their lengths; single clicks, repeats, and one much longer than all others. */
    private static final List<int[]> SESSIONS = List.of(
            new int[] {1, 2, 1, 4},
            new int[] {3},
            new int[] {2, 9, 2, 4, 9, 6, 2},
            new int[] {5, 5},
            IntStream.range(0, 30).map(i -> i * 7 % ITEMS).toArray(),
            new int[] {37},
            new int[] {0, 7, 2, 8, 3, 10, 9, 11},
            new int[] {30, 31});

    private FormulaCheck() {}

    /** Scores all items after a session. */
    interface Formulas {
        double[] scores(SequencesByFormulas formulas, int... items);
    }

    /** Compares a base model's scores, at parameters far from their start. */
    static void compare(TrainingOptions options, Precision precision, Formulas expected) {
        Engine.configure(1);
        SessionNetwork network = Networks.create(
                options.with(Map.of("dimension", String.valueOf(D))),
                ITEMS,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
        try (Parameters parameters = new Parameters(network.parameters(), precision, new RandomStreams(5));
                Scope scope = Scope.inference()) {
            for (ParameterSpec spec : parameters.specs()) {
                parameters.set(
                        spec.name(),
                        new RandomStreams(7)
                                .stream(spec.name())
                                        .doubles(spec.count(), -1, 1)
                                        .toArray());
            }
            int[] rows = IntStream.range(0, SESSIONS.size()).toArray();
            double[] scores = network.forward(
                            parameters,
                            network.backbone().pack(Sessions.of(SESSIONS), rows),
                            Optional.empty(),
                            new int[0][],
                            false)
                    .scores()
                    .doubles();

            SequencesByFormulas formulas = new SequencesByFormulas(parameters, D);
            double tolerance = precision == Precision.DOUBLE ? 1e-9 : 1e-5;
            assertThat(scores).hasSize(SESSIONS.size() * ITEMS);
            for (int s = 0; s < SESSIONS.size(); s++) {
                double[] row = Arrays.copyOfRange(scores, s * ITEMS, (s + 1) * ITEMS);
                assertThat(row).containsExactly(expected.scores(formulas, SESSIONS.get(s)), within(tolerance));
            }
        }
    }
}
