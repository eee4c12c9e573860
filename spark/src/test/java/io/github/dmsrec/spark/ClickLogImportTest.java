package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same bytes as {@code import} writes. */
class ClickLogImportTest {

    private static final SparkSession SPARK = LocalSpark.session();
    private static final Filters ALL = new Filters(
            List.of("view"),
            Optional.of(Instant.ofEpochSecond(1_400_010_000L)),
            Optional.of(Instant.ofEpochSecond(1_400_160_000L)),
            true,
            4,
            true,
            2,
            OptionalInt.of(14),
            OptionalInt.of(8),
            2);

    private static Path folder;
    private static Path log;

    @BeforeAll
    static void writeLog(@TempDir Path temporary) throws IOException {
        folder = temporary;
        log = folder.resolve("log.csv");
        ClickLogs.write(log, new Random(11), 300);
    }

    private static Dataset<Row> clicks() {
        return SPARK.read()
                .option("header", true)
                .schema("session string, user string, item int, time bigint, title string, event string")
                .csv(log.toString());
    }

    private static Importer local() {
        return Datasets.importer().csv(log.toString()).item("item").time("time").timeFormat(TimeFormat.Epoch.SECONDS);
    }

    private static ClickLogImport spark() {
        return DmsrecSpark.on(SPARK).importer().item("item").time("time").timeUnit(TimeFormat.Epoch.SECONDS);
    }

    private static void assertEqual(Importer local, ClickLogImport spark, Dataset<Row> clicks) throws IOException {
        ArtefactFolder expected = local.write(folder.resolve("local"), ClickLogs.origin())
                .folders()
                .get(0);
        ArtefactFolder made =
                spark.write(clicks, folder.resolve("spark")).folders().get(0);
        JsonNode facts = made.manifest().facts();
        JsonNode wanted = expected.manifest().facts();
        for (String fact : List.of("filters", "sessionRule", "splitRule", "leaks", "cutTimes", "statistics")) {
            assertThat(facts.path(fact)).as(fact).isEqualTo(wanted.path(fact));
        }
        assertThat(made.manifest().fingerprint()).isEqualTo(expected.manifest().fingerprint());
        assertThat(made.manifest().options().get("min-item-support"))
                .isEqualTo(expected.manifest().options().get("min-item-support"));
        assertThat(ArtefactFolder.open(folder.resolve("spark"), ArtefactKind.DATASET)
                        .manifest()
                        .inputs())
                .isEmpty();
    }

    @Test
    void namedSessions() throws IOException {
        assertEqual(local().session("session"), spark().session("session"), clicks());
    }

    @Test
    void allFiltersAndTitles() throws IOException {
        assertEqual(
                local().session("session").title("title").event("event").filters(ALL),
                spark().session("session").title("title").event("event").filters(ALL),
                clicks());
    }

    @Test
    void pausesOfUsers() throws IOException {
        SessionRule rule = new SessionRule.Gap(Duration.ofMinutes(10));
        assertEqual(local().user("user").rule(rule), spark().user("user").rule(rule), clicks());
    }

    @Test
    void usersInTheOrderOfAColumn() throws IOException {
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
                5);
        Dataset<Row> numbered = clicks().withColumn("line", functions.monotonically_increasing_id())
                .cache();
        numbered.count();
        assertEqual(
                local().user("user")
                        .rule(new SessionRule.Gap(Duration.ofHours(2)))
                        .filters(core)
                        .split(new Splitting.ByDays(1)),
                spark().user("user")
                        .rule(new SessionRule.Gap(Duration.ofHours(2)))
                        .filters(core)
                        .split(new Splitting.ByDays(1))
                        .order("line"),
                numbered.repartition(7, functions.col("item")));
    }

    @Test
    void namedSessionsOfUsersCutByPauses() throws IOException {
        SessionRule rule = new SessionRule.Gap(Duration.ofMinutes(5));
        assertEqual(
                local().session("session").user("user").rule(rule),
                spark().session("session").user("user").rule(rule),
                clicks());
    }

    @Test
    void daysOfUsers() throws IOException {
        SessionRule day = new SessionRule.DayWindow(Duration.ofMinutes(20));
        assertEqual(local().user("user").rule(day), spark().user("user").rule(day), clicks());
        SessionRule usual = new SessionRule.DayWindow(SessionRule.DayWindow.FIVE_MINUTES);
        assertEqual(
                local().user("user").event("event").rule(usual).filters(ALL),
                spark().user("user").event("event").rule(usual).filters(ALL),
                clicks());
    }

    @Test
    void textsOfItemsInATableOfTheirOwn() throws IOException {
        Path texts = folder.resolve("texts.csv");
        StringBuilder lines = new StringBuilder("sku,name,brand,year\n");
        for (int item = 0; item < ClickLogs.ITEMS; item++) {
            if (item % 7 != 3) {
                lines.append(item + ",Title of " + item + "," + (item % 3 == 0 ? "" : "Brand " + item % 5) + ","
                        + (1990 + item) + "\n");
            }
        }
        lines.append("5,Another title,Brand 9,2000\nunclicked,Nobody,Brand 1,1999\n");
        Files.writeString(texts, lines);
        Dataset<Row> frame = SPARK.read()
                .option("header", true)
                .schema("sku string, name string, brand string, year int")
                .csv(texts.toString());
        LogFiles files = LogFiles.of(LogFiles.Kind.CSV, List.of(texts.toString()));
        assertEqual(
                local().session("session")
                        .items(new ItemTexts(at -> files, "sku", Optional.of("name"), List.of("brand", "year"))),
                spark().session("session")
                        .items(frame, "sku")
                        .itemTitle("name")
                        .itemText("brand")
                        .itemText("year"),
                clicks());
        Path out = folder.resolve("none");
        assertThatThrownBy(() -> spark().session("session").items(frame, "id").write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("The data frame has no column 'id' for the item;");
        assertThatThrownBy(() -> spark().session("session")
                        .title("title")
                        .items(frame, "sku")
                        .write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Omit title(), or items()");
        Dataset<Row> few = frame.filter("sku = '5'");
        assertThatThrownBy(() -> spark().session("session")
                        .items(few, "sku")
                        .itemTitle("name")
                        .write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--allow-unmatched-items");
        assertThatThrownBy(() -> spark().itemTitle("name")).isInstanceOf(InvalidInputException.class);
        assertThat(out).doesNotExist();
    }

    @Test
    void timestampsAreTimes() throws IOException {
        Dataset<Row> stamped = clicks().withColumn("time", functions.timestamp_seconds(functions.col("time")));
        assertEqual(
                local().session("session"),
                DmsrecSpark.on(SPARK).importer().session("session").item("item").time("time"),
                stamped);
    }

    @Test
    void mistakesAreFoundBeforeAJob() {
        Path out = folder.resolve("none");
        assertThatThrownBy(() -> spark().session("visit").write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "The data frame has no column 'visit' for the session; its columns are 'session',");
        assertThatThrownBy(() -> DmsrecSpark.on(SPARK)
                        .importer()
                        .item("item")
                        .session("session")
                        .time("time")
                        .write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("whose unit is not known");
        assertThatThrownBy(() -> spark().session("session")
                        .write(clicks().withColumn("item", functions.col("item").cast("double")), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "The column 'item' for the item is double, but must be a string or an integer.");
        assertThatThrownBy(() -> spark().write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Neither the column of the session nor that of the user");
        assertThat(out).doesNotExist();
    }

    @Test
    void nullsAreCounted() {
        Path out = folder.resolve("none");
        Dataset<Row> broken = clicks().withColumn("item", functions.expr("if(item = 7, null, item)"));
        assertThatThrownBy(() -> spark().session("session").write(broken, out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching(
                        "The column 'item' is null or empty in [0-9,]+ rows. Filter these rows out of the data frame.");
        assertThatThrownBy(() -> spark().session("session").write(clicks().filter("item < 0"), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("The data frame has no rows.");
        assertThatThrownBy(() -> spark().session("session")
                        .filters(Filters.DEFAULT.withMinItemSupport(1_000_000))
                        .write(clicks(), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "Nothing is left of the log after the filter 'items of less than 1000000 clicks'");
        assertThat(out).doesNotExist();
    }
}
