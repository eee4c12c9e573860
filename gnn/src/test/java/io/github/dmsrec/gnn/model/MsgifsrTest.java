package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.ItemVectors;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.backbone.Msgifsr;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.model.GradientCheck.Extras;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MsgifsrTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(Msgifsr.NAME, Recipe.CORRECTED);
    private static final int ITEMS = 11;
    private static final int D = 5;
    private static final int INTENT_DIMENSION = 4;

    /** Shorter than every order, paths, immediate and distant repeats, repeated runs. */
    private static final List<int[]> SESSIONS = List.of(
            new int[] {7},
            new int[] {9, 2},
            new int[] {4, 4},
            new int[] {3, 7, 8},
            new int[] {0, 5, 10, 1, 6, 2},
            new int[] {1, 2, 1, 4},
            new int[] {1, 2, 3, 4, 5, 2, 3, 4, 6, 6, 6, 2, 3, 4, 7, 2, 3});

    @Nested
    @ParameterizedClass
    @MethodSource(SessionModelContractTest.MODES)
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }
    }

    @Nested
    @Tag("slow")
    class PairsWithIntents extends SessionModelContractTest {
        PairsWithIntents() {
            super(OPTIONS.with(Map.of("order", "2", "extra", "on")), Mode.WITH_INTENTS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, mean, on, off, off",
        "1, mean, off, on, on",
        "2, mean, on, on, off",
        "2, max, on, off, on",
        "2, concat, off, on, on",
        "3, mean, on, on, on",
        "3, max, off, on, off",
        "3, concat, on, off, off"
    })
    void theSlowAndObviousFormGivesTheSame(int order, String reduction, String norm, String orderFusion, String extra) {
        for (Recipe recipe : Recipe.values()) {
            TrainingOptions options = options(recipe, order, reduction, norm, orderFusion, extra);
            compare(options, Optional.empty());
            compare(
                    options.with(Map.of("intents-in-score", "joined", "missing-intent", "null-vector")),
                    Optional.of(TinyIntents.batch(INTENT_DIMENSION, SESSIONS.size())));
        }
    }

    private static void compare(TrainingOptions options, Optional<IntentBatch> intents) {
        withNetwork(options, intents.isPresent(), (network, parameters) -> {
            Backbone.PackedBatch batch = packed(network, SESSIONS);
            SlowMsgifsr slow = new SlowMsgifsr(parameters, options.toMap());
            try (Scope scope = Scope.inference()) {
                SessionNetwork.Output output = network.forward(parameters, batch, intents, new int[0][], false);
                double[] logProbabilities = output.logits().logSoftmax(1).doubles();
                int classes = logProbabilities.length / SESSIONS.size();
                double alignment = 0;
                for (int s = 0; s < SESSIONS.size(); s++) {
                    SlowMsgifsr.Result expected = slow.score(SESSIONS.get(s), projected(parameters, intents, s));
                    alignment += expected.alignment() / SESSIONS.size();
                    assertThat(Arrays.copyOfRange(logProbabilities, s * classes, (s + 1) * classes))
                            .as("session %d, %s", s, options.toMap())
                            .containsExactly(expected.logProbabilities(), within(1e-9));
                }
                double weighted = output.weightedAlignment().map(Tensor::item).orElse(0.0);
                assertThat(weighted).isCloseTo(0.3 * alignment, within(1e-9));
            }
        });
    }

    /** z_e and z_l of a session. */
    private static List<double[]> projected(Parameters parameters, Optional<IntentBatch> intents, int session) {
        return intents.map(batch -> List.of(
                        projected(parameters, batch.explicit(), batch.hasExplicit(), "intent_null.explicit", session),
                        projected(parameters, batch.latent(), batch.hasLatent(), "intent_null.latent", session)))
                .orElse(List.of());
    }

    private static double[] projected(
            Parameters parameters, float[] vectors, float[] has, String nullVector, int session) {
        if (has[session] == 0) {
            return parameters.get(nullVector).doubles();
        }
        double[] vector = IntStream.range(session * INTENT_DIMENSION, (session + 1) * INTENT_DIMENSION)
                .mapToDouble(i -> vectors[i])
                .toArray();
        return SlowMsgifsr.plus(
                SlowMsgifsr.product(parameters.get("w").doubles(), vector),
                parameters.get("b").doubles());
    }

    /** One granularity on a path: no attention is left, only the maps of the click before and of the one after. */
    @Test
    void onAPathOneGranularityReducesToTwoMapsForEachHead() {
        TrainingOptions options = options(Recipe.CORRECTED, 1, "mean", "on", "off", "off");
        int[] session = {3, 7, 8, 0};
        withNetwork(options, false, (network, parameters) -> {
            try (Scope scope = Scope.inference()) {
                Function<String, double[]> value = name -> parameters.get(name).doubles();
                double[][] f = Arrays.stream(session)
                        .mapToObj(item -> SlowMsgifsr.normalised(
                                Arrays.copyOfRange(value.apply("embedding.weight"), (item + 1) * D, (item + 2) * D)))
                        .toArray(double[][]::new);
                double[] before = value.apply("layers.0.conv1.mods.intra1.fc.weight");
                double[] after = value.apply("layers.0.conv2.mods.intra1.fc.weight");
                double[] bias = SlowMsgifsr.plus(
                        value.apply("layers.0.conv1.mods.intra1.bias"), value.apply("layers.0.conv2.mods.intra1.bias"));
                double[][] h = new double[session.length][];
                for (int i = 0; i < session.length; i++) {
                    double[] heads = bias;
                    heads = i == 0 ? heads : SlowMsgifsr.plus(heads, SlowMsgifsr.product(before, f[i - 1]));
                    heads = i == 3 ? heads : SlowMsgifsr.plus(heads, SlowMsgifsr.product(after, f[i + 1]));
                    h[i] = new double[D];
                    for (int j = 0; j < D; j++) {
                        h[i][j] = Double.NEGATIVE_INFINITY;
                        for (int head = 0; head < 3; head++) {
                            h[i][j] = Math.max(h[i][j], heads[head * D + j]);
                        }
                        h[i][j] += 2 * f[i][j] + (f[0][j] + f[1][j] + f[2][j] + f[3][j]) / 4;
                    }
                    h[i] = SlowMsgifsr.normalised(h[i]);
                }

                double[] last = network.backbone()
                        .forward(parameters, vectors(parameters), packed(network, List.of(session)), false)
                        .views()
                        .get(0)
                        .alignedWithLatent()
                        .doubles();

                assertThat(last).containsExactly(h[3], within(1e-12));
            }
        });
    }

    private static ItemVectors vectors(Parameters parameters) {
        return new ItemVectors(parameters.get(Backbone.ITEM_TABLE), 1, Logits.COSINE, 12, 0);
    }

    /** Beside what the contract checks of one granularity. */
    @ParameterizedTest
    @CsvSource({
        "1, mean, off, on, on, CORRECTED, false",
        "2, max, on, on, on, PUBLISHED, true",
        "2, concat, off, off, off, CORRECTED, false"
    })
    void gradientsEqualFiniteDifferences(
            int order, String reduction, String norm, String orderFusion, String extra, Recipe recipe, boolean fused) {
        checkGradients(order, reduction, norm, orderFusion, extra, recipe, fused);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"3, mean, on, on, on, CORRECTED, true", "3, concat, on, off, off, PUBLISHED, false"})
    void gradientsOfTriplesEqualFiniteDifferences(
            int order, String reduction, String norm, String orderFusion, String extra, Recipe recipe, boolean fused) {
        checkGradients(order, reduction, norm, orderFusion, extra, recipe, fused);
    }

    private static void checkGradients(
            int order, String reduction, String norm, String orderFusion, String extra, Recipe recipe, boolean fused) {
        TrainingOptions options =
                options(recipe, order, reduction, norm, orderFusion, extra).with(Map.of("intents-in-score", "joined"));

        assertThat(GradientCheck.mistakes(options, fused ? Set.of(Extras.INTENTS) : Set.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, on", "2, off", "3, on"})
    void aSessionScoresTheSameInAnyCompany(int order, String extra) {
        TrainingOptions options = options(Recipe.CORRECTED, order, "mean", "on", "on", extra);
        withNetwork(options, false, (network, parameters) -> {
            double[] together = logits(network, parameters, SESSIONS);
            List<int[]> backwards = new ArrayList<>(SESSIONS);
            Collections.reverse(backwards);
            double[] reversed = logits(network, parameters, backwards);
            for (int s = 0; s < SESSIONS.size(); s++) {
                double[] alone = logits(network, parameters, List.of(SESSIONS.get(s)));
                int reversedFrom = (SESSIONS.size() - 1 - s) * ITEMS;

                assertThat(Arrays.copyOfRange(together, s * ITEMS, (s + 1) * ITEMS))
                        .containsExactly(alone, within(1e-12));
                assertThat(Arrays.copyOfRange(reversed, reversedFrom, reversedFrom + ITEMS))
                        .containsExactly(alone, within(1e-12));
            }
        });
    }

    @Test
    void clickedRowsAreShortenedBeforeAStepAndScoreAsBefore() {
        TrainingOptions options = options(Recipe.CORRECTED, 2, "mean", "off", "on", "off");
        withNetwork(options, false, (network, parameters) -> {
            List<int[]> sessions = List.of(new int[] {1, 2, 3, 4, 5, 2});
            double[] before = values(parameters, Backbone.ITEM_TABLE);
            double[] logits = logits(network, parameters, sessions);

            network.backbone().constrain(parameters, packed(network, sessions));

            double[] after = values(parameters, Backbone.ITEM_TABLE);
            int shortened = 0;
            for (int row = 0; row <= ITEMS; row++) {
                double[] old = Arrays.copyOfRange(before, row * D, (row + 1) * D);
                double[] now = Arrays.copyOfRange(after, row * D, (row + 1) * D);
                double norm = Math.sqrt(SlowMsgifsr.dot(old, old));
                if (row >= 2 && row <= 6 && norm > 1) {
                    shortened++;
                    assertThat(now).containsExactly(SlowMsgifsr.times(old, 1 / norm), within(2e-6));
                    assertThat(Math.sqrt(SlowMsgifsr.dot(now, now))).isLessThan(1);
                } else {
                    assertThat(now).isEqualTo(old);
                }
            }
            assertThat(shortened).isBetween(1, 4);
            assertThat(logits(network, parameters, sessions)).containsExactly(logits, within(1e-4));
        });
    }

    @Test
    void whatIsPublishedHasItsShapesAndItsDecay() {
        TrainingOptions options = TrainingOptions.defaults(Msgifsr.NAME, Recipe.PUBLISHED);
        SessionNetwork network = network(options.with(Map.of("order", "2")), true);
        Map<String, ParameterSpec> specs =
                network.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, spec -> spec));

        specs.forEach((name, spec) -> assertThat(spec.role())
                .as(name)
                .isEqualTo(name.contains("bias") ? Role.TRAINED_WITHOUT_DECAY : Role.TRAINED));
        Map<String, long[]> shapes = new HashMap<>();
        shapes.put("embedding.weight", new long[] {ITEMS + 1, 256});
        for (String direction : List.of("layers.0.conv1.mods.", "layers.0.conv2.mods.")) {
            for (String module : List.of("intra1.", "intra2.", "inter.")) {
                shapes.put(direction + module + "fc.weight", new long[] {2048, 256});
                shapes.put(direction + module + "attn_l", new long[] {8, 256});
                shapes.put(direction + module + "attn_r", new long[] {8, 256});
                shapes.put(direction + module + "bias", new long[] {2048});
            }
        }
        shapes.put("expander.GRUs.1.weight_ih_l0", new long[] {768, 256});
        shapes.put("expander.GRUs.1.weight_hh_l0", new long[] {768, 256});
        shapes.put("expander.GRUs.1.bias_ih_l0", new long[] {768});
        shapes.put("expander.GRUs.1.bias_hh_l0", new long[] {768});
        shapes.put("readouts.0.fc_u.weight", new long[] {256, 256});
        shapes.put("readouts.0.fc_u.bias", new long[] {256});
        shapes.put("readouts.0.fc_v.weight", new long[] {256, 256});
        shapes.put("readouts.0.fc_e.weight", new long[] {1, 256});
        shapes.put("linear_transform.weight", new long[] {256, 512});
        shapes.put("linear_transform.bias", new long[] {256});
        shapes.put("w", new long[] {256, INTENT_DIMENSION});
        shapes.put("b", new long[] {256});
        assertThat(specs.keySet()).isEqualTo(shapes.keySet());
        specs.forEach((name, spec) -> assertThat(spec.shape()).as(name).isEqualTo(shapes.get(name)));
    }

    @Test
    void theMixtureStartsWithTheItemsInFront() {
        TrainingOptions options = options(Recipe.CORRECTED, 3, "mean", "on", "on", "off");
        try (Parameters parameters =
                new Parameters(network(options, false).parameters(), Precision.DOUBLE, new RandomStreams(1))) {
            assertThat(values(parameters, "alpha")).containsExactly(1, 0, 0);
        }
    }

    private static TrainingOptions options(
            Recipe recipe, int order, String reduction, String norm, String orderFusion, String extra) {
        return TrainingOptions.defaults(Msgifsr.NAME, recipe)
                .with(Map.of(
                        "dimension",
                        String.valueOf(D),
                        "heads",
                        "3",
                        "logit-scale",
                        "3",
                        "alignment-weight",
                        "0.3",
                        "order",
                        String.valueOf(order),
                        "reduction",
                        reduction,
                        "norm",
                        norm,
                        "order-fusion",
                        orderFusion,
                        "extra",
                        extra));
    }

    /** What is asked of a network and its parameters. */
    private interface Question {
        void ask(SessionNetwork network, Parameters parameters);
    }

    private static SessionNetwork network(TrainingOptions options, boolean fused) {
        return Networks.create(
                options,
                ITEMS,
                Optional.empty(),
                fused ? OptionalInt.of(INTENT_DIMENSION) : OptionalInt.empty(),
                OptionalInt.empty());
    }

    /** Random parameters in double precision, none at zero. */
    private static void withNetwork(TrainingOptions options, boolean fused, Question question) {
        Engine.configure(1);
        SessionNetwork network = network(options, fused);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.DOUBLE, new RandomStreams(4))) {
            for (ParameterSpec spec : parameters.specs()) {
                SplittableRandom random = new RandomStreams(8).stream(spec.name());
                parameters.set(
                        spec.name(),
                        random.doubles(spec.count())
                                .map(draw -> 1.6 * draw - 0.8)
                                .toArray());
            }
            question.ask(network, parameters);
        }
    }

    private static Backbone.PackedBatch packed(SessionNetwork network, List<int[]> sessions) {
        return network.backbone()
                .pack(Sessions.of(sessions), IntStream.range(0, sessions.size()).toArray());
    }

    private static double[] logits(SessionNetwork network, Parameters parameters, List<int[]> sessions) {
        try (Scope scope = Scope.inference()) {
            return network.forward(parameters, packed(network, sessions), Optional.empty(), new int[0][], false)
                    .logits()
                    .doubles();
        }
    }

    private static double[] values(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).doubles();
        }
    }
}
