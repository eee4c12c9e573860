package io.github.dmsrec.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.format.sessionrec.SessionRecImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetSplittingTest {

    private static final Origin ORIGIN = Origin.of("new", "split", 5, 1);

    @TempDir
    private Path folder = Path.of("");

    private Path source = Path.of("");
    private Path out = Path.of("");

    /** 40 training and 5 test sessions of three clicks by 9 users; the test file's are the earliest. */
    @BeforeEach
    void importALog() throws IOException {
        source = folder.resolve("source");
        out = folder.resolve("out");
        log(source, 100);
    }

    private void log(Path dataset, int firstTestId) throws IOException {
        StringBuilder train = new StringBuilder("SessionId\tItemId\tTime\tUserId\n");
        IntStream.range(0, 40).forEach(s -> append(train, s, 1000 + 10 * s));
        StringBuilder test = new StringBuilder("SessionId\tItemId\tTime\tUserId\n");
        IntStream.range(0, 5).forEach(s -> append(test, firstTestId + s, 10 * s));
        read(train, test, dataset);
    }

    private void read(StringBuilder train, StringBuilder test, Path dataset) throws IOException {
        SessionRecImport.run(
                Files.writeString(folder.resolve("train.txt"), train),
                Files.writeString(folder.resolve("test.txt"), test),
                dataset,
                Origin.of("log", "import", 1, 1),
                Progress.NONE);
    }

    private static void append(StringBuilder file, int session, int time) {
        for (int click = 0; click < 3; click++) {
            file.append(session)
                    .append("\t")
                    .append((session + click) % 7)
                    .append("\t")
                    .append(time + click)
                    .append(".25\tu")
                    .append(session % 9)
                    .append('\n');
        }
    }

    @Test
    void byTimeTheOldTestIsTrainedOnAndTheManifestTellsTheRule() throws IOException {
        ArtefactFolder made = split(new Splitting.ByTime(Shares.TENTHS)).get(0);

        SessionDataset read = DatasetFolder.read(out);
        assertThat(ids(read, Split.TRAIN)).hasSize(37).startsWith("100", "101", "102", "103", "104", "0", "1");
        assertThat(ids(read, Split.VALIDATION)).containsExactly("32", "33", "34", "35");
        assertThat(ids(read, Split.TEST)).containsExactly("36", "37", "38", "39");
        assertThat(read.examples(Split.TEST).size()).isEqualTo(8);
        assertThat(ids(read.sessionsBeforeTest().inSourceOrder()))
                .startsWith("0", "1")
                .hasSize(41);
        JsonNode facts = made.manifest().facts();
        assertThat(facts.path("format").asText()).isEqualTo("session-rec");
        assertThat(facts.path("splitRule").asText()).contains("test: the last floor(10 %)");
        assertThat(facts.path("leaks").asText())
                .startsWith("0 of 41 sessions of training and validation end later than the first of the test");
        assertThat(facts.path("cutTimes").path("validation").asText()).isEqualTo("1970-01-01T00:22:02.250Z");
        assertThat(facts.path("cutTimes").path("test").asText()).isEqualTo("1970-01-01T00:22:42.250Z");
        assertThat(made.manifest().input("source").orElseThrow().fingerprint())
                .isEqualTo(ArtefactFolder.open(source).manifest().fingerprint());
    }

    @Test
    void byDaysTheTestIsWhatEndsWithinTheLastOfThem() throws IOException {
        logOfTwelveDays();

        ArtefactFolder made = split(new Splitting.ByDays(2)).get(0);

        SessionDataset read = DatasetFolder.read(out);
        assertThat(ids(read, Split.TRAIN)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
        assertThat(ids(read, Split.VALIDATION)).containsExactly("8", "9");
        assertThat(ids(read, Split.TEST)).containsExactly("10", "11");
        assertThat(made.manifest().facts().path("cutTimes").path("test").asText())
                .isEqualTo("1970-01-11T00:00:02.250Z");
        assertThatThrownBy(() -> split(new Splitting.ByDays(6)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("split by days: of 12 sessions, train gets 0");
        Path tiny = folder.resolve("tiny");
        DatasetFolder.write(tiny, TinyDataset.create(), Origin.of("tiny", "test", 1, 1), Map.of());
        assertThatThrownBy(() -> DatasetSplitting.run(tiny, new Splitting.ByDays(2), folder.resolve("none"), ORIGIN))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("tiny' has no times, so it cannot be split by days." + System.lineSeparator()
                        + "Split by time");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    /** A session of three clicks a day; that of the last day is the test file's. */
    private void logOfTwelveDays() throws IOException {
        StringBuilder train = new StringBuilder("SessionId\tItemId\tTime\tUserId\n");
        IntStream.range(0, 11).forEach(day -> append(train, day, day * 86_400));
        StringBuilder test = new StringBuilder("SessionId\tItemId\tTime\tUserId\n");
        append(test, 11, 11 * 86_400);
        read(train, test, source);
    }

    @Test
    void usersArriveFromTheFileAndStayTogether() throws IOException {
        split(new Splitting.ByUser(new Shares(0.3, 0.3), 5));

        SessionDataset read = DatasetFolder.read(out);
        List<List<String>> users = Stream.of(Split.values())
                .map(split -> read.sessions(split).log().flatMap(SessionLog::users).orElseThrow().stream()
                        .distinct()
                        .toList())
                .toList();
        assertThat(users).extracting(List::size).containsExactly(5, 2, 2);
        assertThat(users.stream().flatMap(List::stream).distinct()).hasSize(9);
    }

    @Test
    void aLeaveLastDataSetCanBeSplitAgainToTheSameSessions() throws IOException {
        Path tiny = folder.resolve("tiny");
        DatasetFolder.write(tiny, TinyDataset.create(), Origin.of("tiny", "test", 1, 1), Map.of());
        Path leaveLast = folder.resolve("leave-last");
        DatasetSplitting.run(tiny, new Splitting.LeaveLast(), leaveLast, ORIGIN);
        SessionDataset read = DatasetFolder.read(leaveLast);
        assertThat(read.hasSameSessionsInAllSplits()).isTrue();
        Path again = folder.resolve("again");
        DatasetSplitting.run(leaveLast, new Splitting.ByTime(Shares.TENTHS), again, ORIGIN);

        Sessions before = TinyDataset.create().allSessions();
        Sessions after = DatasetFolder.read(again).allSessions();
        assertThat(read.allSessions().clicks()).isEqualTo(before.clicks());
        assertThat(IntStream.range(0, before.size()).mapToObj(after::items).toList())
                .usingRecursiveComparison()
                .isEqualTo(IntStream.range(0, before.size())
                        .mapToObj(before::items)
                        .toList());
        int[] popularity = read.sessionsBeforeTest().inSourceOrder().clicksPerItem(TinyDataset.ITEMS);
        assertThat(IntStream.of(popularity).sum())
                .isEqualTo(before.clicks() - read.examples(Split.TEST).size());
    }

    @Test
    void windowsAreWrittenTogetherAndReplacedTogether() throws IOException {
        assertThat(split(new Splitting.Windows(3, new Shares(0.3, 0.3))))
                .extracting(made -> String.valueOf(made.path().getFileName()))
                .containsExactly("window-1", "window-2", "window-3");
        List<ArtefactFolder> two = split(new Splitting.Windows(2, new Shares(0.3, 0.3)));

        assertThat(two).extracting(made -> made.manifest().name()).containsExactly("new window 1", "new window 2");
        try (Stream<Path> entries = Files.list(out)) {
            assertThat(entries).hasSize(2);
        }
        assertThat(ids(DatasetFolder.read(out.resolve("window-1")), Split.TRAIN))
                .startsWith("100");
        assertThat(ids(DatasetFolder.read(out.resolve("window-2")), Split.TEST)).endsWith("39");

        Files.writeString(out.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> split(new Splitting.Windows(2, Shares.TENTHS)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("notes.txt");
        assertThat(ArtefactFolder.open(out.resolve("window-2"), ArtefactKind.DATASET)
                        .manifest()
                        .fingerprint())
                .isEqualTo(two.get(1).manifest().fingerprint());
    }

    @Test
    void whatLeavesASplitEmptyIsRefusedAndNothingIsWritten() throws IOException {
        assertThatThrownBy(() -> split(new Splitting.ByTime(new Shares(0.1, 0.01))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("of 45 sessions, test gets 0");
        assertThatThrownBy(() -> split(new Splitting.Windows(20, Shares.TENTHS)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("window-1: of 2 sessions");
        assertThatThrownBy(() -> split(new Splitting.Windows(46, Shares.TENTHS)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("45 sessions, which cannot be split into 46 windows");
        assertThatThrownBy(() -> split(new Splitting.ByUser(Shares.TENTHS, 1)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("validation gets 0");
        assertThatThrownBy(() -> split(new Splitting.LeaveLast()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("of 45 sessions, train gets 45 and not one row");
        log(source, 30);
        assertThatThrownBy(() -> split(new Splitting.ByTime(Shares.TENTHS)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("two sessions with the id '30'");
        assertThat(out).doesNotExist();
    }

    private List<ArtefactFolder> split(Splitting rule) throws IOException {
        return DatasetSplitting.run(source, rule, out, ORIGIN);
    }

    private static List<String> ids(SessionDataset dataset, Split split) {
        return ids(dataset.sessions(split));
    }

    private static List<String> ids(Sessions sessions) {
        return IntStream.range(0, sessions.size()).mapToObj(sessions::id).toList();
    }
}
