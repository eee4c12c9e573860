package io.github.dmsrec.server.http;

import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Operation.Access;
import io.github.dmsrec.server.api.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets in who has the key. Keys are compared in constant time, and never written anywhere. Immutable. */
final class KeyCheck {

    private static final String BEARER = "Bearer ";

    private final byte @Nullable [] api;
    private final byte @Nullable [] admin;

    KeyCheck(ServerOptions.Keys keys) {
        api = bytes(keys.api());
        admin = bytes(keys.admin());
    }

    private static byte @Nullable [] bytes(@Nullable String key) {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks a request.
     *
     * @param authorization the header of that name; null if it is missing
     * @param apiKey the header {@code X-API-Key}; null if it is missing
     * @throws ProblemException if the key is missing or wrong
     */
    void check(Access access, @Nullable String authorization, @Nullable String apiKey) {
        if (access == Access.OPEN || (access == Access.API && api == null)) {
            return;
        }
        byte[] wanted = access == Access.API ? api : admin;
        if (wanted == null) {
            throw new ProblemException(
                    403, null, "This server has no admin key, so nobody may do this.", "Start it with an admin key.");
        }
        String given = apiKey;
        if (given == null
                && authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            given = authorization.substring(BEARER.length()).strip();
        }
        if (given == null) {
            throw new ProblemException(
                    401, null, "The key is missing.", "Send the header 'Authorization: Bearer KEY'.");
        }
        if (!MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(401, null, "The key is wrong.", "Ask whoever runs the server.");
        }
    }
}
