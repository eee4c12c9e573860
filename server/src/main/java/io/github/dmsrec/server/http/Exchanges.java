package io.github.dmsrec.server.http;

import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Json;
import io.github.dmsrec.server.api.Operation;
import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.metrics.ServerMetrics;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request from its head to the end of its answer: route, key, limits, body, work, answer, metrics. */
final class Exchanges extends Handler.Abstract.NonBlocking {

    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final String NO_ROUTE = "none";
    private static final int RETRY_SECONDS = 1;
    private static final long DISCARDED_BYTES = 256L << 20;
    private static final Duration DISCARDING = Duration.ofSeconds(10);

    private final ServerOptions.Limits limits;
    private final int mostInFlight;
    private final Routes routes;
    private final KeyCheck keys;
    private final ServerMetrics metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger streaming = new AtomicInteger();
    private volatile boolean closing;

    Exchanges(ServerOptions options, List<Route> routes, ServerMetrics metrics) {
        this.limits = options.limits();
        this.mostInFlight = options.overload().queue();
        this.routes = new Routes(routes);
        this.keys = new KeyCheck(options.keys());
        this.metrics = metrics;
    }

    int inFlight() {
        return inFlight.get();
    }

    void closeConnections() {
        closing = true;
    }

    /** A request that is under way. */
    private final class Exchange {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final String id = id();
        private final long begun = System.nanoTime();
        private String route = NO_ROUTE;
        private @Nullable Call call;
        private boolean working;
        private boolean streaming;
        private boolean restIsUnread;
        private boolean bodyIsAskedFor;

        private Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            inFlight.incrementAndGet();
        }

        /** The end: the answer is written, or cannot be. */
        private void ended(int status) {
            inFlight.decrementAndGet();
            if (working) {
                Exchanges.this.working.decrementAndGet();
            }
            if (streaming) {
                Exchanges.this.streaming.decrementAndGet();
            }
            metrics.request(route, call == null ? "" : call.model(), status, System.nanoTime() - begun);
        }

        private void answer(Reply reply) {
            response.setStatus(reply.status());
            headers();
            if (restIsUnread) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            if (!reply.contentType().isEmpty()) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
            }
            reply.headers().forEach(response.getHeaders()::put);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
            Callback end = completion(reply.status());
            response.write(true, ByteBuffer.wrap(reply.body()), restIsUnread ? afterTheRest(end) : end);
        }

        /** Ends the exchange when the last of the answer is written, or cannot be. */
        private Callback completion(int status) {
            return Callback.from(
                    () -> {
                        ended(status);
                        callback.succeeded();
                    },
                    this::broken);
        }

        /**
         * Reads and drops what is still sent, within bounds, before the connection is closed: clients that look at the answer
         * after they have sent all would find a closed connection instead (RFC 9112, 9.6).
         */
        private Callback afterTheRest(Callback end) {
            if (!bodyIsAskedFor && request.getHeaders().contains(HttpHeader.EXPECT)) {
                return end; // The client waits for the answer before it sends.
            }
            return Callback.from(
                    () -> BodyReader.discard(request, DISCARDED_BYTES, DISCARDING.toNanos(), result -> end.succeeded()),
                    end::failed);
        }

        /** Ends the exchange without an answer, or in the midst of it. */
        private void broken(Throwable failure) {
            ended(0);
            callback.failed(failure);
        }

        private void headers() {
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.getHeaders().put("X-Request-Id", id);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            if (closing) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
        }

        private void fail(Throwable thrown) {
            Throwable failure = ProblemException.unwrapped(thrown);
            if (isBroken(failure)) {
                broken(failure);
            } else {
                answer(problem(failure));
            }
        }

        /** Fails where a part of the body was not read. */
        private void failUnread(Throwable thrown) {
            restIsUnread = true;
            fail(thrown);
        }

        private Reply problem(Throwable failure) {
            ProblemException problem = asProblem(failure);
            if (problem.status() >= 500 && problem != failure) {
                LOG.error("Request {} on {} failed", id, route, failure);
            }
            Reply reply =
                    new Reply(problem.status(), ProblemErrors.TYPE, Json.write(problem.document(id, null)), Map.of());
            return switch (problem.status()) {
                case 401 -> reply.header("WWW-Authenticate", "Bearer");
                case 429, 503 -> reply.header("Retry-After", Integer.toString(RETRY_SECONDS));
                default -> reply;
            };
        }
    }

    /** Random, so that it tells nothing of other requests. */
    private static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(Locale.ROOT, "%016x%08x", random.nextLong(), random.nextInt());
    }

    /** Whether nobody listens any more. */
    private static boolean isBroken(Throwable failure) {
        return failure instanceof EofException
                || failure instanceof EOFException
                || (failure instanceof IOException && !(failure instanceof HttpException));
    }

    private static ProblemException asProblem(Throwable failure) {
        if (failure instanceof HttpException bad) {
            return new ProblemException(
                    bad.getCode(), null, "The request cannot be read.", "Send HTTP/1.1 as RFC 9110 has it, in one go.");
        }
        if (failure instanceof TimeoutException) {
            return new ProblemException(408, null, "The body came too slowly.", "Send it in one go.");
        }
        return ProblemException.of(failure);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        try {
            Routes.Found found =
                    routes.find(request.getMethod(), request.getHttpURI().getPath());
            Operation operation = found.route().operation();
            exchange.route = operation.path();
            keys.check(
                    operation.access(),
                    request.getHeaders().get(HttpHeader.AUTHORIZATION),
                    request.getHeaders().get("X-API-Key"));
            if (found.route().work() instanceof Route.Streaming streaming) {
                stream(exchange, found, streaming);
            } else {
                single(exchange, found, (Route.Single) found.route().work());
            }
        } catch (RuntimeException | Error e) {
            refuse(exchange, e);
        }
        return true;
    }

    /** Answers without the body, but reads it first where it is small: who still sends would lose the answer with the connection. */
    private void refuse(Exchange exchange, Throwable why) {
        if (exchange.request.getLength() == 0) {
            exchange.fail(why);
        } else if (exchange.request.getLength() > limits.bodyBytes()) {
            exchange.failUnread(why);
        } else {
            read(exchange, body -> exchange.fail(why), why);
        }
    }

    /** Reads a body that is within the limit; where it turns out to be longer, answers with the failure. */
    private void read(Exchange exchange, Consumer<byte[]> then, Throwable ifTooLarge) {
        exchange.bodyIsAskedFor = true;
        BodyReader.read(exchange.request, limits.bodyBytes(), result -> {
            if (result instanceof BodyReader.Whole whole) {
                then.accept(whole.bytes());
            } else if (result instanceof BodyReader.Failed failed) {
                exchange.fail(failed.why());
            } else {
                exchange.failUnread(ifTooLarge);
            }
        });
    }

    private void single(Exchange exchange, Routes.Found found, Route.Single work) {
        Operation operation = found.route().operation();
        if (operation.body() == null) {
            work(exchange, found, work, new byte[0]);
            return;
        }
        requireType(exchange.request, Operation.JSON);
        if (exchange.request.getLength() > limits.bodyBytes()) {
            throw tooLarge();
        }
        read(exchange, body -> work(exchange, found, work, body), tooLarge());
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                413,
                null,
                "The body has more than " + limits.bodyBytes() + " bytes.",
                "Send less, or several requests.");
    }

    private static void requireType(Request request, String type) {
        String given = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (given != null && !given.toLowerCase(Locale.ROOT).startsWith(type)) {
            throw new ProblemException(
                    415,
                    null,
                    "The content type is not " + type + ".",
                    "Send the header 'Content-Type: " + type + "'.");
        }
    }

    private void work(Exchange exchange, Routes.Found found, Route.Single work, byte[] body) {
        CompletionStage<Reply> answer;
        try {
            if (found.route().operation().access() == Operation.Access.API) {
                exchange.working = true;
                if (working.incrementAndGet() > mostInFlight) {
                    metrics.rejected();
                    throw new ProblemException(
                            429, null, "Too many requests at once.", "Try again after the seconds in Retry-After.");
                }
            }
            Call call = new Call(exchange.id, exchange.begun, found.path(), query(exchange.request), body);
            exchange.call = call;
            answer = work.answer(call);
        } catch (RuntimeException | Error e) {
            exchange.fail(e);
            return;
        }
        answer.whenComplete((reply, failure) -> {
            if (failure == null) {
                exchange.answer(reply);
            } else {
                exchange.fail(failure);
            }
        });
    }

    private static Map<String, String> query(Request request) {
        if (request.getHttpURI().getQuery() == null) {
            return Map.of();
        }
        Map<String, String> query = new LinkedHashMap<>();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                query.put(field.getName(), field.getValue());
            }
        } catch (RuntimeException e) {
            throw new ProblemException(
                    400, null, "The query cannot be read.", "Encode it as UTF-8 with percent codes.");
        }
        return query;
    }

    private void stream(Exchange exchange, Routes.Found found, Route.Streaming work) {
        requireType(exchange.request, Operation.LINES);
        exchange.streaming = true;
        if (streaming.incrementAndGet() > limits.batches()) {
            metrics.rejected();
            throw new ProblemException(
                    429, null, "Too many batches at once.", "Try again after the seconds in Retry-After.");
        }
        Call call = new Call(exchange.id, exchange.begun, found.path(), query(exchange.request), new byte[0]);
        exchange.call = call;
        getServer().getThreadPool().execute(() -> {
            exchange.response.setStatus(200);
            exchange.headers();
            exchange.response.getHeaders().put(HttpHeader.CONTENT_TYPE, Operation.LINES);
            try {
                work.answer(
                        call,
                        Content.Source.asInputStream(exchange.request),
                        Content.Sink.asOutputStream(exchange.response));
                exchange.response.write(true, null, exchange.completion(200));
            } catch (IOException e) {
                exchange.broken(e);
            } catch (RuntimeException | Error e) {
                LOG.error("Batch {} failed", exchange.id, e);
                exchange.broken(e);
            }
        });
    }
}
