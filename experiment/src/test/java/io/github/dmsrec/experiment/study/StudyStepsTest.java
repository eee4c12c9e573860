package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyStepsTest {

    @TempDir
    private Path folder = Path.of("");

    private Study study(String more) {
        return StudyFile.parse(
                "study.yaml",
                "work: " + folder + "\ndatasets: {shop: {demo: {sessions: 100}}}\narms: [base, both]\n" + more,
                Map.of());
    }

    private static List<String> ids(StepGraph graph) {
        return graph.steps().stream().map(Step::id).toList();
    }

    private static StepForecast forecast(Study study) throws IOException {
        StudySteps steps = new StudySteps(study, "test");
        return StepForecast.of(
                steps.graph(), study.work(), study.workers(), steps::ruleOfThumb, "the report is always made");
    }

    private static StepForecast.Line line(StepForecast forecast, String id) {
        return forecast.steps().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void baseModelsComeBeforeAllThatNeedsIntents() {
        StepGraph graph = new StudySteps(
                        study("training: {refit: false}\nmethods: {sr-gnn: , pop: , stamp: }\n"), "test")
                .graph();

        assertThat(ids(graph))
                .startsWith("shop/data", "shop/models/pop", "shop/evaluations/pop")
                .containsSubsequence(
                        "shop/models/sr-gnn/base/2024",
                        "shop/models/stamp/base/2024",
                        "shop/candidates/in-sample/2024",
                        "shop/models/sr-gnn/both/2024",
                        "shop/models/stamp/both/2024");
        assertThat(graph.step("shop/candidates/in-sample/2024").needs())
                .containsExactlyInAnyOrder("shop/data", "shop/models/sr-gnn/base/2024");
    }

    /** The base model of the tables has learned the validation rows where it is trained again on them. */
    @Test
    void candidatesAreMadeByAModelThatHasNotLearnedValidationRows() {
        StudySteps steps = new StudySteps(study("methods: {sr-gnn: }\n"), "test");

        assertThat(ids(steps.graph())).contains("shop/models/sr-gnn/base/2024", "shop/models/sr-gnn/generator/2024");
        assertThat(steps.graph().step("shop/candidates/in-sample/2024").needs())
                .containsExactlyInAnyOrder("shop/data", "shop/models/sr-gnn/generator/2024");
        assertThat(steps.evaluations()).extracting(EvaluationStep::line).containsExactly("sr-gnn", "sr-gnn both");
    }

    @Test
    void aStepThatTheGraphDoesNotHaveIsRefused() {
        StepGraph graph = new StudySteps(study("methods: {pop: }\n"), "test").graph();

        assertThatThrownBy(() -> graph.step("shop/models/pops"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("no step 'shop/models/pops'")
                .hasMessageContaining("shop/models/pop,");
    }

    @Test
    void aForecastMakesNothingAndKnowsNoTimeThatWasNotMeasured() throws IOException {
        StepForecast forecast = forecast(study("methods: {pop: , sr-gnn: }\n"));

        assertThat(folder).isEmptyDirectory();
        assertThat(forecast.steps()).allSatisfy(line -> {
            assertThat(line.state()).isEqualTo(StepForecast.State.MAKE);
            assertThat(line.seconds()).isNull();
        });
        assertThat(forecast.unknown()).isEqualTo(forecast.steps().size());
        assertThat(forecast.memoryBasis()).startsWith("rule of thumb");
    }

    @Test
    void theTimeOfANetworkIsThatOfARuleOnceItsDataIsThere() throws IOException {
        Study study = study("training: {epochs: 3}\nmethods: {sr-gnn: }\n");
        StudySteps steps = new StudySteps(study, "test");
        steps.graph().step("shop/data").make(Progress.NONE);

        StepForecast forecast = forecast(study);

        assertThat(line(forecast, "shop/data").state()).isEqualTo(StepForecast.State.DONE);
        int rows = steps.dataOf(study.datasets().get(0))
                .content()
                .examples(Split.TRAIN)
                .size();
        StepForecast.Line base = line(forecast, "shop/models/sr-gnn/base/2024");
        assertThat(base.seconds()).isEqualTo(3 * rows / 1000.0);
        assertThat(base.basis()).startsWith("rule of thumb").contains("at most 3 epochs");
    }

    @Test
    void theNearestMeasuredStepsWithTheSameActionGiveTheTime() throws IOException {
        Files.writeString(
                folder.resolve("steps.jsonl"),
                """
                {"id":"shop/models/sr-gnn/base/1","label":"train sr-gnn","seconds":10.0,"peakMiB":512.0}
                {"id":"shop/models/sr-gnn/both/1","label":"train sr-gnn+intents","seconds":20.0,"peakMiB":1024.0}
                {"id":"shop/models/pop","label":"learn pop","seconds":0.5,"peakMiB":100.0}
                {"id":"shop/models/stamp/ba
                """);

        StepForecast forecast = forecast(study("seeds: [1, 2]\nworkers: 2\nmethods: {pop: , sr-gnn: , stamp: }\n"));

        assertThat(line(forecast, "shop/models/sr-gnn/base/1").basis()).isEqualTo("as it took before");
        assertThat(line(forecast, "shop/models/sr-gnn/base/2").seconds()).isEqualTo(10);
        assertThat(line(forecast, "shop/models/sr-gnn/both/2").seconds()).isEqualTo(20);
        assertThat(line(forecast, "shop/models/stamp/base/2").seconds()).isEqualTo(15);
        assertThat(line(forecast, "shop/models/stamp/base/2").basis())
                .isEqualTo("mean of 2 measured below shop/models/");
        assertThat(line(forecast, "shop/candidates/in-sample/1").seconds()).isNull();
        assertThat(forecast.workerBytes()).isEqualTo(1L << 30);
        assertThat(forecast.atLeast()).isEqualTo(forecast.seconds() / 2);
    }
}
