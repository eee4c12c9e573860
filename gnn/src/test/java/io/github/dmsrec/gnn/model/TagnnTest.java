package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.BackboneOptions;
import io.github.dmsrec.gnn.backbone.Encoding;
import io.github.dmsrec.gnn.backbone.ItemVectors;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.backbone.SessionVectors;
import io.github.dmsrec.gnn.backbone.Tagnn;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.model.GradientCheck.Extras;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TagnnTest {

    private static final int ITEMS = 40;
    private static final int D = 5;
    private static final double SCALE = 3;
    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(Tagnn.NAME, Recipe.CORRECTED);

    /**
     * Not in the order of their lengths; single clicks, immediate and distant repeats, the longest of all. No item has three
     * predecessors or successors, since a third is no exact edge weight.
     */
    private static final List<int[]> SESSIONS = List.of(
            new int[] {1, 2, 1, 4},
            new int[] {3},
            new int[] {2, 9, 2, 4, 9, 6, 2},
            new int[] {5, 5},
            new int[] {37},
            new int[] {0, 7, 2, 8, 3, 10, 9, 11},
            new int[] {30, 31});

    @Nested
    @ParameterizedClass
    @EnumSource
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }
    }

    @Test
    void gradientsEqualFiniteDifferencesWithPaddingAndCosines() {
        Map<String, String> choices = Map.of("target-softmax", "padded", "logits", "cosine", "logit-scale", "3");

        assertThat(GradientCheck.mistakes(OPTIONS.with(choices), Set.of(Extras.INTENTS)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"real, DOT", "real, COSINE", "padded, DOT", "padded, COSINE"})
    void equalsTheFormulasSessionBySession(String softmax, Logits form) {
        Tagnn tagnn = tagnn(softmax);
        try (Parameters parameters = steep(tagnn);
                Scope scope = Scope.inference()) {
            double[] u = new RandomStreams(9)
                    .stream("u").doubles((long) SESSIONS.size() * D, -1, 1).toArray();
            ItemVectors items = new ItemVectors(parameters.get(Backbone.ITEM_TABLE), 1, form, SCALE, 0);
            Encoding encoding = tagnn.forward(parameters, items, packed(tagnn, SESSIONS), false);
            SessionVectors vectors = encoding.views().get(0);
            Tensor scores =
                    encoding.scorer().logits(List.of(Tensor.of(Precision.DOUBLE, u, SESSIONS.size(), D)), items);

            TagnnByFormulas formulas = new TagnnByFormulas(parameters, D);
            assertThat(scores.shape()).containsExactly(SESSIONS.size(), ITEMS);
            for (int s = 0; s < SESSIONS.size(); s++) {
                int[] session = SESSIONS.get(s);
                int[] places = Arrays.copyOf(session, softmax.equals("padded") ? 8 : session.length);
                Arrays.fill(places, session.length, places.length, -1);
                TagnnByFormulas.Result expected =
                        formulas.of(places, Arrays.copyOfRange(u, s * D, (s + 1) * D), form, SCALE);
                assertThat(row(vectors.alignedWithExplicit(), s)).containsExactly(expected.global(), within(1e-10));
                assertThat(row(vectors.baseParts().get(0), s)).containsExactly(expected.global(), within(1e-10));
                assertThat(row(vectors.baseParts().get(1), s)).containsExactly(expected.last(), within(1e-10));
                assertThat(row(scores, s)).containsExactly(expected.scores(), within(1e-10));
            }
        }
    }

    @Test
    void theLongestPrefixOfTheFileMattersAsPublishedAndNotCorrected() {
        List<int[]> longer = new ArrayList<>(SESSIONS);
        longer.add(IntStream.range(10, 40).toArray());

        assertThat(scores("real", longer)).isEqualTo(scores("real", SESSIONS));
        assertThat(distance(scores("padded", longer), scores("padded", SESSIONS)))
                .isGreaterThan(0.01);
    }

    @Test
    void blocksOfItemsJoin() {
        Tagnn tagnn = tagnn("real");
        int copies = 1500;
        try (Parameters parameters = steep(tagnn);
                Scope scope = Scope.inference()) {
            Tensor table = parameters.get(Backbone.ITEM_TABLE);
            ItemVectors items = new ItemVectors(table, 1, Logits.COSINE, SCALE, 0);
            Encoding encoding = tagnn.forward(parameters, items, packed(tagnn, SESSIONS), false);
            List<Tensor> u = encoding.views().get(0).baseParts().subList(0, 1);
            List<Tensor> rows = new ArrayList<>(List.of(table.rows(0, 1)));
            rows.addAll(Collections.nCopies(copies, table.rows(1, ITEMS + 1L)));

            Tensor many = encoding.scorer().logits(u, new ItemVectors(Tensor.below(rows), 1, Logits.COSINE, SCALE, 0));

            double[] expected = encoding.scorer().logits(u, items).doubles();
            double[] scores = many.doubles();
            for (int s = 0; s < SESSIONS.size(); s++) {
                for (int i = 0; i < copies * ITEMS; i++) {
                    if (Math.abs(scores[s * copies * ITEMS + i] - expected[s * ITEMS + i % ITEMS]) > 1e-12) {
                        fail("session %d, copy %d of item %d", s, i / ITEMS, i % ITEMS);
                    }
                }
            }
        }
    }

    @Test
    void logitsBeyondTheRangeOfPowersStayFinite() {
        Tagnn tagnn = tagnn("padded");
        try (Parameters parameters = steep(tagnn);
                Scope scope = Scope.inference()) {
            Tensor table = parameters.get(Backbone.ITEM_TABLE).times(1e4);
            ItemVectors items = new ItemVectors(table, 1, Logits.DOT, 1, 0);
            Encoding encoding = tagnn.forward(parameters, items, packed(tagnn, SESSIONS), false);
            Tensor u = encoding.views().get(0).baseParts().get(0);

            double[] scores = encoding.scorer().logits(List.of(u), items).doubles();
            assertThat(Arrays.stream(scores)).allMatch(Double::isFinite).anyMatch(score -> Math.abs(score) > 1e4);
        }
    }

    /** The scores of {@link #SESSIONS}, packed from a file of these rows. */
    private static double[] scores(String softmax, List<int[]> file) {
        Tagnn tagnn = tagnn(softmax);
        try (Parameters parameters = steep(tagnn);
                Scope scope = Scope.inference()) {
            ItemVectors items = new ItemVectors(parameters.get(Backbone.ITEM_TABLE), 1, Logits.DOT, 1, 0);
            Encoding encoding = tagnn.forward(parameters, items, packed(tagnn, file), false);
            return encoding.scorer()
                    .logits(List.of(encoding.views().get(0).baseParts().get(0)), items)
                    .doubles();
        }
    }

    private static Backbone.PackedBatch packed(Tagnn tagnn, List<int[]> file) {
        Prefixes prefixes = Sessions.of(file);
        return tagnn.pack(prefixes, IntStream.range(0, SESSIONS.size()).toArray());
    }

    /** Steeper than a start, so that attention is far from even. */
    private static Parameters steep(Tagnn tagnn) {
        Parameters parameters = new Parameters(tagnn.spec().parameters(), Precision.DOUBLE, new RandomStreams(5));
        for (ParameterSpec spec : parameters.specs()) {
            parameters.set(
                    spec.name(),
                    new RandomStreams(7)
                            .stream(spec.name())
                                    .doubles(spec.count(), -1.2, 1.2)
                                    .toArray());
        }
        return parameters;
    }

    private static double distance(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElseThrow();
    }

    private static double[] row(Tensor tensor, int row) {
        return tensor.rows(row, row + 1L).doubles();
    }

    private static Tagnn tagnn(String softmax) {
        TrainingOptions options = OPTIONS.with(Map.of("target-softmax", softmax));
        return new Tagnn(
                new BackboneOptions(ITEMS, D, BackboneOptions.PaddingRow.RANDOM, options.values(), Optional.empty()));
    }
}
