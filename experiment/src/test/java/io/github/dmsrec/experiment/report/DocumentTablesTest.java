package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTablesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void results() throws IOException {
        write("s.json", JSON.valueToTree(SmallReport.of("shop")).toString());
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private Path document(String text) throws IOException {
        return Files.writeString(folder.resolve("document.md"), text);
    }

    /** The lines that are written for a marker. */
    private List<String> tableOf(String marker) throws IOException {
        Path document = document("<!-- table " + marker + " -->\n<!-- /table -->");
        List<String> lines =
                DocumentTables.of(List.of(document)).get(0).text().lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    @Test
    void showsTheAskedForLinesWithTheWholeCaptionAndWhereTheyCameFrom() throws IOException {
        assertThat(tableOf("s.json seen-items=masked metrics=MRR@20 methods=vs-knn,sr-gnn arms=base,both"))
                .containsExactly(
                        "| method | seeds | MRR@20 |",
                        "|---|---:|---:|",
                        "| vs-knn | - | **16.00** |",
                        "| sr-gnn | 2 | 10.00 ± 0.00 |",
                        "| sr-gnn both | 2 | 14.00 ± 1.41†‡ |",
                        "",
                        "Per cent, 1,500 test rows, seen items masked; mean ± standard deviation over seeds where there are"
                                + " several; the best sound figure of a column is bold. Protocol: sound (validation rows"
                                + " choose by MRR@20; the test rows are used once). Epochs of networks are chosen by MRR@20"
                                + " with seen items masked; they are trained on the training sessions alone. †"
                                + " significantly different from the best non-neural baseline, ‡ from its closest reference"
                                + " (of a fused model its base or control): p &lt; 0.05 after Holm's correction for 6"
                                + " comparisons, paired bootstrap over sessions.",
                        "",
                        "Split: last sessions. What it leaks: Nothing later.",
                        "",
                        "From [s.json](s.json): seeds 1, 2, 1 thread, 2026-01-01, dmsrec 1, `dmsrec study s.yaml`.");
        assertThat(tableOf("s.json arms=published metrics=coverage@20,HR@5"))
                .containsSubsequence(
                        "| method | coverage@20 | HR@5 |",
                        "| mine | 90.00 | 10.00 |",
                        "| method | coverage@20 | HR@5 |")
                .contains("| sr-gnn published \\* | 90.00 | 25.00 |")
                .doesNotContain("| sr-gnn | 90.00 | 15.00 |");
    }

    @Test
    void aBriefCaptionExplainsWhatTheTableHasAndRefersToTheFileForTheRest() throws IOException {
        assertThat(tableOf(
                        "s.json caption=brief seen-items=masked metrics=MRR@20 methods=vs-knn,sr-gnn arms=base,both"))
                .endsWith(
                        "| sr-gnn both | 2 | 14.00 ± 1.41†‡ |",
                        "",
                        "Per cent, 1,500 test rows, seen items masked, protocol sound; mean ± standard deviation over seeds;"
                                + " bold: the best of a column; †: significantly different from the best non-neural"
                                + " baseline; ‡: significantly different from its closest reference.",
                        "",
                        "Tests, split, seeds and commands: [s.json](s.json).");
        assertThat(tableOf(
                        "s.json caption=brief seen-items=ranked metrics=MRR@20 methods=vs-knn,sr-gnn arms=published"))
                .contains(
                        "Per cent, 1,500 test rows, seen items ranked, protocol published (\\*: selected on the test set);"
                                + " bold: the best of a column.");
    }

    @Test
    void theOtherTablesAreThoseOfTheReport() throws IOException {
        assertThat(tableOf("s.json table=differences methods=sr-gnn arms=base,both metrics=MRR@20"))
                .contains("| sr-gnn both | sr-gnn zero | " + SmallReport.QUESTION
                        + " | **+2.00** | +1.00 to +3.00 | +12.5 % | 0.0040 | 1.41 of 2 | +1.4 |")
                .noneMatch(line -> line.contains("HR@20"));
        assertThat(tableOf("s.json table=maps seen-items=masked"))
                .contains("| sr-gnn | masked | MRR@20 | 10.00 | +4.00 | +2.00 | +2.00 | 50 % |")
                .noneMatch(line -> line.contains("| ranked |"));
        assertThat(tableOf("s.json table=costs metrics=train-s,ms/1000 methods=vs-knn,sr-gnn arms=both"))
                .startsWith(
                        "| method | ms/1000 | train-s |",
                        "|---|---:|---:|",
                        "| vs-knn | 12.3 | - |",
                        "| sr-gnn both | - | 1,250 |");
        assertThat(tableOf("s.json table=best-on-test"))
                .startsWith("| method | MRR@20 |", "|---|---:|", "| sr-gnn published | **26.00 (3)** |");
    }

    @Test
    void aLineThatIsNamedByItsFolderIsFoundByIt() throws IOException {
        write(
                "s.json",
                JSON.valueToTree(SmallReport.of("shop"))
                        .toString()
                        .replace("\"vs-knn\",\"method\"", "\"vs-knn (runs/a)\",\"method\""));

        assertThat(tableOf("s.json caption=brief seen-items=masked metrics=MRR@20 methods=runs/a"))
                .startsWith("| method | MRR@20 |", "|---|---:|", "| vs-knn (runs/a) | **16.00** |");
    }

    @Test
    void oneOfSeveralDataSetsMustBeNamed() throws IOException {
        write("two.json", JSON.valueToTree(SmallReport.of("shop", "kiosk")).toString());

        assertThat(tableOf("two.json dataset=kiosk table=maps")).isNotEmpty();
        assertThatThrownBy(() -> tableOf("two.json"))
                .hasMessageContaining("'two.json' has 2 data sets.")
                .hasMessageContaining("'dataset=shop' or 'dataset=kiosk'");
        assertThatThrownBy(() -> tableOf("two.json dataset=shops"))
                .hasMessageContaining("dataset: 'two.json' has no 'shops' here.")
                .hasMessageContaining("shop, kiosk.");
    }

    @Test
    void theRestOfADocumentStaysAndAWrittenOneIsUpToDateUntilAFigureChanges() throws IOException {
        String marker = "<!-- table s.json table=maps -->";
        Path document = document("# Title\r\n```\r\n" + marker + "\r\n```\r\n\r\n    " + marker + "\r\n\r\n" + marker
                + "\r\nold\r\n<!-- /table -->\r\nend");

        DocumentTables tables = DocumentTables.of(List.of(document)).get(0);
        assertThat(tables.tables()).isEqualTo(1);
        assertThat(tables.stale()).containsExactly(8);
        tables.write();

        assertThat(Files.readString(document))
                .startsWith("# Title\r\n```\r\n" + marker + "\r\n```\r\n\r\n    " + marker + "\r\n\r\n" + marker
                        + "\r\n| method | seen items |")
                .endsWith("\r\n<!-- /table -->\r\nend")
                .doesNotContain("old");
        assertThat(DocumentTables.of(List.of(document)).get(0).upToDate()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }

        Path results = folder.resolve("s.json");
        Files.writeString(results, Files.readString(results).replace("\"both\":0.14", "\"both\":0.15"));
        assertThat(DocumentTables.of(List.of(document)).get(0).stale()).containsExactly(8);
    }

    @Test
    void everyMistakeIsReportedAtOnceByFileAndLine() throws IOException {
        write("half.json", "{\"format\": 4, \"title\": \"x\"}");
        write("old.json", "{\"format\": 3, \"reproduce\": [\"dmsrec run p.yaml\"]}");
        Path document = document(
                """
                <!-- /table -->
                <!-- table s.json methods=vs-knm -->
                <!-- /table -->
                <!-- table s.json metrics=HR@7 -->
                <!-- /table -->
                <!-- table s.json arms=bot -->
                <!-- /table -->
                <!-- table s.json s.json table=effect sort=up seen-items=all metrics= caption=none -->
                <!-- /table -->
                <!-- table -->
                <!-- /table -->
                <!-- table s.json table=maps methods=pop -->
                <!-- /table -->
                <!-- table s.json table=costs caption=brief -->
                <!-- /table -->
                <!-- table half.json -->
                <!-- /table -->
                <!-- table old.json -->
                <!-- /table -->
                <!-- table no.json -->
                <!-- /table -->
                <!-- table s.json
                <!-- /table -->
                <!-- table s.json -->
                """);
        String name = document.toString();
        assertThatThrownBy(() -> DocumentTables.of(List.of(document, folder.resolve("no.md"))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("14 mistakes in the tables of documents; nothing was written:")
                .hasMessageContainingAll(
                        name + ":1: no table begins above this end.",
                        name + ":2: methods: 's.json' has no 'vs-knm' here.",
                        name + ":4: metrics: 's.json' has no 'HR@7' here.",
                        name + ":6: arms: 's.json' has no 'bot' here.",
                        "base, zero, both, published.",
                        name
                                + ":8: this marker has mistakes: there is no option 'sort'; metrics is empty; 2 results files are"
                                + " named, not one; table is 'effect', not one of results, differences, maps, costs,"
                                + " best-on-test; caption is 'none', not one of whole, brief; seen-items is 'all', not masked"
                                + " or ranked.",
                        name + ":10: this marker has mistakes: 0 results files are named, not one.",
                        name + ":12: 's.json' has nothing for this table.",
                        name + ":14: this marker has mistakes: only table=results has a brief caption.",
                        name + ":16: 'half.json' is not a results.json of this version: Missing creator property",
                        name + ":18: 'old.json' has the format 3, but this version reads the format 4.",
                        "'dmsrec run p.yaml'",
                        name + ":20: 'no.json' does not exist.",
                        name + ":22: this marker does not end in its line.",
                        name + ":24: this table has no end.",
                        "no.md' does not exist.");
    }

    @Test
    void resultsThatMustNotBePublishedAreRefused() throws IOException {
        Report rows = SmallReport.of(List.of(SmallReport.withExamples(SmallReport.on("shop"))));
        write("rows.json", JSON.valueToTree(rows).toString());
        assertThatThrownBy(() -> tableOf("rows.json"))
                .hasMessageContaining("'rows.json' shows 2 rows and items of the data")
                .hasMessageContaining("report.examples: 0");

        String text = Files.readString(folder.resolve("s.json"));
        for (String path : List.of("/home/me/data", "C:\\\\data", "run --work=/home/me")) {
            write("path.json", text.replace("\"path\":\"data\"", "\"path\":\"" + path + "\""));
            assertThatThrownBy(() -> tableOf("path.json"))
                    .hasMessageContaining(
                            "'path.json' holds an absolute path of a machine: datasets[0].dataset.path is '");
        }
        for (String path : List.of("../data", "and/or", "http://localhost:8000/v1", "a / b")) {
            write("path.json", text.replace("\"path\":\"data\"", "\"path\":\"" + path + "\""));
            assertThat(tableOf("path.json")).isNotEmpty();
        }
    }

    @Test
    void whatWasWrittenIsReadAgainAndOnlyWhatFewSessionsLackMayBeNull() throws IOException {
        Report few = SmallReport.of(List.of(SmallReport.untested(SmallReport.on("shop"))));
        write("few.json", JSON.valueToTree(few).toString());
        assertThat(ResultsFile.read(folder.resolve("few.json"), "few.json").report())
                .isEqualTo(few);

        ObjectNode tree = JSON.valueToTree(few);
        tree.putNull("title");
        write("few.json", tree.toString());
        assertThatThrownBy(() -> ResultsFile.read(folder.resolve("few.json"), "few.json"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'title' is null");
    }
}
