package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyExamplesTest {

    private static List<Path> examples(String prefix) throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("dmsrec.root", "..")).resolve("examples"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> examples() throws IOException {
        return examples("study-");
    }

    private static List<Path> examplesOfIntents() throws IOException {
        return examples("intents-");
    }

    @ParameterizedTest
    @MethodSource("examplesOfIntents")
    void examplesOfIntentsCompareFacetsWithTheirControlsOnTwoBackbones(Path example) throws IOException {
        Study study = StudyFile.read(example, Map.of());

        List<String> lines = new StudySteps(study, "test")
                .evaluations().stream().map(EvaluationStep::line).toList();
        List<String> backbones = lines.stream()
                .filter(line -> line.endsWith(" facets"))
                .map(line -> line.replace(" facets", ""))
                .toList();
        assertThat(backbones).hasSizeGreaterThanOrEqualTo(2).contains("sr-gnn");
        for (String method : backbones) {
            assertThat(lines)
                    .contains(
                            method,
                            method + " zero",
                            method + " item-text-facets",
                            method + " facets-shuffled",
                            method + " facets-student");
        }
    }

    /** Logs of tuning are left out: their paths are relative to the current directory, which is another one in tests. */
    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsWithoutMistakes(Path example) throws IOException {
        Study study = StudyFile.read(example, Map.of("tuned", ""));

        assertThat(study.datasets()).isNotEmpty().allSatisfy(dataset -> assertThat(dataset.methods())
                .isNotEmpty());
        assertThat(new StudySteps(study, "test").evaluations())
                .extracting(EvaluationStep::line)
                .contains("vs-knn", "sr-gnn", "sr-gnn both", "sr-gnn zero");
    }
}
