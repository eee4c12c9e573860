package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.BackboneSpec;
import io.github.dmsrec.gnn.backbone.Encoding;
import io.github.dmsrec.gnn.backbone.ItemVectors;
import io.github.dmsrec.gnn.engine.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionCutsTest {

    private static final Examples ROWS = Examples.everyPrefixOf(
            Sessions.of(List.of(new int[] {0, 1, 2, 3, 4}, new int[] {5, 6}, new int[] {7, 8, 9, 10})));

    /** Keeps what it is asked to pack. */
    private record Sequences(List<List<Integer>> all) implements Backbone.PackedBatch {

        @Override
        public int sessions() {
            return all.size();
        }
    }

    private static final Backbone KEEPING = new Backbone() {

        @Override
        public BackboneSpec spec() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PackedBatch pack(Prefixes prefixes, int[] rows) {
            return new Sequences(Arrays.stream(rows)
                    .mapToObj(row -> Arrays.stream(prefixes.items(row)).boxed().toList())
                    .toList());
        }

        @Override
        public PackedBatch packEveryPrefix(Prefixes prefixes, int[] rows) {
            List<List<Integer>> all = new ArrayList<>();
            for (int row : rows) {
                int[] items = prefixes.items(row);
                IntStream.rangeClosed(1, items.length)
                        .forEach(to ->
                                all.add(Arrays.stream(items, 0, to).boxed().toList()));
            }
            return new Sequences(all);
        }

        @Override
        public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch batch, boolean training) {
            throw new UnsupportedOperationException();
        }
    };

    private static List<List<Integer>> packed(TrainingSamples samples, SessionCuts cuts) {
        int[] all = IntStream.range(0, samples.size()).toArray();
        return ((Sequences) samples.pack(KEEPING, cuts, SessionTargets.ALL, all)).all();
    }

    @Test
    void withoutCutsThePrefixesAreThoseOfTheRows() {
        for (Targets targets : List.of(Targets.EVERY_POSITION, Targets.EVERY_PREFIX)) {
            List<List<Integer>> packed = packed(TrainingSamples.of(ROWS, targets), SessionCuts.NONE);

            assertThat(packed).hasSize(ROWS.size());
            for (int row = 0; row < packed.size(); row++) {
                assertThat(packed.get(row))
                        .containsExactlyElementsOf(
                                Arrays.stream(ROWS.items(row)).boxed().toList());
            }
        }
    }

    @Test
    void everyTargetIsPredictedFromTheClicksBeforeItBehindTheCut() {
        for (Targets targets : List.of(Targets.EVERY_POSITION, Targets.EVERY_PREFIX)) {
            TrainingSamples samples = TrainingSamples.of(ROWS, targets);
            for (int epoch = 0; epoch < 20; epoch++) {
                List<List<Integer>> packed = packed(samples, new SessionCuts(1, new RandomStreams(3), epoch));

                assertThat(packed).hasSize(ROWS.size());
                int[] rows = samples.rowsOf(
                        SessionTargets.ALL, IntStream.range(0, samples.size()).toArray());
                for (int row = 0; row < packed.size(); row++) {
                    // Items ascend in the sessions here, so that the click before the target is the one before its
                    // number.
                    List<Integer> clicks = packed.get(row);
                    assertThat(clicks).isNotEmpty();
                    assertThat(clicks.get(clicks.size() - 1)).isEqualTo(ROWS.target(rows[row]) - 1);
                }
            }
        }
    }

    @Test
    void aCutSessionHasTwoPartsAndASingleClickIsNeverCut() {
        List<List<Integer>> packed =
                packed(TrainingSamples.of(ROWS, Targets.EVERY_POSITION), new SessionCuts(1, new RandomStreams(3), 0));

        assertThat(packed.stream().filter(clicks -> clicks.size() == 1).count())
                .as("beginnings, of two parts of two sessions and of one of the third")
                .isEqualTo(5);
        assertThat(packed.get(4)).containsExactly(5);
    }

    @Test
    void cutsAreAsFrequentAsToldAndDifferByEpoch() {
        SessionCuts half = new SessionCuts(0.5, new RandomStreams(1), 0);
        int[] of = IntStream.range(0, 10_000).map(sample -> half.of(sample, 5)).toArray();

        assertThat(Arrays.stream(of).filter(cut -> cut == 0).count()).isBetween(4_800L, 5_200L);
        for (int place = 1; place < 5; place++) {
            int here = place;
            assertThat(Arrays.stream(of).filter(cut -> cut == here).count()).isBetween(1_100L, 1_400L);
        }
        SessionCuts next = new SessionCuts(0.5, new RandomStreams(1), 1);
        assertThat(IntStream.range(0, 10_000).map(sample -> next.of(sample, 5)).toArray())
                .isNotEqualTo(of);
    }
}
