package io.github.dmsrec.server.http;

import io.github.dmsrec.server.api.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request: what was sent, and what is known of it on the way. Used by one thread at a time. */
public final class Call {

    private final String id;
    private final long begun;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final byte[] body;
    private volatile String model = "";

    Call(String id, long begun, Map<String, String> path, Map<String, String> query, byte[] body) {
        this.id = id;
        this.begun = begun;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    /** Names the request in answers and logs. */
    public String id() {
        return id;
    }

    /** Nanoseconds since the request arrived. */
    public long nanos() {
        return System.nanoTime() - begun;
    }

    /** A part of the path. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no part '" + name + "'");
        }
        return value;
    }

    /** A parameter of the query; null if it is not there. */
    public @Nullable String query(String name) {
        return query.get(name);
    }

    /** An integer of the query. */
    public int query(String name, int otherwise, int least, int most) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw ProblemException.field(
                name,
                "'" + name + "' is '" + ProblemException.quoted(text) + "'.",
                "Send an integer from " + least + " to " + most + ".");
    }

    /** The body. */
    public byte[] body() {
        return body;
    }

    /** Notes which model answers, for the metrics. */
    public void model(String name) {
        model = name;
    }

    /** The model that answers; empty if none is asked. */
    public String model() {
        return model;
    }
}
