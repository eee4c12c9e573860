package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.LogFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of {@link FieldLogsTest} in other forms: other formats, places, sizes and options. */
class FieldVariantsTest extends FieldLogFixture {

    /** Clicks of forty visits on eight goods, five each, a day apart; every seventh click has no visitor. */
    private Path visits() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int click = 0; click < 200; click++) {
            text.append(click % 7 == 3 ? "{\"visitor\": null, " : "{\"visitor\": \"v" + click / 5 + "\", ")
                    .append("\"sku\": \"")
                    .append(click % 11 == 5 ? "" : "g" + click % 8)
                    .append("\", \"at\": \"")
                    .append(Instant.ofEpochSecond(1_700_000_000L + click / 5 * 86_400L + click % 5 * 61L))
                    .append("\"}\n");
        }
        return Files.writeString(folder.resolve("visits.jsonl"), text);
    }

    @Test
    void linesWithoutOneOfSeveralColumnsOfJsonCanBeLeftOut() throws IOException {
        Importer importer = Datasets.importer()
                .json(visits().toString())
                .session("visitor")
                .item("sku")
                .time("at")
                .filters(Filters.NONE);

        assertThat(refused(importer)).contains("line 4", "'visitor'", "--drop-missing visitor");
        assertThat(refused(importer.dropMissing("visitor"))).contains("line 6", "'sku'", "--drop-missing sku");
        Imported imported = written(importer.dropMissing("sku"));

        assertThat(imported.lines().steps())
                .contains(new LineCounts.Step("without a value of 'visitor'", -29))
                .anyMatch(step -> step.name().equals("without a value of 'sku'"));
        assertThat(dataset().allSessions().clicks()).isEqualTo(imported.lines().records());
    }

    @ParameterizedTest
    @CsvSource({"DE, eins, ", "UK, one, two", "FR, un, deux"})
    void titlesAreThoseOfTheLocaleWhereverItStandsInTheFile(String locale, String first, String second)
            throws IOException {
        StringBuilder sessions = new StringBuilder("prev_items,next_item,locale\n");
        for (int session = 0; session < 90; session++) {
            sessions.append("['A1' 'A2'],A1,")
                    .append(List.of("UK", "DE", "FR").get(session % 3))
                    .append('\n');
        }
        Files.writeString(folder.resolve("sessions_train.csv"), sessions);
        Files.writeString(
                folder.resolve("products_train.csv"),
                """
                id,locale,title,price,brand,color,size,model,material,author,desc
                A1,FR,un,1.0,,,,,,,
                A2,UK,two,1.0,,,,,,,
                A1,DE,eins,1.0,,,,,,,
                A2,FR,deux,1.0,,,,,,,
                A1,UK,one,1.0,,,,,,,
                """);

        written(Datasets.importer()
                .format("amazon-m2", folder)
                .allowUnmatchedItems(true)
                .filters(Filters.DEFAULT.withEvents(List.of(locale))));

        assertThat(dataset().catalogue().items().stream().map(Item::title))
                .containsExactly(first, second == null ? "" : second);
        assertThat(dataset().allSessions().size()).isEqualTo(30);
    }

    @Test
    void nestedLinesOfABasketAreClicksWithTheTimesOfADate() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int basket = 0; basket < 120; basket++) {
            String lines = "{\"when\": \"2023-02-0%d 08:%02d:00\", \"article\": \"a%d\", \"tags\": [\"x\"]}";
            text.append("{\"lines\": [")
                    .append(lines.formatted(1 + basket / 60, basket % 60, basket % 5))
                    .append(basket % 3 == 0 ? "" : "," + lines.formatted(1 + basket / 60, basket % 60, basket % 4))
                    .append("], \"shop\": 7, \"basket\": ")
                    .append(9_000_000_000L + basket)
                    .append("}\n");
        }
        Path log = Files.writeString(folder.resolve("baskets.jsonl"), text);

        Imported imported = written(Datasets.importer()
                .json(log.toString())
                .session("basket")
                .item("article")
                .time("when")
                .filters(Filters.NONE));

        assertThat(imported.lines().total()).isEqualTo(120);
        assertThat(dataset().allSessions().size()).isEqualTo(120);
        assertThat(dataset().allSessions().clicks()).isEqualTo(200);
        assertThat(dataset().allSessions().id(119)).isEqualTo("9000000119");
        assertThat(dataset().allSessions().length(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void ofUsersWithoutTimesTheLastClicksInTheFileAreKept(int most) throws IOException {
        StringBuilder text = new StringBuilder("who|what\n");
        for (int click = 0; click < 150; click++) {
            text.append(click < 60 ? "crawler" : "u" + click / 5)
                    .append("|i")
                    .append(click)
                    .append('\n');
        }
        Path log = Files.writeString(folder.resolve("users.csv"), text);

        Importer importer = Datasets.importer()
                .csv(log.toString())
                .user("who")
                .item("what")
                .rule(new SessionRule.WholeUser())
                .filters(new Filters(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        1,
                        false,
                        1,
                        OptionalInt.empty(),
                        OptionalInt.of(most),
                        1));
        if (most == 1) {
            assertThat(refused(importer)).contains("of 19 sessions, train gets", "not one row to predict");
            return;
        }
        written(importer);

        Sessions all = dataset().allSessions();
        assertThat(all.size()).isEqualTo(19);
        assertThat(all.clicks()).isEqualTo(19 * most);
        assertThat(java.util.Arrays.stream(all.items(0))
                        .mapToObj(item -> dataset().catalogue().id(item)))
                .containsExactly("i56", "i57", "i58", "i59");
    }

    @Test
    void filtersThatLeaveNothingAreNamedAndNoOthers() throws IOException {
        Path log = visits();
        Importer importer = Datasets.importer()
                .json(log.toString())
                .session("visitor")
                .item("sku")
                .time("at")
                .dropMissing("visitor")
                .dropMissing("sku");

        assertThat(refused(importer.filters(filters(Optional.of(Instant.parse("2031-01-01T00:00:00Z")), 0))))
                .contains("Nothing is left of the log after the filter 'clicks outside the time range'", "--from")
                .doesNotContain("--max-session-length", "--k-core", "--events");
        assertThat(refused(importer.filters(filters(Optional.empty(), 1))))
                .contains("after the filter 'sessions of more than 1 clicks'", "--max-session-length above 1")
                .doesNotContain("--from", "--k-core", "--events");
    }

    private static Filters filters(Optional<Instant> from, int longest) {
        return new Filters(
                List.of(),
                from,
                Optional.empty(),
                false,
                1,
                false,
                1,
                longest == 0 ? OptionalInt.empty() : OptionalInt.of(longest),
                OptionalInt.empty(),
                1);
    }

    /** Of the forms of missing values and of numbers that programs write in place of ids. */
    @ParameterizedTest
    @CsvSource({"24.0, item ids end in '.0'", "7.00, item ids end in '.0'"})
    void idsOfOneItemThatWereMadeNumbersAreReported(String id, String note) throws IOException {
        StringBuilder text = new StringBuilder("session;item\n");
        for (int click = 0; click < 160; click++) {
            text.append("s" + click / 4 + ";" + (click == 133 ? id : click == 7 ? "1a.0" : "sku" + click % 6) + "\n");
        }
        Path log = Files.writeString(folder.resolve("ids.csv"), text);

        Imported imported = written(Datasets.importer()
                .csv(log.toString())
                .session("session")
                .item("item")
                .filters(Filters.NONE));

        assertThat(imported.notes()).anyMatch(found -> found.startsWith(note) && found.contains(id));
    }

    @Test
    void aFileOfItemsWithoutATitleIsReported() throws IOException {
        Path items = Files.writeString(
                folder.resolve("goods.tsv"), "sku\tcolour\ng0\tred\ng1\tblue\ng2\tred\ng3\t\ng4\tred\n");
        Importer importer = Datasets.importer()
                .json(visits().toString())
                .session("visitor")
                .item("sku")
                .time("at")
                .dropMissing("visitor")
                .dropMissing("sku")
                .filters(Filters.NONE)
                .items(new ItemTexts(
                        anywhere -> LogFiles.of(LogFiles.Kind.CSV, List.of(items.toString())),
                        "sku",
                        Optional.empty(),
                        List.of("colour")));

        assertThat(written(importer).notes())
                .anyMatch(note -> note.equals("no column of the title is named (--title), so items have none"));
        assertThat(dataset().catalogue().item(1).attributes()).containsEntry("colour", "blue");
    }

    /** A pipe can be read once only, packed or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jsonThatComesThroughAPipeIsRead(boolean packed) throws Exception {
        Path log = visits();
        Path pipe = folder.resolve("pipe.jsonl");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(made.waitFor() == 0, "there are no pipes with names here");
        String text = Files.readString(log).replace("null", "\"none\"").replace("\"\"", "\"g9\"");
        Thread writer = new Thread(() -> {
            try (OutputStream plain = Files.newOutputStream(pipe, StandardOpenOption.WRITE);
                    OutputStream out = packed ? new GZIPOutputStream(plain) : plain) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();

        written(Datasets.importer()
                .json(pipe.toString())
                .session("visitor")
                .item("sku")
                .time("at")
                .filters(Filters.NONE));

        assertThat(dataset().allSessions().clicks()).isEqualTo(200);
        assertThat(dataset().catalogue().size()).isEqualTo(9);
    }
}
