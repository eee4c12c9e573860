package io.github.dmsrec.datasets.format.sessionrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.source.LineCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRecImportTest {

    private static final String HEADER = "SessionId\tItemId\tTime\n";

    @TempDir
    private Path folder = Path.of("");

    private Path train = Path.of("");
    private Path test = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        train = folder.resolve("train_full.txt");
        test = folder.resolve("test.txt");
        out = folder.resolve("data");
        StringBuilder text = new StringBuilder(HEADER);
        for (int session = 20; session > 0; session--) {
            // Session 20 stands first in the file; 7 and 13 end last.
            double end = session == 7 || session == 13 ? 1e9 + session : 1000.5 + session;
            text.append(session).append("\t9\t").append(end).append('\n');
            text.append(session).append("\t100\t500.25\n");
        }
        Files.writeString(train, text);
        // 9 and 100 are known, 77 is not; session 2 has one click left.
        Files.writeString(test, HEADER + "10\t9\t3\n10\t77\t4\n10\t100\t5\n2\t9\t3\n2\t77\t4\n9\t100\t1\n9\t100\t2\n");
    }

    @Test
    void keepsTheSplitAndTheFileOrderWithClicksInTime() throws IOException {
        SessionDataset dataset = imported();

        assertThat(dataset.catalogue().items().stream().map(item -> item.id())).containsExactly("9", "100");
        Sessions validation = dataset.sessions(Split.VALIDATION);
        assertThat(validation.id(0)).isEqualTo("13");
        assertThat(validation.id(1)).isEqualTo("7");
        assertThat(validation.items(0)).containsExactly(1, 0);
        Sessions all = dataset.sessions(Split.TRAIN).plus(validation).inSourceOrder();
        assertThat(all.id(0)).isEqualTo("20");
        assertThat(all.id(19)).isEqualTo("1");
        assertThat(all.time(0, 0)).isEqualTo(500.25);
        assertThat(all.time(0)).isEqualTo(1020.5);
    }

    @Test
    void dropsUnknownTestItemsThenShortSessions() throws IOException {
        Examples rows = imported().examples(Split.TEST);

        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.sessions().id(rows.session(0))).isEqualTo("9");
        assertThat(rows.sessions().id(rows.session(1))).isEqualTo("10");
        assertThat(rows.items(1)).containsExactly(0);
        assertThat(rows.target(1)).isEqualTo(1);
        assertThat(rows.time(1)).isEqualTo(3);
    }

    @Test
    void aSessionHasOneUserAndUsersAreInBothFilesOrNone() throws IOException {
        Files.writeString(train, "UserId\tSessionId\tItemId\tTime\na\t1\t9\t1\nb\t1\t9\t2\n");
        assertThatThrownBy(this::imported)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("line 3, column 'UserId': 'b' is not the user of earlier clicks of session '1'");

        Files.writeString(train, "UserId\tSessionId\tItemId\tTime\na\t1\t9\t1\na\t1\t9\t2\n");
        assertThatThrownBy(this::imported)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("train_full.txt' has the column 'UserId', but '")
                .hasMessageContaining("test.txt' does not");
    }

    @Test
    void theFolderKeepsIdsPlacesAndTimes() throws IOException {
        SessionDataset before = imported();
        ArtefactFolder written = SessionRecImport.run(train, test, out, Origin.of("x", "import", 1, 1), Progress.NONE);
        SessionDataset after = DatasetFolder.read(out);

        for (Split split : Split.values()) {
            Sessions there = before.sessions(split);
            Sessions back = after.sessions(split);
            assertThat(back.log().orElseThrow().ids())
                    .isEqualTo(there.log().orElseThrow().ids());
            assertThat(back.log().orElseThrow().places())
                    .isEqualTo(there.log().orElseThrow().places());
            assertThat(back.log().orElseThrow().times())
                    .isEqualTo(there.log().orElseThrow().times());
        }
        ObjectMapper json = new ObjectMapper();
        JsonNode facts = written.manifest().facts();
        LineCounts lines = json.convertValue(facts.path(LineCounts.FACT), LineCounts.class);
        assertThat(lines.total()).isEqualTo(49);
        assertThat(lines.steps()).containsExactly(new LineCounts.Step("headers", -2));
        assertThat(lines.records()).isEqualTo(47);
        assertThat(json.convertValue(facts.path("filters"), FilterCount[].class))
                .containsExactly(
                        new FilterCount("read", 0, 0, 47, 23, 3),
                        new FilterCount("test clicks on items unseen in training", 2, 0, 45, 23, 2),
                        new FilterCount("test sessions of less than two clicks then", 1, 1, 44, 22, 2));
        assertThat(after.allSessions().clicks()).isEqualTo(44);
    }

    @ParameterizedTest
    @CsvSource({
        "'SessionId\tItem\tTime\n', line 1 has no column 'ItemId'",
        "'SessionId\tItemId\tTime\n', no clicks",
        "'SessionId\tItemId\tTime\n1\t\t3\n', 'line 2, column ''ItemId'''",
        "'SessionId\tItemId\tTime\n1\t2\t2014-04-01\n', '''2014-04-01'' is not a time'",
        "'SessionId\tItemId\tTime\n1\t2\tNaN\n', '''NaN'' is not a time'",
        "'SessionId\tItemId\tTime\n1\t2\n', line 2 has 2 fields"
    })
    void namesTheFaultOfAFile(String content, String message) throws IOException {
        Files.writeString(train, content);

        assertThatThrownBy(() -> SessionRecImport.run(train, test, out, Origin.of("x", "import", 1, 1), Progress.NONE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("train_full.txt")
                .hasMessageContaining(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesATestFileOfOtherData() throws IOException {
        Files.writeString(test, HEADER + "1\t5\t3\n1\t6\t4\n");

        assertThatThrownBy(this::imported)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("test.txt");
    }

    private SessionDataset imported() throws IOException {
        return SessionRecImport.read(train, test, "small", Progress.NONE);
    }
}
