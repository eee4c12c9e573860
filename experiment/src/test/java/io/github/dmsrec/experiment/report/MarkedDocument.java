package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A test with a document that has markers, in a folder beside the files that they name. */
abstract class MarkedDocument {

    @TempDir
    Path folder = Path.of("");

    private final String word;

    /**
     * @param word what a marker begins and ends with
     */
    MarkedDocument(String word) {
        this.word = word;
    }

    /** The lines that are written for a marker. */
    final List<String> tableOf(String marker) throws IOException {
        Path document = document("<!-- " + word + " " + marker + " -->\n<!-- /" + word + " -->");
        List<String> lines =
                DocumentTables.of(List.of(document)).get(0).text().lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    final Path document(String text) throws IOException {
        return Files.writeString(folder.resolve("document.md"), text);
    }

    /** Writes a text as it is, anything else as JSON. */
    final void write(String name, Object content) throws IOException {
        Path file = folder.resolve(name);
        if (content instanceof String text) {
            Files.writeString(file, text);
        } else {
            new ObjectMapper().writeValue(file.toFile(), content);
        }
    }
}
