package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static final Report.Line KNN = SmallReport.baseline("knn", 0.3, 0.16);
    private static final Report.Line NETWORK = trained("network", "validation", 0.20);

    private static Report.Line trained(String name, String selectedOn, double mrr) {
        return SmallReport.line(name, "", Report.TRAINED, false, List.of(1L), selectedOn, 0.4, mrr);
    }

    private static String headline(List<Report.Line> lines, Report.Difference... differences) {
        return SmallReport.on("shop", lines, List.of(differences)).headline();
    }

    private static Report.Difference toKnn(String name, double difference, double corrected) {
        return SmallReport.difference("MRR@20", name, "knn", true, difference, corrected);
    }

    @Test
    void aSignificantLeadIsAWinWithItsSizeAndInterval() {
        assertThat(headline(List.of(KNN, NETWORK), toKnn("network", 0.04, 0.003)))
                .isEqualTo(
                        "With seen items masked, network wins: its MRR@20 of 20.00 % is 4.00 points (+25.0 %) above that"
                                + " of the best non-neural baseline, knn, with 16.00 % (significant: 95 % interval +3.00 to +5.00, p = 0.0030"
                                + " after Holm's correction).");
    }

    @Test
    void aLeadThatIsNotSignificantIsNoWin() {
        assertThat(headline(
                        List.of(KNN, NETWORK),
                        toKnn("network", 0.04, 0.003),
                        SmallReport.difference("MRR@20", "network", "base", false, 0.01, 0.4)))
                .endsWith("; its difference of +1.00 points from base is not significant.");
        assertThat(headline(List.of(KNN, NETWORK), toKnn("network", 0.04, 0.08)))
                .contains(
                        "no method clearly wins",
                        "+4.00 points is not significant (95 % interval +3.00 to +5.00, p = 0.08")
                .doesNotContain("network wins");
    }

    @Test
    void aBaselineCanWin() {
        assertThat(headline(List.of(KNN, trained("network", "validation", 0.1)), toKnn("network", -0.06, 0.001)))
                .contains("the best non-neural baseline, knn, wins", "6.00 points above", "difference -6.00 points");
    }

    @Test
    void overTooFewSessionsTheReasonStandsThere() {
        assertThat(headline(List.of(KNN, NETWORK), SmallReport.untested(toKnn("network", 0.04, 0.003))))
                .contains("no method clearly wins")
                .endsWith("the difference of +4.00 points is " + SmallReport.UNTESTED + ".");
        assertThat(headline(List.of(KNN, NETWORK))).endsWith("the difference of +4.00 points is not tested.");
    }

    @Test
    void aModelThatTheTestRowsChoseCompetesOnlyWhereNoOtherWasTrained() {
        Report.Line published = trained("published", "test", 0.3);

        assertThat(headline(List.of(KNN, NETWORK, published), toKnn("network", 0.04, 0.003)))
                .contains("network wins");
        assertThat(headline(List.of(KNN, published), toKnn("published", 0.14, 0.003)))
                .contains("published (selected on the test set) wins");
    }

    @Test
    void baselinesAloneHaveAHighestFigureAndNoTest() {
        assertThat(headline(List.of(KNN))).isEqualTo("With seen items masked, knn has the highest MRR@20, 16.00 %.");
    }

    @Test
    void notesStandOnlyWhereTheyApply() {
        List<String> all = SmallReport.on("shop").findings();
        assertThat(all)
                .anyMatch(note -> note.startsWith("Models selected on the test set: sr-gnn published."))
                .anyMatch(note -> note.startsWith("Recommendations made elsewhere: mine."))
                .anyMatch(note -> note.startsWith("Trained with one seed: sr-gnn published."))
                .anyMatch(
                        note -> note.equals(
                                "With seen items masked, intents change MRR@20 against the same model with"
                                        + " zero vectors in their place by: sr-gnn both +2.00 points (significant, p = 0.0040)."))
                .noneMatch(note -> note.contains("parameters"));

        assertThat(SmallReport.on("shop", List.of(KNN), List.of()).findings()).hasSize(1);
    }

    @Test
    void theControlOfAnotherSessionIsSaidBesideTheChangeAndNotAsTheBaseModel() {
        Report.Line both =
                SmallReport.line("sr-gnn both", "both", Report.TRAINED, true, List.of(1L), "validation", 0.4, 0.2);
        List<String> findings = SmallReport.on(
                        "shop",
                        List.of(KNN, both),
                        List.of(
                                SmallReport.difference("MRR@20", "sr-gnn both", "sr-gnn", false, 0.04, 0.003),
                                SmallReport.difference("MRR@20", "sr-gnn both", "sr-gnn shuffled", false, 0.01, 0.4)))
                .findings();

        assertThat(findings)
                .contains(
                        "With seen items masked, intents change MRR@20 against the base model by: sr-gnn both +4.00 points"
                                + " (significant, p = 0.0030), against sr-gnn shuffled +1.00 points (not significant, p = 0.4000).");
    }

    @Test
    void aCatalogueBelowTheCutOffIsNamed() {
        assertThat(Findings.smallCatalogue(20)).isEmpty();
        assertThat(Findings.smallCatalogue(7).orElseThrow())
                .startsWith("The catalogue has 7 items, fewer than the cut-off of @10, @20");
    }

    @Test
    void intentsAreOfTheLinesThatUseThem() {
        Report.Source facets = withIntents("sr-gnn facets", "item-facets", "none");
        Report.Source titles = withIntents("sr-gnn session-mean", "session-mean", "none");
        Report.Source zero = withIntents("sr-gnn zero", "embedding-similarity", "zero");

        assertThat(Findings.inferrers(List.of(zero, facets, facets)))
                .containsExactly("The intents were put together from facets of the clicked items and the candidates,"
                        + " without a call.");
        assertThat(Findings.inferrers(List.of(facets, titles, zero)))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("The intents of sr-gnn facets were put together from facets"),
                        second -> assertThat(second)
                                .startsWith("The intents of sr-gnn session-mean were the titles of all clicked items"));
    }

    private static Report.Source withIntents(String line, String inferrer, String control) {
        return SmallReport.source(line, Map.of("intent-control", control), Map.of("inferrer", inferrer), Map.of());
    }
}
