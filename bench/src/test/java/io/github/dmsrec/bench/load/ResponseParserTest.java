package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {

    private static final String LENGTH =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-LENGTH:  5\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n";

    private final ResponseParser parser = new ResponseParser();

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean feed(String text) throws ProtocolException {
        return parser.feed(bytes(text));
    }

    @Test
    void aBodyWithALength() throws ProtocolException {
        assertThat(feed(LENGTH)).isTrue();
        assertThat(parser.status()).isEqualTo(200);
        assertThat(parser.body()).isEqualTo("hello");
        assertThat(parser.keepsAlive()).isTrue();
    }

    @Test
    void aBodyInChunksWithExtensionAndTrailer() throws ProtocolException {
        assertThat(feed(CHUNKED)).isTrue();
        assertThat(parser.status()).isEqualTo(429);
        assertThat(parser.body()).isEqualTo("hello");
        assertThat(parser.keepsAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKED})
    void responsesMayComeInAnyPieces(String response) throws ProtocolException {
        for (int piece = 1; piece < response.length(); piece++) {
            parser.reset();
            assertThat(parser.hasBegun()).isFalse();
            for (int at = 0; at < response.length(); at += piece) {
                int to = Math.min(response.length(), at + piece);
                assertThat(feed(response.substring(at, to))).isEqualTo(to == response.length());
                assertThat(parser.hasBegun()).isTrue();
            }
            assertThat(parser.body()).isEqualTo("hello");
        }
    }

    @Test
    void aLongBodyGrows() throws ProtocolException {
        String body = "x".repeat(100_000);
        assertThat(feed("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")).isFalse();
        assertThat(feed(body.substring(0, 60_000))).isFalse();
        assertThat(feed(body.substring(60_000))).isTrue();
        assertThat(parser.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void someHaveNoBody(String response) throws ProtocolException {
        assertThat(feed(response)).isTrue();
        assertThat(parser.body()).isEmpty();
    }

    @Test
    void interimResponsesArePassedOver() throws ProtocolException {
        assertThat(feed("HTTP/1.1 100 Continue\r\n\r\n" + LENGTH)).isTrue();
        assertThat(parser.status()).isEqualTo(200);
        assertThat(parser.body()).isEqualTo("hello");
    }

    @Test
    void aBodyMayEndWithTheConnection() throws ProtocolException {
        assertThat(feed("HTTP/1.1 200 OK\r\n\r\nhel")).isFalse();
        assertThat(feed("lo")).isFalse();
        assertThat(parser.endOfConnection()).isTrue();
        assertThat(parser.body()).isEqualTo("hello");
        assertThat(parser.keepsAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
            })
    void anEndWithinAResponseCompletesNothing(String begin) throws ProtocolException {
        assertThat(feed(begin)).isFalse();
        assertThat(parser.endOfConnection()).isFalse();
    }

    @Test
    void theServerMayCloseTheConnection() throws ProtocolException {
        assertThat(feed("HTTP/1.1 503 Service Unavailable\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"))
                .isTrue();
        assertThat(parser.keepsAlive()).isFalse();
        parser.reset();
        assertThat(feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")).isTrue();
        assertThat(parser.keepsAlive()).isFalse();
    }

    @Test
    void bytesBehindAResponseAreLeft() throws ProtocolException {
        ByteBuffer both = bytes(LENGTH + "HTTP");
        assertThat(parser.feed(both)).isTrue();
        assertThat(both.remaining()).isEqualTo(4);
    }

    @Test
    void theParserTakesAnotherResponseAfterAReset() throws ProtocolException {
        feed(CHUNKED);
        parser.reset();
        assertThat(feed(LENGTH)).isTrue();
        assertThat(parser.status()).isEqualTo(200);
        assertThat(parser.body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2 and some more\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 999 What\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n"
            })
    void whatIsNoResponseIsRefused(String text) {
        assertThatThrownBy(() -> feed(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anEndlessHeadIsRefused() {
        assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void bodiesAreSearched() throws ProtocolException {
        feed("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nabcabdababd!");
        byte[] wanted = "abd".getBytes(StandardCharsets.UTF_8);
        assertThat(parser.find(wanted, -1)).isEqualTo(3);
        assertThat(parser.find(wanted, 6)).isEqualTo(3);
        assertThat(parser.find(wanted, 5)).isEqualTo(-1);
        assertThat(parser.find("zz".getBytes(StandardCharsets.UTF_8), -1)).isEqualTo(-1);
    }
}
