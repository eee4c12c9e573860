package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The same table as text, Markdown, LaTeX and CSV. */
class TableViewsTest {

    private static final Report REPORT = SmallReport.of("my_shop");

    private static final ReportTable TABLE = new ReportTable(
            "id",
            "title",
            "A caption.",
            List.of("method", "figure", "words"),
            List.of(
                    List.of(
                            ReportTable.Cell.of("a_b"),
                            ReportTable.Cell.of("-1.50", -1.5),
                            ReportTable.Cell.of("x | y")),
                    List.of(
                            ReportTable.Cell.of("c"),
                            ReportTable.Cell.of("12.00†", 12).standingOut(true),
                            ReportTable.Cell.of("long words"))));

    private static ReportTable row(String... cells) {
        return ReportTable.ofTexts("", "", "", List.of(cells), List.of(List.of(cells)));
    }

    @Test
    void aTerminalHasWordsToTheLeftAndFiguresToTheRight() {
        assertThat(TextTable.lines(TABLE))
                .containsExactly(
                        "title:",
                        "  method  figure  words",
                        "  a_b      -1.50  x | y",
                        "  c       12.00†  long words",
                        "  A caption.");
        assertThat(TextTable.wrapped(List.of("word ".repeat(30).strip())))
                .hasSize(2)
                .allMatch(line -> line.length() <= 110);
    }

    @Test
    void markdownHasItsSignsEscapedAndTheBestInBold() {
        assertThat(MarkdownTable.lines(TABLE))
                .containsExactly(
                        "| method | figure | words |",
                        "|---|---:|---|",
                        "| a\\_b | -1.50 | x \\| y |",
                        "| c | **12.00†** | long words |");
        assertThat(MarkdownTable.escape("<a> & `b`\n#c")).isEqualTo("&lt;a&gt; &amp; \\`b\\` \\#c");
    }

    @Test
    void signsOfLatexAreShownAsTheyAre() {
        assertThat(LatexTable.escape("5 % & a_b #1 $x {y} ± 0†‡"))
                .isEqualTo("5 \\% \\& a\\_b \\#1 \\$x \\{y\\} $\\pm$ 0$^{\\dagger}$$^{\\ddagger}$");
        assertThat(LatexTable.escape("\\~^<>"))
                .isEqualTo("\\textbackslash{}\\textasciitilde{}\\textasciicircum{}\\textless{}\\textgreater{}");
    }

    @Test
    void everyTableForPapersHasItsOwnLabelAndItsBestInBold() {
        assertThat(ReportText.latex(REPORT))
                .contains(
                        "\\begin{tabular}{lrrrrr}\n\\toprule\nmethod & seeds & HR@5 & MRR@5 & HR@20 & MRR@20 \\\\\n",
                        "vs-knn & - & 15.00 & \\textbf{8.00} & 30.00 & \\textbf{16.00} \\\\\n",
                        "sr-gnn both & 2 & \\textbf{20.00} & 6.50 & \\textbf{40.00} & 14.00 $\\pm$"
                                + " 1.41$^{\\dagger}$$^{\\ddagger}$ \\\\\n",
                        "\\caption{my\\_shop, Results, seen items masked. Per cent, 1,500 test rows",
                        "\\label{tab:my-shop-results-masked}",
                        "\\label{tab:my-shop-results-ranked}",
                        "\\label{tab:my-shop-differences-masked-MRR-20}",
                        "\\label{tab:my-shop-maps}")
                .doesNotContain("my-shop-differences-ranked");
    }

    @Test
    void csvHasFractionsAndASingleRunHasNoDeviation() {
        List<String> lines = List.of(CsvTable.of(ReportTables.figures(REPORT)).split("\r\n", -1));

        assertThat(lines.get(0)).isEqualTo("dataset,line,method,arm,kind,selected_on,seen_items,metric,mean,sd,runs");
        assertThat(lines)
                .contains(
                        "my_shop,vs-knn,vs-knn,,baseline,,masked,MRR@20,0.16,,1",
                        "my_shop,sr-gnn published,sr-gnn,published,trained,test,ranked,HR@20,0.5,,1",
                        "my_shop,vs-knn,vs-knn,,baseline,,,ms/1000,12.34,,1")
                .anyMatch(line -> line.matches("my_shop,sr-gnn both,sr-gnn,both,trained,validation,masked,MRR@20,"
                        + "0\\.14\\d*,0\\.01414\\d+,2"))
                .last()
                .isEqualTo("");
    }

    @Test
    void csvCellsWithCommasOrQuotesAreQuoted() {
        List<String> lines =
                List.of(CsvTable.of(ReportTables.differences(REPORT)).split("\r\n", -1));

        assertThat(lines).hasSize(8);
        assertThat(lines.get(2))
                .startsWith(
                        "my_shop,sr-gnn both,sr-gnn zero,\"what intents add, \"\"alone\"\"\",masked,MRR@20,0.02,0.125,0.01,")
                .endsWith(",0.001,0.004,0.01;0.03,");
    }

    @Test
    void namesAreNoFormulasAndNumbersStayNumbers() {
        assertThat(CsvTable.of(row("-0.5", "-1.0E-4", "-0.01;0.03", "-1+cmd", "+1", "\t=1", "=cmd|' /C calc'!A0")))
                .endsWith("\r\n-0.5,-1.0E-4,-0.01;0.03,'-1+cmd,'+1,'\t=1,'=cmd|' /C calc'!A0\r\n");
        assertThat(CsvTable.of(row("@SUM(1,2)"))).endsWith("\r\n\"'@SUM(1,2)\"\r\n");
    }
}
