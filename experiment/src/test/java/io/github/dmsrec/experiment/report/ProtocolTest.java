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
    void itSaysWhichFigureChoseAndWhatWasLearned() {
        assertThat(Protocol.learning(List.of(REFITTED, COUNTING, PUBLISHED)))
                .isEqualTo(
                        ". Epochs of networks are chosen by MRR@20 with session items masked; then they are trained again"
                                + " on training and validation sessions. Methods that count learn from: before-test");
        assertThat(Protocol.learning(List.of(CHOSEN)))
                .isEqualTo(
                        ". Epochs of networks are chosen by MRR@20 with session items masked; they learn the training"
                                + " sessions alone");
        assertThat(Protocol.learning(List.of(REFITTED, RANKED))).contains("masked or ranked", "some are then");
    }

    @Test
    void onlyImportedNetworksHaveBeenChosenElsewhere() {
        String note = "how imported weights were chosen is not known";
        Report report = HtmlReportTest.report("base");

        assertThat(Protocol.sentence(report, List.of(model("vs-knn", ""), model("sr-gnn", "validation"))))
                .doesNotContain(note);
        assertThat(Protocol.sentence(report, List.of(model("blend", "")))).doesNotContain(note);
        assertThat(Protocol.sentence(report, List.of(model("vs-knn", ""), model("sr-gnn", ""))))
                .contains(note);
    }

    private static Report.Model model(String method, String selectedOn) {
        return new Report.Model(
                method, method, "f", method, false, selectedOn, Map.of(), Map.of(), Map.of(), List.of());
    }

    @Test
    void modelsOfBeforeSayNothing() {
        assertThat(Protocol.learning(List.of(Map.of("epochs", "3"), COUNTING))).isEmpty();
    }
}
