package io.github.dmsrec.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.Explanation;
import io.github.dmsrec.Recommendation;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.Recommendations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {

    @Test
    void facetsOfTheClickedItemsAreAmongTheReasons() {
        Explanation because =
                new Explanation(List.of(), 2, null, List.of("summer", "beach"), List.of("summer"), List.of());
        Recommendations found = new Recommendations(
                List.of(new Recommendation("7", "Sunscreen", 1, Map.of(), because)),
                List.of(),
                List.of(),
                null,
                new Recommendations.InferredIntents("student", List.of("summer"), List.of("beach"), null),
                null);
        ParsedRequest request = new ParsedRequest(
                RecommendationRequest.of(List.of("1")).explained(),
                null,
                false,
                null,
                null,
                Set.of(),
                Duration.ofSeconds(1));
        JsonNode answer = new ObjectMapper()
                .valueToTree(Answers.of(
                        request, new Answers.Served(found, "m", "default", null, null), "r", null, false, 1));
        assertThat(answer.at("/items/0/because/intents")).hasSize(2);
        assertThat(answer.at("/items/0/because/looked_at").toString()).isEqualTo("[\"summer\"]");
    }
}
