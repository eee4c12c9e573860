package io.github.dmsrec.gnn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.dmsrec.core.option.Recipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedules that the published code in effect has, and the one that it was meant to have. */
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
            assertThat(options.learningRateOf(epoch))
                    .as("epoch %d", epoch)
                    .isCloseTo(Double.parseDouble(rates[epoch]), withinPercentage(1e-10));
        }
    }
}
