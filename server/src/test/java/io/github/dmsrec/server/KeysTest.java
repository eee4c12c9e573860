package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.ServerOptions;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Who may ask, and who may administer. */
class KeysTest {

    private static final String API = "api-key-for-tests";
    private static final String ADMIN = "admin-key-for-tests";

    private static int status(TestServer server, String path, String header, String value) {
        return server.send(server.request(path)
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .POST(BodyPublishers.ofString("{\"session\":[\"1001\"]}")))
                .statusCode();
    }

    @Test
    void eachKeyOpensItsRoutesAlone() {
        ServerOptions options = ServerOptions.of(TestServer.model("vs-knn")).keys(new ServerOptions.Keys(API, ADMIN));
        try (TestServer server = TestServer.of(options)) {
            String recommend = "/v1/recommendations";
            assertThat(server.recommend("{\"session\":[\"1001\"]}").statusCode())
                    .isEqualTo(401);
            assertThat(status(server, recommend, "Authorization", "Bearer " + API + "x"))
                    .isEqualTo(401);
            assertThat(status(server, recommend, "Authorization", "Bearer " + ADMIN))
                    .isEqualTo(401);
            assertThat(status(server, recommend, "Authorization", "Bearer " + API))
                    .isEqualTo(200);
            assertThat(status(server, recommend, "X-API-Key", API)).isEqualTo(200);
            String load = "/admin/models/default:load";
            assertThat(status(server, load, "Authorization", "Bearer " + API)).isEqualTo(401);
            // The key is right; the body is not.
            assertThat(status(server, load, "Authorization", "Bearer " + ADMIN)).isEqualTo(400);
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/v1/models").body()).doesNotContain(API);
        }
    }

    @Test
    void keysAreNotPrintedAndNotShort() {
        assertThat(new ServerOptions.Keys(API, ADMIN).toString())
                .doesNotContain(API)
                .doesNotContain(ADMIN);
        assertThatThrownBy(() -> new ServerOptions.Keys("x", null)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ServerOptions.Keys(API, API)).isInstanceOf(InvalidInputException.class);
    }
}
