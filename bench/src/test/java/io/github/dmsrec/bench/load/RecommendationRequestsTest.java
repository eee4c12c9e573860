package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationRequestsTest {

    private static final InetSocketAddress SERVER = InetSocketAddress.createUnresolved("127.0.0.1", 8080);
    private static final List<String> IDS = List.of("a", "with \"quotes\"", "ü\n");

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Test
    void requestsAreCompleteAndTheirBodiesValid() throws IOException {
        RequestSource requests = new RecommendationRequests(SERVER, IDS, 20, 0).of(1);
        for (int i = 0; i < 5000; i++) {
            String request = text(requests.next());
            int end = request.indexOf("\r\n\r\n");
            String body = request.substring(end + 4);
            assertThat(request)
                    .startsWith("POST /v1/recommendations HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")
                    .contains("\r\nContent-Type: application/json\r\n")
                    .contains("\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
            JsonNode parsed = JsonMapper.builder().build().readTree(body);
            assertThat(parsed.get("k").asInt()).isEqualTo(20);
            assertThat(parsed.get("session")).isNotEmpty().allMatch(id -> IDS.contains(id.asText()));
        }
    }

    @Test
    void shortBodiesAreFilledUp() {
        RequestSource requests = new RecommendationRequests(SERVER, List.of("1", "2"), 20, 700).of(1);
        for (int i = 0; i < 1000; i++) {
            String request = text(requests.next());
            assertThat(request.substring(request.indexOf("\r\n\r\n") + 4)).hasSize(700);
        }
    }

    @Test
    void aSeedMakesTheSameRequests() {
        RecommendationRequests requests = new RecommendationRequests(SERVER, IDS, 20, 0);
        RequestSource one = requests.of(9);
        RequestSource same = requests.of(9);
        for (int i = 0; i < 1000; i++) {
            assertThat(one.next()).isEqualTo(same.next());
        }
    }
}
