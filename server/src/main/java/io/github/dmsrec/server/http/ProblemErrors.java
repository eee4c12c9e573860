package io.github.dmsrec.server.http;

import io.github.dmsrec.server.api.Json;
import io.github.dmsrec.server.api.ProblemException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is not HTTP, or too large a header, with a problem, as all else. */
final class ProblemErrors extends ErrorHandler {

    /** The type of problem documents (RFC 9457). */
    static final String TYPE = "application/problem+json";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        byte[] body = Json.write(new ProblemException(
                        status, null, HttpStatus.getMessage(status) + ".", "Send HTTP/1.1 as RFC 9110 has it.")
                .document(Long.toHexString(System.nanoTime()), null));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        // Nobody knows where the next request would begin.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
