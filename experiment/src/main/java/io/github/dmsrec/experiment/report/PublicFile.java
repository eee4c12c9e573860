package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads the JSON files of reports that are kept beside documents. They are public: no paths of a machine stand in them. */
final class PublicFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** At the start, or behind a sign that ends an argument's name; commands hold paths in their middle. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?:^|[\\s='\"(,])(/[\\w.~-]|[A-Za-z]:[\\\\/])");

    private static final Set<String> OPTIONAL = Set.of("relative", "low", "high", "pValue", "corrected");

    private PublicFile() {}

    /**
     * Reads a file.
     *
     * @param name what the document calls it
     * @param kind what it should be, e.g. {@code results.json}
     * @param prepare checks the tree and brings that of an older format up to date
     * @throws UserMistakeException if it is not there, is something else, or must not be public
     */
    static <T> T read(Path file, String name, String kind, Class<T> type, Consumer<JsonNode> prepare) {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + name + "' does not exist.",
                    "Check the path; it is relative to the document: '" + file + "' was looked for.");
        }
        T content;
        JsonNode tree;
        try {
            tree = JSON.readTree(file.toFile());
            prepare.accept(tree);
            requireNoNull(tree, name, kind);
            content = JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + name + "' is no " + kind + " of this version: "
                            + e.getOriginalMessage().replaceFirst("(?s)[;\\r\\n].*", "") + ".",
                    "Check that it is the right file, or make the report again.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        absolutePath("", tree).ifPresent(found -> {
            throw new UserMistakeException(
                    "'" + name + "' holds an absolute path of a machine: " + found + ".",
                    "Make the report again with paths relative to the current directory.");
        });
        return content;
    }

    /** Only what a comparison of few sessions does not have may be null. */
    private static void requireNoNull(JsonNode node, String name, String kind) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isNull() && !OPTIONAL.contains(field.getKey())) {
                throw new UserMistakeException(
                        "'" + name + "' is no " + kind + " of this version: '" + field.getKey() + "' is null.",
                        "Check that it is the right file, or make the report again.");
            }
        }
        node.forEach(inner -> requireNoNull(inner, name, kind));
    }

    /**
     * Brings comparisons of files that are older than a field up to date: they know no relative difference and were all
     * tested.
     *
     * @param comparisons an array of them
     */
    static void complete(JsonNode comparisons) {
        for (JsonNode comparison : comparisons) {
            if (comparison instanceof ObjectNode object && !object.has("untested")) {
                object.put("untested", "");
                if (!object.has("relative") && object.has("reference")) {
                    object.putNull("relative");
                }
            }
        }
    }

    private static Optional<String> absolutePath(String where, JsonNode node) {
        if (node.isTextual()) {
            return ABSOLUTE_PATH.matcher(node.asText()).find()
                    ? Optional.of(where + " is '" + node.asText() + "'")
                    : Optional.empty();
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Optional<String> found =
                    absolutePath(where.isEmpty() ? field.getKey() : where + "." + field.getKey(), field.getValue());
            if (found.isPresent()) {
                return found;
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<String> found = absolutePath(where + "[" + i + "]", node.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
