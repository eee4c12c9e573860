package io.github.dmsrec.intent.llm;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.github.dmsrec.intent.llm.EndpointException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The JDK's client under langchain4j's interface, for what langchain4j's own wrapper of it does not give: HTTP/1.1 alone
 * (servers answer the upgrade to HTTP/2 with an error, or hang), the header {@code Retry-After} of a refusal, and a limit
 * for the whole answer (the JDK's own ends with the headers).
 */
final class Http11Client implements HttpClient {

    private final java.net.http.HttpClient client;
    private final Duration timeout;
    private final Failures failures;

    /** Turns what went wrong into an exception that says what was asked, where. */
    interface Failures {

        /** The server answered, but not with success, or with a web page. */
        EndpointException refused(int status, String body, Optional<String> retryAfter);

        /** The server did not answer; {@link Kind#REFUSED} if its certificate is not trusted. */
        EndpointException silent(Kind kind, String reason, String description);
    }

    Http11Client(Duration connectTimeout, Duration timeout, Failures failures) {
        this.client = java.net.http.HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
        this.timeout = timeout;
        this.failures = failures;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<byte[]> response = await(client.sendAsync(translate(request), BodyHandlers.ofByteArray()));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() / 100 == 3) {
            String target = response.headers().firstValue("Location").orElse("nowhere");
            throw failures.refused(response.statusCode(), "a redirect to " + target, Optional.empty());
        }
        if (response.statusCode() / 100 != 2 || HttpFailures.isHtml(body)) {
            throw failures.refused(
                    response.statusCode(), body, response.headers().firstValue("Retry-After"));
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(body)
                .build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("answers are not streamed");
    }

    private static java.net.http.HttpRequest translate(HttpRequest request) {
        var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.body();
        return builder.method(
                        request.method().name(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failures.silent(
                    Kind.TIMEOUT, "timeout", "there was no complete answer in " + timeout.toMillis() / 1000.0 + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!(cause instanceof IOException)) {
                throw new IllegalStateException("the HTTP client failed", cause);
            }
            boolean untrusted = cause instanceof SSLHandshakeException;
            // Not as the cause: langchain4j would report the innermost cause instead of this.
            EndpointException failure = failures.silent(
                    untrusted ? Kind.REFUSED : Kind.CONNECTION,
                    untrusted ? "no trusted connection" : "no connection",
                    describe(cause));
            failure.addSuppressed(cause);
            throw failure;
        }
    }

    private static String describe(Throwable cause) {
        StringBuilder description = new StringBuilder(cause.getClass().getSimpleName());
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at.getMessage() != null) {
                return description.append(": ").append(at.getMessage()).toString();
            }
            if (at != cause) {
                description.append(", ").append(at.getClass().getSimpleName());
            }
        }
        return description.toString();
    }

    /** What langchain4j asks for a client. It sets its own time limits, which are those given here already. */
    record Builder(HttpClient client, Duration connectTimeout, Duration readTimeout) implements HttpClientBuilder {

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return new Builder(client, timeout, readTimeout);
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return new Builder(client, connectTimeout, timeout);
        }

        @Override
        public HttpClient build() {
            return client;
        }
    }
}
