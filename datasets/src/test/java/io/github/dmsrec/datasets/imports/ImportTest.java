package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.SlowStatistics;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    /** The counts that the data's own description gives for the paper's rule. */
    @Test
    void movieLens100KByThePapersRuleHasTheKnownCounts() throws IOException {
        Path data = SharedMaterial.require("data/ml-100k");
        SessionDataset dataset = written(Datasets.importer().format("movielens-100k", data));

        assertKnownCounts(dataset);
        assertThat(dataset.catalogue().title(0)).isEqualTo("Toy Story (1995)");
        assertThat(dataset.catalogue().items()).anyMatch(item -> item.title().contains("é"));
    }

    @Test
    @Tag("slow")
    void theSameRatingsInTheFormOfMovieLens1MGiveTheSameDataSet() throws IOException {
        Path data = SharedMaterial.require("data/ml-100k");
        Path made = Files.createDirectory(folder.resolve("ml-1m"));
        List<String> ratings = Files.readAllLines(data.resolve("u.data"), StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.replace("\t", "::"))
                .toList();
        Files.write(made.resolve("ratings.dat"), ratings, StandardCharsets.ISO_8859_1);
        List<String> movies = Files.readAllLines(data.resolve("u.item"), StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split("\\|"))
                .map(fields -> fields[0] + "::" + fields[1] + "::Drama|Crime")
                .toList();
        Files.write(made.resolve("movies.dat"), movies, StandardCharsets.ISO_8859_1);

        SessionDataset dataset = written(Datasets.importer().format("movielens-1m", made));

        assertKnownCounts(dataset);
        assertThat(dataset.catalogue().item(0).attributes()).containsEntry("genres", "Drama|Crime");
    }

    private static void assertKnownCounts(SessionDataset dataset) {
        assertThat(dataset.catalogue().size()).isEqualTo(1349);
        assertThat(dataset.allSessions().size()).isEqualTo(9279);
        int trained = Examples.lastClickOf(dataset.sessions(Split.TRAIN)).size()
                + Examples.lastClickOf(dataset.sessions(Split.VALIDATION)).size();
        assertThat(trained).isEqualTo(7649);
        assertThat(Examples.lastClickOf(dataset.sessions(Split.TEST)).size()).isEqualTo(840);
    }

    /** By default every other one. */
    static Stream<Splitting> splits() {
        return SlowRun.oneOf(
                2,
                Stream.of(
                        new Splitting.ByTime(Shares.TENTHS),
                        new Splitting.ByTime(Shares.leaving(0.715, 0.2)),
                        new Splitting.ByDays(7),
                        new Splitting.Windows(3, Shares.TENTHS),
                        new Splitting.ByUser(Shares.TENTHS, 7),
                        new Splitting.LeaveLast()));
    }

    /** What SQL makes is what the rule makes of the same sessions in memory, and counts what a plain loop over the rows counts. */
    @ParameterizedTest
    @MethodSource("splits")
    void everySplitIsThatOfItsRule(Splitting split) throws IOException {
        Path log = randomLog();
        Path out = folder.resolve("out");
        Imported imported = importer(log).split(split).write(out, origin());
        Path whole = folder.resolve("whole");
        importer(log).split(new Splitting.ByTime(Shares.TENTHS)).write(whole, origin());
        Sessions all = DatasetFolder.read(whole).allSessions();
        List<io.github.dmsrec.core.split.Division> divisions = split.divide(all);

        assertThat(imported.folders()).hasSameSizeAs(divisions);
        for (int i = 0; i < divisions.size(); i++) {
            SessionDataset dataset =
                    DatasetFolder.read(imported.folders().get(i).path());
            for (Split each : Split.values()) {
                Sessions expected = divisions.get(i).rows(each).sessions();
                Sessions found = dataset.sessions(each);
                assertThat(found.size()).isEqualTo(expected.size());
                for (int s = 0; s < found.size(); s++) {
                    assertThat(found.items(s)).isEqualTo(expected.items(s));
                    assertThat(found.id(s)).isEqualTo(expected.id(s));
                    assertThat(found.time(s)).isEqualTo(expected.time(s));
                }
                assertThat(dataset.examples(each).size())
                        .isEqualTo(divisions.get(i).rows(each).size());
            }
            assertThat(imported.folders().get(i).manifest().facts().path("statistics"))
                    .hasToString(JSON.valueToTree(SlowStatistics.of(dataset)).toString());
            assertThat(imported.folders()
                            .get(i)
                            .manifest()
                            .facts()
                            .path(DatasetFolder.SPLIT_RULE)
                            .asText())
                    .startsWith(split.rule(all));
            assertThat(imported.folders()
                            .get(i)
                            .manifest()
                            .facts()
                            .path(DatasetFolder.LEAKS)
                            .asText())
                    .isEqualTo(SplitLeaks.of(divisions.get(i)).words() + " " + split.leaks(all));
        }
    }

    private Importer importer(Path log) {
        return Datasets.importer()
                .csv(log.toString())
                .session("session")
                .user("user")
                .item("item")
                .time("time")
                .filters(Filters.NONE);
    }

    /** Sessions of one to nine clicks on twenty items, with ties in time, in a shuffled file. */
    private Path randomLog() throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int session = 0; session < 300; session++) {
            int user = random.nextInt(40);
            long start = 1_500_000_000L + random.nextInt(40 * 86_400);
            for (int click = random.nextInt(9); click >= 0; click--) {
                int item = session < 200 ? random.nextInt(15) : random.nextInt(20);
                lines.add("s" + user + "-" + session + ",u" + user + "," + item + ","
                        + (start + random.nextInt(4) * 60L) + ".25");
            }
        }
        java.util.Collections.shuffle(lines, random);
        lines.add(0, "session,user,item,time");
        return Files.write(folder.resolve("log.csv"), lines);
    }

    /** The session rules, told once more in plain Java. */
    @Test
    void sessionsOfUsersOpenWhereTheRuleSays() throws IOException {
        List<String> lines = new ArrayList<>(List.of("user,item,time"));
        Random random = new Random(3);
        List<long[]> clicks = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            long[] click = {random.nextInt(25), random.nextInt(30), 1_500_000_000L + random.nextInt(200_000)};
            clicks.add(click);
            lines.add("u" + click[0] + "," + click[1] + "," + click[2]);
        }
        Path log = Files.write(folder.resolve("users.csv"), lines);

        assertThat(sizes(log, new SessionRule.Gap(java.time.Duration.ofMinutes(20))))
                .isEqualTo(expected(clicks, false, 1200));
        assertThat(sizes(log, new SessionRule.DayWindow(java.time.Duration.ofMinutes(50))))
                .isEqualTo(expected(clicks, true, 3000));
        assertThat(sizes(log, new SessionRule.WholeUser())).hasSize(25);
    }

    private List<Integer> sizes(Path log, SessionRule rule) throws IOException {
        SessionDataset dataset = written(Datasets.importer()
                .csv(log.toString())
                .user("user")
                .item("item")
                .time("time")
                .rule(rule)
                .filters(Filters.NONE));
        Sessions all = dataset.allSessions();
        return IntStream.range(0, all.size()).map(all::length).boxed().sorted().toList();
    }

    private static List<Integer> expected(List<long[]> clicks, boolean window, long seconds) {
        Map<Long, List<Long>> byUser = new LinkedHashMap<>();
        clicks.forEach(click ->
                byUser.computeIfAbsent(click[0], unseen -> new ArrayList<>()).add(click[2]));
        List<Integer> sizes = new ArrayList<>();
        for (List<Long> times : byUser.values()) {
            times.sort(Comparator.naturalOrder());
            if (window) {
                List<Long> all = List.copyOf(times);
                times.removeIf(time -> all.stream()
                                .filter(other -> other / 86_400 == time / 86_400)
                                .count()
                        == 1);
            }
            int size = 0;
            long start = 0;
            long before = 0;
            for (long time : times) {
                boolean sameDay = !window || time / 86_400 == before / 86_400;
                if (size > 0 && (!sameDay || time - (window ? start : before) > seconds)) {
                    sizes.add(size);
                    size = 0;
                }
                start = size == 0 ? time : start;
                before = time;
                size++;
            }
            sizes.add(size);
        }
        return sizes.stream().sorted().toList();
    }

    @Test
    void filtersWorkInTheirOrderAndAreCounted() throws IOException {
        Path log = Files.write(
                folder.resolve("events.csv"),
                List.of(
                        "s,i,t,e",
                        "a,1,1500000010,view",
                        "a,1,1500000011,view",
                        "a,2,1500000012,view",
                        "a,2,1500000012,view",
                        "a,9,1500000013,buy",
                        "b,1,1500000020,view",
                        "b,2,1500000021,view",
                        "b,3,1500000022,view",
                        "c,1,1500000030,view",
                        "d,1,1500000040,view",
                        "d,2,1500000041,view",
                        "e,1,1500000050,view",
                        "e,2,1500000051,view",
                        "e,1,1500000052,view",
                        "f,1,1500000060,view",
                        "f,2,1500000061,view",
                        "g,1,1500000005,view"));
        Filters filters = new Filters(
                List.of("view"),
                Optional.of(java.time.Instant.ofEpochSecond(1_500_000_010L)),
                Optional.empty(),
                true,
                2,
                true,
                2,
                java.util.OptionalInt.of(2),
                java.util.OptionalInt.empty(),
                1);
        Imported imported = Datasets.importer()
                .csv(log.toString())
                .session("s")
                .item("i")
                .time("t")
                .event("e")
                .filters(filters)
                .split(new Splitting.ByTime(new Shares(0.4, 0.3)))
                .write(folder.resolve("out"), origin());

        assertThat(imported.filters().stream().map(FilterCount::clicks))
                .containsExactly(0L, 1L, 1L, 1L, 1L, 0L, 1L, 1L, 3L);
        assertThat(imported.filters().get(8).clicksLeft()).isEqualTo(8);
        assertThat(DatasetFolder.read(folder.resolve("out")).allSessions().size())
                .isEqualTo(4);
    }

    /** So many clicks that several threads work on them. */
    @Test
    void clicksStayInOrderWhenUnseenItemsAreDropped() throws IOException {
        int clicks = SlowRun.ON ? 600_000 : 250_000;
        Path log = folder.resolve("untimed.csv");
        try (var lines = Files.newBufferedWriter(log)) {
            lines.write("s,i\n");
            for (int click = 0; click < clicks; click++) {
                lines.write(click / 6 + "," + (click < clicks - 2 ? item(click) : "new") + "\n");
            }
        }
        SessionDataset dataset = written(Datasets.importer()
                .csv(log.toString())
                .session("s")
                .item("i")
                .filters(Filters.NONE)
                .dropUnseenItems(true));

        Sessions sessions = dataset.allSessions();
        assertThat(sessions.clicks()).isEqualTo(clicks - 2);
        int misplaced = 0;
        for (int click = 0; click < clicks - 2; click++) {
            String id = dataset.catalogue().id(sessions.item(click / 6, click % 6));
            misplaced += id.equals(item(click)) ? 0 : 1;
        }
        assertThat(misplaced).isZero();
    }

    private static String item(int click) {
        return Integer.toString(click * 31 % 997);
    }

    private SessionDataset written(Importer importer) throws IOException {
        Path out = folder.resolve("data");
        List<ArtefactFolder> made = importer.write(out, origin()).folders();
        assertThat(made).hasSize(1);
        SessionDataset dataset = DatasetFolder.read(out);
        assertThat(made.get(0).manifest().facts().path("statistics"))
                .hasToString(JSON.valueToTree(SlowStatistics.of(dataset)).toString());
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
        return dataset;
    }

    private static Origin origin() {
        return Origin.of("log", "test", 2024, 2);
    }
}
