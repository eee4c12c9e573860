package io.github.dmsrec.datasets.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {

    private static final Splitting HALVES = new Splitting.ByTime(new Shares(0.5, 0.4));

    @TempDir
    Path folder = Path.of("");

    private Path base = Path.of("");

    /** Ten sessions a, b, ... of the items 1, 2, 3, one a thousand seconds after the other. */
    @BeforeEach
    void importBase() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time,title\n");
        for (int s = 0; s < 10; s++) {
            for (int c = 0; c < 3; c++) {
                log.append((char) ('a' + s)
                        + String.format(
                                Locale.ROOT,
                                ",%d,%d,%s\n",
                                1 + (s + c) % 3,
                                1000 * s + c,
                                (s + c) % 3 == 0 ? "" : "old title"));
            }
        }
        base = folder.resolve("base");
        reader(file("base.csv", log.toString())).write(base, origin("base"));
    }

    @Test
    void oldSessionsTrainAndNewOnesAreDivided() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time,title\n");
        for (int s = 0; s < 5; s++) {
            log.append(String.format(
                    Locale.ROOT,
                    "n%d,%s,%d,new title\nn%d,2,%d,new title\n",
                    s,
                    s == 3 ? "0" : "1",
                    20_000 + 100 * s,
                    s,
                    20_001 + 100 * s));
        }
        Appended appended = append(log.toString());

        SessionDataset before = DatasetFolder.read(base);
        SessionDataset dataset = DatasetFolder.read(appended.folder().path());
        // The new item sorts before all others, but its index comes after theirs.
        assertThat(ids(dataset)).containsExactly("1", "2", "3", "0");
        assertThat(dataset.catalogue().title(0)).isEqualTo("new title");
        assertThat(dataset.catalogue().title(1)).isEqualTo("old title");
        assertThat(idsOf(dataset.sessions(Split.TRAIN)))
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "n0", "n1");
        assertThat(idsOf(dataset.sessions(Split.VALIDATION))).containsExactly("n2");
        assertThat(idsOf(dataset.sessions(Split.TEST))).containsExactly("n3", "n4");
        assertThat(dataset.sessions(Split.TEST).items(0)).containsExactly(3, 1);
        assertThat(dataset.sessions(Split.TEST).time(0, 1)).isEqualTo(20_301);
        assertThat(dataset.sessions(Split.TRAIN).items(0))
                .isEqualTo(before.allSessions().items(0));

        JsonNode lineage = appended.folder().manifest().facts().path(Lineage.FACT);
        assertThat(lineage.path("parents").path(0).path("fingerprint").asText()).isEqualTo(before.fingerprint());
        assertThat(lineage.path("newSessions").asInt()).isEqualTo(5);
        assertThat(lineage.path("newClicks").asInt()).isEqualTo(10);
        assertThat(lineage.path("newItems").asInt()).isEqualTo(1);
        assertThat(lineage.path("newTitles").asInt()).isEqualTo(1);
        assertThat(lineage.path("heldOutIsNew").asBoolean()).isTrue();
        assertThat(lineage.path("files").path(0).asText()).endsWith("news.csv");
        assertThat(Fingerprint.ofFolder(base)).isEqualTo(before.fingerprint());
    }

    @Test
    void aSessionThatGoesOnGetsItsClicksAndTrains() throws IOException {
        Appended appended = append("session,item,time,title\nj,3,9500,\n" + news(5));

        SessionDataset dataset = DatasetFolder.read(appended.folder().path());
        Sessions trained = dataset.sessions(Split.TRAIN);
        int j = idsOf(trained).indexOf("j");
        assertThat(trained.items(j)).containsExactly(0, 1, 2, 2);
        assertThat(trained.time(j)).isEqualTo(9500);
        assertThat(appended.lineage().continuedSessions()).isEqualTo(1);
        assertThat(dataset.allSessions().size()).isEqualTo(15);
    }

    @Test
    void clicksThatCameBeforeAreRefusedAndNothingIsWritten() throws IOException {
        assertThatThrownBy(() -> append("session,item,time,title\nj,3,9001,\n" + news(5)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("'j'", "1970-01-01T02:30:02Z", "1970-01-01T02:30:01Z");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("base", "base.csv", "news.csv");
        }
    }

    @Test
    void sessionsOfUsersGoOnWithinThePauseAndAreNumberedOnAfterIt() throws IOException {
        Path log = file(
                "users.csv",
                """
                user,item,time
                ann,1,0
                ann,2,60
                bob,1,70
                bob,2,80
                cid,1,90
                cid,2,95
                eve,1,100
                eve,2,101
                """);
        Path users = folder.resolve("users");
        Importer first = users(log);
        first.write(users, origin("users"));
        Path news = file(
                "later.csv",
                """
                user,item,time
                ann,3,1000
                bob,3,5000
                bob,1,5001
                ann,1,9000
                ann,2,9001
                cid,1,7000
                cid,2,7001
                cid,1,20000
                cid,2,20001
                """);

        Appended appended = Datasets.append(users, users(news), false, folder.resolve("joined"), origin("joined"));

        SessionDataset dataset = DatasetFolder.read(appended.folder().path());
        Sessions all = dataset.allSessions();
        assertThat(idsOf(all))
                .containsExactlyInAnyOrder("ann-1", "ann-2", "bob-1", "bob-2", "cid-1", "cid-2", "cid-3", "eve-1");
        assertThat(all.length(idsOf(all).indexOf("ann-1"))).isEqualTo(3);
        assertThat(all.length(idsOf(all).indexOf("bob-1"))).isEqualTo(2);
    }

    /** Ids that are used again: a click within the pause goes on, a later one opens the next part. */
    @Test
    void sessionsThatWereCutWithinAnIdGoOnOrAreNumberedOn() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time,title\n");
        for (int s = 0; s < 10; s++) {
            for (int c = 0; c < 4; c++) {
                log.append(String.format(
                        Locale.ROOT, "t%d,%d,%d,x\n", s % 5, 1 + c % 3, 1_600_000_000L + s * 10_000L + c * 60L));
            }
        }
        Path cut = folder.resolve("cut");
        SessionRule gap = new SessionRule.Gap(Duration.ofMinutes(30));
        reader(file("cut.csv", log.toString())).rule(gap).write(cut, origin("cut"));
        Path news = file(
                "later.csv",
                """
                session,item,time,title
                t4,2,1600090300,x
                t4,1,1600095000,x
                t4,2,1600095001,x
                new,1,1600096000,x
                new,2,1600096001,x
                newer,1,1600097000,x
                newer,2,1600097001,x
                """);

        Appended appended =
                Datasets.append(cut, reader(news).rule(gap), false, folder.resolve("joined"), origin("joined"));

        Sessions all = DatasetFolder.read(appended.folder().path()).allSessions();
        assertThat(idsOf(all))
                .contains("t4-1", "t4-2", "t4-3", "new-1", "newer-1")
                .hasSize(13);
        assertThat(all.length(idsOf(all).indexOf("t4-2"))).isEqualTo(5);
        assertThat(appended.notes()).noneMatch(note -> note.contains("older than the data set"));
    }

    @Test
    void olderLogsTellWhatTheyDoToTheSplit() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time,title\n");
        for (int s = 0; s < 20; s++) {
            log.append(String.format(Locale.ROOT, "o%1$d,1,%2$d,x\no%1$d,2,%3$d,x\n", s, 100 + s * 20, 103 + s * 20));
        }

        Appended appended = append(log.toString());

        String leaks =
                appended.folder().manifest().facts().path(DatasetFolder.LEAKS).asText();
        assertThat(leaks)
                .startsWith("9 of 22 sessions of training and validation end later than the first of the test");
        assertThat(appended.notes())
                .anyMatch(note -> note.startsWith("the new logs are older than the data set: 20 of 20 new sessions")
                        && note.contains("9 of 22")
                        && note.contains("--resplit"));
        assertThat(appended.times().orElseThrow().first()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void logsThatOverlapWithTheEndOfTheDataSetCountWhatEndsLater() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time,title\n");
        for (int s = 0; s < 9; s++) {
            log.append(
                    String.format(Locale.ROOT, "p%1$d,3,%2$d,x\np%1$d,1,%3$d,x\n", s, 4500 + s * 700, 4503 + s * 700));
        }

        Appended appended = append(log.toString());

        assertThat(appended.folder()
                        .manifest()
                        .facts()
                        .path(DatasetFolder.LEAKS)
                        .asText())
                .startsWith("1 of 16 sessions of training and validation end later than the first of the test");
        assertThat(appended.notes())
                .anyMatch(note -> note.startsWith("the new logs are older than the data set: 7 of 9 new sessions")
                        && note.contains("1 of 16"));
    }

    @Test
    void aChainRemembersWhereItCameFromAndItemsOfTheFileJoinWithoutAClick() throws IOException {
        append("session,item,time,title\n" + news(5));
        Path first = folder.resolve("out");
        Path log = file(
                "again.csv",
                "session,item,time\n"
                        + news(5).replace("n", "m").replace(",2000", ",3000").replace(",x", ""));
        Path items = file("items.csv", "id,name\n9,Nine\n1,One\n4,Four\n");
        Importer reader = Datasets.importer()
                .csv(log.toString())
                .session("session")
                .item("item")
                .time("time")
                .allowOddTimes(true)
                .items(new ItemTexts(
                        at -> LogFiles.of(LogFiles.Kind.CSV, List.of(items.toString())),
                        "id",
                        Optional.of("name"),
                        List.of()))
                .unclickedItems(true)
                .split(HALVES);

        Appended second = Datasets.append(first, reader, false, folder.resolve("second"), origin("second"));

        SessionDataset dataset = DatasetFolder.read(second.folder().path());
        assertThat(ids(dataset)).containsExactly("1", "2", "3", "4", "9");
        assertThat(dataset.catalogue().title(4)).isEqualTo("Nine");
        assertThat(second.lineage().unclickedItems()).isEqualTo(2);
        assertThat(second.lineage().parents().stream().map(Lineage.Parent::name))
                .containsExactly("out", "base");
        assertThat(second.lineage().parents().get(1).fingerprint())
                .isEqualTo(DatasetFolder.read(base).fingerprint());
    }

    @Test
    void dividingAnewSaysSo() throws IOException {
        Path log = file("news.csv", "session,item,time,title\n" + news(2));
        assertThatThrownBy(() -> append("session,item,time,title\n" + news(1)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("of 1 new sessions", "--resplit");

        Appended appended = Datasets.append(base, reader(log), true, folder.resolve("anew"), origin("anew"));

        SessionDataset dataset = DatasetFolder.read(appended.folder().path());
        assertThat(dataset.sessions(Split.TEST).size()).isEqualTo(4);
        assertThat(appended.lineage().heldOutIsNew()).isFalse();
        assertThat(appended.folder()
                        .manifest()
                        .facts()
                        .path(DatasetFolder.LEAKS)
                        .asText())
                .contains("may have learned from sessions that are held out now");
    }

    @Test
    void timesOnOneSideOnlyAreRefused() throws IOException {
        Path log = file("untimed.csv", "session,item\nx,1\nx,2\n");
        Importer untimed =
                Datasets.importer().csv(log.toString()).session("session").item("item");

        assertThatThrownBy(() -> Datasets.append(base, untimed, false, folder.resolve("out"), origin("out")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("has session ids and times", "Add --time.");
    }

    /** Sessions n0, n1, ... of two clicks from 20000 on. */
    private static String news(int sessions) {
        StringBuilder log = new StringBuilder();
        for (int s = 0; s < sessions; s++) {
            log.append(String.format(Locale.ROOT, "n%1$d,1,2000%1$d,x\nn%1$d,2,2000%1$d,x\n", s));
        }
        return log.toString();
    }

    private Appended append(String log) throws IOException {
        return Datasets.append(base, reader(file("news.csv", log)), false, folder.resolve("out"), origin("out"));
    }

    private Importer reader(Path log) {
        return Datasets.importer()
                .csv(log.toString())
                .session("session")
                .item("item")
                .time("time")
                .allowOddTimes(true)
                .title("title")
                .filters(Filters.DEFAULT.withMinItemSupport(5))
                .split(HALVES);
    }

    private Importer users(Path log) {
        return Datasets.importer()
                .csv(log.toString())
                .user("user")
                .item("item")
                .time("time")
                .allowOddTimes(true)
                .rule(new SessionRule.Gap(Duration.ofMinutes(30)))
                .filters(Filters.DEFAULT.withMinItemSupport(1))
                .split(HALVES);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Origin origin(String name) {
        return Origin.of(name, "test", 1, 1);
    }

    private static List<String> ids(SessionDataset dataset) {
        return dataset.catalogue().items().stream().map(Item::id).toList();
    }

    private static List<String> idsOf(Sessions sessions) {
        List<String> ids = new ArrayList<>();
        for (int s = 0; s < sessions.size(); s++) {
            ids.add(sessions.id(s));
        }
        return ids;
    }
}
