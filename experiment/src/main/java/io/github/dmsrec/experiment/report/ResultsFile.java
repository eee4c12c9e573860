package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code results.json} that is kept beside the documents that show it. Such a file is public: it must hold neither rows
 * of the data nor paths of a machine.
 *
 * @param name the path as the document gives it
 * @param report its content
 */
public record ResultsFile(String name, Report report) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** At the start, or behind a sign that ends an argument's name; commands hold paths in their middle. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?:^|[\\s='\"(,])(/[\\w.~-]|[A-Za-z]:[\\\\/])");

    private static final Set<String> NULLABLE =
            Set.of("relative", "low", "high", "pValue", "corrected", "trainLoss", "seconds");

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
                    "Check the path, which is relative to the document: it leads to '" + file + "'.");
        }
        Report report;
        JsonNode tree;
        try {
            tree = JSON.readTree(file.toFile());
            requireFormat(tree, name);
            requireNoNull(tree, name);
            report = JSON.treeToValue(tree, Report.class);
        } catch (JsonProcessingException e) {
            throw notReadable(name, e.getOriginalMessage().replaceFirst("(?s)[;\\r\\n].*", ""), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        absolutePath("", tree).ifPresent(found -> {
            throw new UserMistakeException(
                    "'" + name + "' holds an absolute path of a machine: " + found + ".",
                    "Make the report again with paths relative to the current directory.");
        });
        for (Report.OnDataset on : report.datasets()) {
            int shown = on.sessions().size() + on.items().size();
            if (shown > 0) {
                throw new UserMistakeException(
                        "'" + name + "' shows " + shown
                                + " rows and items of the data, and data is not published with documents.",
                        "Make the report again with 'report.examples: 0' in the pipeline, or with 'evaluate --examples"
                                + " 0'.");
            }
        }
        return new ResultsFile(name, report);
    }

    /** Reports take seconds once the models are there, so files of other versions are not read. */
    private static void requireFormat(JsonNode tree, String name) {
        int format = tree.path("format").asInt();
        if (format != Report.FORMAT) {
            String command = tree.path("reproduce").path(0).asText();
            throw new UserMistakeException(
                    "'" + name + "' " + (format == 0 ? "has no format" : "has the format " + format)
                            + ", but this version reads the format " + Report.FORMAT + ".",
                    "Make the report again" + (command.isEmpty() ? "" : ": '" + command + "'")
                            + "; models that are there are not trained again.");
        }
    }

    private static void requireNoNull(JsonNode node, String name) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isNull() && !NULLABLE.contains(field.getKey())) {
                throw notReadable(name, "'" + field.getKey() + "' is null", null);
            }
        }
        node.forEach(inner -> requireNoNull(inner, name));
    }

    private static UserMistakeException notReadable(String name, String why, @Nullable Exception cause) {
        String what = "'" + name + "' is not a results.json of this version: " + why + ".";
        String advice = "Name the results.json of a report, or make the report again.";
        return cause == null ? new UserMistakeException(what, advice) : new UserMistakeException(what, advice, cause);
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
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            Optional<String> found = absolutePath(where + "[" + i + "]", node.get(i));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
