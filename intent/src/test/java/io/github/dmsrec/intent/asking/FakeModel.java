package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** An OpenAI-compatible server on this machine that answers as a test wants. */
public final class FakeModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MockWebServer server = new MockWebServer();
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    /** Answers a request; numbers count from 0. */
    public interface Answers {
        MockResponse to(JsonNode request, int number) throws InterruptedException;
    }

    public FakeModel(Answers answers) throws IOException {
        AtomicInteger next = new AtomicInteger();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                int now = underWay.incrementAndGet();
                mostUnderWay.accumulateAndGet(now, Math::max);
                requests.add(request);
                try {
                    return answers.to(json(request), next.getAndIncrement());
                } finally {
                    underWay.decrementAndGet();
                }
            }
        });
        server.setServerSocketFactory(new UndelayedSockets());
        server.start();
    }

    /** A chat completion. */
    public static MockResponse says(String text) {
        return says(text, "stop");
    }

    /** A chat completion that ended for some reason. */
    public static MockResponse says(String text, String finishReason) {
        ObjectNode body = JSON.createObjectNode().put("id", "1").put("model", "fake");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason);
        choice.putObject("message").put("role", "assistant").put("content", text);
        body.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 7)
                .put("total_tokens", 107);
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body.toString())
                .build();
    }

    /** A choice by numbers. */
    public static MockResponse picks(int... numbers) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("intents").add("a phrase");
        var ids = answer.putArray("ids");
        for (int number : numbers) {
            ids.add(number);
        }
        return says(answer.toString());
    }

    /** An error. */
    public static MockResponse.Builder error(int status, String body) {
        return new MockResponse.Builder().code(status).body(body);
    }

    public String baseUrl() {
        return server.url("/v1").toString();
    }

    public int count() {
        return requests.size();
    }

    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    public RecordedRequest request(int number) {
        return requests.get(number);
    }

    public JsonNode body(int number) {
        return json(request(number));
    }

    private static JsonNode json(RecordedRequest request) {
        @Nullable ByteString body = request.getBody();
        try {
            return JSON.readTree(body == null ? "" : body.utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is no JSON", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
