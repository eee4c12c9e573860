package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCheckCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder = Path.of("");

    private static String data = "";

    @BeforeAll
    static void writeAFewSessions() throws IOException {
        data = folder.resolve("data").toString();
        Catalogue catalogue = new Catalogue(List.of(
                new Item("1", "<script>alert(1)</script>", Map.of()),
                new Item("2", "", Map.of()),
                new Item("3", "a chair", Map.of())));
        Examples rows = Examples.everyPrefixOf(Sessions.of(List.of(new int[] {0, 1, 2}, new int[] {2, 1})));
        Map<Split, Examples> examples = Map.of(Split.TRAIN, rows, Split.VALIDATION, rows, Split.TEST, rows);
        DatasetFolder.write(
                Path.of(data),
                new SessionDataset("few", Fingerprint.ofText("few"), catalogue, examples),
                Origin.of("few", "a test", 1, 1),
                Map.of());
    }

    @Test
    void tellsWhatIsWrongAsTextJsonAndPage() throws IOException {
        Path page = folder.resolve("check.html");
        Path out = folder.resolve("checked");
        Terminal.Result text =
                Terminal.run("dataset", "check", data, "--html", page.toString(), "--out", out.toString());

        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("STOP  copied-rows", "LOOK  times", "Fix: Import the raw log", "fine  repeats-in-a-row");
        assertThat(Files.readString(page))
                .contains("&lt;script&gt;alert(1)", "Sessions by number of clicks", "class=\"bars\"")
                .doesNotContain("<script>alert", "http", "src=");
        ArtefactFolder report = ArtefactFolder.open(out, ArtefactKind.REPORT);
        assertThat(report.manifest().facts().path("verdict").asText()).isEqualTo("stop");
        assertThat(Files.readString(report.file("report.html"))).isEqualTo(Files.readString(page));

        Terminal.Result json = Terminal.run("dataset", "check", data, "--json");
        JsonNode read = JSON.readTree(json.out());
        assertThat(read).isEqualTo(JSON.readTree(report.file("check.json").toFile()));
        assertThat(read.path("verdict").asText()).isEqualTo("stop");
        assertThat(read.path("findings")).anySatisfy(finding -> {
            assertThat(finding.path("id").asText()).isEqualTo("titles-missing");
            assertThat(finding.path("numbers").path("items").asInt()).isEqualTo(1);
        });
    }

    @Test
    void failsOnlyIfAskedTo() {
        assertThat(Terminal.run("dataset", "check", data, "--fail-on", "stop").exitCode())
                .isEqualTo(3);
        assertThat(Terminal.run("dataset", "check", data, "--fail-on", "look").exitCode())
                .isEqualTo(3);
        Terminal.Result wrong = Terminal.run("dataset", "check", data, "--fail-on", "everything");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--fail-on is 'everything' but must be look or stop", "Use 'stop'.");
        assertThat(Terminal.run("dataset", "check", folder.resolve("none").toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(Terminal.run("dataset").err()).contains("Try 'dmsrec dataset check");
    }
}
