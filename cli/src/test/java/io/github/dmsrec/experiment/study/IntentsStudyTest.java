package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.cli.command.DescribingModel;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.experiment.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a language model's reading of the items adds, beside all that could stand in its place, from one file. */
class IntentsStudyTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    @Tag("slow")
    void oneFileComparesFacetsWithAllThatCouldStandInTheirPlace() throws IOException {
        Path data = folder.resolve("data");
        Datasets.make(SyntheticPlan.shop(2, 100, 5), data, Origin.of("shop", "test", 1, 1), Progress.NONE);
        Study study = StudyFile.parse("intents.yaml", file(), Map.of());

        assertThatThrownBy(() -> run(study))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(folder.resolve("facets").toString());
        assertThat(folder.resolve("study/shop")).doesNotExist();

        try (DescribingModel model = DescribingModel.start()) {
            model.describe(data, folder.resolve("facets"));
        }
        Report.OnDataset shop = run(study).datasets().get(0);

        assertThat(shop.lines())
                .extracting(Report.Line::arm)
                .containsExactly(
                        "base",
                        "zero",
                        "both",
                        "student",
                        "facets",
                        "facets-shuffled",
                        "columns",
                        "facets-student",
                        "item-text",
                        "item-text-columns",
                        "item-text-facets");
        assertThat(shop.differences())
                .extracting(difference -> difference.line() + " - " + difference.reference())
                .contains(
                        "core-ave facets - core-ave facets-shuffled",
                        "core-ave facets - core-ave columns",
                        "core-ave facets-student - core-ave facets",
                        "core-ave student - core-ave both",
                        "core-ave item-text-facets - core-ave item-text");
        assertThat(shop.findings()).anySatisfy(sentence -> assertThat(sentence)
                .contains("against the same model with zero vectors in their place by: ")
                .contains("core-ave facets ", "core-ave student ", ", against core-ave facets-shuffled ")
                .doesNotContain("core-ave columns", "by: core-ave facets-shuffled", "; core-ave facets-shuffled"));
        Path intents = folder.resolve("study/shop/intents");
        assertThat(inferrer(intents.resolve("facets"))).isEqualTo("item-facets");
        assertThat(inferrer(intents.resolve("student-of-facets"))).isEqualTo("student");
        assertThat(ArtefactFolder.open(intents.resolve("facets-shuffled/in-sample/1"))
                        .manifest()
                        .options())
                .containsEntry("inferrer.shuffled", "true");

        // Facets that were made again make again what was made of them.
        String said = said(study);
        assertThat(said).doesNotContain("facets was");
        Files.delete(folder.resolve("answers/answers.sqlite"));
        try (DescribingModel model = DescribingModel.start("other ")) {
            model.describe(data, folder.resolve("facets"));
        }
        assertThat(said(study)).contains("facets was ");
    }

    private String file() {
        return String.format(
                Locale.ROOT,
                """
            name: intents
            work: '%1$s/study'
            seeds: [1]
            workers: 1
            datasets: {shop: {path: '%1$s/data'}}
            training: {dimension: 8, epochs: 1}
            arms: [base, zero, both, student, facets, facets-shuffled, columns,
              facets-student, item-text, item-text-columns, item-text-facets]
            methods: {core-ave: }
            candidates: {k: 8}
            item-facets: {shop: {facets: '%1$s/facets', columns: [category]}}
            student: {epochs: 1, hidden: 8}
            """,
                folder);
    }

    private static String inferrer(Path intents) {
        return ArtefactFolder.open(intents.resolve("in-sample/1"))
                .manifest()
                .options()
                .getOrDefault("inferrer", "none");
    }

    private static Report run(Study study) throws IOException {
        StringWriter said = new StringWriter();
        return StudyRun.run(
                        study,
                        "dmsrec study",
                        List.of(),
                        new Console(new PrintWriter(said), new PrintWriter(said), false))
                .report();
    }

    /** What a forecast says: what would be made, and why. */
    private static String said(Study study) throws IOException {
        StringWriter said = new StringWriter();
        return StudyRun.forecast(
                        study, "dmsrec study", new Console(new PrintWriter(said), new PrintWriter(said), false))
                .steps()
                .toString();
    }
}
