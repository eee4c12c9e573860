package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code results.json} that is kept beside the documents that show it. Such a file is public: it must hold neither rows
 * of the data nor paths of a machine.
 *
 * @param name the path as the document gives it
 * @param report its content
 */
public record ResultsFile(String name, Report report) {

    private static final String FORMAT = "format";

    /**
     * Reads a file.
     *
     * @param name what the document calls it
     * @throws UserMistakeException if it is not there, was made by another version, or must not be public
     */
    public static ResultsFile read(Path file, String name) {
        Report report = PublicFile.read(file, name, "results.json", Report.class, tree -> {
            requireRun(tree, name);
            completeFirstFormat(tree, name);
            completeDataset(tree);
            PublicFile.complete(tree.path("differences"));
        });
        if (!report.examples().isEmpty()) {
            throw new UserMistakeException(
                    "'" + name + "' shows " + report.examples().size()
                            + " test rows of the data in full, and data is not published with documents.",
                    "Make the report again with 'report.examples: 0' in the pipeline, or with 'evaluate --examples"
                            + " 0'.");
        }
        return new ResultsFile(name, report);
    }

    private static void requireRun(JsonNode tree, String name) {
        if (StudyResultsFile.isStudy(tree)) {
            throw new UserMistakeException(
                    "'" + name + "' is the study.json of a study.", "Use a marker like '<!-- study ... -->'.");
        }
    }

    /** Files without a format are of the first one: what they do not tell is empty. */
    private static void completeFirstFormat(JsonNode tree, String name) {
        if (tree.has(FORMAT)) {
            int format = tree.path(FORMAT).asInt();
            if (format != Report.FORMAT) {
                throw new UserMistakeException(
                        "'" + name + "' has the format " + format + ", but this version reads " + Report.FORMAT
                                + " and the one before it.",
                        "Use the version of dmsrec that wrote it, or make the report again.");
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
}
