package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.datasets.check.CheckReport;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PagesTest {

    private static final Report REPORT =
            SmallReport.of(List.of(SmallReport.withExamples(SmallReport.on(SmallReport.NASTY))));

    @Test
    void whatDataHoldsIsTextEverywhere() {
        String html = Pages.of(REPORT);

        assertThat(html).contains("Tom &amp; ").doesNotContain("<script>alert");
        String markdown = ReportText.markdown(REPORT);
        assertThat(markdown).contains("\\`a\\` \\*b\\*", "&lt;script&gt;").doesNotContain("<script");
    }

    @Test
    void itBeginsWithWhoWinsThenTheChartThenFoldedDetails() {
        String html = Pages.of(REPORT);

        assertThat(html)
                .containsSubsequence(
                        "<h1>title</h1>",
                        "class=\"headline\">With seen items masked, the best non-neural baseline, vs-knn, wins",
                        "<figure>",
                        "How to read these results",
                        "<details open>",
                        "Results, seen items masked",
                        "<summary>Sessions: what is recommended, and why</summary>",
                        "<dt>explicit intents</dt><dd>clicked</dd>",
                        "<summary>Items: who finds them</summary>",
                        "<summary>Glossary</summary>",
                        "<dt>seen items masked</dt>");
    }

    @Test
    void itNeedsNothingFromElsewhereAndLacksNothing() {
        for (String html : List.of(Pages.of(REPORT), Pages.of(SmallReport.of("a", "b")))) {
            assertThat(html).doesNotContain("src=", "href=", "@import", "url(", "http://", "https://", "NaN", "null");
        }
    }

    @Test
    void tablesAreForAllReadersAndForSorting() {
        String html = Pages.of(REPORT);

        Matcher tables = Pattern.compile("(?s)<table.*?</table>").matcher(html);
        int count = 0;
        while (tables.find()) {
            count++;
            assertThat(tables.group()).contains("class=\"sortable\"", "<th scope=\"col\"", "<th scope=\"row\"");
        }
        assertThat(count).isGreaterThan(10);
        assertThat(html)
                .contains(
                        "<td class=\"best\" data-value=\"0.16\">16.00</td>",
                        "<caption>Results, seen items masked</caption>")
                .contains("role=\"region\" tabindex=\"0\" aria-label=\"Results, seen items masked\"")
                .contains("prefers-color-scheme:dark", "aria-sort");
    }

    @Test
    void curvesHaveAPointForEachEpochThatIsKnown() {
        String html = Pages.of(REPORT);

        assertThat(html)
                .contains("sr-gnn, epoch 2: 0.2500", "sr-gnn, epoch 2: 0.2000", "sr-gnn, epoch 1: 4.5000")
                .doesNotContain("sr-gnn, epoch 2: 4.5000");
        assertThat(html.split("<polyline", -1)).hasSize(4);
    }

    @Test
    void severalDataSetsHaveAHeadingAndAHeadlineEach() {
        String html = Pages.of(SmallReport.of("shop", "kiosk"));

        assertThat(html)
                .containsSubsequence("<h2>shop</h2>", "class=\"headline\"", "<h2>kiosk</h2>", "class=\"headline\"");
    }

    @Test
    void aCheckOfDataIsAPageToo() {
        CheckReport check = new CheckReport(CheckReport.FORMAT, "shop & co", "abc", 1, List.of());

        assertThat(Pages.of(check)).contains("Check of the data set 'shop &amp; co'", "fingerprint abc, seed 1");
    }
}
