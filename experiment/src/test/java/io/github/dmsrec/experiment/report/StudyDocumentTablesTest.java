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

class StudyDocumentTablesTest extends MarkedDocument {

    StudyDocumentTablesTest() {
        super("study");
    }

    @BeforeEach
    void study() throws IOException {
        write("s.json", SmallStudy.of("shop"));
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
                        "Per cent, 1,500 test rows, session items masked; mean ± standard deviation over seeds where there"
                                + " are several; the best sound figure of a column is bold. Protocol: sound. † differs from"
                                + " the best method that counts, ‡ differs from its closest control: p &lt; 0.05 after Holm's"
                                + " correction for 6 comparisons, paired bootstrap over sessions.",
                        "",
                        "Split: last sessions. What it leaks: Nothing later.",
                        "",
                        "From [s.json](s.json): seeds 1, 2, 1 thread, 2026-01-01, dmsrec 1, `dmsrec study s.yaml`.");
        assertThat(tableOf("s.json arms=published metrics=coverage@20,HR@5"))
                .containsSubsequence(
                        "| method | seeds | coverage@20 | HR@5 |",
                        "| mine | - | 90.00 | 10.00 |",
                        "| method | seeds | coverage@20 | HR@5 |")
                .contains("| sr-gnn published \\* | 1 | 90.00 | 25.00 |")
                .doesNotContain("| sr-gnn | 2 | 90.00 | 15.00 |");
    }

    @Test
    void theOtherTablesAreThoseOfTheReport() throws IOException {
        assertThat(tableOf("s.json table=effects methods=sr-gnn arms=base,both metrics=MRR@20"))
                .contains(
                        "| method | control | what it tells | MRR@20 | 95 % interval | relative | p | sd of seeds | d |",
                        "| sr-gnn both | sr-gnn zero | " + SmallStudy.QUESTION
                                + " | **+2.00** | +1.00 to +3.00 | +16.7 % | 0.0040 | 1.41 of 2 | +1.4 |")
                .noneMatch(line -> line.contains("HR@20"));
        assertThat(tableOf("s.json table=maps seen-items=masked"))
                .contains("| sr-gnn | masked | MRR@20 | 10.00 | +4.00 | +2.00 | +2.00 | 50 % |")
                .noneMatch(line -> line.contains("| ranked |"));
        assertThat(tableOf("s.json table=costs metrics=train-s,ms/1000 methods=vs-knn,sr-gnn arms=both"))
                .startsWith(
                        "| method | train-s | ms/1000 |",
                        "|---|---:|---:|",
                        "| vs-knn | - | 12.3 |",
                        "| sr-gnn both | 1,250 | - |")
                .anyMatch(line -> line.endsWith("Protocol: sound."));
    }

    @Test
    void oneOfSeveralDataSetsMustBeNamed() throws IOException {
        write("two.json", SmallStudy.of("shop", "kiosk"));

        assertThat(tableOf("two.json dataset=kiosk table=maps")).isNotEmpty();
        assertThatThrownBy(() -> tableOf("two.json"))
                .hasMessageContaining("'two.json' has 2 data sets. Add 'dataset=shop' or 'dataset=kiosk'.");
        assertThatThrownBy(() -> tableOf("two.json dataset=shops"))
                .hasMessageContaining("dataset: 'two.json' has no 'shops' here. Use one of: shop, kiosk.");
    }

    @Test
    void aWrittenDocumentIsUpToDateAndAChangedFigureMakesItStale() throws IOException {
        Path document = document("# T\n<!-- study s.json table=maps -->\nold\n<!-- /study -->\nend");

        DocumentTables tables = DocumentTables.of(List.of(document)).get(0);
        assertThat(tables.tables()).isEqualTo(1);
        assertThat(tables.stale()).containsExactly(2);
        tables.write();
        assertThat(Files.readString(document))
                .endsWith("\n<!-- /study -->\nend")
                .doesNotContain("old");
        assertThat(DocumentTables.of(List.of(document)).get(0).upToDate()).isTrue();

        Path study = folder.resolve("s.json");
        Files.writeString(study, Files.readString(study).replace("\"both\":0.14", "\"both\":0.15"));
        assertThat(DocumentTables.of(List.of(document)).get(0).stale()).containsExactly(2);
    }

    @Test
    void everyMistakeIsToldAtOnceByFileAndLine() throws IOException {
        write("run.json", "{\"format\": 2, \"title\": \"x\"}");
        write("half.json", "{\"format\": 1, \"datasets\": []}");
        write("newer.json", "{\"format\": 2, \"datasets\": []}");
        Path document = document(
                """
                <!-- study s.json methods=vs-knm -->
                <!-- /study -->
                <!-- study s.json metrics=HR@7 -->
                <!-- /study -->
                <!-- study s.json arms=bot -->
                <!-- /study -->
                <!-- study s.json s.json table=effect sort=up -->
                <!-- /study -->
                <!-- study s.json table=costs seen-items=masked -->
                <!-- /study -->
                <!-- study s.json table=maps arms=both -->
                <!-- /study -->
                <!-- study s.json table=maps methods=pop -->
                <!-- /study -->
                <!-- study run.json -->
                <!-- /study -->
                <!-- study half.json -->
                <!-- /study -->
                <!-- study newer.json -->
                <!-- /study -->
                <!-- table s.json -->
                <!-- /table -->
                <!-- study no.json -->
                <!-- /study -->
                <!-- study s.json -->
                <!-- /table -->
                """);
        String name = document.toString();
        assertThatThrownBy(() -> DocumentTables.of(List.of(document)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("14 mistakes in the tables of documents; nothing was written:")
                .hasMessageContainingAll(
                        name
                                + ":1: methods: 's.json' has no 'vs-knm' here. Use one of: pop, vs-knn, sr-gnn,"
                                + " mine.",
                        name
                                + ":3: metrics: 's.json' has no 'HR@7' here. Use one of: MRR@20, HR@20, MRR@5,"
                                + " HR@5, coverage@20.",
                        name + ":5: arms: 's.json' has no 'bot' here. Use one of: base, zero, both," + " published.",
                        name
                                + ":7: this marker has mistakes: 2 files are named, but a study has one for all its"
                                + " seeds; table"
                                + " is 'effect', not one of results, effects, maps, costs; there is no option 'sort'. ",
                        name + ":9: this marker has mistakes: seen-items has no meaning for table=costs",
                        name + ":11: this marker has mistakes: arms has no meaning for table=maps",
                        name + ":13: 's.json' has nothing for this table. ",
                        name
                                + ":15: 'run.json' is not the study.json of a study. Use a marker like '<!-- table ... -->'",
                        name + ":17: 'half.json' is no study.json of this version: Missing creator property 'title'",
                        name + ":19: 'newer.json' has the format 2, but this version reads 1. ",
                        name + ":21: 's.json' is the study.json of a study. Use a marker like '<!-- study ... -->'",
                        name + ":23: 'no.json' does not exist. Check the path; it is relative to the document",
                        name + ":25: this table has no end. Add a line '<!-- /study -->' below it.",
                        name + ":26: no table begins above this end. Check whether its marker");
    }

    @Test
    void aStudyWithoutComparisonsHasNoTableOfThem() throws IOException {
        ObjectNode study = new ObjectMapper().valueToTree(SmallStudy.of("shop"));
        ((ObjectNode) study.path("datasets").path(0)).putArray("effects");
        write("alone.json", study);

        assertThat(tableOf("alone.json seen-items=ranked")).noneMatch(line -> line.contains("Holm"));
        assertThatThrownBy(() -> tableOf("alone.json table=effects metrics=MRR@20"))
                .hasMessageContaining("'alone.json' has nothing for this table. ");
    }

    @Test
    void pathsOfAMachineAreRefused() throws IOException {
        write("path.json", SmallStudy.withCommand("dmsrec study /home/me/s.yaml", "shop"));

        assertThatThrownBy(() -> tableOf("path.json"))
                .hasMessageContaining(
                        "'path.json' holds an absolute path of a machine: reproduce[0] is 'dmsrec study /home");
    }
}
