package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.BatchQueue;
import io.github.dmsrec.gnn.train.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClickedItemsTest {

    private static final int ITEMS = 12;
    private static final float[] OFFSETS = {0.5f, -1, 0.25f, 2, -3};

    @BeforeAll
    static void configure() {
        Engine.configure(1);
    }

    private static TrainingOptions options(String seenItems) {
        return TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED)
                .with(Map.of("dimension", "6", "logits", "cosine", "logit-scale", "8", "seen-items", seenItems));
    }

    private static SessionNetwork network(TrainingOptions options) {
        return Networks.create(options, ITEMS, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void itemsAreDifferentAndTheLatestFirst() {
        Sessions sessions = Sessions.of(List.of(new int[] {3, 1, 3, 2, 1}, new int[] {7}));

        assertThat(ClickedItems.latestFirst(sessions, 1, 0)).isDeepEqualTo(new int[][] {{7}, {1, 2, 3}});
    }

    @Test
    void agesAreCoarserTheOlderTheyAre() {
        assertThat(IntStream.of(0, 1, 2, 3, 4, 7, 8, 1000).map(ClickedItems::age))
                .containsExactly(0, 1, 2, 2, 3, 3, 4, 4);
    }

    @Test
    void offsetsAreAddedToTheScoresOfClickedItems() {
        Sessions sessions = Sessions.of(List.of(new int[] {9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0}, new int[] {4, 4}));
        int[] rows = {0, 1};
        // The latest different items first: 0 8 7 6 5 4 3 2 1 9, and 4.
        double[][] added = new double[2][ITEMS];
        int[] latestFirst = {0, 8, 7, 6, 5, 4, 3, 2, 1, 9};
        double[] byPlace = {0.5, -1, 0.25, 0.25, 2, 2, 2, 2, -3, -3};
        for (int place = 0; place < latestFirst.length; place++) {
            added[0][latestFirst[place]] = 8 * byPlace[place];
        }
        added[1][4] = 8 * 0.5;

        SessionNetwork plain = network(options("compete"));
        SessionNetwork network = network(options("offset"));
        try (Parameters without = new Parameters(plain.parameters(), Precision.DOUBLE, new RandomStreams(2));
                Parameters with = new Parameters(network.parameters(), Precision.DOUBLE, new RandomStreams(2));
                Scope scope = Scope.inference()) {
            with.set(ClickedItems.PARAMETER, OFFSETS);
            Backbone.PackedBatch batch = network.backbone().pack(sessions, rows);
            double[] before = plain.forward(without, batch, Optional.empty(), new int[0][], false)
                    .scores()
                    .doubles();
            SessionNetwork.Output output =
                    network.forward(with, batch, Optional.empty(), network.clickedItems(sessions, rows, false), false);
            double[] after = output.scores().doubles();
            int[] chosen = {11, 4, 0, 4};
            double[] some = output.of(chosen).doubles();

            for (int row = 0; row < 2; row++) {
                for (int item = 0; item < ITEMS; item++) {
                    assertThat(after[row * ITEMS + item] - before[row * ITEMS + item])
                            .as("item %d of session %d", item, row)
                            .isCloseTo(added[row][item], within(1e-9));
                }
                for (int column = 0; column < chosen.length; column++) {
                    assertThat(some[row * chosen.length + column])
                            .isCloseTo(after[row * ITEMS + chosen[column]], within(1e-9));
                }
            }
            assertThatThrownBy(() -> network.forward(with, batch, Optional.empty(), new int[0][], false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the items of 0 sessions are there, but 2 are needed");
        }
    }

    @Test
    void maskedItemsAreLeftOutOfTheLossAlone() {
        SessionNetwork network = network(options("masked"));
        Sessions sessions = Sessions.of(List.of(new int[] {3, 1}, new int[] {5, 2, 5}));
        int[] rows = {0, 1};
        // The second target is a clicked item.
        int[] targets = {7, 2};
        try (Parameters parameters = new Parameters(network.parameters(), Precision.DOUBLE, new RandomStreams(2));
                Scope scope = Scope.inference()) {
            Backbone.PackedBatch batch = network.backbone().pack(sessions, rows);
            assertThat(network.clickedItems(sessions, rows, false)).isEmpty();
            double[] scores = network.forward(parameters, batch, Optional.empty(), new int[0][], false)
                    .scores()
                    .doubles();
            double expected = -Math.log(share(scores, 0, 7, 3, 1)) / 2 - Math.log(share(scores, 1, 2, 5)) / 2;

            double loss = network.forward(
                            parameters, batch, Optional.empty(), network.clickedItems(sessions, rows, true), true)
                    .loss(new CrossEntropy(), targets, new int[0])
                    .item();

            assertThat(loss).isCloseTo(expected, within(1e-9));
        }
    }

    private static double share(double[] scores, int row, int target, int... leftOut) {
        double sum = IntStream.range(0, ITEMS)
                .filter(item -> Arrays.stream(leftOut).noneMatch(other -> other == item))
                .mapToDouble(item -> Math.exp(scores[row * ITEMS + item]))
                .sum();
        return Math.exp(scores[row * ITEMS + target]) / sum;
    }

    /** Where the item before the last always comes again, its offset rises; where no item does, all fall. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void offsetsLearnWhetherItemsComeAgain(boolean again) {
        SplittableRandom random = new SplittableRandom(4);
        List<int[]> sessions = new ArrayList<>();
        for (int s = 0; s < 64; s++) {
            int first = random.nextInt(ITEMS - 2);
            sessions.add(new int[] {first, first + 1, again ? first : random.nextInt(first + 2, ITEMS)});
        }
        Examples examples = Examples.lastClickOf(Sessions.of(sessions));
        int[] rows = IntStream.range(0, examples.size()).toArray();
        TrainingOptions options = options("offset").with(Map.of("learning-rate", "0.01"));
        SessionNetwork network = network(options);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, new RandomStreams(2));
                Adam adam = new Adam(parameters, 0, options.weightDecayForm(), 0)) {
            TrainingStep step = new TrainingStep(network, parameters, adam, new CrossEntropy());
            BatchQueue.Batch batch = new BatchQueue.Batch(
                    network.backbone().pack(examples, rows),
                    Optional.empty(),
                    IntStream.of(rows).map(examples::target).toArray(),
                    new int[0],
                    network.clickedItems(examples, rows, true));
            for (int i = 0; i < 30; i++) {
                step.run(batch, options.learningRate());
            }
            try (Scope scope = Scope.inference()) {
                float[] offsets = parameters.get(ClickedItems.PARAMETER).floats();
                assertThat(offsets[0]).isNegative();
                assertThat(offsets[1] > 0).isEqualTo(again);
                assertThat(Arrays.copyOfRange(offsets, 2, ClickedItems.AGES)).containsOnly(0);
            }
        }
    }
}
