package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.experiment.study.Study.ItemKnowledge;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    @ValueSource(
            strings = {
                "",
                "bot",
                "both+zero",
                "last+every-prefix",
                "cross-fit",
                "base+cross-fit",
                "both+",
                "both+item-text-columns",
                "item-text+item-text-facets"
            })
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
    void facetsAreComparedWithWhatTheDataAndOtherItemsSay() {
        assertThat(Arm.of("facets").controls())
                .extracting(control -> control.arm().name())
                .containsExactly(
                        "zero", "facets-shuffled", "columns", "candidate-mean", "session-mean", "both", "base");
        assertThat(Arm.of("facets-student").controls())
                .extracting(control -> control.arm().name())
                .containsExactly("facets", "zero", "facets-shuffled", "base");
        assertThat(Arm.of("student").teacher()).hasValue(Arm.of("both"));
        assertThat(Arm.of("facets-student+every-prefix").teacher()).hasValue(Arm.of("facets+every-prefix"));
    }

    @Test
    void itemTextBeyondTitlesIsComparedWithTitlesAndWithNone() {
        assertThat(Arm.of("item-text-columns").controls())
                .extracting(control -> control.arm().name())
                .containsExactly("item-text", "base");
        assertThat(Arm.of("item-text-columns+item-text-facets").controls())
                .extracting(control -> control.arm().name())
                .containsExactly("item-text-facets", "item-text-columns");
        ItemKnowledge known = new ItemKnowledge(Optional.of(Path.of("facets")), List.of("genres", "year"), Map.of());
        assertThat(Arm.of("item-text-columns+item-text-facets").settings(known))
                .containsOnly(
                        entry("item-text", "add"),
                        entry("item-text-columns", "genres,year"),
                        entry("item-text-facets", "facets"));
    }

    @Test
    void armsAreSettings() {
        assertThat(Arm.of("zero").settings(ItemKnowledge.NONE)).containsExactly(entry("intent-control", "zero"));
        assertThat(Arm.of("explicit-only").settings(ItemKnowledge.NONE))
                .containsExactly(entry("intent-control", "explicit-only"));
        assertThat(Arm.of("lambda-0+item-text").settings(ItemKnowledge.NONE))
                .containsOnly(entry("alignment-weight", "0"), entry("item-text", "add"));
        assertThat(Arm.of("every-prefix").settings(ItemKnowledge.NONE))
                .containsExactly(entry("targets", "every-prefix"));
        assertThat(Arm.of("published").settings(ItemKnowledge.NONE)).containsExactly(entry("selection", "test"));
        assertThat(Arm.of("both").settings(ItemKnowledge.NONE)).isEmpty();
    }
}
