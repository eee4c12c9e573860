package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Recommendations;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every route answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(ServerOptions.of(List.of(
                        ServedModel.of("default", TestServer.model("base")),
                        ServedModel.of("fused", TestServer.model("fused")),
                        ServedModel.of("vs-knn", TestServer.model("vs-knn"))))
                .variants("homepage", Map.of("default", 1, "vs-knn", 1))
                .shadow(new ServerOptions.Shadow("default", "vs-knn", 1)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    @Test
    void recommendsWhatTheLibraryRecommends() {
        HttpResponse<String> response = server.recommend("{\"session\":[\"1001\",\"1002\"],\"k\":5}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = TestServer.json(response);
        try (LiveRecommender live = TestServer.model("base").open()) {
            Recommendations found = live.recommend(List.of("1001", "1002"), 5);
            assertThat(ids(answer)).isEqualTo(found.ids());
            assertThat(answer.at("/items/0/score").asDouble())
                    .isCloseTo(found.items().get(0).score(), within(1e-4));
            assertThat(answer.at("/items/0/title").asText())
                    .isEqualTo(found.items().get(0).title());
            assertThat(answer.path("model").asText())
                    .startsWith("sr-gnn@")
                    .endsWith(live.fingerprint().substring(0, 8));
        }
        assertThat(answer.path("request_id").asText()).hasSize(24);
        assertThat(answer.path("took_ms").asDouble()).isPositive();
        assertThat(answer.path("fallback").isNull()).isTrue();
        assertThat(answer.at("/intents/mode").asText()).isEqualTo("none");
        assertThat(answer.path("stored").asBoolean()).isFalse();
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void masksFilterAndOrder() {
        List<String> plain = ids(TestServer.json(server.recommend("{\"session\":[\"1001\"],\"k\":10}")));
        JsonNode masked = TestServer.json(
                server.recommend("{\"session\":[\"1001\"],\"k\":9,\"exclude\":[\"" + plain.get(0) + "\"]}"));
        assertThat(ids(masked)).isEqualTo(plain.subList(1, 10));
        JsonNode included = TestServer.json(server.recommend("{\"session\":[\"1001\"],\"include\":[\"" + plain.get(3)
                + "\",\"" + plain.get(7) + "\",\"nowhere\"]}"));
        assertThat(ids(included)).containsExactly(plain.get(3), plain.get(7));
        JsonNode ranked =
                TestServer.json(server.recommend("{\"session\":[\"1001\"],\"k\":54,\"seen_items\":\"rank\"}"));
        assertThat(ids(ranked)).contains("1001");
        JsonNode empty = TestServer.json(server.recommend("{\"session\":[\"1001\"],\"include\":[\"1001\"]}"));
        assertThat(ids(empty)).isEmpty();
        assertThat(empty.path("emptied_by").asText()).contains("excluded");
    }

    @Test
    void filtersAndBoostsByColumns() {
        JsonNode all = TestServer.json(
                server.recommend("{\"session\":[\"1001\"],\"k\":54,\"return\":[\"title\",\"category\"]}"));
        Map<String, Long> categories = IntStream.range(0, all.path("items").size())
                .mapToObj(i -> all.at("/items/" + i + "/columns/category").asText())
                .filter(category -> !category.isEmpty())
                .collect(Collectors.groupingBy(category -> category, Collectors.counting()));
        if (categories.isEmpty()) {
            HttpResponse<String> refused =
                    server.recommend("{\"session\":[\"1001\"],\"filter\":{\"category\":{\"any\":[\"x\"]}}}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(TestServer.json(refused).path("field").asText()).isEqualTo("filter");
            return;
        }
        String category = categories.keySet().iterator().next();
        JsonNode filtered =
                TestServer.json(server.recommend("{\"session\":[\"1001\"],\"k\":54,\"return\":[\"category\"],"
                        + "\"filter\":{\"category\":{\"any\":[\"" + category + "\"]}}}"));
        assertThat(filtered.path("items")).isNotEmpty().allSatisfy(item -> {
            assertThat(item.at("/columns/category").asText()).isEqualTo(category);
            assertThat(item.has("title")).isFalse();
        });
        JsonNode boosted = TestServer.json(server.recommend("{\"session\":[\"1001\"],\"k\":1,\"return\":[\"category\"],"
                + "\"boost\":[{\"where\":{\"category\":{\"any\":[\"" + category + "\"]}},\"factor\":100000}]}"));
        assertThat(boosted.at("/items/0/columns/category").asText()).isEqualTo(category);
    }

    @Test
    void unknownItemsAreListedAndTheFallbackIsNamed() {
        JsonNode some = TestServer.json(server.recommend("{\"session\":[\"77\",\"1001\"]}"));
        assertThat(some.path("unknown")).hasSize(1);
        assertThat(some.path("fallback").isNull()).isTrue();
        JsonNode none = TestServer.json(server.recommend("{\"session\":[\"77\"],\"k\":3}"));
        assertThat(none.path("fallback").asText()).isEqualTo("pop");
        assertThat(ids(none)).isEqualTo(ids(TestServer.json(server.get("/v1/popular?k=3"))));
    }

    @Test
    void explainsAndNamesIntents() {
        JsonNode answer = TestServer.json(
                server.recommend("{\"session\":[\"1001\",\"1002\"],\"model\":\"fused\",\"explain\":true,\"k\":3}"));
        assertThat(answer.at("/intents/mode").asText()).isEqualTo("live");
        assertThat(answer.at("/intents/inferrer").asText()).isEqualTo("embedding-similarity");
        assertThat(answer.at("/intents/explicit")).isNotEmpty();
        assertThat(answer.at("/items/0/because/clicks")).isNotEmpty();
        JsonNode plain =
                TestServer.json(server.recommend("{\"session\":[\"1001\",\"1002\"],\"model\":\"fused\",\"k\":3}"));
        assertThat(plain.at("/items/0").has("because")).isFalse();
        assertThat(plain.at("/intents/explicit")).isEmpty();
    }

    @Test
    void batchesAnswerLineByLineInOrder() {
        String lines = IntStream.range(0, 300)
                .mapToObj(i -> i == 150 ? "{\"session\":[]}" : "{\"session\":[\"" + (1001 + i % 50) + "\"],\"k\":2}")
                .collect(Collectors.joining("\n"));
        HttpResponse<String> response =
                server.post("/v1/recommendations:batch", "application/x-ndjson", BodyPublishers.ofString(lines));
        assertThat(response.statusCode()).isEqualTo(200);
        List<JsonNode> answers = response.body().lines().map(TestServer::json).toList();
        assertThat(answers).hasSize(300);
        assertThat(answers.get(150).path("status").asInt()).isEqualTo(400);
        assertThat(answers.get(150).path("line").asInt()).isEqualTo(151);
        for (int i : new int[] {0, 149, 151, 299}) {
            assertThat(answers.get(i).at("/session/0/id").asText()).isEqualTo(String.valueOf(1001 + i % 50));
            assertThat(answers.get(i).path("items")).hasSize(2);
        }
    }

    @Test
    void itemsAreFoundByTitleAndByIdAndBySimilarity() {
        JsonNode first = TestServer.json(server.get("/v1/items/1001"));
        assertThat(first.path("title").asText()).isNotEmpty();
        String word = first.path("title").asText().split(" ", -1)[0];
        JsonNode found =
                TestServer.json(server.get("/v1/items?query=" + word.substring(0, word.length() - 1) + "&k=50"));
        assertThat(ids(found)).contains("1001");
        JsonNode similar = TestServer.json(server.get("/v1/items/1001/similar?k=5"));
        assertThat(similar.path("by").asText()).isEqualTo("item vectors");
        assertThat(ids(similar)).hasSize(5).doesNotContain("1001");
        JsonNode coClicks = TestServer.json(server.get("/v1/items/1001/similar?k=5&model=vs-knn"));
        assertThat(coClicks.path("by").asText()).isEqualTo("co-clicks");
        HttpResponse<String> unknown = server.get("/v1/items/a%2Fb%22%0A");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(unknown).path("detail").asText()).contains("a/b\"\\u000a");
    }

    @Test
    void variantsDivideSessionsForGood() {
        Map<String, Long> variants = IntStream.range(0, 200)
                .mapToObj(i -> TestServer.json(server.recommend("{\"session\":[\"1001\"],\"session_id\":\"s" + i
                                + "\",\"model\":\"homepage\",\"k\":1}"))
                        .path("variant")
                        .asText())
                .collect(Collectors.groupingBy(variant -> variant, Collectors.counting()));
        assertThat(variants.keySet()).containsExactlyInAnyOrder("default", "vs-knn");
        assertThat(variants.get("default")).isBetween(70L, 130L);
        String body = "{\"session\":[\"1001\"],\"session_id\":\"s7\",\"model\":\"homepage\"}";
        assertThat(TestServer.json(server.recommend(body)).path("served"))
                .isEqualTo(TestServer.json(server.recommend(body)).path("served"));
    }

    @Test
    void modelsInTheShadowAreMeasured() throws InterruptedException {
        String overlap = "dmsrec_shadow_overlap_count{model=\"vs-knn\",of=\"default\"}";
        double before = server.metric(overlap);
        server.recommend("{\"session\":[\"1002\"]}");
        for (int i = 0; i < 100 && server.metric(overlap) == before; i++) {
            Thread.sleep(20);
        }
        assertThat(server.metric(overlap)).isGreaterThan(before);
    }

    @Test
    void everyStatusIsMeasured() {
        server.recommend("{\"session\":[\"1002\"]}");
        server.recommend("{");
        server.get("/nowhere");
        String count = "dmsrec_requests_seconds_count";
        assertThat(server.metric(count + "{model=\"default\",route=\"/v1/recommendations\",status=\"200\"}"))
                .isPositive();
        assertThat(server.metric(count + "{model=\"\",route=\"/v1/recommendations\",status=\"400\"}"))
                .isPositive();
        assertThat(server.metric(count + "{model=\"\",route=\"none\",status=\"404\"}"))
                .isPositive();
        assertThat(server.metric("dmsrec_clicks_total{model=\"default\"}")).isPositive();
    }

    @Test
    void theOpenApiDocumentIsValidAndDescribesTheRecords() {
        String document = server.get("/openapi.json").body();
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document);
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths())
                .containsKeys(
                        "/v1/recommendations",
                        "/v1/recommendations:batch",
                        "/v1/items/{id}/similar",
                        "/admin/models/{name}:load",
                        "/metrics");
        JsonNode body = TestServer.json(document).at("/components/schemas/RecommendationBody/properties");
        assertThat(body.has("session_id")).isTrue();
        assertThat(body.has("return")).isTrue();
        assertThat(body.at("/seen_items/enum")).hasSize(2);
    }

    @Test
    void thePageIsThereWithAStrictPolicy() {
        HttpResponse<String> page = server.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(server.get("/page/..%2Fapi%2FJson.class").statusCode()).isEqualTo(404);
        assertThat(server.get("/page/index.html").statusCode()).isEqualTo(200);
    }

    @Test
    void statesAndModels() {
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        JsonNode models = TestServer.json(server.get("/v1/models"));
        assertThat(models.path("models")).hasSize(3);
        assertThat(models.at("/models/1/fused").asBoolean()).isTrue();
        assertThat(models.at("/variants/homepage/vs-knn").asInt()).isEqualTo(1);
        assertThat(server.get("/v1/popular?model=nowhere").statusCode()).isEqualTo(404);
    }
}
