package io.github.dmsrec.bench.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests for recommendations with the sessions of a {@link SessionStream}. Immutable. */
public final class RecommendationRequests {

    /** Where they are sent. */
    public static final String PATH = "/v1/recommendations";

    private static final byte[] BODY_BEGIN = "{\"session\":[".getBytes(StandardCharsets.UTF_8);

    private final PowerLaw popularity;
    private final byte[][] ids;
    private final byte[] head;
    private final byte[] bodyEnd;
    private final int leastBytes;

    /**
     * Requests for a server.
     *
     * @param ids of the catalogue, the most popular first
     * @param k how many items to ask for
     * @param leastBytes what shorter bodies are filled up to, with blanks; 0 for as short as can be
     */
    public RecommendationRequests(InetSocketAddress server, List<String> ids, int k, int leastBytes) {
        this.popularity = SessionStream.popularity(ids.size());
        this.ids = ids.stream()
                .map(id -> JsonStringEncoder.getInstance().quoteAsUTF8(id))
                .toArray(byte[][]::new);
        this.head = ("POST " + PATH + " HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort()
                        + "\r\nContent-Type: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.UTF_8);
        this.bodyEnd = ("],\"k\":" + k + "}").getBytes(StandardCharsets.UTF_8);
        this.leastBytes = leastBytes;
    }

    /** The requests of a run. */
    public RequestSource of(long seed) {
        SessionStream sessions = new SessionStream(popularity, seed);
        return () -> request(sessions.next());
    }

    private ByteBuffer request(int[] session) {
        int exact = BODY_BEGIN.length + bodyEnd.length + session.length - 1;
        for (int item : session) {
            exact += ids[item].length + 2;
        }
        int length = Math.max(exact, leastBytes);
        byte[] size = Integer.toString(length).getBytes(StandardCharsets.UTF_8);
        ByteBuffer request = ByteBuffer.allocate(head.length + size.length + 4 + length)
                .put(head)
                .put(size)
                .put((byte) '\r')
                .put((byte) '\n')
                .put((byte) '\r')
                .put((byte) '\n')
                .put(BODY_BEGIN);
        for (int click = 0; click < session.length; click++) {
            if (click > 0) {
                request.put((byte) ',');
            }
            request.put((byte) '"').put(ids[session[click]]).put((byte) '"');
        }
        request.put(bodyEnd);
        while (request.hasRemaining()) {
            request.put((byte) ' ');
        }
        return request.flip();
    }
}
