package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StudyTablesTest {

    private static final StudyReport.OnDataset ON = SmallStudy.onDataset("shop");

    @Test
    void theBestSoundFigureIsBoldAndTheMarksAreThoseOfTheBestBaselineAndTheClosestControl() {
        SideTable table = StudyTables.results(ON, Report.MASKED, List.of("MRR@20", "HR@20"), List.of());

        assertThat(table.head()).containsExactly("method", "seeds", "MRR@20", "HR@20");
        // In HR@20 the closest control does not differ; that another one does is no reason for a mark.
        assertThat(table.rows())
                .containsExactly(
                        List.of("pop", "-", "5.00", "10.00"),
                        List.of("vs-knn", "-", "16.00", "30.00"),
                        List.of("sr-gnn", "2", "10.00 ± 0.00", "30.00"),
                        List.of("sr-gnn zero", "2", "12.00 ± 0.00", "35.00"),
                        List.of("sr-gnn both", "2", "14.00 ± 1.41†‡", "40.00"),
                        List.of("sr-gnn published *", "1", "25.00", "50.00"),
                        List.of("mine", "-", "8.00", "20.00"));
        assertThat(table.best())
                .containsExactly(Set.of(), Set.of(2), Set.of(), Set.of(), Set.of(3), Set.of(), Set.of());
        assertThat(table.caption())
                .contains(
                        "1,500 test rows, session items masked",
                        "Protocol: sound and published. * selected on the test set.",
                        "Holm's correction for 6 comparisons");
    }

    @Test
    void theProtocolIsThatOfTheLinesShown() {
        SideTable table = StudyTables.results(ON, Report.RANKED, List.of("MRR@20"), List.of("pop", "sr-gnn both"));

        assertThat(table.rows())
                .containsExactly(List.of("pop", "-", "5.00"), List.of("sr-gnn both", "2", "14.00 ± 1.41"));
        assertThat(table.best()).containsExactly(Set.of(), Set.of(2));
        assertThat(table.caption()).endsWith("Protocol: sound.");
    }

    @Test
    void theLargestCutOffComesFirstAndMrrBeforeHr() {
        assertThat(StudyTables.metrics(ON)).containsExactly("MRR@20", "HR@20", "MRR@5", "HR@5");
    }

    @Test
    void effectsHaveTheirSizeAndTheSpreadOfSeedsWhereThereAreSome() {
        SideTable table = StudyTables.effects(ON, Report.MASKED, "MRR@20").orElseThrow();

        assertThat(table.rows().subList(1, 4))
                .containsExactly(
                        row(
                                "sr-gnn both",
                                "sr-gnn zero",
                                "+2.00",
                                "+1.00 to +3.00",
                                "+16.7 %",
                                "0.0040",
                                "1.41 of 2",
                                "+1.4"),
                        row(
                                "sr-gnn both",
                                "sr-gnn",
                                "+4.00",
                                "+3.00 to +5.00",
                                "+40.0 %",
                                "0.3000",
                                "1.41 of 2",
                                "+2.8"),
                        row("sr-gnn both", "vs-knn", "-2.00", "-3.00 to -1.00", "-12.5 %", "0.0300", "-", "-"));
        assertThat(table.best()).containsExactly(Set.of(), Set.of(3), Set.of(), Set.of(3));
        assertThat(StudyTables.effects(ON, Report.RANKED, "MRR@20")).isEmpty();
    }

    private static List<String> row(
            String line,
            String control,
            String difference,
            String interval,
            String relative,
            String corrected,
            String deviation,
            String size) {
        return List.of(line, control, SmallStudy.QUESTION, difference, interval, relative, corrected, deviation, size);
    }

    @Test
    void theMapsHaveNoShareOfAGainThatIsNone() {
        SideTable table = StudyTables.mapShares(ON).orElseThrow();

        assertThat(table.rows())
                .containsExactly(
                        List.of("sr-gnn", "masked", "MRR@20", "10.00", "+4.00", "+2.00", "+2.00", "50 %"),
                        List.of("sr-gnn", "ranked", "MRR@20", "14.00", "-1.00", "-2.00", "+1.00", "-"));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        SideTable table = StudyTables.breadthAndCost(ON);

        assertThat(table.head()).containsExactly("method", "coverage@20", "ms/1000", "train-s");
        assertThat(table.rows())
                .contains(
                        List.of("vs-knn", "90.00", "12.3", "-"),
                        List.of("sr-gnn both", "90.00", "-", "1,250"),
                        List.of("mine", "90.00", "-", "-"));
    }
}
