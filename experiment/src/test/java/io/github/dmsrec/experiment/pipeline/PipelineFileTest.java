package io.github.dmsrec.experiment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineFileTest {

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
        Pipeline pipeline = PipelineFile.parse("p.yaml", WHOLE, Map.of());

        assertThat(pipeline.name()).isEqualTo("mine");
        assertThat(pipeline.work()).isEqualTo(Path.of("out/mine"));
        assertThat(pipeline.seed()).isEqualTo(7);
        assertThat(pipeline.threads()).isEqualTo(2);
        assertThat(pipeline.dataset())
                .isEqualTo(new DataSource.Srgnn(Path.of("logs"), Optional.of(Path.of("logs/items.tsv"))));
        assertThat(pipeline.methods()).extracting(Pipeline.MethodPlan::name).containsExactly("gce-gnn", "sr-gnn");
        Pipeline.MethodPlan globalContext = pipeline.methods().get(0);
        assertThat(globalContext.base().training().epochs()).isEqualTo(4);
        assertThat(globalContext.base().training().batchSize()).isEqualTo(50);
        assertThat(globalContext.fused()).isNotNull();
        assertThat(globalContext.fused().epochs()).isEqualTo(6);
        assertThat(globalContext.fused().fusion(1).alignmentWeight()).isEqualTo(0.3);
        assertThat(pipeline.intents().map(Pipeline.IntentPlan::candidates))
                .contains(new Pipeline.CandidatePlan("sr-gnn", 20, true, 2));
        assertThat(pipeline.intents().map(plan -> plan.maker().encoder()))
                .contains(EncoderOptions.ofMap(Map.of("encoder", "bert", "encoder-prefix", "query: ")));
        assertThat(pipeline.report()).isEqualTo(Path.of("out/report"));
        assertThat(pipeline.examples()).isEqualTo(2);
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

        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", text, Map.of()))
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

        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", text, Map.of()))
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
        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", text, Map.of()))
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
        Pipeline pipeline = PipelineFile.parse("p.yaml", text, Map.of());
        assertThat(pipeline.intents().orElseThrow().maker().targets()).isEqualTo(Targets.EVERY_PREFIX);
        assertThat(pipeline.methods().get(0).base().training().targets()).isEqualTo(Targets.AS_IMPORTED);

        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", text + "    fused:\n      targets: last\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:8:7: methods.sr-gnn.fused.targets: they are 'last' for the fused sr-gnn,"
                        + " but 'every-prefix' for the fused gce-gnn.");
    }

    @Test
    void overridesReplaceValuesAndAreNamedInMistakes() {
        Pipeline pipeline = PipelineFile.parse(
                "p.yaml",
                WHOLE,
                Map.of("dataset.srgnn.folder", "other", "methods.sr-gnn.base.epochs", "9", "seed", "8"));
        assertThat(((DataSource.Srgnn) pipeline.dataset()).folder()).isEqualTo(Path.of("other"));
        assertThat(pipeline.methods().get(1).base().training().epochs()).isEqualTo(9);
        assertThat(pipeline.seed()).isEqualTo(8);

        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", WHOLE, Map.of("candidates.kk", "9", "name.x", "1")))
                .hasMessageContaining(
                        "--set candidates.kk: candidates.kk: this key is not known here. Did you mean 'k'?")
                .hasMessageContaining("--set name.x: 'name' is a value, not a section");
    }

    @Test
    void brokenYamlNamesLineAndColumn() {
        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", "name: 'mine\nwork: x", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:2:8: this is not YAML");
        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", "- a\n- b", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:1:1");
    }

    @Test
    void aMethodThatCountsStandsBesideThoseThatTakeIntents() {
        Pipeline pipeline = PipelineFile.parse(
                "p.yaml",
                "dataset: {demo: {}}\ntraining: {epochs: 2}\nmethods:\n  vs-knn: {base: {neighbours: 7}}\n  sr-gnn:\n",
                Map.of());

        assertThat(pipeline.methods()).extracting(Pipeline.MethodPlan::name).containsExactly("vs-knn", "sr-gnn");
        assertThat(pipeline.methods().get(0).base().toMap()).containsEntry("neighbours", "7");
        assertThat(pipeline.methods().get(0).fused()).isNull();
        assertThat(pipeline.intents().map(Pipeline.IntentPlan::candidates))
                .contains(new Pipeline.CandidatePlan("sr-gnn", 50, false, 0));
    }

    @Test
    void intentsThatNoMethodTakesAreRefused() {
        assertThatThrownBy(() -> PipelineFile.parse(
                        "p.yaml", "dataset: {demo: {}}\nmethods:\n  pop:\n    fused: {epochs: 1}\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "methods.pop.fused: pop takes no intents.", "intents: no method here takes any.");
    }

    @Test
    void theFormerNameOfTheSectionIsAnsweredWithTheNewOne() {
        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", "dataset: {demo: {}}\nbackbones:\n  sr-gnn:\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("p.yaml:2:1: backbones: this section has another name now. Write 'methods:'");
    }

    @Test
    void anEmptyFileSaysWhatIsMissing() {
        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", "", Map.of()))
                .hasMessageContainingAll("dataset is missing", "methods is missing");
    }

    @Test
    void withoutAnInferrerThereAreBaseModelsAlone() {
        Pipeline pipeline = PipelineFile.parse(
                "p.yaml", "dataset: {demo: {}}\nmethods: {sr-gnn: }\nintents: {inferrer: none}\n", Map.of());

        assertThat(pipeline.intents()).isEmpty();
        assertThat(pipeline.methods()).hasSize(1);
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

        assertThatThrownBy(() -> PipelineFile.parse("p.yaml", text, Map.of()))
                .hasMessageContainingAll(
                        "3 errors",
                        "p.yaml:4:5: methods.sr-gnn.fused: it has no meaning where intents.inferrer is 'none'",
                        "p.yaml:6:1: candidates: it has no meaning where intents.inferrer is 'none'",
                        "Delete it, or name an inferrer: embedding-similarity",
                        "p.yaml:10:3: intents.picks: this key is not known here.");
    }

    @Test
    void theQuickstartIsWithoutMistakes() throws IOException {
        assertThat(PipelineFile.quickstart(Map.of()).methods()).isNotEmpty();
    }

    private static Stream<Path> examples() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("dmsrec.root", "..")).resolve("examples"))) {
            return files
                    .filter(file -> file.getFileName().toString().matches("(?!(study|tune)-|serve[.]).*[.]yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsWithoutMistakes(Path example) throws IOException {
        assertThat(PipelineFile.read(example, Map.of()).methods()).isNotEmpty();
    }
}
