package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.artefact.Manifest;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {

    private static final String NASTY = "Tom & \"Jerry\" <script>alert('x')</script> | `a` *b*";

    static Report report(String title) {
        return report(title, "validation", Map.of());
    }

    static Report report(String title, String selectedOn, Map<String, Report.BestFigure> bestOnTest) {
        Map<String, Double> low = new LinkedHashMap<>();
        low.put("HR@20", 0.25);
        low.put("MRR@20", 0.1);
        Map<String, Double> high = new LinkedHashMap<>();
        high.put("HR@20", 0.5);
        high.put("MRR@20", 0.2);
        return new Report(
                Report.FORMAT,
                title,
                "2026-01-01T00:00:00Z",
                "dmsrec 1",
                new Manifest.Machine("Linux", "amd64", 2, "17"),
                2024,
                2,
                new Report.Dataset(
                        title, "data", "abc", 10, List.of(new Report.SplitCounts("test", 5, 20, 15)), title, title),
                Protocol.named(List.of(selectedOn)),
                List.of(new Report.Model(
                        title,
                        "models/" + title,
                        "def",
                        "sr-gnn",
                        true,
                        selectedOn,
                        bestOnTest,
                        Map.of("epochs", "2"),
                        Map.of("intents: inferrer", title),
                        List.of(
                                new Report.Epoch(0, 5.5, selectedOn, Map.of("MRR@20", 0.1, "HR@20", 0.2), 1.5),
                                new Report.Epoch(1, 5.0, selectedOn, Map.of("MRR@20", 0.15, "HR@20", 0.3), 1.5)))),
                15,
                List.of(
                        new Report.Result("popularity", "popularity", Report.RANKED, "", low, Map.of()),
                        new Report.Result("popularity", "popularity", Report.MASKED, "", low, Map.of()),
                        new Report.Result("m", title, Report.RANKED, selectedOn, high, Map.of()),
                        new Report.Result("m", title, Report.MASKED, selectedOn, high, Map.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(title + " beats popularity."),
                List.of(new Report.Exposure("test", 15, Map.of(5, 0.5))),
                List.of(new Report.ExampleRow(
                        3,
                        List.of(title, "b"),
                        title,
                        List.of(title),
                        List.of(),
                        List.of(title),
                        Map.of(title, List.of(title)))),
                List.of("dmsrec run '" + title + "'"));
    }

    @Test
    void textsAreEscapedEverywhere() {
        String html = HtmlReport.of(report(NASTY));

        assertThat(html).doesNotContain("<script").doesNotContain("alert('x')");
        assertThat(html).contains("Tom &amp; &quot;Jerry&quot; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    @Test
    void nothingIsFetchedFromAnywhere() {
        String html = HtmlReport.of(report("plain"));

        assertThat(html).doesNotContainPattern("(?i)https?://|\\bsrc=|\\bhref=|@import|url\\(|<link|<script|<img");
    }

    @Test
    void thePageIsWellFormedAndHasChartsWithNames() throws Exception {
        String html = HtmlReport.of(report(NASTY));
        String xml = html.substring(html.indexOf("<html")).replaceAll("<meta([^>]*)>", "<meta$1/>");

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        assertThat(html)
                .contains("role=\"img\"", "aria-labelledby=\"mrr-title mrr-desc\"", "<polyline class=\"line c0\"")
                .contains("prefers-color-scheme:dark");
    }

    @Test
    void theBestOfEachColumnIsMarked() {
        assertThat(HtmlReport.of(report("plain")))
                .contains("<td class=\"best\">50.00</td>")
                .contains("<td class=\"\">25.00</td>");
    }

    @Test
    void markdownShowsTitlesAsTheyAre() {
        String markdown = MarkdownReport.of(report(NASTY));

        // In code, Markdown shows everything as it is.
        assertThat(markdown.replaceAll("`[^`\n]*`|(?m)^    .*$", "")).doesNotContain("<script");
        assertThat(markdown).contains("&lt;script&gt;").contains("\\| \\`a\\` \\*b\\*");
        assertThat(markdown).contains("| popularity | 25.00 | 10.00 |");
    }

    @Test
    void theTableForTheTerminalIsAligned() {
        List<String> lines = ResultTable.lines(report("my-model"));

        assertThat(lines)
                .containsSequence(
                        "Session items ranked, per cent, 15 test rows:",
                        "                HR@20   MRR@20",
                        "  popularity    25.00    10.00",
                        "  my-model      50.00    20.00");
    }

    @Test
    void aModelThatWasSelectedOnTheTestSetIsLabelledWhereverItsFiguresAre() {
        Map<String, Report.BestFigure> best = new LinkedHashMap<>();
        best.put("HR@20", new Report.BestFigure(0.52, 1));
        best.put("MRR@20", new Report.BestFigure(0.2, 2));
        Report report = report("my-model", "test", best);

        String html = HtmlReport.of(report);
        assertThat(html.split("<td>my-model \\*</td>", -1)).hasSize(3);
        assertThat(html.split("<p class=\"lead\">\\* selected on the test set</p>", -1))
                .hasSize(4);
        assertThat(html)
                .contains("<h3>Best test figure of each metric over all epochs: selected on the test set")
                .contains("<td>52.00 (1)</td>", "<td>20.00 (2)</td>")
                .contains("MRR@20 on the test rows by epoch: selected on the test set", "test MRR@20")
                .contains("my-model, test rows</span>")
                .doesNotContain("validation");

        assertThat(MarkdownReport.of(report))
                .contains("| my-model \\* | 50.00 | 20.00 |\n\n\\* selected on the test set")
                .contains("## Best test figure of each metric over all epochs: selected on the test set")
                .contains("| my-model | 52.00 (1) | 20.00 (2) |");

        assertThat(ResultTable.lines(report))
                .containsSubsequence(
                        "  popularity    25.00    10.00",
                        "  my-model *    50.00    20.00",
                        "  * selected on the test set",
                        "Best test figure of each metric over all epochs: selected on the test set, as the published code"
                                + " reports.",
                        "                   HR@20      MRR@20",
                        "  my-model     52.00 (1)   20.00 (2)");
    }

    @Test
    void aReportOfSoundModelsDoesNotMentionTheOtherProtocol() {
        Report report = report("my-model");

        assertThat(HtmlReport.of(report) + MarkdownReport.of(report) + ResultTable.lines(report))
                .doesNotContainIgnoringCase("selected on the test")
                .doesNotContainIgnoringCase("best test figure")
                .contains("MRR@20 on the validation rows by epoch");
    }

    /** Two models on 15 rows with everything that is measured; the fused one beats its base and the best baseline. */
    private static Report complete() {
        return complete("", "");
    }

    private static Report complete(String splitRule, String leaks) {
        Report plain = report("base");
        List<Report.Result> results = new ArrayList<>();
        List<Report.PartResult> onPart = new ArrayList<>();
        for (Report.Result result : plain.results()) {
            results.add(new Report.Result(
                    result.model(),
                    result.name(),
                    result.seenItems(),
                    result.selectedOn(),
                    result.metrics(),
                    Map.of("coverage@20", result.seenItems().equals(Report.RANKED) ? 0.125 : 0.5)));
            onPart.add(new Report.PartResult(result.name(), result.seenItems(), Map.of("MRR@20", 0.0625)));
        }
        return new Report(
                plain.format(),
                plain.title(),
                plain.created(),
                plain.madeBy(),
                plain.machine(),
                plain.seed(),
                plain.threads(),
                new Report.Dataset(
                        "data",
                        "data",
                        "abc",
                        10,
                        List.of(
                                new Report.SplitCounts("train", 90, 100, 50),
                                new Report.SplitCounts("validation", 10, 20, 15)),
                        splitRule,
                        leaks),
                plain.protocol(),
                plain.models(),
                plain.rows(),
                results,
                List.of(new Report.Cost("base", Map.of("ms/1000", 8.2))),
                List.of(
                        new Report.Difference(
                                Report.RANKED,
                                "MRR@20",
                                "base",
                                "popularity",
                                false,
                                0.1,
                                0.5,
                                0.05,
                                0.15,
                                0.001,
                                0.002,
                                ""),
                        new Report.Difference(
                                Report.MASKED,
                                "MRR@20",
                                "base",
                                "popularity",
                                false,
                                0.1,
                                0.5,
                                -0.05,
                                0.15,
                                0.3,
                                0.6,
                                "")),
                List.of(new Report.Breakdown(
                        "prefix length",
                        List.of(new Report.Part(
                                "3-4",
                                1200,
                                onPart,
                                List.of(new Report.PartDifference(
                                        Report.MASKED, "MRR@20", "base", "popularity", 0.01, -0.005, 0.025)))))),
                plain.findings(),
                plain.exposure(),
                plain.examples(),
                plain.reproduce());
    }

    @Test
    void whatIsSignificantIsMarkedAndTheMarkExplained() {
        String test = "p < 0.05 after Holm's correction for 1 comparison of models in MRR@20, paired bootstrap";
        String html = HtmlReport.of(complete());
        assertThat(html)
                .contains("<td class=\"best\">20.00†</td>", "<td class=\"best\">20.00</td>")
                .contains("† differs from the best baseline of its column: p &lt; 0.05")
                .contains("No difference to the best baseline is significant: none has p &lt; 0.05")
                .contains("Protocol: sound (validation rows are of the last 10 % of the training sessions in time")
                .contains("<dt>coverage@20</dt>", "<dt>Holm&#39;s correction</dt>", "<dt>ms/1000</dt>");
        assertThat(MarkdownReport.of(complete()))
                .contains("| base | 50.00 | 20.00† |", "† differs from the best baseline of its column: p &lt; 0.05");
        assertThat(ResultTable.lines(complete()))
                .contains("  base          50.00   20.00†")
                .anyMatch(line -> line.startsWith("  † differs from the best baseline of its column: p < 0.05"));
        assertThat(String.join(" ", ResultTable.lines(complete())).replaceAll(" +", " "))
                .contains(test);
    }

    @Test
    void theSplitAndWhatItLeaksStandByTheProtocol() {
        Report report = complete("whole users", "The future is known.");
        String protocol = "Protocol: sound (validation rows choose by MRR@20; the test rows are used once).";
        String split = "Split: whole users. What it leaks: The future is known.";
        assertThat(HtmlReport.of(report)).contains(protocol, split);
        assertThat(MarkdownReport.of(report)).contains(protocol, split);
        assertThat(ResultTable.lines(report)).contains("  " + split);
    }

    @Test
    void breadthCostAndPartsHaveTablesOfTheirOwn() {
        assertThat(MarkdownReport.of(complete()))
                .contains("| model | coverage@20 | masked | ms/1000 |")
                .contains("| popularity | 12.50 | 50.00 | - |", "| base | 12.50 | 50.00 | 8.2 |")
                .contains("This system does not report the most memory of a process.")
                .contains("## By prefix length, session items masked", "| model | 3-4 (1,200) |", "| base | 6.25 |")
                .contains("| base minus popularity | +1.00 (-0.50 to +2.50) |");
        assertThat(HtmlReport.of(complete()))
                .contains("<th scope=\"col\">3-4 (1,200)</th>", "<td>+1.00 (-0.50 to +2.50)</td>");
        assertThat(ResultTable.lines(complete()))
                .containsSequence(
                        "What is recommended, and what it costs:",
                        "  model       coverage@20  masked  ms/1000",
                        "  popularity        12.50   50.00        -",
                        "  base              12.50   50.00      8.2");
    }
}
