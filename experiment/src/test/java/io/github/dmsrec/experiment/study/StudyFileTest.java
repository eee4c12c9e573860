package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.experiment.study.Study.ArmPlan;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.stage.MethodOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFileTest {

    private static final String DATA = "datasets: {shop: {demo: {sessions: 100}}}\n";

    private static Study parse(String text) {
        return StudyFile.parse("study.yaml", text, Map.of());
    }

    private static MethodPlan trained(Study study, int number) {
        return study.datasets().get(0).methods().get(number);
    }

    private static Map<String, String> counting(Study study) {
        return options(trained(study, 0), "base");
    }

    private static Map<String, String> options(MethodPlan method, String arm) {
        return method.arms().stream()
                .filter(plan -> plan.arm().name().equals(arm))
                .map(plan -> plan.variants().get(0).toMap())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsLeftOutIsUsual() {
        Study study = parse(DATA + "methods:\n  vs-knn:\n  sr-gnn:\n");

        assertThat(study.work()).isEqualTo(Path.of("runs", "study"));
        assertThat(study.threads()).isEqualTo(1);
        assertThat(study.intents().k()).isEqualTo(50);
        assertThat(trained(study, 0).counts()).isTrue();
        assertThat(trained(study, 0).seeds()).isEmpty();
        MethodPlan method = trained(study, 1);
        assertThat(method.seeds()).containsExactly(2024L);
        assertThat(method.arms()).extracting(plan -> plan.arm().name()).containsExactly("base", "zero", "both");
        assertThat(options(method, "zero")).containsEntry("intent-control", "zero");
        assertThat(study.intents().generator()).hasEntrySatisfying("shop", generator -> assertThat(
                        generator.method().name())
                .isEqualTo("sr-gnn"));
    }

    @Test
    void laterSectionsOverrideEarlierOnesAndThePublishedRecipeIsLeftAlone() {
        MethodPlan method = trained(
                parse(
                        DATA
                                + """
                                training: {epochs: 9, dimension: 8}
                                arms: [base, both, published]
                                methods:
                                  sr-gnn:
                                    seeds: [1, 2]
                                    options: {epochs: 5}
                                    arm-options:
                                      both: {alignment-weight: 0.7, epochs: 4}
                                      published: {batch-size: 50}
                                """),
                0);

        assertThat(method.seeds()).containsExactly(1L, 2L);
        assertThat(options(method, "base")).containsEntry("epochs", "5").containsEntry("dimension", "8");
        assertThat(options(method, "both")).containsEntry("epochs", "4").containsEntry("alignment-weight", "0.7");
        assertThat(options(method, "published"))
                .containsEntry("recipe", "published")
                .containsEntry("selection", "test")
                .containsEntry("batch-size", "50")
                .containsEntry("epochs", "30")
                .containsEntry("dimension", "100");
    }

    @Test
    void allMethodsLearnFromTheSameSessions() {
        String methods = "arms: [base, published]\nmethods: {vs-knn: , sr-gnn: }\n";

        Study usual = parse(DATA + methods);
        assertThat(counting(usual)).containsEntry("learn-from", "before-test");
        assertThat(options(trained(usual, 1), "base"))
                .containsEntry("refit", "true")
                .containsEntry("select-by", "masked");
        assertThat(options(trained(usual, 1), "published"))
                .containsEntry("refit", "false")
                .containsEntry("select-by", "ranked");

        Study without = parse(DATA + "training: {refit: false}\n" + methods);
        assertThat(counting(without)).containsEntry("learn-from", "train");
        assertThat(options(trained(without, 1), "base")).containsEntry("refit", "false");
    }

    @Test
    void whatMakesCandidatesHasNotLearnedValidationRows() {
        Study study = parse(DATA + "methods: {sr-gnn: }\n");

        assertThat(study.intents().generator()).hasEntrySatisfying("shop", generator -> assertThat(generator.toMap())
                .containsEntry("refit", "false"));
        assertThat(options(trained(study, 0), "both")).containsEntry("refit", "true");
    }

    @Test
    void aTunedWeightHasAModelForEachValue() {
        MethodPlan method =
                trained(parse(DATA + "arms: [lambda-tuned]\nalignment-weights: [0, 0.5]\nmethods: {sr-gnn: }\n"), 0);

        ArmPlan plan = method.arms().get(0);
        assertThat(plan.variants())
                .extracting(MethodOptions::toMap)
                .extracting(options -> options.get("alignment-weight"))
                .containsExactly("0", "0.5");
    }

    @Test
    void theGeneratorIsTheBaseOfItsMethodEvenIfTheStudyDoesNotShowIt() {
        Study study = parse(
                DATA
                        + """
                        arms: [both]
                        methods:
                          sr-gnn:
                          stamp:
                            options: {dimension: 12}
                        candidates: {from: stamp}
                        """);

        assertThat(study.intents().generator()).hasEntrySatisfying("shop", generator -> assertThat(generator.toMap())
                .containsEntry("dimension", "12")
                .containsEntry("method", "stamp"));
    }

    private static String trial(int number, int neighbours, double value, String status) {
        return String.format(
                Locale.ROOT,
                """
                {"dataset":"f","version":"1","seed":1,"threads":1,"setting":"random search","method":"vs-knn","trial":%d,\
                "rung":0,"options":{"backbone":"vs-knn","neighbours":"%d","learn-from":"train"},\
                "resource":{"unit":"rows","amount":9},"status":"%s","value":%s,"validation":{},"validationMasked":{},\
                "epochs":0,"seconds":1.0,"curve":[],"problem":""}
                """,
                number,
                neighbours,
                status,
                value);
    }

    @Test
    void tunedOptionsAreThoseOfTheBestFinishedTrialAndCanBeOverridden(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(
                folder.resolve("trials.jsonl"),
                trial(0, 100, 0.1, "done")
                        + trial(1, 300, 0.2, "done")
                        + trial(2, 400, 0.2, "done")
                        + trial(3, 500, 0.3, "stopped"));

        Study tuned = parse(DATA + "methods: {vs-knn: }\ntuned: {shop: " + log + "}\n");
        Study overridden = parse(DATA + "methods: {vs-knn: {options: {neighbours: 7}}}\ntuned: {shop: " + log + "}\n");

        // Trials learn from the training split alone; the method of the study from all before the test.
        assertThat(counting(tuned)).containsEntry("neighbours", "300").containsEntry("learn-from", "before-test");
        assertThat(trained(tuned, 0).tuning()).hasValue("best of 4 trials (random search: 20.00 %)");
        assertThat(counting(overridden)).containsEntry("neighbours", "7");
    }

    @Test
    void aLogOfTuningThatIsNotThereOrTornIsRefused(@TempDir Path folder) throws IOException {
        Path torn = Files.writeString(folder.resolve("torn.jsonl"), trial(0, 100, 0.1, "done") + "{\"dataset\":");

        assertThatThrownBy(() -> parse(DATA + "methods: {vs-knn: }\ntuned: {shop: " + torn + "}\n"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("study.yaml:3:")
                .hasMessageContaining("line 2 is not a trial");
        assertThatThrownBy(() -> parse(DATA + "methods: {vs-knn: }\ntuned: {shop: nowhere.jsonl}\n"))
                .hasMessageContaining("'nowhere.jsonl' does not exist");
    }

    @Test
    void aMethodThatLearnsFromATrainedModelHasNoPlace() {
        assertThatThrownBy(() -> parse(DATA + "methods: {link: {options: {teacher: t}}}\n"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("methods.link: it learns from a trained model");
    }

    @Test
    void everyMistakeIsToldAtItsPlace() {
        assertThatThrownBy(
                        () -> parse(
                                """
                        datasets:
                          "a/b": {demo: {}}
                          shop: {demo: {}, path: x}
                        seeds: [1, one, 1]
                        arms: [base, bots]
                        methods:
                          vs-knm:
                          sr-gnn:
                            options: {epoch: 3}
                            arm-options: {zero: {}}
                          sr:
                            options: {pruning: -1}
                        elsewhere:
                          mine: {dataset: shops, file: x.tsv}
                        candidates: {from: gce-gnn}
                        alignment-weights: [-1]
                        worker: 2
                        """))
                .isInstanceOf(UserMistakeException.class)
                .satisfies(e -> assertThat(
                                List.of(String.valueOf(e.getMessage()).split("\\R")))
                        .anyMatch(line -> line.contains("study.yaml:2:") && line.contains("a/b"))
                        .anyMatch(line -> line.contains("study.yaml:3:") && line.contains("2 sources are given"))
                        .anyMatch(line -> line.contains("study.yaml:4:") && line.contains("'one' is not an integer"))
                        .anyMatch(line -> line.contains("study.yaml:4:") && line.contains("1 is given twice"))
                        .anyMatch(line -> line.contains("study.yaml:5:") && line.contains("'bots' is not known"))
                        .anyMatch(line -> line.contains("study.yaml:7:") && line.contains("Did you mean 'vs-knn'?"))
                        .anyMatch(line -> line.contains("study.yaml:9:") && line.contains("epoch"))
                        .anyMatch(line -> line.contains("study.yaml:10:") && line.contains("no such arm"))
                        .anyMatch(line -> line.contains("study.yaml:12:") && line.contains("pruning"))
                        .anyMatch(line -> line.contains("study.yaml:14:") && line.contains("no data set 'shops'"))
                        .anyMatch(line -> line.contains("study.yaml:15:") && line.contains("'gce-gnn'"))
                        .anyMatch(line -> line.contains("study.yaml:17:") && line.contains("Did you mean 'workers'?")));
    }

    @Test
    void armsThatReadFacetsNameTheirFolderAndColumns() {
        Study study = parse(
                DATA
                        + """
                arms: [base, facets, columns, facets-student, item-text-columns]
                item-facets: {shop: {facets: runs/facets, columns: [category], decay: 0.5}}
                student: {hidden: 8}
                methods: {sr-gnn: }
                """);

        assertThat(study.datasets().get(0).known())
                .isEqualTo(new Study.ItemKnowledge(
                        Optional.of(Path.of("runs/facets")), List.of("category"), Map.of("decay", "0.5")));
        assertThat(study.intents().student()).containsExactly(entry("hidden", "8"));
        assertThat(options(trained(study, 0), "item-text-columns"))
                .containsEntry("item-text", "add")
                .containsEntry("item-text-columns", "category");
        assertThatThrownBy(
                        () -> parse(
                                DATA
                                        + """
                        arms: [facets, item-text-columns]
                        item-facets: {shop: {decay: 7}}
                        student: {teacher: runs/intents}
                        methods: {sr-gnn: }
                        """))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("item-facets: the arm 'facets' needs facets of the items of 'shop'.")
                .hasMessageContaining("item-facets: the arm 'item-text-columns' needs columns of the items of 'shop'.")
                .hasMessageContaining("item-facets.shop.decay")
                .hasMessageContaining("student.teacher: the arms set it themselves.");
    }
}
