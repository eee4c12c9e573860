package io.github.dmsrec.intent.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberAnswerTest {

    private static final NumberSchema FIFTY = new NumberSchema(50, 5);

    @Test
    void readsWhatTheSchemaAllows() throws AnswerException {
        NumberAnswer answer = NumberAnswer.parse(
                "{\"intents\":[\"family films\",\" noir \"],\"ids\":[50,1,7]}", AnswerFormat.JSON_SCHEMA, FIFTY);
        assertThat(answer.phrases()).containsExactly("family films", "noir");
        assertThat(answer.numbers()).containsExactly(50, 1, 7);
        assertThat(answer.outOfRange() + answer.duplicates() + answer.beyondLimit())
                .isZero();
    }

    @Test
    void dropsAndCountsNumbersThatNoCandidateHasDuplicatesAndTooMany() throws AnswerException {
        NumberAnswer answer = NumberAnswer.parse(
                "{\"intents\":[],\"ids\":[51,3,0,3,-1,\"4\",2.5,\"five\",5,6,7,8]}", AnswerFormat.JSON_OBJECT, FIFTY);
        assertThat(answer.numbers()).containsExactly(3, 4, 5, 6, 7);
        assertThat(answer.outOfRange()).isEqualTo(5);
        assertThat(answer.duplicates()).isEqualTo(1);
        assertThat(answer.beyondLimit()).isEqualTo(1);
    }

    @Test
    void toleratesProseFencesThoughtsAndARepeatedExample() throws AnswerException {
        String text = "<think>maybe {\"ids\":[9]}</think>The example was {\"intents\":[],\"ids\":[1]}.\n"
                + "Here is mine {as asked}:\n```json\n{\"intents\":[\"a } brace\"],\"ids\":[12, 3]}\n```\nEnjoy!";
        NumberAnswer answer = NumberAnswer.parse(text, AnswerFormat.JSON_SCHEMA, FIFTY);
        assertThat(answer.numbers()).containsExactly(12, 3);
        assertThat(answer.phrases()).containsExactly("a } brace");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty answer",
                "'  \n'|empty answer",
                "'<think>3, 4</think>'|empty answer",
                "'{\"intents\":[\"a\"],\"ids\":[1, 2'|truncated or malformed JSON",
                "'{\"intents\":[\"a\"]}'|truncated or malformed JSON",
                "'3, 4'|no JSON in the answer",
                "'{\"intents\":[],\"ids\":[51]}'|only numbers that no candidate has",
                "'{\"intents\":[],\"ids\":[]}'|no candidate number in the answer"
            })
    void refusesWhatIsNoAnswer(String text, String reason) {
        assertThatThrownBy(() -> NumberAnswer.parse(text, AnswerFormat.JSON_SCHEMA, FIFTY))
                .isInstanceOf(AnswerException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'3, 17, 4'|3,17,4",
                "'Answer: 3, 17 and 4.'|3,17,4",
                "'[3, 17]'|3,17",
                "'**3** '|3",
                "'1. Toy Story 2\n- 12) Apollo 13\n#4: Seven'|1,12,4",
                "'I like 7 and \"Apollo 13\", then 9.'|7,9",
                "'{\"intents\":[],\"ids\":[2]}'|2"
            })
    void readsNumbersFromFreeText(String text, String numbers) throws AnswerException {
        int[] found = NumberAnswer.parse(text, AnswerFormat.TEXT, FIFTY).numbers();
        assertThat(found)
                .containsExactly(Arrays.stream(numbers.split(",", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    void aTruncatedAnswerIsRefusedInFreeTextToo() {
        assertThatThrownBy(() -> NumberAnswer.parse("{\"ids\":[1, 2", AnswerFormat.TEXT, FIFTY))
                .hasMessage("truncated or malformed JSON");
    }
}
