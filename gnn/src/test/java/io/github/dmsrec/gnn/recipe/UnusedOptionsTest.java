package io.github.dmsrec.gnn.recipe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Recipe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusedOptionsTest {

    private static void refuse(Map<String, String> values, String... given) {
        UnusedOptions.refuse(
                TrainingOptions.defaults("sasrec", Recipe.CORRECTED).with(values), List.of(given));
    }

    @Test
    void whatOtherOptionsLeaveWithoutEffectIsRefusedAllAtOnce() {
        assertThatThrownBy(() -> refuse(
                        Map.of(
                                "item-text-columns", "brand",
                                "item-text-reduction", "pca",
                                "plateau-epochs", "1"),
                        "item-text-columns",
                        "item-text-reduction",
                        "plateau-epochs"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'item-text-reduction=pca', 'item-text-columns=brand' have no effect with"
                        + " item-text=none. Omit them, or give another item-text.")
                .hasMessageContaining(
                        "'plateau-epochs=1' has no effect with schedule=step. Omit it, or give another schedule.");
        assertThatThrownBy(() -> refuse(
                        Map.of("schedule", "constant", "learning-rate-decay", "0.3"),
                        "schedule",
                        "learning-rate-decay"))
                .hasMessageContaining("'learning-rate-decay=0.3' has no effect with schedule=constant");
        assertThatThrownBy(() -> refuse(
                        Map.of("schedule", "plateau", "learning-rate-decay-every", "2"), "learning-rate-decay-every"))
                .hasMessageContaining("'learning-rate-decay-every=2' has no effect with schedule=plateau");
    }

    @Test
    void whatWasNotGivenOrIsTheDefaultAnywayIsNotRefused() {
        assertThatCode(() -> refuse(Map.of("schedule", "constant", "plateau-epochs", "1"), "schedule"))
                .as("plateau-epochs comes from a preset")
                .doesNotThrowAnyException();
        assertThatCode(() -> refuse(Map.of("item-text-columns", "none"), "item-text-columns"))
                .doesNotThrowAnyException();
        assertThatCode(() -> refuse(
                        Map.of("schedule", "plateau", "plateau-epochs", "1", "learning-rate-decay", "0.3"),
                        "plateau-epochs",
                        "learning-rate-decay"))
                .doesNotThrowAnyException();
        assertThatCode(() -> refuse(Map.of("item-text", "add", "item-text-columns", "brand"), "item-text-columns"))
                .doesNotThrowAnyException();
    }
}
