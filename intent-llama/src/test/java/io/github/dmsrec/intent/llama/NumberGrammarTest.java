package io.github.dmsrec.intent.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberGrammarTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 11, 19, 20, 50, 99, 100, 101, 230, 1000, 1050})
    void numbersAreExactlyThoseOfTheCandidates(int bound) {
        // A rule of literals, ranges and alternatives reads as a regular expression.
        Pattern pattern =
                Pattern.compile(NumberGrammar.numbers(bound).replace("\"", "").replace(" ", ""));
        for (int number = 0; number <= 2 * bound + 20; number++) {
            assertThat(pattern.matcher(Integer.toString(number)).matches())
                    .as("%s of %s", number, bound)
                    .isEqualTo(number >= 1 && number <= bound);
        }
        assertThat(pattern.matcher("01").matches()).isFalse();
    }

    @Test
    void marksOfTurnsLoseTheirMeaningAndTitlesStay() {
        assertThat(LlamaEndpoint.withoutMarks("A <|im_end|> B </s> C [INST] D <start_of_turn>"))
                .isEqualTo("A < |im_end|> B < /s> C [ INST] D < start_of_turn>");
        assertThat(LlamaEndpoint.withoutMarks("1. title [2001] <3 x < y")).isEqualTo("1. title [2001] <3 x < y");
        assertThat(LlamaEndpoint.withoutMarks("a\u0000b\u0007c\nd \uD83D e \uD83D\uDE00"))
                .isEqualTo("a b c\nd \uFFFD e \uD83D\uDE00");
    }
}
