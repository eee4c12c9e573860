package io.github.dmsrec.intent.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleAnswerTest {

    private static final List<List<String>> CANDIDATES = Stream.of(
                    "Heat",
                    "Salt &amp; Pepper; for two",
                    "Salt &amp; Pepper",
                    "12. Monkeys",
                    "Amélie",
                    "Alien",
                    "ALIEN",
                    "Caf&#233; &#8482;")
            .map(title -> List.of(TitleAnswer.normal(title)))
            .toList();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Heat; Amélie|0,4|0",
                " HEAT ;ame\u0301lie|0,4|0",
                "1. Heat;2) Amélie;- heat|0,4|0",
                "Heat_17;12. Monkeys_4|0,3|0",
                "5.12. Monkeys|3|0",
                "**Heat**; “Amélie”.|0,4|0",
                "Salt & Pepper; for two; Heat|1,0|0",
                "Salt &amp; Pepper;for two|1|0",
                "Salt & Pepper; Heat|2,0|0",
                "CAFÉ ™; Alien;Heat|7,5,0|0",
                "Alien; alien; Heat|5,6,0|0",
                "Here are mine:~Heat~~The Godfather; Amélie|0,4|2",
                "<think>Alien?</think>Heat|0|0",
                "He at; Heat|0|1"
            })
    void findsTitles(String text, String picks, int hallucinated) throws AnswerException {
        TitleAnswer answer = TitleAnswer.parse(text.replace("~", "\n"), CANDIDATES, 5);
        assertThat(answer.picks())
                .containsExactly(Arrays.stream(picks.split(",", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        assertThat(answer.repairs().hallucinated()).isEqualTo(hallucinated);
    }

    @Test
    void countsWhatItDrops() throws AnswerException {
        TitleAnswer answer = TitleAnswer.parse("Heat;Heat;Seven;Amélie;Alien;;", CANDIDATES, 2);
        assertThat(answer.picks()).containsExactly(0, 4);
        assertThat(answer.repairs()).isEqualTo(new Repairs(0, 1, 1, 1));
        assertThat(answer.repairs().total()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\" \"|empty answer",
                "Seven; Casino|no title of a candidate in the answer",
                ";;|no title of a candidate in the answer"
            })
    void refusesWhatNamesNoCandidate(String text, String reason) {
        assertThatThrownBy(() -> TitleAnswer.parse(text, CANDIDATES, 5))
                .isInstanceOf(AnswerException.class)
                .hasMessage(reason);
    }
}
