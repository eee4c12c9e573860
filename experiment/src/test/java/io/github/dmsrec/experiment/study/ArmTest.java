package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmsrec.core.UserMistakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmTest {

    @ParameterizedTest
    @CsvSource({
        "base, base",
        "both, both",
        "base+item-text, item-text",
        "item-text+both, both+item-text",
        "published+item-text+both, both+item-text+published",
        "cross-fit+every-prefix+both, both+every-prefix+cross-fit",
    })
    void aNameHasItsWordsInOneOrder(String written, String name) {
        assertThat(Arm.of(written).name()).isEqualTo(name);
        assertThat(Arm.of(name)).isEqualTo(Arm.of(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bot", "both+zero", "last+every-prefix", "cross-fit", "base+cross-fit", "both+"})
    void anArmThatMakesNoSenseIsRefused(String written) {
        assertThatThrownBy(() -> Arm.of(written))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'" + written + "'")
                .hasMessageContaining(System.lineSeparator());
    }

    @Test
    void aTypoIsAnsweredWithTheClosestWord() {
        assertThatThrownBy(() -> Arm.of("shufled")).hasMessageContaining("Did you mean 'shuffled'?");
    }

    @Test
    void intentsAreComparedWithEverythingThatCouldStandInTheirPlace() {
        assertThat(Arm.of("both").controls())
                .extracting(control -> control.arm().name())
                .containsExactly(
                        "zero",
                        "shuffled",
                        "candidate-mean",
                        "session-mean",
                        "explicit-only",
                        "latent-only",
                        "lambda-0",
                        "base");
    }

    @Test
    void eachChangeIsComparedWithTheSameArmWithoutIt() {
        assertThat(Arm.of("both+item-text+cross-fit").controls())
                .extracting(control -> control.arm().name())
                .contains("zero+item-text+cross-fit", "both+cross-fit", "both+item-text", "item-text")
                .doesNotContain("both", "base", "item-text+cross-fit");
        assertThat(Arm.of("every-prefix").controls())
                .extracting(control -> control.arm().name())
                .containsExactly("base");
        assertThat(Arm.BASE.controls()).isEmpty();
    }

    @Test
    void armsAreSettings() {
        assertThat(Arm.of("zero").settings()).containsExactly(entry("intent-control", "zero"));
        assertThat(Arm.of("explicit-only").settings()).containsExactly(entry("intent-control", "explicit-only"));
        assertThat(Arm.of("lambda-0+item-text").settings())
                .containsOnly(entry("alignment-weight", "0"), entry("item-text", "add"));
        assertThat(Arm.of("every-prefix").settings()).containsExactly(entry("targets", "every-prefix"));
        assertThat(Arm.of("published").settings()).containsExactly(entry("selection", "test"));
        assertThat(Arm.of("both").settings()).isEmpty();
    }
}
