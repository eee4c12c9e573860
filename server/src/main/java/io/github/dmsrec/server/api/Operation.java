package io.github.dmsrec.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the service: the one description that routes and the OpenAPI document share.
 *
 * @param id names it in the document
 * @param method of HTTP
 * @param path with names in braces, e.g. {@code /v1/items/{id}}
 * @param access who may ask
 * @param summary one sentence
 * @param body the record that the request holds; null if it holds nothing
 * @param answer the record that the answer holds; null for none, or for text
 * @param contentType of the answer
 * @param parameters of the path and the query
 * @param status of a good answer
 */
public record Operation(
        String id,
        String method,
        String path,
        Access access,
        String summary,
        @Nullable Class<? extends Record> body,
        @Nullable Class<? extends Record> answer,
        String contentType,
        List<Parameter> parameters,
        int status) {

    /** The type of JSON documents. */
    public static final String JSON = "application/json";

    /** The type of one JSON document a line. */
    public static final String LINES = "application/x-ndjson";

    /** Who may ask. */
    public enum Access {
        /** Everybody. */
        OPEN,
        /** Who has the API key, if there is one. */
        API,
        /** Who has the admin key. */
        ADMIN
    }

    /**
     * A part of the path or the query.
     *
     * @param name of it
     * @param place {@code path} or {@code query}
     * @param type {@code string} or {@code integer}
     * @param description one sentence
     */
    public record Parameter(String name, String place, String type, String description) {}

    /** Begins an operation that gets JSON and answers JSON. */
    public static Operation of(String id, String method, String path, Access access, String summary) {
        return new Operation(id, method, path, access, summary, null, null, JSON, List.of(), 200);
    }

    /** With a record in the request. */
    public Operation takes(Class<? extends Record> type) {
        return new Operation(id, method, path, access, summary, type, answer, contentType, parameters, status);
    }

    /** With a record in the answer. */
    public Operation answers(Class<? extends Record> type) {
        return new Operation(id, method, path, access, summary, body, type, contentType, parameters, status);
    }

    /** With another type of answers. */
    public Operation as(String type) {
        return new Operation(id, method, path, access, summary, body, answer, type, parameters, status);
    }

    /** With parameters. */
    public Operation with(Parameter... all) {
        return new Operation(id, method, path, access, summary, body, answer, contentType, List.of(all), status);
    }

    /** With another status of a good answer. */
    public Operation status(int other) {
        return new Operation(id, method, path, access, summary, body, answer, contentType, parameters, other);
    }
}
