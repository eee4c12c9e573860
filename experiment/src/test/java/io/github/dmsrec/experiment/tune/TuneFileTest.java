package io.github.dmsrec.experiment.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.tune.Range.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TuneFileTest {

    private static final String WHOLE =
            """
            name: shop
            seed: 3
            threads: 2
            workers: 5
            dataset: {path: data}
            search: halving
            budget: {trials: 12, epochs: 8}
            halving: {factor: 2, min-epochs: 3}
            median-rule: {after: 4}
            measure: HR@10
            seen-items: masked
            methods:
              pop:
              vs-knn:
                neighbours: {from: 50, to: 1500, scale: log}
                weighting: [div, log]
                ties: recent
              sr-gnn:
                recipe: published
                learning-rate: {from: 0.0003, to: 0.01}
            """;

    @Test
    void everyKeyIsRead() {
        TunePlan plan = TuneFile.parse("t.yaml", WHOLE, Map.of());

        assertThat(plan.work()).isEqualTo(Path.of("runs", "shop"));
        assertThat(plan.seed()).isEqualTo(3);
        assertThat(plan.threads()).isEqualTo(2);
        assertThat(plan.workers()).isEqualTo(5);
        assertThat(plan.dataset()).isEqualTo(new DataSource.Ready(Path.of("data")));
        assertThat(plan.search()).isEqualTo(new Search.Halving(2, 3));
        assertThat(plan.budget()).isEqualTo(new TunePlan.Budget(12, 8));
        assertThat(plan.medianRule()).contains(new MedianRule(4));
        assertThat(plan.measure()).isEqualTo(new TunePlan.Measure("HR@10", true));
        assertThat(plan.methods()).extracting(MethodSpace::method).containsExactly("pop", "vs-knn", "sr-gnn");
        assertThat(plan.trialsOf(plan.methods().get(0))).isEqualTo(1);
        assertThat(plan.trialsOf(plan.methods().get(1))).isEqualTo(12);
        assertThat(plan.methods().get(1).fixed()).containsExactly(Map.entry("ties", "recent"));
        assertThat(plan.methods().get(1).ranges())
                .containsExactly(
                        Map.entry("neighbours", new Range.Whole(50, 1500, Scale.LOG)),
                        Map.entry("weighting", new Range.OneOf(List.of("div", "log"))));
        assertThat(plan.methods().get(2).ranges())
                .containsExactly(Map.entry("learning-rate", new Range.Real(0.0003, 0.01, Scale.LINEAR)));
    }

    @Test
    void valuesAreOverriddenByTheirPath() {
        TunePlan plan = TuneFile.parse(
                "t.yaml", WHOLE, Map.of("search", "random", "median-rule", "off", "methods.vs-knn.neighbours", "70"));

        assertThat(plan.search()).isEqualTo(new Search.Random());
        assertThat(plan.medianRule()).isEmpty();
        assertThat(plan.methods().get(1).fixed()).containsEntry("neighbours", "70");
        assertThat(plan.methods().get(1).ranges()).containsOnlyKeys("weighting");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vs-kn: {}| t.yaml:3:3: methods.vs-kn: no method has this name. Did you mean 'vs-knn'?",
                "link: {teacher: t}| t.yaml:3:3: methods.link: it learns from a trained model and cannot be tuned here.",
                "vs-knn: {neighbors: 3}| vs-knn has no option of this name. Did you mean 'neighbours'?",
                "vs-knn: {neighbours: [50, 0]}| t.yaml:3:29: methods.vs-knn.neighbours: '0' is not allowed. Use an integer",
                "vs-knn: {neighbours: []}| methods.vs-knn.neighbours: the list is empty. Write values",
                "vs-knn: {neighbours: {from: 0, to: 9}}| t.yaml:3:25: methods.vs-knn.neighbours.from: '0' is not allowed",
                "vs-knn: {neighbours: {from: 1, to: 9.5}}| methods.vs-knn.neighbours.to: '9.5' is not allowed. Use an integer",
                "vs-knn: {neighbours: {from: 9, to: 9}}| methods.vs-knn.neighbours.to: 9 is not above 9. Swap",
                "vs-knn: {neighbours: {from: 9}}| methods.vs-knn.neighbours.to is missing",
                "vs-knn: {neighbours: {from: 1, to: 9, scale: lg}}| 'lg' is not known here. Did you mean 'log'?",
                "vs-knn: {idf-weighting: {from: 0, to: 9, scale: log}}| a logarithmic scale begins above 0. Use scale",
                "vs-knn: {ties: {from: 1, to: 9}}| the values of ties are not numbers. Use a list; allowed is one of",
                "vs-knn: {learn-from: before-test}| methods.vs-knn.learn-from: it cannot be set here. Omit it: trials learn",
                "vs-knn: {learn-from: [train, before-test]}| methods.vs-knn.learn-from: it cannot be set here.",
                "sr-gnn: {epochs: [1, 2]}| methods.sr-gnn.epochs: it cannot be set here. Set it as budget.epochs",
                "sr-gnn: {selection: test}| methods.sr-gnn.selection: it cannot be set here. Omit it: trials are compared",
                "sr-gnn: {intents: nowhere}| t.yaml:3:12: methods.sr-gnn.intents: there are no intents at 'nowhere'. Name",
                "vs-knn: {intents: nowhere}| vs-knn has no option of this name",
                "sr-gnn: {recipe: publshed}| 'publshed' is not known here. Did you mean 'published'?",
            })
    void aMistakeIsToldWithItsPlace(String method, String message) {
        assertThatThrownBy(
                        () -> TuneFile.parse("t.yaml", "dataset: {path: data}\nmethods:\n  " + method + "\n", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("'dmsrec tune --help'");
    }

    @Test
    void defaultsThatDoNotWorkTogetherAreTold() {
        assertThatThrownBy(() -> TuneFile.parse(
                        "t.yaml",
                        "dataset: {path: data}\nseen-items: ranked\nmethods:\n  sasrec: {seen-items: masked, item-dropout: [0.1, 0.2]}\n",
                        Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(
                        "t.yaml:4:3: methods.sasrec: the defaults with the fixed options do not work together: 'seen-items=masked'");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThatThrownBy(() -> TuneFile.parse(
                        "t.yaml",
                        "serach: random\nsearch: grid\nbudget: {trials: 0}\nmedian-rule: on\nmeasure: MRR\nmethods: {}\n",
                        Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "7 errors",
                        "t.yaml:1:1: serach: this key is not known here. Did you mean 'search'?",
                        "t.yaml:2:1: search: 'grid'",
                        "t.yaml:3:10: budget.trials: 0 is out of range",
                        "t.yaml:4:1: median-rule: 'on'",
                        "t.yaml:5:1: measure: 'MRR'",
                        "t.yaml:6:1: methods: there is none below it",
                        "dataset is missing");
    }

    private static Stream<Path> examples() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("dmsrec.root", "..")).resolve("examples"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("tune-")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsWithoutMistakes(Path example) throws IOException {
        assertThat(TuneFile.read(example, Map.of()).methods()).isNotEmpty();
    }
}
