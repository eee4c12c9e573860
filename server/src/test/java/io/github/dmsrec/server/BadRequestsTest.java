package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.ServerOptions;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are wrong get a problem that names the field and what to do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(ServerOptions.of(TestServer.model("base")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{\"session\":[\"1001\" # 400 # # not JSON",
                "[] # 400 # # JSON object",
                "null # 400 # # null",
                "{} # 400 # session # no session",
                "{\"session\":[]} # 400 # session # empty",
                "{\"session\":\"1001\"} # 400 # session # wrong type",
                "{\"session\":[1001]} # 400 # session[0] # wrong type",
                "{\"session\":[null]} # 400 # session[0] # null",
                "{\"session\":[\"\"]} # 400 # session[0] # empty",
                "{\"session\":[\"1001\"],\"sesion\":1} # 400 # sesion # no field 'sesion'",
                "{\"session\":[\"1001\"],\"session\":[\"1002\"]} # 400 # # Duplicate",
                "{\"session\":[\"1001\"],\"k\":0} # 400 # k # 'k' is 0",
                "{\"session\":[\"1001\"],\"k\":1000000} # 400 # k # 1000000",
                "{\"session\":[\"1001\"],\"k\":2.5} # 400 # k # wrong type",
                "{\"session\":[\"1001\"],\"k\":\"5\"} # 400 # k # wrong type",
                "{\"session\":[\"1001\"],\"k\":99999999999999999999} # 400 # k # ",
                "{\"session\":[\"1001\"],\"seen_items\":\"keep\"} # 400 # seen_items # keep",
                "{\"session\":[\"1001\"],\"diversity\":1.5} # 400 # diversity # 1.5",
                "{\"session\":[\"1001\"],\"timeout_ms\":0} # 400 # timeout_ms # 0",
                "{\"session\":[\"1001\"],\"explain\":\"yes\"} # 400 # explain # wrong type",
                "{\"session\":[\"1001\"],\"filter\":{\"no\":{\"any\":[\"x\"]}}} # 400 # filter # 'no'",
                "{\"session\":[\"1001\"],\"filter\":{\"no\":{}}} # 400 # filter.no # condition",
                "{\"session\":[\"1001\"],\"filter\":{\"no\":{\"min\":2,\"max\":1}}} # 400 # filter.no # 2",
                "{\"session\":[\"1001\"],\"boost\":[{\"factor\":2}]} # 400 # boost.where # which items",
                "{\"session\":[\"1001\"],\"boost\":[null]} # 400 # boost # null",
                "{\"session\":[\"1001\"],\"boost\":[{\"where\":{\"no\":{\"any\":[\"x\"]}},\"factor\":0}]} # 400 # boost.factor # factor",
                "{\"session\":[\"1001\"],\"model\":\"nowhere\"} # 404 # model # nowhere",
                "{\"session_id\":\"s\",\"click\":\"1001\"} # 400 # session_id # keeps no sessions",
                "{\"session\":[\"1001\"],\"click\":\"1001\"} # 400 # click # Both",
                "{\"session\":[\"1001\"]} {} # 400 # # one JSON object",
            })
    void theFieldIsNamed(String body, int status, String field, String detail) {
        HttpResponse<String> response = server.recommend(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = TestServer.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("field").asText("")).isEqualTo(field == null ? "" : field);
        assertThat(problem.path("detail").asText()).containsIgnoringCase(detail == null ? "" : detail);
        assertThat(problem.path("request_id").asText()).isNotEmpty();
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("at io.github");
    }

    @Test
    void deepNestingIsRefused() {
        HttpResponse<String> response =
                server.recommend("{\"session\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void aSessionOfAHundredThousandClicksIsRefused() {
        String session = IntStream.range(0, 100_000).mapToObj(i -> "\"1\"").collect(Collectors.joining(","));
        HttpResponse<String> response = server.recommend("{\"session\":[" + session + "]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).path("detail").asText())
                .contains("100000")
                .contains("10000");
    }

    @Test
    void oddIdsAreUnknownItemsOrTooLong() {
        JsonNode answer = TestServer.json(
                server.recommend("{\"session\":[\"1001\",\"\\\"\\u0000\\u001b[2J\\u202e'; drop\\ud800\"]}"));
        assertThat(answer.path("unknown")).hasSize(1);
        assertThat(answer.path("items")).isNotEmpty();
        HttpResponse<String> large = server.recommend("{\"session\":[\"" + "x".repeat(1_000_000) + "\"]}");
        assertThat(large.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(large).path("field").asText()).isEqualTo("session[0]");
        assertThat(large.body()).hasSizeLessThan(500);
        assertThat(server.get("/v1/items/" + "x".repeat(4_000)).statusCode()).isEqualTo(404);
        assertThat(server.get("/v1/items?query=" + "x".repeat(4_000)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheClientThatStillSendsGetsTheAnswer() {
        // More than sockets hold back, so that the client is still sending when the server answers.
        byte[] large = new byte[32 << 20];
        Arrays.fill(large, (byte) ' ');
        for (String path : List.of("/v1/recommendations", "/v1/none")) {
            int expected = path.endsWith("none") ? 404 : 413;
            HttpResponse<String> announced = server.post(path, "application/json", BodyPublishers.ofByteArray(large));
            assertThat(announced.statusCode()).isEqualTo(expected);
            HttpResponse<String> chunked = server.post(
                    path, "application/json", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
            assertThat(chunked.statusCode()).isEqualTo(expected);
            assertThat(TestServer.json(chunked).path("status").asInt()).isEqualTo(expected);
        }
    }

    @Test
    void otherMethodsPathsAndTypesAreNamed() {
        assertThat(server.get("/v1/recommendations").statusCode()).isEqualTo(405);
        assertThat(server.get("/v1/none").statusCode()).isEqualTo(404);
        HttpResponse<String> form =
                server.post("/v1/recommendations", "application/x-www-form-urlencoded", BodyPublishers.ofString("{}"));
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(server.post("/v1/feedback", "{}").statusCode()).isEqualTo(409);
        assertThat(server.get("/v1/popular?k=x").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/popular?k=0").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/items").statusCode()).isEqualTo(400);
        assertThat(server.post("/admin/models/default:load", "{}").statusCode()).isEqualTo(403);
    }
}
