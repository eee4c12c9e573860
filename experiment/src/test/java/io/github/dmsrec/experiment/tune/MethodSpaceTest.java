package io.github.dmsrec.experiment.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.experiment.tune.Range.Scale;
import io.github.dmsrec.stage.Methods;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MethodSpaceTest {

    private static final int DRAWS = 2000;

    private static final MethodSpace VS_KNN = new MethodSpace(
            "vs-knn",
            Recipe.CORRECTED,
            null,
            Map.of("ties", "recent"),
            Map.of(
                    "neighbours",
                    new Range.Whole(50, 1500, Scale.LOG),
                    "weighting",
                    new Range.OneOf(List.of("div", "log"))));

    @Test
    void wholeNumbersReachBothEndsAndNoFurther() {
        SplittableRandom random = new RandomStreams(1).stream("test");
        for (Scale scale : Scale.values()) {
            Range range = new Range.Whole(1, 6, scale);
            Set<String> drawn = new HashSet<>();
            for (int i = 0; i < DRAWS; i++) {
                drawn.add(range.draw(random));
            }
            assertThat(drawn).as(scale.name()).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
        }
    }

    @Test
    void aLogarithmicScaleHasItsMedianAtTheGeometricMean() {
        SplittableRandom random = new RandomStreams(2).stream("test");
        assertThat(shareBelow(new Range.Real(1e-4, 1, Scale.LOG), 1e-2, random)).isBetween(0.46, 0.54);
        assertThat(shareBelow(new Range.Real(0, 1, Scale.LINEAR), 0.5, random)).isBetween(0.46, 0.54);
        assertThat(shareBelow(new Range.Whole(10, 1000, Scale.LOG), 100, random))
                .isBetween(0.46, 0.54);
    }

    private static double shareBelow(Range range, double limit, SplittableRandom random) {
        int below = 0;
        for (int i = 0; i < DRAWS; i++) {
            String value = range.draw(random);
            // Four digits and the digits of an exponent.
            assertThat(value.replaceAll("E-?\\d+$", "").replaceAll("[^1-9]", "").length())
                    .isLessThanOrEqualTo(4);
            below += Double.parseDouble(value) < limit ? 1 : 0;
        }
        return (double) below / DRAWS;
    }

    @Test
    void everyDrawIsAllowedAndDependsOnSeedMethodTrialAndKeyAlone() {
        OptionSet options = Methods.named("vs-knn").options();
        Map<String, Range> fewer = new LinkedHashMap<>(VS_KNN.ranges());
        fewer.remove("weighting");
        MethodSpace smaller = new MethodSpace("vs-knn", Recipe.CORRECTED, null, Map.of(), fewer);
        Set<String> seen = new HashSet<>();
        for (int trial = 1; trial < 50; trial++) {
            Map<String, String> drawn = VS_KNN.draw(7, trial);
            assertThat(drawn).isNotEmpty();
            assertThat(options.mistakes(drawn)).isEmpty();
            assertThat(VS_KNN.draw(7, trial)).isEqualTo(drawn);
            assertThat(smaller.draw(7, trial).get("neighbours")).isEqualTo(drawn.get("neighbours"));
            seen.add(drawn.toString());
        }
        assertThat(seen).hasSizeGreaterThan(40);
        assertThat(VS_KNN.draw(8, 1)).isNotEqualTo(VS_KNN.draw(7, 1));
    }

    @Test
    void trialZeroHasTheDefaultsAndEveryBaselineTrialLearnsFromTheTrainingSplit() {
        assertThat(VS_KNN.draw(7, 0)).containsOnly(Map.entry("neighbours", "100"), Map.entry("weighting", "div"));
        assertThat(VS_KNN.complete(VS_KNN.draw(7, 0), 9, true))
                .containsEntry("learn-from", "train")
                .containsEntry("ties", "recent")
                .containsEntry("sample-size", "500");

        MethodSpace network = new MethodSpace(
                "sr-gnn",
                Recipe.PUBLISHED,
                null,
                Map.of("dimension", "8"),
                Map.of("learning-rate", new Range.Real(1e-4, 1e-2, Scale.LOG)));
        assertThat(network.complete(network.draw(7, 0), 9, true))
                .containsEntry("recipe", "published")
                .containsEntry("epochs", "9")
                .containsEntry("dimension", "8")
                .containsEntry("learning-rate", "0.001");
        assertThat(network.declared(network.complete(network.draw(7, 0), 9, true)))
                .containsExactly(
                        Map.entry("recipe", "published"),
                        Map.entry("dimension", "8"),
                        Map.entry("learning-rate", "0.001"));
    }
}
