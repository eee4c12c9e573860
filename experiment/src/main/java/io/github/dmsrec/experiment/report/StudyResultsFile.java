package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Path;

/**
 * A {@code study.json} that is kept beside the documents that show it. Such a file is public: it must not hold paths of a
 * machine.
 *
 * @param name the path as the document gives it
 * @param report its content
 */
public record StudyResultsFile(String name, StudyReport report) {

    /**
     * Reads a file.
     *
     * @param name what the document calls it
     * @throws UserMistakeException if it is not there, was made by another version, or must not be public
     */
    public static StudyResultsFile read(Path file, String name) {
        return new StudyResultsFile(name, PublicFile.read(file, name, "study.json", StudyReport.class, tree -> {
            requireThisFormat(tree, name);
            tree.path("datasets").forEach(dataset -> PublicFile.complete(dataset.path("effects")));
        }));
    }

    /** Whether a report is that of a study. */
    static boolean isStudy(JsonNode tree) {
        return tree.has("datasets");
    }

    private static void requireThisFormat(JsonNode tree, String name) {
        if (!isStudy(tree)) {
            throw new UserMistakeException(
                    "'" + name + "' is not the study.json of a study.",
                    "Use a marker like '<!-- table ... -->' for the results.json of a run.");
        }
        int format = tree.path("format").asInt();
        if (format != StudyReport.FORMAT) {
            throw new UserMistakeException(
                    "'" + name + "' has the format " + format + ", but this version reads " + StudyReport.FORMAT + ".",
                    "Use the version of dmsrec that wrote it, or make the report again.");
        }
    }
}
