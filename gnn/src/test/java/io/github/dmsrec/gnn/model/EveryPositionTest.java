package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbone.PackedBatch;
import io.github.dmsrec.gnn.backbone.BackboneKind;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.SasRec;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One pass over a session gives what a pass over each of its prefixes gives: no later click enters. */
class EveryPositionTest {

    private static final int ITEMS = 12;
    private static final int TEXT_DIMENSION = 3;

    private static final List<int[]> SESSIONS = List.of(
            new int[] {4, 1, 7, 1, 4, 2, 11},
            new int[] {3, 5},
            new int[] {8, 8, 0, 9},
            IntStream.range(0, 20).map(i -> i * 5 % (ITEMS - 1)).toArray());

    private static final Examples ROWS = Examples.everyPrefixOf(Sessions.of(SESSIONS));
    private static final Examples LONGEST = Examples.lastClickOf(Sessions.of(SESSIONS));

    static List<BackboneKind> able() {
        return Backbones.kinds().stream().filter(BackboneKind::everyPosition).toList();
    }

    static List<BackboneKind> unable() {
        return Backbones.kinds().stream().filter(kind -> !kind.everyPosition()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "sasrec, loss=full",
        "sasrec, loss=full logits=cosine item-text=add",
        "sasrec, loss=binary",
        "sasrec, loss=cross-entropy negatives=5 logits=cosine",
        "core-ave, logits=cosine",
        "core-ave, logits=dot item-text=add",
        "core-trm, logits=cosine",
        "core-trm, logits=dot item-text=add",
        "core-ave, loss=cross-entropy negatives=5",
        "core-trm, loss=cross-entropy negatives=5 logits=cosine",
        "gru4rec, loss=full",
        "gru4rec, loss=full logits=cosine item-text=add",
        "gru4rec, loss=cross-entropy negatives=5",
        "gru4rec, loss=bpr-max negatives=5"
    })
    void lossAndGradientsEqualThoseOfEveryPrefix(String backbone, String choices) {
        int[] allRows = IntStream.range(0, ROWS.size()).toArray();
        compare(options(backbone, choices), allRows, 0, 1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("able")
    void theLossOfOneSessionIsTheMeanOverItsPrefixes(BackboneKind kind) {
        compare(options(kind.name(), "logits=cosine"), new int[] {0, 1, 2, 3, 4, 5}, 0);
    }

    private static void compare(TrainingOptions options, int[] rows, int... sessions) {
        try (Setting setting = new Setting(options)) {
            int[] targets = Arrays.stream(rows).map(ROWS::target).toArray();

            Learned byRows = setting.learn(setting.network.backbone().pack(ROWS, rows), rows, targets);
            Learned atOnce =
                    setting.learn(setting.network.backbone().packEveryPrefix(LONGEST, sessions), rows, targets);

            assertThat(atOnce.loss).isCloseTo(byRows.loss, within(1e-12));
            byRows.gradients.forEach((name, slopes) ->
                    assertThat(atOnce.gradients.get(name)).as(name).containsExactly(slopes, within(1e-12)));
        }
    }

    @Test
    void positionsCountedFromTheEndAreThoseOfTheWholeSession() {
        TrainingOptions options = options(SasRec.NAME, "positions=from-end");
        try (Setting setting = new Setting(options);
                Scope scope = Scope.inference()) {
            double[] scores = setting.network
                    .forward(
                            setting.parameters,
                            setting.network.backbone().packEveryPrefix(LONGEST, new int[] {0, 2}),
                            Optional.empty(),
                            new int[0][],
                            false)
                    .scores()
                    .doubles();

            SequencesByFormulas formulas = new SequencesByFormulas(setting.parameters, 4);
            int row = 0;
            for (int session : new int[] {0, 2}) {
                double[][] expected = formulas.sasrecEverywhere(SasRec.Counted.FROM_END, 50, 2, LONGEST.items(session));
                for (double[] each : expected) {
                    assertThat(Arrays.copyOfRange(scores, row * ITEMS, (row + 1) * ITEMS))
                            .containsExactly(each, within(1e-9));
                    row++;
                }
            }
            assertThat(scores).hasSize(row * ITEMS);
        }
    }

    @Test
    void longSessionsAreReadInWindowsThatOverlapByHalf() {
        TrainingOptions options = options(SasRec.NAME, "max-length=4");
        try (Setting setting = new Setting(options);
                Scope scope = Scope.inference()) {
            int[] clicks = {4, 1, 7, 1, 4, 2, 11};
            double[] scores = setting.network
                    .forward(
                            setting.parameters,
                            setting.network.backbone().packEveryPrefix(Sessions.of(List.of(clicks)), new int[] {0}),
                            Optional.empty(),
                            new int[0][],
                            false)
                    .scores()
                    .doubles();

            SequencesByFormulas formulas = new SequencesByFormulas(setting.parameters, 4);
            // Of each click, where its window begins: 4 1 7 1, then 7 1 4 2 of which 4 2 predict, then 1 4 2 11.
            int[] begins = {0, 0, 0, 0, 2, 2, 3};
            for (int click = 0; click < clicks.length; click++) {
                double[] expected = formulas.sasrec(
                        SasRec.Counted.FROM_START, 4, 2, Arrays.copyOfRange(clicks, begins[click], click + 1));
                assertThat(Arrays.copyOfRange(scores, click * ITEMS, (click + 1) * ITEMS))
                        .as("click %d", click)
                        .containsExactly(expected, within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("unable")
    void otherBackbonesRefuse(BackboneKind kind) {
        TrainingOptions options = TrainingOptions.defaults(kind.name(), Recipe.CORRECTED);

        assertThatThrownBy(() -> options.with(Map.of("targets", "every-position")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(kind.name(), "targets=every-prefix", "gru4rec", "sasrec");
    }

    /** No drop-out, and positions that do not depend on later clicks. */
    private static TrainingOptions options(String backbone, String choices) {
        Map<String, String> overrides = new HashMap<>(Map.of("dimension", "4", "targets", "every-position"));
        for (Option<?> option : TrainingOptions.optionsOf(backbone).options()) {
            if (option.key().endsWith("dropout")) {
                overrides.put(option.key(), "0");
            } else if (option.key().equals("positions")) {
                overrides.put(option.key(), "from-start");
            }
        }
        for (String choice : choices.split(" ", -1)) {
            int equals = choice.indexOf('=');
            overrides.put(choice.substring(0, equals), choice.substring(equals + 1));
        }
        return TrainingOptions.defaults(backbone, Recipe.CORRECTED).with(overrides);
    }

    private record Learned(double loss, Map<String, double[]> gradients) {}

    /** A network in double precision, far from its start. */
    private static final class Setting implements AutoCloseable {

        final SessionNetwork network;
        final Parameters parameters;
        private final TrainingLoss loss;

        Setting(TrainingOptions options) {
            Engine.configure(1);
            network = Networks.create(
                    options,
                    ITEMS,
                    Optional.empty(),
                    OptionalInt.empty(),
                    options.itemText() == TrainingOptions.ItemText.ADD
                            ? OptionalInt.of(TEXT_DIMENSION)
                            : OptionalInt.empty());
            parameters = new Parameters(network.parameters(), Precision.DOUBLE, new RandomStreams(5));
            for (ParameterSpec spec : parameters.specs()) {
                parameters.set(
                        spec.name(),
                        new RandomStreams(7)
                                .stream(spec.name())
                                        .doubles(spec.count(), -1, 1)
                                        .toArray());
            }
            loss = options.loss(Arrays.stream(ROWS.sessions().clicksPerItem(ITEMS))
                    .mapToLong(clicks -> clicks + 1)
                    .toArray());
        }

        Learned learn(PackedBatch batch, int[] rows, int... targets) {
            int[] negatives = loss.negatives(ROWS, rows, new RandomStreams(3).stream("negatives"));
            parameters.clearGradients();
            double value;
            try (Scope scope = Scope.recording()) {
                Tensor minimised = network.forward(parameters, batch, Optional.empty(), new int[0][], true)
                        .loss(loss, targets, negatives);
                minimised.backward();
                value = minimised.item();
            }
            Map<String, double[]> gradients = new HashMap<>();
            try (Scope scope = Scope.inference()) {
                for (ParameterSpec spec : parameters.specs()) {
                    if (spec.role() != ParameterSpec.Role.FROZEN) {
                        gradients.put(
                                spec.name(), parameters.gradient(spec.name()).doubles());
                    }
                }
            }
            return new Learned(value, gradients);
        }

        @Override
        public void close() {
            parameters.close();
        }
    }
}
