package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTablesTest extends MarkedDocument {

    private static final String SOUND =
            "Protocol: sound (validation rows choose by MRR@20; the test rows are used once). Split: last sessions. What it"
                    + " leaks: Nothing later.";

    DocumentTablesTest() {
        super("table");
    }

    @Test
    void showsTheAskedForFiguresWithTheBestInBoldAndWhereTheyCameFrom() throws IOException {
        write("a.json", sound(1, 0.2));

        assertThat(tableOf("a.json seen-items=masked metrics=MRR@20,HR@20"))
                .containsExactly(
                        "| model | MRR@20 | HR@20 |",
                        "|---|---:|---:|",
                        "| popularity | 5.00 | 10.00 |",
                        "| sr-gnn | **19.00** | 40.00 |",
                        "| sr-gnn+intents | 15.00 | **50.00** |",
                        "",
                        "Per cent, 1,500 test rows, session items masked. " + SOUND
                                + " From [a.json](a.json): seed 1, 2 threads,"
                                + " 2026-01-01, dmsrec 1, `dmsrec run p.yaml --seed 1`.");
        assertThat(tableOf("a.json models=sr-gnn+intents,sr-gnn metrics=MRR@20 delta=base"))
                .containsSubsequence(
                        "| model | ranked MRR@20 | masked MRR@20 |",
                        "| sr-gnn+intents | **30.00**‡ (+10.00) | 15.00 (-4.00) |",
                        "| sr-gnn | 20.00† | **19.00** |",
                        "† differs from the best baseline of its column, ‡ differs from its base: p &lt; 0.05 after Holm's"
                                + " correction for 3 comparisons of models in MRR@20, paired bootstrap over sessions.")
                .last()
                .asString()
                .startsWith("Per cent, 1,500 test rows, in brackets fused minus base. " + SOUND + " From");
    }

    @Test
    void breadthAndCostAreColumnsLikeAnyOther() throws IOException {
        write("a.json", sound(1, 0.2));

        assertThat(tableOf("a.json models=sr-gnn metrics=peak-MiB,coverage@20,ms/1000"))
                .containsSubsequence(
                        "| model | ranked coverage@20 | masked coverage@20 | peak-MiB | ms/1000 |",
                        "| sr-gnn | 20.00 | 20.00 | 512 | 12.3 |")
                .last()
                .asString()
                .startsWith("Per cent (times in milliseconds, memory in MiB), 1,500 test rows. Protocol: sound");
        assertThatThrownBy(() -> tableOf("a.json metrics=HR@20,ms/1000 models=sr-gnn,popularity"))
                .hasMessageContaining("'a.json' has no 'ms/1000' of 'popularity'. ");
    }

    @Test
    void filesOfTheFirstFormatAreReadAndWhatTheyLackIsNamed() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode old = json.valueToTree(sound(1, 0.2));
        old.remove(List.of("format", "protocol", "costs", "differences", "breakdowns"));
        old.path("results").forEach(result -> ((ObjectNode) result).remove("breadth"));
        ((ObjectNode) old.path("dataset")).remove(List.of("splitRule", "leaks"));
        write("old.json", old);
        write("newer.json", json.valueToTree(sound(1, 0.2)).toString().replace("\"format\":2", "\"format\":3"));

        assertThat(tableOf("old.json seen-items=ranked metrics=MRR@20"))
                .contains("| sr-gnn | 20.00 |")
                .last()
                .asString()
                .contains("Protocol: sound (validation rows are of the last training sessions in time and")
                .doesNotContain("Split:");
        assertThatThrownBy(() -> tableOf("old.json models=sr-gnn metrics=MRR@20,coverage@20"))
                .hasMessageContaining("'old.json' has no 'coverage@20' of 'sr-gnn'. Use one of: HR@20, MRR@20;");
        assertThatThrownBy(() -> tableOf("newer.json"))
                .hasMessageContaining("'newer.json' has the format 3, but this version reads 2");
    }

    @Test
    void severalSeedsAreAMeanWithItsSpread() throws IOException {
        write("a.json", sound(1, 0.20));
        write("b.json", sound(2, 0.22));

        // The deviation of 20 and 22 is the root of 2, of 10 and 8 likewise.
        assertThat(tableOf("a.json b.json spread seen-items=ranked metrics=MRR@20 delta=base"))
                .containsSubsequence(
                        "| sr-gnn | 21.00 ± 1.41 |", "| sr-gnn+intents | **30.00** ± 0.00 (+9.00 ± 1.41) |")
                .last()
                .asString()
                .contains("mean ± standard deviation over 2 seeds", "seeds 1, 2, 2 threads")
                .contains("`dmsrec run p.yaml --seed 1`, `dmsrec run p.yaml --seed 2`");

        assertThatThrownBy(() -> tableOf("a.json a.json spread"))
                .hasMessageContaining("'a.json' has the seed 1 of another file. ");
    }

    @Test
    void figuresSelectedOnTheTestSetSaySo() throws IOException {
        write("p.json", report(1, 0.2, "test", Map.of("MRR@20", new Report.BestFigure(0.21, 3)), List.of(), "data"));

        assertThat(tableOf("p.json protocol=best-on-test"))
                .containsExactly(
                        "| model | MRR@20 |",
                        "|---|---:|",
                        "| sr-gnn | **21.00** (3) |",
                        "",
                        "Best test figure of each metric over all epochs: selected on the test set, as the published code"
                                + " reports. Protocol: published. Per cent, 1,500 test rows, session items ranked, in"
                                + " brackets the epoch."
                                + " Split: last sessions. What it leaks: Nothing later. From"
                                + " [p.json](p.json): seed 1, 2 threads, 2026-01-01, dmsrec 1, `dmsrec run p.yaml --seed 1`.");
        assertThat(tableOf("p.json seen-items=ranked metrics=MRR@20"))
                .contains("| sr-gnn \\* | 20.00† |", "\\* selected on the test set");
        assertThat(tableOf("p.json models=popularity")).noneMatch(line -> line.contains("selected on the test set"));
    }

    @Test
    void theRestOfADocumentStaysAndAWrittenOneIsUpToDate() throws IOException {
        write("a.json", sound(1, 0.2));
        String marker = "<!-- table a.json seen-items=ranked metrics=MRR@20 models=popularity -->";
        Path document = document("# Title\r\n```\r\n" + marker + "\r\n```\r\n\r\n    " + marker + "\r\n\r\n" + marker
                + "\r\nold\r\n<!-- /table -->\r\nend");

        DocumentTables tables = DocumentTables.of(List.of(document)).get(0);
        assertThat(tables.tables()).isEqualTo(1);
        assertThat(tables.stale()).containsExactly(8);
        tables.write();

        assertThat(Files.readString(document))
                .startsWith("# Title\r\n```\r\n" + marker + "\r\n```\r\n\r\n    " + marker + "\r\n\r\n" + marker
                        + "\r\n| model | MRR@20 |\r\n|---|---:|\r\n| popularity | **5.00** |\r\n\r\nPer cent")
                .endsWith("\r\n<!-- /table -->\r\nend")
                .doesNotContain("old");
        assertThat(DocumentTables.of(List.of(document)).get(0).upToDate()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void everyMistakeIsToldAtOnceByFileAndLine() throws IOException {
        write("a.json", sound(1, 0.2));
        write("c.json", "{\"title\": \"x\"}");
        Path document = document(
                """
                <!-- /table -->
                <!-- table no.json -->
                <!-- /table -->
                <!-- table a.json metrics=HR@7 -->
                <!-- /table -->
                <!-- table a.json models=sr-gn -->
                <!-- /table -->
                <!-- table a.json seen-items=all sort=up b.json -->
                <!-- /table -->
                <!-- table a.json protocol=best-on-test -->
                <!-- /table -->
                <!-- table c.json -->
                <!-- /table -->
                <!-- table a.json models=sr-gnn delta=base -->
                <!-- /table -->
                <!-- table a.json
                <!-- /table -->
                <!-- table a.json -->
                """);
        String name = document.toString();
        assertThatThrownBy(() -> DocumentTables.of(List.of(document, folder.resolve("no.md"))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("11 mistakes in the tables of documents; nothing was written:")
                .hasMessageContainingAll(
                        name + ":1: no table begins above this end. Check whether its marker",
                        name + ":2: 'no.json' does not exist. Check the path; it is relative to the document",
                        name
                                + ":4: metrics: 'a.json' has no 'HR@7' of 'popularity'. Use one of: HR@20, MRR@20,"
                                + " coverage@20; older versions",
                        name + ":6: models: 'a.json' has no 'sr-gn'. Use one of: popularity, sr-gnn",
                        name
                                + ":8: this marker has mistakes: seen-items is 'all', not ranked, masked or both; 2 files are"
                                + " named, but not 'spread'; there is no option 'sort'. ",
                        name + ":10: 'a.json' has no model with figures of this protocol. ",
                        name + ":12: 'c.json' is no results.json of this version: Missing creator property 'created'",
                        "no.md' does not exist. Check the path; relative paths start at the current directory.",
                        name + ":14: no row is a fused model whose base is in the same file",
                        name + ":16: this marker does not end in its line. Add '-->'.",
                        name + ":18: this table has no end. Add a line '<!-- /table -->' below it.");
    }

    @Test
    void resultsThatMustNotBePublishedAreRefused() throws IOException {
        Report.ExampleRow row = new Report.ExampleRow(1, List.of("x"), "y", List.of(), List.of(), List.of(), Map.of());
        write("rows.json", report(1, 0.2, "validation", Map.of(), List.of(row), "data"));
        assertThatThrownBy(() -> tableOf("rows.json"))
                .hasMessageContaining("'rows.json' shows 1 test rows of the data in full")
                .hasMessageContaining("Make the report again with 'report.examples: 0'");

        for (String path : List.of("/home/me/data", "C:\\\\data", "run --work=/home/me")) {
            write("path.json", report(1, 0.2, "validation", Map.of(), List.of(), path));
            assertThatThrownBy(() -> tableOf("path.json"))
                    .hasMessageContaining("'path.json' holds an absolute path of a machine: dataset.path is '" + path);
        }
        for (String path : List.of("../data", "and/or", "http://localhost:8000/v1", "a / b")) {
            write("path.json", report(1, 0.2, "validation", Map.of(), List.of(), path));
            assertThat(tableOf("path.json")).isNotEmpty();
        }
    }

    private static Report sound(long seed, double mrr) {
        return report(seed, mrr, "validation", Map.of(), List.of(), "data");
    }

    private static Report report(
            long seed,
            double mrr,
            String selectedOn,
            Map<String, Report.BestFigure> best,
            List<Report.ExampleRow> examples,
            String dataset) {
        return new Report(
                Report.FORMAT,
                "title",
                "2026-01-01T10:00:00Z",
                "dmsrec 1",
                new Manifest.Machine("Linux", "amd64", 2, "17"),
                seed,
                2,
                new Report.Dataset("name", dataset, "abc", 10, List.of(), "last sessions", "Nothing later."),
                Protocol.named(List.of(selectedOn)),
                List.of(model("sr-gnn", false, selectedOn, best), model("sr-gnn+intents", true, selectedOn, Map.of())),
                1500,
                List.of(
                        result("popularity", Report.RANKED, "", 0.1, 0.05),
                        result("popularity", Report.MASKED, "", 0.1, 0.05),
                        result("sr-gnn", Report.RANKED, selectedOn, 0.4, mrr),
                        result("sr-gnn", Report.MASKED, selectedOn, 0.4, 0.19),
                        result("sr-gnn+intents", Report.RANKED, selectedOn, 0.5, 0.3),
                        result("sr-gnn+intents", Report.MASKED, selectedOn, 0.5, 0.15)),
                List.of(new Report.Cost("sr-gnn", Map.of("ms/1000", 12.34, "peak-MiB", 512.0))),
                List.of(
                        difference("sr-gnn", "popularity", false, 0.03),
                        difference("sr-gnn+intents", "sr-gnn", true, 0.04),
                        difference("sr-gnn+intents", "popularity", false, 0.05)),
                List.of(),
                List.of(),
                List.of(),
                examples,
                List.of("dmsrec run p.yaml --seed " + seed));
    }

    private static Report.Difference difference(String model, String reference, boolean toBase, double corrected) {
        return new Report.Difference(
                Report.RANKED, "MRR@20", model, reference, toBase, 0.1, 0.5, 0.05, 0.15, 0.01, corrected, "");
    }

    private static Report.Model model(
            String name, boolean fused, String selectedOn, Map<String, Report.BestFigure> best) {
        return new Report.Model(
                name, "runs/" + name, "def", "sr-gnn", fused, selectedOn, best, Map.of(), Map.of(), List.of());
    }

    private static Report.Result result(String name, String seenItems, String selectedOn, double hr, double mrr) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("HR@20", hr);
        metrics.put("MRR@20", mrr);
        return new Report.Result(name, name, seenItems, selectedOn, metrics, Map.of("coverage@20", hr / 2));
    }
}
