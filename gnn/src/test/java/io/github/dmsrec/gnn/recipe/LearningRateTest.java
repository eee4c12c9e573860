package io.github.dmsrec.gnn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.dmsrec.core.option.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedules: that which the published code in effect has, the one that it was meant to have, and the others. */
class LearningRateTest {

    @ParameterizedTest
    @CsvSource({
        "sr-gnn, epoch-start, 1e-3 1e-3 1e-4 1e-4 1e-4 1e-5 1e-5 1e-5 1e-6",
        "share, epoch-start, 1e-3 1e-3 1e-4 1e-4 1e-4 1e-5 1e-5 1e-5 1e-6",
        "gce-gnn, epoch-end, 1e-3 1e-3 1e-3 1e-4 1e-4 1e-4 1e-5 1e-5 1e-5"
    })
    void fallsEveryThreeEpochs(String backbone, String decayAt, String expected) {
        TrainingOptions options = TrainingOptions.defaults(backbone, Recipe.PUBLISHED);

        assertThat(options.toMap()).containsEntry("learning-rate-decay-at", decayAt);
        String[] rates = expected.split(" ", -1);
        for (int epoch = 0; epoch < rates.length; epoch++) {
            assertThat(options.schedule().ofEpoch(epoch, List.of()))
                    .as("epoch %d", epoch)
                    .isCloseTo(Double.parseDouble(rates[epoch]), withinPercentage(1e-10));
        }
    }

    private static LearningRateSchedule schedule(Map<String, String> choices) {
        return TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED)
                .with(choices)
                .schedule();
    }

    @ParameterizedTest
    @CsvSource({
        // The figures of the epochs before, the rate of the next.
        "'', 0.01",
        "0.1, 0.01",
        "0.1 0.2 0.2, 0.01",
        "0.1 0.2 0.2 0.1, 0.005",
        "0.1 0.2 0.2 0.1 0.19, 0.005",
        "0.1 0.2 0.2 0.1 0.19 0.2, 0.0025",
        "0.1 0.2 0.2 0.1 0.19 0.3 0.2, 0.005",
        "0.1 0.2 0.2 0.1 0.19 0.3 0.2 0.1, 0.0025"
    })
    void onAPlateauItFallsAfterTwoEpochsWithoutABetterFigure(String figures, double expected) {
        LearningRateSchedule schedule = schedule(Map.of(
                "schedule", "plateau",
                "plateau-epochs", "2",
                "learning-rate", "0.01",
                "learning-rate-decay", "0.5"));
        List<Double> before = Arrays.stream(figures.split(" ", -1))
                .filter(figure -> !figure.isEmpty())
                .map(Double::valueOf)
                .toList();

        assertThat(schedule.ofEpoch(before.size(), before)).isCloseTo(expected, withinPercentage(1e-10));
    }

    @Test
    void aConstantRateStays() {
        LearningRateSchedule schedule = schedule(Map.of("schedule", "constant", "learning-rate", "0.002"));

        assertThat(schedule.ofEpoch(99, List.of(0.3, 0.2, 0.1, 0.1))).isEqualTo(0.002);
    }

    @Test
    void itWarmsUpByTheSameAmountWithEachStep() {
        LearningRateSchedule steps = schedule(Map.of("warm-up", "4", "warm-up-unit", "steps"));
        assertThat(List.of(steps.warmth(0, 10), steps.warmth(1, 10), steps.warmth(3, 10), steps.warmth(4, 10)))
                .containsExactly(0.25, 0.5, 1.0, 1.0);
        LearningRateSchedule epochs = schedule(Map.of("warm-up", "0.5"));
        assertThat(List.of(epochs.warmth(0, 10), epochs.warmth(2, 10), epochs.warmth(4, 10), epochs.warmth(20, 10)))
                .containsExactly(0.2, 0.6, 1.0, 1.0);
        assertThat(schedule(Map.of()).warmth(0, 10)).isEqualTo(1);
    }
}
