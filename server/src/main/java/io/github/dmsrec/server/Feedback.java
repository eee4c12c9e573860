package io.github.dmsrec.server;

import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Json;
import io.github.dmsrec.server.api.ModelAnswers.FeedbackAnswer;
import io.github.dmsrec.server.api.ModelAnswers.FeedbackBody;
import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.feedback.FeedbackLog;
import io.github.dmsrec.server.http.Call;
import io.github.dmsrec.server.http.Reply;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes feedback: lines with the columns session, item and time, which {@code dataset append} reads, and what happened. */
final class Feedback {

    private static final List<String> EVENTS = List.of("click", "view", "cart", "buy");

    private final @Nullable FeedbackLog log;
    private final int longest;

    /** @param log null if there is none */
    Feedback(@Nullable FeedbackLog log, ServerOptions options) {
        this.log = log;
        this.longest = options.limits().idLength();
    }

    Reply take(Call call) {
        if (log == null) {
            throw new ProblemException(
                    409,
                    null,
                    "This server keeps no feedback.",
                    "Start it with 'feedback: FILE' in its configuration.");
        }
        FeedbackBody body = Json.read(call.body(), FeedbackBody.class);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("session", needed("session_id", body.sessionId()));
        line.put("item", needed("item", body.item()));
        line.put("time", time(body.time()).toEpochMilli());
        line.put("event", event(body.event()));
        line.put("request_id", needed("request_id", body.requestId()));
        log.add(Json.write(line));
        return Reply.json(202, new FeedbackAnswer(true));
    }

    private String needed(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ProblemException.field(field, "'" + field + "'.", "Send it as a text in quotes.");
        }
        if (value.length() > longest) {
            throw ProblemException.field(
                    field,
                    "'" + field + "' has " + value.length() + " characters; at most " + longest + " are accepted.",
                    "Send the id.");
        }
        return value;
    }

    private static String event(@Nullable String event) {
        if (event == null) {
            return EVENTS.get(0);
        }
        if (!EVENTS.contains(event)) {
            throw ProblemException.field(
                    "event", "There is no such event.", "Send one of " + String.join(", ", EVENTS) + ".");
        }
        return event;
    }

    private static Instant time(@Nullable String time) {
        if (time == null) {
            return Instant.now();
        }
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            throw ProblemException.field(
                    "time", "'time' is not a time.", "Send it like 2026-05-01T12:00:00Z, or omit it.");
        }
    }
}
