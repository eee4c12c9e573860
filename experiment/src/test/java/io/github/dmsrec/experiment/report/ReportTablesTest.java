package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTablesTest {

    private static final Report.OnDataset ON = SmallReport.on("shop");

    private static List<List<String>> texts(ReportTable table) {
        return table.rows().stream()
                .map(row -> row.stream().map(ReportTable.Cell::text).toList())
                .toList();
    }

    /** Row and column of the cells that stand out. */
    private static List<String> best(ReportTable table) {
        List<String> best = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.head().size(); column++) {
                if (table.rows().get(row).get(column).best()) {
                    best.add(row + "," + column);
                }
            }
        }
        return best;
    }

    @Test
    void theBestSoundFigureIsBoldAndTheMarksAreThoseOfTheBestBaselineAndTheClosestReference() {
        ReportTable table = ReportTables.results(ON, Report.MASKED, List.of("MRR@20", "HR@20"));

        assertThat(table.head()).containsExactly("method", "seeds", "MRR@20", "HR@20");
        // In HR@20 the closest reference does not differ; that another one does is no reason for a mark.
        assertThat(texts(table))
                .containsExactly(
                        List.of("pop", "-", "5.00", "10.00"),
                        List.of("vs-knn", "-", "16.00", "30.00"),
                        List.of("sr-gnn", "2", "10.00 ± 0.00", "30.00"),
                        List.of("sr-gnn zero", "2", "12.00 ± 0.00", "35.00"),
                        List.of("sr-gnn both", "2", "14.00 ± 1.41†‡", "40.00"),
                        List.of("sr-gnn published *", "1", "25.00", "50.00"),
                        List.of("mine", "-", "8.00", "20.00"));
        assertThat(best(table)).containsExactly("1,2", "4,3");
        assertThat(table.caption())
                .contains(
                        "1,500 test rows, seen items masked",
                        "Protocol: sound (validation rows choose by MRR@20; the test rows are used once);"
                                + " * published, selected on the test set",
                        "† significantly different from the best non-neural baseline",
                        "p < 0.05 after Holm's correction");
    }

    @Test
    void theProtocolIsThatOfTheLinesShownAndSeedsAreAColumnOnlyWhereThereAreSeveral() {
        ReportTable table = ReportTables.results(ON.only(ON.lines().subList(0, 2)), Report.RANKED, List.of("MRR@20"));

        assertThat(table.head()).containsExactly("method", "MRR@20");
        assertThat(best(table)).containsExactly("1,1");
        assertThat(table.caption())
                .endsWith("Protocol: sound (validation rows choose by MRR@20; the test rows are used once).");
    }

    @Test
    void theBriefCaptionSaysWhatTheMarkOfABaselineIs() {
        Report.OnDataset on = SmallReport.on(
                "shop",
                List.of(SmallReport.baseline("pop", 0.1, 0.05), SmallReport.baseline("vs-knn", 0.3, 0.16)),
                List.of(SmallReport.difference("MRR@20", "vs-knn", "pop", true, 0.11, 0.001)));

        assertThat(ReportTables.brief(on, Report.MASKED, ReportTables.results(on, Report.MASKED, List.of("MRR@20"))))
                .endsWith("†: significantly different from the best non-neural baseline (of baselines that were given:"
                        + " from the best of those in every report).");
    }

    @Test
    void theReferenceThatTheUserNamedIsNamedInTheCaption() {
        Report.Difference plain = SmallReport.difference("MRR@20", "sr-gnn", "vs-knn", false, -0.06, 0.01);
        Report.OnDataset on = SmallReport.on(
                "shop",
                ON.lines(),
                List.of(new Report.Difference(
                        plain.seenItems(),
                        plain.metric(),
                        plain.line(),
                        plain.reference(),
                        ReportMaker.OF_CHOICE,
                        plain.toBaseline(),
                        plain.difference(),
                        plain.relative(),
                        plain.low(),
                        plain.high(),
                        plain.pValue(),
                        plain.corrected(),
                        plain.untested(),
                        plain.bySeed())));
        ReportTable table = ReportTables.results(on, Report.MASKED, List.of("MRR@20"));

        assertThat(table.caption()).contains("‡ from vs-knn: p < 0.05");
        assertThat(ReportTables.brief(on, Report.MASKED, table)).endsWith("‡: significantly different from vs-knn.");
    }

    @Test
    void theLargestCutOffComesFirstAndMrrBeforeHr() {
        assertThat(ReportTables.metrics(ON)).containsExactly("MRR@20", "HR@20", "MRR@5", "HR@5");
    }

    @Test
    void differencesHaveTheirSizeAndTheSpreadOfSeedsWhereThereAreSome() {
        ReportTable table = ReportTables.differences(ON, Report.MASKED, "MRR@20");

        assertThat(texts(table).subList(1, 4))
                .extracting(row -> String.join(" ", row.subList(3, row.size())))
                .containsExactly(
                        "+2.00 +1.00 to +3.00 +12.5 % 0.0040 1.41 of 2 +1.4",
                        "+4.00 +3.00 to +5.00 +25.0 % 0.3000 1.41 of 2 +2.8",
                        "-2.00 -3.00 to -1.00 -12.5 % 0.0300 - -");
        assertThat(best(table)).containsExactly("1,3", "3,3");
        assertThat(ReportTables.differences(ON, Report.RANKED, "MRR@20").rows()).isEmpty();
    }

    @Test
    void theMapsHaveNoShareOfAGainThatIsNone() {
        assertThat(texts(ReportTables.mapShares(ON)))
                .containsExactly(
                        List.of("sr-gnn", "masked", "MRR@20", "10.00", "+4.00", "+2.00", "+2.00", "50 %"),
                        List.of("sr-gnn", "ranked", "MRR@20", "14.00", "-1.00", "-2.00", "+1.00", "-"));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        ReportTable table = ReportTables.costs(ON);

        assertThat(table.head()).containsExactly("method", "coverage@20", "ms/1000", "train-s");
        assertThat(texts(table))
                .contains(List.of("vs-knn", "90.00", "12.3", "-"), List.of("sr-gnn both", "90.00", "-", "1,250"));
        assertThat(table.caption()).doesNotContain("peak memory");
        assertThat(texts(ReportTables.training(ON.training().get(0))))
                .containsExactly(
                        List.of("1", "4.5000", "15.00", "-", "10.00", "-", "2.0"),
                        List.of("2", "-", "25.00", "-", "20.00", "-", "-"));
    }

    @Test
    void partsHaveDifferencesWithTheirIntervals() {
        assertThat(ReportTables.breakdowns(ON))
                .satisfiesExactly(
                        masked -> assertThat(texts(masked))
                                .startsWith(List.of("pop", "6.25"))
                                .endsWith(List.of("sr-gnn minus pop", "+1.00 (-0.50 to +2.50)")),
                        ranked -> assertThat(texts(ranked)).endsWith(List.of("sr-gnn minus pop", "+2.00")));
    }

    @Test
    void figuresSelectedOnTheTestSetAreATableOfTheirOwn() {
        ReportTable table = ReportTables.bestOnTest(ON);

        assertThat(texts(table)).containsExactly(List.of("sr-gnn published", "26.00 (3)"));
        assertThat(table.caption()).contains("selected on the test set", "seen items ranked");
    }

    @Test
    void overTooFewSessionsNothingIsMarkedAndTheReasonStandsThere() {
        Report.OnDataset few = SmallReport.untested(ON);

        ReportTable results = ReportTables.results(few, Report.MASKED);
        assertThat(results.caption())
                .contains("Differences are " + SmallReport.UNTESTED + ".")
                .doesNotContain("\u2020");
        assertThat(texts(results).toString()).doesNotContain("\u2020", "\u2021");
        ReportTable differences = ReportTables.differences(few, Report.MASKED, "MRR@20");
        assertThat(differences.caption()).contains("Differences in points, " + SmallReport.UNTESTED + ".");
        assertThat(texts(differences).get(0).subList(3, 7)).containsExactly("-6.00", "-", "-37.5 %", "-");
        assertThat(best(differences)).isEmpty();
        assertThat(CsvTable.of(ReportTables.differences(SmallReport.of(List.of(few)))))
                .contains(",-0.06,-0.375,,,,,,\"" + SmallReport.UNTESTED + "\"");
    }

    @Test
    void optionsNameTheModelsThatHaveThem() {
        assertThat(texts(ReportTables.options(ON)))
                .containsExactly(
                        List.of("refit", "false", "all that have it"),
                        List.of("select-by", "masked", "all that have it"));
    }
}
