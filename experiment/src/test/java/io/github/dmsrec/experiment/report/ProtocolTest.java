package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolTest {

    private static final Map<String, String> REFITTED = Map.of("select-by", "masked", "refit", "true");
    private static final Map<String, String> CHOSEN = Map.of("select-by", "masked", "refit", "false");
    private static final Map<String, String> RANKED = Map.of("select-by", "ranked", "refit", "false");
    private static final Map<String, String> PUBLISHED =
            Map.of("select-by", "ranked", "refit", "false", "selection", "test");
    private static final Map<String, String> COUNTING = Map.of("learn-from", "before-test");

    @Test
    void itSaysWhichFigureChoseAndWhatWasTrainedOn() {
        assertThat(Protocol.learning(List.of(REFITTED, COUNTING, PUBLISHED)))
                .isEqualTo(
                        ". Epochs of networks are chosen by MRR@20 with seen items masked; then they are trained again on"
                                + " training and validation sessions. Non-neural baselines learn from: before-test");
        assertThat(Protocol.learning(List.of(CHOSEN)))
                .isEqualTo(
                        ". Epochs of networks are chosen by MRR@20 with seen items masked; they are trained on the training"
                                + " sessions alone");
        assertThat(Protocol.learning(List.of(REFITTED, RANKED))).contains("masked or ranked", "some are then");
    }

    @Test
    void onlyImportedNetworksHaveBeenChosenElsewhere() {
        String note = "how imported weights were chosen is not known";

        assertThat(sentence(line("vs-knn", Report.BASELINE, ""), line("sr-gnn", Report.TRAINED, "validation")))
                .doesNotContain(note);
        assertThat(sentence(line("blend", Report.TRAINED, ""))).doesNotContain(note);
        assertThat(sentence(line("mine", Report.ELSEWHERE, ""))).doesNotContain(note);
        assertThat(sentence(line("vs-knn", Report.BASELINE, ""), line("sr-gnn", Report.TRAINED, "")))
                .contains(note);
    }

    private static String sentence(Report.Line... lines) {
        return Protocol.sentence(SmallReport.on("shop", List.of(lines), List.of()));
    }

    private static Report.Line line(String method, String kind, String selectedOn) {
        return SmallReport.line(method, "", kind, false, List.of(), selectedOn, 0.1, 0.1);
    }

    @Test
    void olderModelsSayNothing() {
        assertThat(Protocol.learning(List.of(Map.of("epochs", "3"), COUNTING))).isEmpty();
    }
}
