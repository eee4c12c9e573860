package io.github.dmsrec.server.http;

import io.github.dmsrec.server.api.Json;
import io.github.dmsrec.server.api.Operation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param contentType of the body; empty without one
 * @param body the bytes; not to be changed
 * @param headers beside those that every answer has
 */
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    /** A JSON document. */
    public static Reply json(int status, Object answer) {
        return new Reply(status, Operation.JSON, Json.write(answer), Map.of());
    }

    /** Bytes of any type. */
    public static Reply of(String contentType, byte[] body) {
        return new Reply(200, contentType, body, Map.of());
    }

    /** Nothing. */
    public static Reply empty(int status) {
        return new Reply(status, "", new byte[0], Map.of());
    }

    /** With another header. */
    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, body, more);
    }
}
