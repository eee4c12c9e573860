package io.github.dmsrec.app.report;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code results.json} that is kept beside the documents that show it. Such a file is public: it must hold neither rows
 * of the data nor paths of a machine.
 *
 * @param name the path as the document gives it
 * @param report its content
 */
public record ResultsFile(String name, Report report) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private static final String FORMAT = "format";

    /** At the start, or behind a sign that ends an argument's name; commands hold paths in their middle. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?:^|[\\s='\"(,])(/[\\w.~-]|[A-Za-z]:[\\\\/])");

    /**
     * Reads a file.
     *
     * @param name what the document calls it
     * @throws UserMistakeException if it is not there, was made by another version, or must not be public
     */
    public static ResultsFile read(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + name + "' does not exist.",
                    "another path was meant; it is relative to the document: '" + file + "' was looked for.");
        }
        Report report;
        JsonNode tree;
        try {
            tree = JSON.readTree(file.toFile());
            completeFirstFormat(tree, name);
            completeDataset(tree);
            report = JSON.treeToValue(tree, Report.class);
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + name + "' is no results.json of this version: "
                            + e.getOriginalMessage().replaceFirst("(?s)[;\\r\\n].*", "") + ".",
                    "it is another file, or the report must be made again.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        if (!report.examples().isEmpty()) {
            throw new UserMistakeException(
                    "'" + name + "' shows " + report.examples().size()
                            + " test rows of the data in full, and data is not published with documents.",
                    "make the report again with 'report.examples: 0' in the pipeline, or with 'evaluate --examples 0'.");
        }
        absolutePath("", tree).ifPresent(found -> {
            throw new UserMistakeException(
                    "'" + name + "' holds an absolute path of a machine: " + found + ".",
                    "make the report again with paths relative to the current directory.");
        });
        return new ResultsFile(name, report);
    }

    /** Files without a format are of the first one: what they do not tell is empty. */
    private static void completeFirstFormat(JsonNode tree, String name) {
        if (tree.has(FORMAT)) {
            int format = tree.path(FORMAT).asInt();
            if (format != Report.FORMAT) {
                throw new UserMistakeException(
                        "'" + name + "' has the format " + format + ", but this version reads " + Report.FORMAT
                                + " and the one before it.",
                        "a newer version of dmsrec made it.");
            }
            return;
        }
        if (tree instanceof ObjectNode report) {
            report.put(FORMAT, Report.FORMAT);
            List<String> selectedOn = new ArrayList<>();
            report.path("models")
                    .forEach(model -> selectedOn.add(model.path("selectedOn").asText()));
            report.put("protocol", Protocol.named(selectedOn));
            for (String list : List.of("costs", "differences", "breakdowns")) {
                report.putArray(list);
            }
            for (JsonNode result : report.path("results")) {
                if (result instanceof ObjectNode object) {
                    object.putObject("breadth");
                }
            }
        }
    }

    /** Files of both formats may be older than the words on the split. */
    private static void completeDataset(JsonNode tree) {
        if (tree.path("dataset") instanceof ObjectNode dataset) {
            for (String words : List.of("splitRule", "leaks")) {
                if (!dataset.has(words)) {
                    dataset.put(words, "");
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
