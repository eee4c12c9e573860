package io.github.dmsrec.intent.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundTitleAnswerTest {

    private static final String QUOTED = "The \"Best\" of [1995] \\ {2} | ::= #";
    private static final TitleSchema SCHEMA =
            new TitleSchema(List.of("Heat", QUOTED, "Batman; Returns", "Ωmega 🔨", "Heat", "", "batman"), 3);

    @Test
    void readsLinesExactlyAsTheyWereShown() throws AnswerException {
        BoundTitleAnswer answer = BoundTitleAnswer.parse(
                "Batman; Returns\n" + QUOTED + "\nΩmega 🔨", AnswerFormat.GRAMMAR, false, SCHEMA);
        assertThat(answer.numbers()).containsExactly(3, 2, 4);
        assertThat(answer.repairs().total()).isZero();
    }

    @Test
    void aTitleOfTwoCandidatesMeansTheFirstThenTheNext() throws AnswerException {
        BoundTitleAnswer answer =
                BoundTitleAnswer.parse("Heat\nHeat\nHeat", AnswerFormat.STRUCTURED_OUTPUTS, false, SCHEMA);
        assertThat(answer.numbers()).containsExactly(1, 5);
        assertThat(answer.repairs().duplicates()).isEqualTo(1);
    }

    @Test
    void readsJsonAndCountsWhatIsDropped() throws AnswerException {
        BoundTitleAnswer answer = BoundTitleAnswer.parse(
                "{\"titles\":[\"BATMAN\",\"Alien\",\"Heat\",\"Heat\",\"Ωmega 🔨\"]}",
                AnswerFormat.JSON_SCHEMA,
                false,
                SCHEMA);
        assertThat(answer.numbers()).containsExactly(7, 1, 5);
        assertThat(answer.repairs().hallucinated()).isEqualTo(1);
        assertThat(answer.repairs().beyondLimit()).isEqualTo(1);
    }

    @Test
    void ofLinesThatAreCutOffAllButTheLastCount() throws AnswerException {
        BoundTitleAnswer answer = BoundTitleAnswer.parse(QUOTED + "\nAlien\nHeat", AnswerFormat.GRAMMAR, true, SCHEMA);
        assertThat(answer.numbers())
                .as("Heat may be the beginning of another title")
                .containsExactly(2);
        assertThat(answer.repairs()).isEqualTo(new Repairs(0, 0, 0, 1, 1));
        for (AnswerFormat format : AnswerFormat.OF_BOUND_TITLES) {
            String text = format == AnswerFormat.JSON_SCHEMA ? "{\"titles\":[\"Heat\"]}" : "Heat";
            assertThatThrownBy(() -> BoundTitleAnswer.parse(text, format, true, SCHEMA))
                    .isInstanceOf(AnswerException.class)
                    .extracting(e -> ((AnswerException) e).reason())
                    .isEqualTo("cut off at the token limit");
        }
    }

    @Test
    void refusesWhatNamesNoCandidate() {
        for (String text : List.of("", "  ", "Good morning!")) {
            assertThatThrownBy(() -> BoundTitleAnswer.parse(text, AnswerFormat.GRAMMAR, false, SCHEMA))
                    .isInstanceOf(AnswerException.class);
        }
        for (String text : List.of("{\"titles\":[\"He", "{\"ids\":[1]}", "Heat")) {
            assertThatThrownBy(() -> BoundTitleAnswer.parse(text, AnswerFormat.JSON_SCHEMA, false, SCHEMA))
                    .isInstanceOf(AnswerException.class);
        }
    }

    @Test
    void theGrammarEscapesWhatEndsALiteralAndNamesATitleOnce() {
        assertThat(SCHEMA.grammar())
                .startsWith("root ::= title (\"\\n\" title){0,2}\ntitle ::= \"Heat\" | ")
                .contains("\"The \\\"Best\\\" of [1995] \\\\ {2} | ::= #\"")
                .containsOnlyOnce("\"Heat\"")
                .doesNotContain("| \"\"");
        assertThat(new TitleSchema(List.of("a"), 1).grammar()).isEqualTo("root ::= title\ntitle ::= \"a\"\n");
    }

    @Test
    void theSchemaIsJsonWithAnEnumeration() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(SCHEMA.json());
        assertThat(schema.at("/properties/titles/items/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("Heat", QUOTED, "Batman; Returns", "Ωmega 🔨", "batman");
        assertThat(schema.at("/properties/titles/maxItems").asInt()).isEqualTo(3);
    }

    @Test
    void longTitlesAreBoundByTheirBeginningAndNoLetterIsCut() {
        String bound = TitleSchema.bound("🔨".repeat(10_000));
        assertThat(bound.codePointCount(0, bound.length())).isEqualTo(TitleSchema.LONGEST);
        assertThat(bound).isEqualTo("🔨".repeat(TitleSchema.LONGEST));
        assertThatThrownBy(() -> new TitleSchema(List.of("", ""), 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
