package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunFileTest {

    private static final String WHOLE =
            """
            name: mine
            work: out/mine
            seed: 7
            threads: 2
            dataset:
              srgnn:
                folder: logs
                items: logs/items.tsv
            training:
              epochs: 4
            methods:
              gce-gnn:
                base:
                  batch-size: 50
                fused:
                  epochs: 6
                  alignment-weight: 0.3
              sr-gnn:
            candidates:
              from: sr-gnn
              k: 20
              session-items: exclude
              cross-fit: 2
            intents:
              inferrer: embedding-similarity
              encoder: bert
              encoder-prefix: "query: "
            report:
              out: out/report
              examples: 2
            """;

    @Test
    void bindsEveryKey() {
        Study run = RunFile.parse("p.yaml", WHOLE, Map.of());

        assertThat(run.name()).isEqualTo("mine");
        assertThat(run.work()).isEqualTo(Path.of("out/mine"));
        assertThat(run.seed()).isEqualTo(7);
        assertThat(run.threads()).isEqualTo(2);
        assertThat(run.workers()).isEqualTo(1);
        assertThat(run.datasets()).hasSize(1);
        assertThat(run.datasets().get(0).source())
                .isEqualTo(new DataSource.Srgnn(Path.of("logs"), Optional.of(Path.of("logs/items.tsv"))));
        assertThat(run.datasets().get(0).methods()).extracting(MethodPlan::name).containsExactly("gce-gnn", "sr-gnn");
        MethodPlan globalContext = method(run, 0);
        assertThat(globalContext.seeds()).containsExactly(7L);
        // Candidates that are cross-fitted make another arm.
        assertThat(globalContext.arms())
                .extracting(plan -> plan.arm().name())
                .containsExactly("base", "both+cross-fit");
        assertThat(base(globalContext).training().epochs()).isEqualTo(4);
        assertThat(base(globalContext).training().batchSize()).isEqualTo(50);
        assertThat(fused(globalContext).training().epochs()).isEqualTo(6);
        assertThat(fused(globalContext).training().fusion(1).alignmentWeight()).isEqualTo(0.3);
        assertThat(run.intents().generator()).containsEntry("mine", base(method(run, 1)));
        assertThat(run.intents().k()).isEqualTo(20);
        assertThat(run.intents().sessionItems()).isEqualTo(SessionItems.EXCLUDE);
        assertThat(run.intents().folds()).isEqualTo(2);
        assertThat(run.intents().encoder())
                .isEqualTo(EncoderOptions.ofMap(Map.of("encoder", "bert", "encoder-prefix", "query: ")));
        assertThat(run.report()).isEqualTo(Path.of("out/report"));
        assertThat(run.examples()).isEqualTo(2);
    }

    private static MethodPlan method(Study run, int number) {
        return run.datasets().get(0).methods().get(number);
    }

    private static MethodOptions base(MethodPlan method) {
        return method.arms().get(0).variants().get(0);
    }

    private static MethodOptions fused(MethodPlan method) {
        return method.arms().get(1).variants().get(0);
    }

    private static List<String> steps(Study run) {
        return new StudySteps(run, "test")
                .graph().steps().stream().map(Step::id).toList();
    }

    /** The folders that the documents name. */
    @Test
    void eachStepHasAFolderOfItsOwnInTheWorkFolder() {
        Study run =
                RunFile.parse("p.yaml", "dataset: {demo: {}}\nmethods:\n  gce-gnn:\n  vs-knn:\n  sr-gnn:\n", Map.of());

        assertThat(steps(run))
                .containsExactly(
                        "data",
                        "vs-knn",
                        "evaluations/vs-knn",
                        "gce-gnn",
                        "sr-gnn",
                        "evaluations/gce-gnn",
                        "candidates",
                        "intents",
                        "gce-gnn-intents",
                        "evaluations/gce-gnn-intents",
                        "evaluations/sr-gnn",
                        "sr-gnn-intents",
                        "evaluations/sr-gnn-intents",
                        "evaluations/beside/pop",
                        "evaluations/beside/markov");
    }

    @Test
    void tellsEveryMistakeAtOnceWithItsPlaceAndAGuess() {
        String text =
                """
                nam: mine
                seed: many
                dataset:
                  srgnn:
                    foldr: logs
                training:
                  epochs: -3
                  bach-size: 10
                methods:
                  sr-gn:
                candidates:
                  k: 0
                  session-items: drop
                seed: 3
                """;

        assertThatThrownBy(() -> RunFile.parse("p.yaml", text, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "p.yaml:1:1: nam: this key is not known here. Did you mean 'name'?",
                        "p.yaml:5:5: dataset.srgnn.foldr: this key is not known here. Did you mean 'folder'?",
                        "dataset.srgnn.folder is missing",
                        "p.yaml:10:3: methods.sr-gn: no method has this name. Did you mean 'sr-gnn'?",
                        "p.yaml:12:3: candidates.k: 0 is out of range.",
                        "p.yaml:13:3: candidates.session-items: 'drop' is not known here.",
                        "p.yaml:14:1: 'seed' stands here a second time; the first is at p.yaml:2:1.");
    }

    @Test
    void tellsMistakesInTrainingOptionsAtTheirLines() {
        String text =
                """
                dataset: {demo: {}}
                training:
                  epochs: -3
                methods:
                  sr-gnn:
                    fused:
                      alignment-wait: 1
                """;

        assertThatThrownBy(() -> RunFile.parse("p.yaml", text, Map.of()))
                .hasMessageContainingAll("2 errors", "p.yaml:3:3: training.epochs:", "'-3'")
                .hasMessageContaining("p.yaml:7:7: methods.sr-gnn.fused.alignment-wait:");
    }

    @Test
    void tellsMistakesInTheEncoderAndInWhatItIsGiven() {
        String text =
                """
                dataset: {demo: {}}
                methods: {sr-gnn: }
                intents:
                  encoder: openai:e5
                  encoder-normalise: perhaps
                  free-intents: true
                """;
        assertThatThrownBy(() -> RunFile.parse("p.yaml", text, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:4:3: intents.encoder:")
                .hasMessageContaining("needs 'encoder-base-url'")
                .hasMessageContaining("'encoder-normalise' is 'perhaps'")
                .hasMessageContaining(
                        "'free-intents' is true, but the inferrer 'embedding-similarity' writes no sentences");
    }

    @Test
    void targetsOfFusedModelsDecideForTheIntentsAndMustAgree() {
        String text =
                """
                dataset: {demo: {}}
                training: {targets: every-prefix}
                methods:
                  gce-gnn:
                    base: {targets: as-imported}
                  sr-gnn:
                """;
        Study run = RunFile.parse("p.yaml", text, Map.of());
        assertThat(fused(method(run, 0)).training().targets()).isEqualTo(Targets.EVERY_PREFIX);
        assertThat(fused(method(run, 1)).training().targets()).isEqualTo(Targets.EVERY_PREFIX);
        assertThat(base(method(run, 0)).training().targets()).isEqualTo(Targets.AS_IMPORTED);

        assertThatThrownBy(() -> RunFile.parse("p.yaml", text + "    fused:\n      targets: last\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:8:7: methods.sr-gnn.fused.targets: they are 'last' for the fused sr-gnn,"
                        + " but 'every-prefix' for the fused gce-gnn.");
    }

    @Test
    void overridesReplaceValuesAndAreNamedInMistakes() {
        Study run = RunFile.parse(
                "p.yaml",
                WHOLE,
                Map.of("dataset.srgnn.folder", "other", "methods.sr-gnn.base.epochs", "9", "seed", "8"));
        assertThat(((DataSource.Srgnn) run.datasets().get(0).source()).folder()).isEqualTo(Path.of("other"));
        assertThat(base(method(run, 1)).training().epochs()).isEqualTo(9);
        assertThat(run.seed()).isEqualTo(8);

        assertThatThrownBy(() -> RunFile.parse("p.yaml", WHOLE, Map.of("candidates.kk", "9", "name.x", "1")))
                .hasMessageContaining(
                        "--set candidates.kk: candidates.kk: this key is not known here. Did you mean 'k'?")
                .hasMessageContaining("--set name.x: 'name' is a value, not a section");
    }

    @Test
    void brokenYamlNamesLineAndColumn() {
        assertThatThrownBy(() -> RunFile.parse("p.yaml", "name: 'mine\nwork: x", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:2:8: this is not YAML");
        assertThatThrownBy(() -> RunFile.parse("p.yaml", "- a\n- b", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:1:1");
    }

    @Test
    void aMethodThatCountsStandsBesideThoseThatTakeIntents() {
        Study run = RunFile.parse(
                "p.yaml",
                "dataset: {demo: {}}\ntraining: {epochs: 2}\nmethods:\n  vs-knn: {base: {neighbours: 7}}\n  sr-gnn:\n",
                Map.of());

        assertThat(run.datasets().get(0).methods()).extracting(MethodPlan::name).containsExactly("vs-knn", "sr-gnn");
        assertThat(base(method(run, 0)).toMap()).containsEntry("neighbours", "7");
        assertThat(method(run, 0).arms()).hasSize(1);
        assertThat(run.intents().generator().values())
                .extracting(options -> options.method().name())
                .containsExactly("sr-gnn");
        assertThat(run.intents().k()).isEqualTo(50);
        assertThat(run.intents().folds()).isZero();
    }

    @Test
    void intentsThatNoMethodTakesAreRefused() {
        assertThatThrownBy(() -> RunFile.parse(
                        "p.yaml", "dataset: {demo: {}}\nmethods:\n  pop:\n    fused: {epochs: 1}\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "methods.pop.fused: pop takes no intents.", "intents: no method here takes any.");
    }

    @Test
    void theFormerNameOfTheSectionIsAnsweredWithTheNewOne() {
        assertThatThrownBy(() -> RunFile.parse("p.yaml", "dataset: {demo: {}}\nbackbones:\n  sr-gnn:\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:2:1: backbones: this section has another name now. Write 'methods:'");
    }

    @Test
    void anEmptyFileSaysWhatIsMissing() {
        assertThatThrownBy(() -> RunFile.parse("p.yaml", "", Map.of()))
                .hasMessageContainingAll("dataset is missing", "methods is missing");
    }

    @Test
    void withoutAnInferrerThereAreBaseModelsAlone() {
        Study run = RunFile.parse(
                "p.yaml", "dataset: {demo: {}}\nmethods: {sr-gnn: }\nintents: {inferrer: none}\n", Map.of());

        assertThat(method(run, 0).arms()).extracting(plan -> plan.arm().name()).containsExactly("base");
        assertThat(steps(run))
                .containsExactly(
                        "data", "sr-gnn", "evaluations/sr-gnn", "evaluations/beside/pop", "evaluations/beside/markov");
    }

    @Test
    void optionsOfIntentsAreMistakesWhereThereAreNone() {
        String text =
                """
                dataset: {demo: {}}
                methods:
                  sr-gnn:
                    fused:
                      epochs: 3
                candidates:
                  k: 10
                intents:
                  inferrer: none
                  picks: 3
                """;

        assertThatThrownBy(() -> RunFile.parse("p.yaml", text, Map.of()))
                .hasMessageContainingAll(
                        "3 errors",
                        "p.yaml:4:5: methods.sr-gnn.fused: it has no meaning where intents.inferrer is 'none'",
                        "p.yaml:6:1: candidates: it has no meaning where intents.inferrer is 'none'",
                        "Delete it, or name an inferrer: embedding-similarity",
                        "p.yaml:10:3: intents.picks: this key is not known here.");
    }

    @Test
    void theQuickstartIsWithoutMistakes() throws IOException {
        assertThat(RunFile.quickstart(Map.of()).datasets().get(0).methods()).isNotEmpty();
    }

    private static Stream<Path> examples() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("dmsrec.root", "..")).resolve("examples"))) {
            return files
                    .filter(file ->
                            file.getFileName().toString().matches("(?!(study|tune|intents)-|serve[.]).*[.]yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsWithoutMistakes(Path example) throws IOException {
        assertThat(steps(RunFile.read(example, Map.of()))).startsWith("data").hasSizeGreaterThan(1);
    }
}
