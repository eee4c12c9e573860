package io.github.dmsrec.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.dmsrec.core.option.ClosestMatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Reads requests strictly, and writes answers. Safe for use by several threads. */
public final class Json {

    private static final int DEEPEST = 16;
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_NUMBER = 100;

    private static final ObjectMapper MAPPER = mapper();
    private static final Map<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();

    private Json() {}

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> {
                    for (CoercionInputShape shape :
                            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                        config.setCoercion(shape, CoercionAction.Fail);
                    }
                })
                .build();
    }

    /**
     * Reads a request.
     *
     * @param body UTF-8
     * @param type a record
     * @throws ProblemException that names the field and what is expected
     */
    public static <T> T read(byte[] body, Class<T> type) {
        try {
            T read = READERS.computeIfAbsent(type, MAPPER::readerFor).readValue(body);
            if (read == null) {
                throw new ProblemException(400, null, "The body is 'null'.", "Send a JSON object.");
            }
            return read;
        } catch (UnrecognizedPropertyException e) {
            List<String> known = Objects.requireNonNullElse(e.getKnownPropertyIds(), List.of()).stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            throw ProblemException.field(
                    path(e.getPath()),
                    "There is no field '" + ProblemException.quoted(e.getPropertyName()) + "'.",
                    ClosestMatch.to(e.getPropertyName(), known)
                            .map(word -> "'" + word + "' may be meant.")
                            .orElse("Known: " + String.join(", ", known) + "."));
        } catch (MismatchedInputException e) {
            throw ProblemException.field(
                    path(e.getPath()),
                    e.getPath().isEmpty()
                            ? "The body is not one JSON object" + place(e.getLocation()) + "."
                            : "The value of '" + path(e.getPath()) + "' has the wrong type" + place(e.getLocation())
                                    + ".",
                    e.getTargetType() == null ? "See /openapi.json." : "Expected: " + name(e.getTargetType()) + ".");
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof StreamReadException broken && !(broken instanceof InputCoercionException)) {
                throw notJson(broken);
            }
            throw ProblemException.field(
                    path(e.getPath()), "The value cannot be read" + place(e.getLocation()) + ".", "See /openapi.json.");
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new ProblemException(400, null, "The body is not JSON in UTF-8.", "Send one JSON object in UTF-8.");
        }
    }

    private static ProblemException notJson(JsonProcessingException e) {
        return new ProblemException(
                400,
                null,
                "The body is not JSON" + place(e.getLocation()) + ": " + ProblemException.quoted(e.getOriginalMessage())
                        + ".",
                "Send one JSON object in UTF-8, with each field once.");
    }

    /** Writes an answer as UTF-8. */
    public static byte[] write(Object answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private static String name(Class<?> type) {
        if (type == String.class) {
            return "a text in quotes";
        }
        if (type == Integer.class) {
            return "an integer";
        }
        if (type == Double.class) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return List.class.isAssignableFrom(type) ? "a list in [ ]" : "an object in { }";
    }

    private static String path(List<Reference> path) {
        return ProblemException.quoted(path.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", ""));
    }

    private static String place(JsonLocation where) {
        return where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }
}
