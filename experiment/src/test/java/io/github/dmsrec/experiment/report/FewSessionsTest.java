package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the views say of comparisons over too few sessions, and of the size of differences. */
class FewSessionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHY =
            "not tested: 12 test sessions, fewer than the 30 that an interval or a p-value needs";

    private static Report report(Report.Difference... differences) {
        Report plain = HtmlReportTest.report("base");
        return new Report(
                plain.format(),
                plain.title(),
                plain.created(),
                plain.madeBy(),
                plain.machine(),
                plain.seed(),
                plain.threads(),
                plain.dataset(),
                plain.protocol(),
                plain.models(),
                plain.rows(),
                plain.results(),
                plain.costs(),
                List.of(differences),
                List.of(new Report.Breakdown(
                        "prefix length",
                        List.of(new Report.Part(
                                "3-4",
                                7,
                                List.of(),
                                List.of(new Report.PartDifference(
                                        Report.MASKED, "MRR@20", "base", "popularity", 0.01, null, null)))))),
                plain.findings(),
                plain.exposure(),
                List.of(),
                plain.reproduce());
    }

    private static Report.Difference untested() {
        return new Report.Difference(
                Report.MASKED,
                "MRR@20",
                "base",
                "popularity",
                false,
                0.1,
                1.0,
                null,
                null,
                null,
                null,
                PairedBootstrap.tooFew(12));
    }

    private static Report.Difference tested() {
        return new Report.Difference(
                Report.MASKED, "MRR@20", "base", "popularity", false, 0.1, 1.0, 0.05, 0.15, 0.001, 0.002, "");
    }

    @Test
    void everyViewOfAReportSaysWhyNothingIsTestedAndMarksNothing() {
        Report report = report(untested());

        assertThat(untested().significant()).isFalse();
        String html = HtmlReport.of(report);
        assertThat(html)
                .contains("Differences are " + WHY + ".", "<td class=\"best\">20.00</td>")
                .doesNotContain("20.00\u2020");
        String markdown = MarkdownReport.of(report);
        assertThat(markdown)
                .contains("Differences are " + WHY + ".", "They are " + WHY + ".")
                .contains("| base | popularity | masked | MRR@20 | +10.00 | - | +100.0 % | - |")
                .contains("| base minus popularity | +1.00 |")
                .doesNotContain("\u2020");
        assertThat(String.join(" ", ResultTable.lines(report)).replaceAll(" +", " "))
                .contains("Differences are " + WHY + ".")
                .doesNotContain("\u2020");
    }

    @Test
    void aTestedDifferenceHasItsIntervalAndItsSizeRelativeToTheReference() {
        String markdown = MarkdownReport.of(report(tested()));

        assertThat(markdown)
                .contains("| base | popularity | masked | MRR@20 | **+10.00** | +5.00 to +15.00 | +100.0 % | 0.0020 |")
                .doesNotContain("not tested");
    }

    @Test
    void jsonSaysWhyAndIsReadAgain(@TempDir Path folder) throws Exception {
        ObjectNode tree = JSON.valueToTree(report(untested()));
        ((ObjectNode) tree.path("models").path(0)).put("path", "models/base");

        JsonNode difference = tree.path("differences").path(0);
        assertThat(difference.path("untested").asText()).isEqualTo(WHY);
        assertThat(difference.path("pValue").isNull()).isTrue();
        assertThat(difference.path("low").isNull()).isTrue();
        Files.writeString(folder.resolve("results.json"), tree.toString());
        assertThat(ResultsFile.read(folder.resolve("results.json"), "results.json")
                        .report()
                        .differences())
                .containsExactly(untested());
    }

    @Test
    void comparisonsOfOlderFilesAreTested(@TempDir Path folder) throws Exception {
        ObjectNode tree = JSON.valueToTree(report(tested()));
        ((ObjectNode) tree.path("differences").path(0)).remove(List.of("relative", "untested"));
        Files.writeString(folder.resolve("results.json"), tree.toString());

        Report.Difference read = ResultsFile.read(folder.resolve("results.json"), "results.json")
                .report()
                .differences()
                .get(0);

        assertThat(read.relative()).isNull();
        assertThat(read.untested()).isEmpty();
        assertThat(read.significant()).isTrue();
    }

    @Test
    void nothingElseOfAFileMayBeNull(@TempDir Path folder) throws Exception {
        ObjectNode tree = JSON.valueToTree(report(tested()));
        tree.putNull("title");
        Files.writeString(folder.resolve("results.json"), tree.toString());

        assertThatThrownBy(() -> ResultsFile.read(folder.resolve("results.json"), "results.json"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'title' is null");
    }

    @Test
    void theViewsOfAStudySayWhyNothingIsTestedAndMarkNothing() {
        StudyReport.OnDataset plain = SmallStudy.onDataset("shop");
        StudyReport.OnDataset on = new StudyReport.OnDataset(
                plain.name(),
                plain.dataset(),
                plain.protocol(),
                plain.rows(),
                plain.lines(),
                plain.effects().stream().map(FewSessionsTest::untested).toList(),
                plain.mapShares(),
                plain.breakdowns(),
                plain.curves(),
                plain.cells());

        SideTable results = StudyTables.results(on, Report.MASKED, List.of("MRR@20"), List.of());
        assertThat(results.caption()).contains("Differences are " + WHY + ".").doesNotContain("\u2020");
        assertThat(results.rows().toString()).doesNotContain("\u2020").doesNotContain("\u2021");
        SideTable effects = StudyTables.effects(on, Report.MASKED, "MRR@20").orElseThrow();
        assertThat(effects.caption()).contains("Differences in points, " + WHY + ".");
        assertThat(effects.rows().get(0))
                .contains("-6.00", "-37.5 %")
                .element(4)
                .isEqualTo("-");
        assertThat(effects.rows().get(0).get(6)).isEqualTo("-");
        StudyReport whole = SmallStudy.of("shop");
        String csv = StudyCsv.effects(new StudyReport(
                whole.format(),
                whole.title(),
                whole.created(),
                whole.madeBy(),
                whole.machine(),
                whole.threads(),
                whole.workers(),
                List.of(on),
                whole.findings(),
                whole.reproduce()));
        assertThat(Arrays.asList(csv.split("\r\n")).get(1)).contains("-0.06,,,,,,\"" + WHY + "\"");
    }

    private static StudyReport.Effect untested(StudyReport.Effect effect) {
        return new StudyReport.Effect(
                effect.seenItems(),
                effect.metric(),
                effect.line(),
                effect.control(),
                effect.question(),
                effect.toBaseline(),
                effect.difference(),
                null,
                null,
                null,
                null,
                PairedBootstrap.tooFew(12),
                effect.bySeed());
    }
}
