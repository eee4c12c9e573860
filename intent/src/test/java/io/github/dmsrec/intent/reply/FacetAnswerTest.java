package io.github.dmsrec.intent.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.intent.reply.FacetSchema.Facet;
import io.github.dmsrec.intent.reply.FacetSchema.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacetAnswerTest {

    private static final FacetSchema SCHEMA = new FacetSchema(
            List.of(new Facet("mood", "how it feels", 2), new Facet("goes with", "what is bought with it", 3)),
            Script.LATIN);

    @Test
    void valuesAreTidiedAndWhatSaysNothingIsDropped() throws AnswerException {
        FacetAnswer answer = FacetAnswer.parse(
                "Sure! {\"mood\": [\" Dark \", \"DARK\", \"none\", \"tense!\", \"sad\"],"
                        + " \"goes with\": [\"mood\", \"goes with\", \"smørrebrød\", \"теплый\","
                        + " \"one two three four five\"], \"other\": [\"x\"]}",
                SCHEMA,
                "");
        assertThat(answer.values())
                .containsExactly(
                        Map.entry("mood", List.of("dark", "tense")),
                        Map.entry("goes with", List.of("mood", "smørrebrød")));
        assertThat(answer.empty()).isEqualTo(2);
        assertThat(answer.foreign()).isEqualTo(1);
        assertThat(answer.tooLong()).isEqualTo(1);
        assertThat(answer.duplicates()).isEqualTo(1);
        assertThat(answer.beyondLimit()).isEqualTo(1);
        assertThat(answer.count()).isEqualTo(4);
    }

    @Test
    void wordsOfTheTitleAloneSayNothing() throws AnswerException {
        String text = "{\"mood\":[\"saragossa manuscript\",\"strange manuscript\"],\"goes with\":[\"x\"]}";
        assertThat(FacetAnswer.parse(text, SCHEMA, "Saragossa Manuscript, The (1965)")
                        .values()
                        .get("mood"))
                .containsExactly("strange manuscript");
    }

    @Test
    void aTextWithCommasIsAListAndTheLastObjectCounts() throws AnswerException {
        String text = "{\"mood\":\"an example\"} and {\"mood\":\"dark, cold\",\"goes with\":5}";
        assertThat(FacetAnswer.parse(text, SCHEMA, "").values()).containsEntry("mood", List.of("dark", "cold"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no braces|no JSON in the answer",
                "{\"mood\":[\"dar|truncated or malformed JSON",
                "{\"colour\":[\"red\"]}|truncated or malformed JSON",
                "{\"mood\":[],\"goes with\":[\"n/a\"]}|no usable facet in the answer",
                "{\"mood\":[\"мрачный\"]}|only facets in another script",
            })
    void whatCannotBeUsedSaysWhy(String text, String reason) {
        assertThatThrownBy(() -> FacetAnswer.parse(text, SCHEMA, ""))
                .isInstanceOfSatisfying(
                        AnswerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void otherScriptsCountWhereTheTemplateAllowsThem() throws AnswerException {
        FacetSchema any = new FacetSchema(SCHEMA.facets(), Script.ANY);
        assertThat(FacetAnswer.parse("{\"mood\":[\"Мрачный\"]}", any, "").values())
                .containsEntry("mood", List.of("мрачный"));
    }

    @Test
    void theSchemaAsksForEveryFacet() {
        assertThat(SCHEMA.json())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"mood\":{\"type\":\"array\",\"minItems\":1,"
                        + "\"maxItems\":2,\"items\":{\"type\":\"string\"}},\"goes with\":{\"type\":\"array\","
                        + "\"minItems\":1,\"maxItems\":3,\"items\":{\"type\":\"string\"}}},\"required\":[\"mood\","
                        + "\"goes with\"],\"additionalProperties\":false}");
    }
}
