package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.Filters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of many of DuckDB's row groups, shuffled, with ties in time: whatever is filtered, and however many threads work, the
 * clicks of a session stay in the order of their time and then of the file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyClicksTest {

    private static final int CLICKS = SlowRun.ON ? 500_000 : 250_000;
    private static final int SESSIONS = CLICKS / 50 * 9;
    private static final int ITEMS = CLICKS / 50 * 3;

    private Path folder = Path.of("");

    private final Map<String, List<String>> itemsOfSession = new HashMap<>();

    private record Click(long time, String item) {}

    @BeforeAll
    void makeLog(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Random random = new Random(11);
        Map<String, List<Click>> clicks = new HashMap<>();
        List<String> lines = new ArrayList<>(List.of("session,item,time"));
        for (int i = 0; i < CLICKS; i++) {
            int session = random.nextInt(SESSIONS);
            // Many items are rare, and some come late.
            int item = (int) (ITEMS * Math.pow(random.nextDouble(), 3) * (0.5 + 0.5 * session / SESSIONS));
            long time = 1_600_000_000L + 100L * session + random.nextInt(5);
            lines.add("s" + session + ",i" + item + "," + time);
            clicks.computeIfAbsent("s" + session, id -> new ArrayList<>()).add(new Click(time, "i" + item));
        }
        Files.write(folder.resolve("log.csv"), lines);
        clicks.forEach((session, ofIt) -> {
            ofIt.sort(Comparator.comparing(Click::time));
            itemsOfSession.put(session, ofIt.stream().map(Click::item).toList());
        });
    }

    @Test
    @Tag("slow")
    void withoutFilters() throws IOException {
        assertOrder(written(importer -> importer.filters(Filters.NONE)));
    }

    @Test
    void whenRareItemsAndShortSessionsAreDropped() throws IOException {
        assertOrder(written(UnaryOperator.identity()));
    }

    @Test
    @Tag("slow")
    void inTheCore() throws IOException {
        Filters core = new Filters(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                false,
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                6);
        assertOrder(written(importer -> importer.filters(core)));
    }

    @Test
    @Tag("slow")
    void whenUnseenItemsOfTheTestAreDropped() throws IOException {
        assertOrder(written(importer ->
                importer.filters(Filters.DEFAULT.withMinItemSupport(1)).dropUnseenItems(true)));
    }

    private SessionDataset written(UnaryOperator<Importer> options) throws IOException {
        Path out = folder.resolve("out");
        options.apply(Datasets.importer()
                        .csv(folder.resolve("log.csv").toString())
                        .session("session")
                        .item("item")
                        .time("time"))
                .write(out, Origin.of("many", "test", 1, 2));
        return DatasetFolder.read(out);
    }

    /** Of a session's clicks, those on items that are left are there, in their order. */
    private void assertOrder(SessionDataset dataset) {
        Catalogue catalogue = dataset.catalogue();
        Sessions sessions = dataset.allSessions();
        assertThat(sessions.size()).isGreaterThan(1000);
        for (int s = 0; s < sessions.size(); s++) {
            List<String> found = new ArrayList<>();
            for (int item : sessions.items(s)) {
                found.add(catalogue.id(item));
            }
            List<String> expected = new ArrayList<>(itemsOfSession.getOrDefault(sessions.id(s), List.of()));
            expected.removeIf(item -> catalogue.indexOf(item).isEmpty());
            assertThat(found).as(sessions.id(s)).isEqualTo(expected);
        }
    }
}
