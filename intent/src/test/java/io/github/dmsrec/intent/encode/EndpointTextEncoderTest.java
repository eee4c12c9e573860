package io.github.dmsrec.intent.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.asking.FakeModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointTextEncoderTest {

    private static final String KEY = "sk-secret-42";

    @Test
    void asksInBatchesAndPutsVectorsWhereTheyBelong() throws IOException {
        List<String> texts = IntStream.range(0, 150).mapToObj(i -> "text " + i).toList();
        try (FakeModel model = new FakeModel((request, number) -> lengths(request, 2));
                TextEncoder encoder = open(model.baseUrl(), "query: ", false)) {
            EncodedTexts encoded = encoder.encode(texts, Progress.NONE);
            assertThat(encoded.computed()).isEqualTo(150);
            assertThat(model.count()).isEqualTo(1 + 3);
            assertThat(model.body(1).path("model").asText()).isEqualTo("e5");
            assertThat(model.body(1).path("input")).hasSize(64);
            assertThat(model.body(1).path("input").get(7).asText()).isEqualTo("query: text 7");
            assertThat(model.request(1).getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
            assertThat(model.request(1).getHeaders().get("Upgrade")).isNull();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(encoded.vectors().values()[2 * i])
                        .isEqualTo("query: ".length() + texts.get(i).length());
            }
        }
    }

    @Test
    void normalisesIfWanted() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> lengths(request, 2));
                TextEncoder encoder = open(model.baseUrl(), "", true)) {
            float[] values =
                    encoder.encode(List.of("abc"), Progress.NONE).vectors().values();
            assertThat(values).containsExactly(0.6f, 0.8f);
        }
    }

    @Test
    void asksAgainWhereThatHelps() throws IOException {
        int[] statuses = {429, 500, 503};
        try (FakeModel model = new FakeModel((request, number) -> number < statuses.length
                        ? FakeModel.error(statuses[number], "later")
                                .addHeader("Retry-After", "0")
                                .build()
                        : lengths(request, 2));
                TextEncoder encoder = open(model.baseUrl(), "", false)) {
            assertThat(encoder.dimension()).isEqualTo(2);
            assertThat(model.count()).isEqualTo(4);
        }
    }

    @Test
    void theCacheIsTheEncodersOwnAndWhatItHoldsIsNotAskedAgain(@TempDir Path folder) throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> lengths(request, 2))) {
            EncoderOptions options =
                    EncoderOptions.ofMap(Map.of("encoder", "openai:e5", "encoder-base-url", model.baseUrl()));
            for (int run = 0; run < 2; run++) {
                try (TextEncoder encoder = options.open(1, folder)) {
                    EncodedTexts encoded = encoder.encode(List.of("a", "b", "a", ""), Progress.NONE);
                    assertThat(encoded.cached()).isEqualTo(run == 0 ? 0 : 2);
                    assertThat(encoded.blank()).isEqualTo(1);
                }
            }
            // One for the texts, one each time for the dimension.
            assertThat(model.count()).isEqualTo(3);
        }
    }

    @Test
    void whatWasPaidForBeforeAFailureIsKept(@TempDir Path folder) throws IOException {
        List<String> texts = IntStream.range(0, 150).mapToObj(i -> "text " + i).toList();
        // The probe and two batches are answered, then the quota is gone, then it is back.
        FakeModel.Answers answers = (request, number) -> number == 3
                ? FakeModel.error(429, "").addHeader("Retry-After", "7200").build()
                : lengths(request, 2);
        try (FakeModel model = new FakeModel(answers)) {
            EncoderOptions options =
                    EncoderOptions.ofMap(Map.of("encoder", "openai:e5", "encoder-base-url", model.baseUrl()));
            try (TextEncoder encoder = options.open(1, folder)) {
                assertThatThrownBy(() -> encoder.encode(texts, Progress.NONE)).hasMessageContaining("quota");
            }
            try (TextEncoder encoder = options.open(1, folder)) {
                assertThat(encoder.encode(texts, Progress.NONE).cached()).isEqualTo(128);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithoutTheKey() throws IOException {
        assertRefused(
                request -> FakeModel.error(401, "no such key " + KEY).build(),
                "HTTP 401",
                "Check the API key in the environment variable E5_KEY");
        assertRefused(request -> FakeModel.error(404, "").build(), "HTTP 404 without a text", "Check the model's name");
        assertRefused(request -> FakeModel.error(302, "").build(), "HTTP 302", "Check the address");
        assertRefused(request -> text("Welcome."), "is not JSON: Welcome.", "often ends with /v1");
        assertRefused(request -> text("{\"data\":[]}"), "not a list of 1 vectors", "may give no embeddings");
        assertRefused(
                request -> text("{\"data\":[{\"index\":0,\"embedding\":[1,\"" + KEY + "\"]}]}"),
                "which is not a number",
                "may give no embeddings");
        assertRefused(
                request -> FakeModel.error(429, "")
                        .addHeader("Retry-After", "7200")
                        .build(),
                "asks to wait 120 minutes",
                "quota is used up");
    }

    @Test
    void aVectorOfAnotherLengthIsRefused() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> lengths(request, number == 0 ? 2 : 3));
                TextEncoder encoder = open(model.baseUrl(), "", false)) {
            assertThatThrownBy(() -> encoder.encode(List.of("a"), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("a vector of 3 numbers; before it gave 2");
        }
    }

    private interface Answer {
        MockResponse to(JsonNode request);
    }

    private static void assertRefused(Answer answer, String problem, String fix) throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> answer.to(request))) {
            assertThatThrownBy(() -> open(model.baseUrl(), "", false))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("Model 'e5' was asked at " + model.baseUrl() + "/embeddings")
                    .hasMessageContaining(problem)
                    .hasMessageContaining(System.lineSeparator())
                    .hasMessageContaining(fix)
                    .hasMessageNotContaining(KEY);
            assertThat(model.count()).isEqualTo(1);
        }
    }

    private static TextEncoder open(String baseUrl, String prefix, boolean normalise) {
        return new EndpointTextEncoder(baseUrl, "e5", Optional.of(KEY), "E5_KEY", prefix, normalise);
    }

    /** Vectors that begin with the length of the text and then count on, the last text's first. */
    private static MockResponse lengths(JsonNode request, int dimension) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        ArrayNode data = body.putArray("data");
        for (int i = request.path("input").size() - 1; i >= 0; i--) {
            ArrayNode embedding = data.addObject().put("index", i).putArray("embedding");
            for (int j = 0; j < dimension; j++) {
                embedding.add(request.path("input").get(i).asText().length() + j);
            }
        }
        return text(body.toString());
    }

    private static MockResponse text(String body) {
        return new MockResponse.Builder().body(body).build();
    }
}
