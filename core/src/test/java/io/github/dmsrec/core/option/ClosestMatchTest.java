package io.github.dmsrec.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestMatchTest {

    private static final List<String> PRESETS = List.of("many-clicks", "small-catalogue");

    @Test
    void aMistypedWordIsFound() {
        assertThat(ClosestMatch.to("many-cliks", PRESETS)).contains("many-clicks");
        assertThat(ClosestMatch.first("smal-catalogue", PRESETS)).containsExactly("small-catalogue", "many-clicks");
    }

    @Test
    void aWordThatIsOnlyBegunIsFoundBeforeShorterOnes() {
        assertThat(ClosestMatch.to("small", PRESETS)).contains("small-catalogue");
        assertThat(ClosestMatch.first("small", PRESETS)).containsExactly("small-catalogue", "many-clicks");
    }

    @Test
    void anotherWordIsNotGuessed() {
        assertThat(ClosestMatch.to("beauty", PRESETS)).isEmpty();
        assertThat(ClosestMatch.to("sm", PRESETS)).isEmpty();
        assertThat(ClosestMatch.to("small", List.of())).isEmpty();
    }
}
