package io.github.dmsrec.intent.inferrer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartialInferrerTest {

    private final List<Integer> asked = new ArrayList<>();

    /** Picks the session's own click, and keeps a file. */
    private final IntentInferrer own = new IntentInferrer() {
        @Override
        public InferrerOptions options() {
            return Inferrers.options("session-mean", Map.of());
        }

        @Override
        public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
            requests.forEach(request -> asked.add(request.session()[0]));
            return new Inference(
                            requests.stream()
                                    .map(request ->
                                            InferredRow.chosen(List.of(new Title(request.session()[0])), List.of()))
                                    .toList(),
                            JsonNodeFactory.instance.objectNode())
                    .keeping(new Inference.KeptFile("facets", "file", file -> {}));
        }

        @Override
        public boolean wantsSessionVectors() {
            return true;
        }

        @Override
        public void close() {}
    };

    @Test
    void rowsThatAreNotWantedAreNotAskedAboutAndHaveNoIntents() {
        List<IntentRequest> requests = IntStream.range(0, 6)
                .mapToObj(i -> new IntentRequest(new int[] {i}, new int[] {0, 1}))
                .toList();
        InferenceSetting setting = new InferenceSetting(
                new Catalogue(IntStream.range(0, 6)
                        .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                        .toList()),
                new IntentVectors(1, new float[6]),
                Optional.empty());
        try (PartialInferrer inferrer = new PartialInferrer(own, BitSet.valueOf(new long[] {0b100110}))) {
            Inference inference = inferrer.infer(setting, requests, Progress.NONE);
            assertThat(asked).containsExactly(1, 2, 5);
            assertThat(inference.rows())
                    .extracting(InferredRow::status)
                    .containsExactly(
                            RowStatus.NOT_ASKED,
                            RowStatus.ANSWERED,
                            RowStatus.ANSWERED,
                            RowStatus.NOT_ASKED,
                            RowStatus.NOT_ASKED,
                            RowStatus.ANSWERED);
            assertThat(inference.rows().get(5).explicitIntents()).containsExactly(new Title(5));
            assertThat(inference.rows().get(0).explicitIntents()).isEmpty();
            assertThat(inference.facts().path("rowsNotAsked").asInt()).isEqualTo(3);
            assertThat(inference.kept()).hasSize(1);
            assertThat(inferrer.wantsSessionVectors()).isTrue();
        }
    }
}
