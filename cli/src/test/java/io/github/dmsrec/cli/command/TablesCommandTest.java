package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.experiment.report.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("dmsrec.root", ".."));

    @TempDir
    static Path folder = Path.of("");

    private static Path document = Path.of("");

    /** The results of a real evaluation; relative paths, so that they may stand beside a document. */
    @BeforeAll
    static void evaluate() throws IOException {
        Path run = folder.resolve("demo.yaml");
        Files.writeString(
                run,
                String.format(
                        Locale.ROOT,
                        """
                name: demo
                work: %s
                threads: 2
                dataset:
                  demo: {themes: 2, sessions: 100}
                training: {dimension: 4, epochs: 1}
                methods: {sr-gnn: }
                intents: {inferrer: none}
                report: {examples: 0}
                """,
                        folder.resolve("work")));
        Terminal.Result result = Terminal.run("run", run.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        String json = Files.readString(folder.resolve("work/report/results.json"));
        Files.writeString(folder.resolve("results.json"), json.replace(folder + "/", ""));
        document = folder.resolve("document.md");
    }

    @Test
    void checkNamesTheDocumentThatIsNotUpToDateAndWritingMendsIt() throws IOException {
        Files.writeString(document, "# Title\n\n<!-- table results.json seen-items=masked -->\n<!-- /table -->\n");

        Terminal.Result stale = Terminal.run("tables", "--check", document.toString());
        assertThat(stale.exitCode()).isEqualTo(1);
        assertThat(stale.out()).contains(document + ":3: this table is not up to date");
        assertThat(Files.readString(document)).doesNotContain("| pop |");

        Terminal.Result written = Terminal.run("tables", document.toString(), "--json");
        assertThat(written.exitCode()).isZero();
        JsonNode json =
                new ObjectMapper().readTree(written.out()).path("documents").path(0);
        assertThat(json.path("tables").asInt()).isEqualTo(1);
        assertThat(json.path("stale").toString()).isEqualTo("[3]");
        assertThat(Files.readString(document)).contains("| pop |", "| markov |", "| sr-gnn |", "dmsrec run demo.yaml");

        Terminal.Result current = Terminal.run("tables", "--check", document.toString());
        assertThat(current.exitCode()).isZero();
        assertThat(current.out()).contains(document + ": 1 table, up to date");
    }

    @Test
    void aMistakeExitsWithTwoAndNothingIsWritten() throws IOException {
        String text = "<!-- table results.json -->\n<!-- /table -->\n<!-- table no.json -->\n<!-- /table -->\n";
        Files.writeString(document, text);

        Terminal.Result result = Terminal.run("tables", document.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(document + ":3: 'no.json' does not exist. Check the path");
        assertThat(Files.readString(document)).isEqualTo(text);
    }

    @Test
    void theDocumentsOfTheProjectAreUpToDateAndTheirResultsMayBePublished() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("tables", "--check", ROOT.resolve("README.md").toString()));
        filesIn("docs", ".md").forEach(file -> arguments.add(file.toString()));
        assertThat(arguments).hasSizeGreaterThan(3);
        Terminal.Result result = Terminal.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();

        for (Path file : filesIn("docs/results", ".json")) {
            assertThat(ResultsFile.read(file, file.toString()).report().datasets())
                    .isNotEmpty();
        }
    }

    private static List<Path> filesIn(String name, String end) throws IOException {
        Path found = ROOT.resolve(name);
        if (!Files.isDirectory(found)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(found)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
