package io.github.dmsrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.provenance.Manifest;
import java.io.StringReader;
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
                title,
                "2026-01-01T00:00:00Z",
                "dmsrec 1",
                new Manifest.Machine("Linux", "amd64", 2, "17"),
                2024,
                2,
                new Report.Dataset(title, "data", "abc", 10, List.of(new Report.SplitCounts("test", 5, 20, 15))),
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
                        new Report.Result("popularity", "popularity", Report.RANKED, "", low),
                        new Report.Result("popularity", "popularity", Report.MASKED, "", low),
                        new Report.Result("m", title, Report.RANKED, selectedOn, high),
                        new Report.Result("m", title, Report.MASKED, selectedOn, high)),
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
}
