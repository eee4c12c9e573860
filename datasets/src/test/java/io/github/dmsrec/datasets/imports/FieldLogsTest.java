package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as the field has them: broken in ways that no reader of files notices. Each is told, or refused by one message. */
class FieldLogsTest extends FieldLogFixture {

    private static final long START = 1_600_000_000L;

    /** Sixty sessions of four clicks on twelve items, an hour apart; the time of a click as a function tells. */
    private Path log(String name, String delimiter, IntFunction<String> time) throws IOException {
        return log(name, delimiter, time, click -> "i" + (click / 4 * 7 + click % 4 * 5) % 12);
    }

    private Path log(String name, String delimiter, IntFunction<String> time, IntFunction<String> item)
            throws IOException {
        StringBuilder text = new StringBuilder(String.join(delimiter, "session", "item", "time") + "\n");
        for (int click = 0; click < 240; click++) {
            text.append(String.join(delimiter, "s" + click / 4, item.apply(click), time.apply(click)))
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static long second(int click) {
        return START + click / 4 * 3600L + click % 4 * 37L;
    }

    private Importer importer(Path log) {
        return Datasets.importer()
                .csv(log.toString())
                .session("session")
                .item("item")
                .time("time")
                .filters(Filters.NONE);
    }

    // Times

    @Test
    void theFirstAndTheLastClickAreToldAndKept() throws IOException {
        Imported imported = written(importer(log("log.csv", ",", click -> Long.toString(second(click)))));

        ClickTimes times = imported.times().orElseThrow();
        assertThat(times.first()).isEqualTo("2020-09-13T12:26:40Z");
        assertThat(times.last()).isEqualTo("2020-09-15T23:28:31Z");
        assertThat(times.readAs()).contains("seconds since 1970", "first lines");
        assertThat(times.line()).contains("2020-09-13T12:26:40Z to 2020-09-15T23:28:31Z, 2.5 days", "zone: UTC");
        assertThat(imported.folders()
                        .get(0)
                        .manifest()
                        .facts()
                        .path(ClickTimes.FACT)
                        .path("last")
                        .asText())
                .isEqualTo(times.last());
    }

    /** Units that change at one click, in either direction, early, late and in the middle. */
    @ParameterizedTest
    @CsvSource({
        "1000, 1, 180, 182, seconds",
        "1, 1000, 200, 202, millis",
        "1000000, 1000, 120, 122, millis",
        "1000000, 1, 230, 232, seconds",
        "1000, 1000000, 239, 241, micros"
    })
    void aMixtureOfUnitsIsRefusedWithLinesAndValues(long before, long after, int from, int line, String unit)
            throws IOException {
        Path log = log("mixed.csv", ";", click -> Long.toString(second(click) * (click < from ? before : after)));

        assertThat(refused(importer(log)))
                .contains("mixed.csv' line " + line + ", column 'time': '" + second(from) * after + "'")
                .contains("Write one unit throughout", "a time in " + unit);
    }

    @Test
    void aSecondFileInAnotherUnitIsRefused() throws IOException {
        Path first = log("a.csv", ",", click -> second(click) + "000");
        Path second = log("b.csv", ",", click -> Long.toString(second(click)));

        assertThat(refused(Datasets.importer()
                        .csv(first.toString(), second.toString())
                        .session("session")
                        .item("item")
                        .time("time")))
                .contains("b.csv' line 2, column 'time'", "a.csv' line 2 has", "240 of 480");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "relative"})
    void whatIsNoClockIsRefused(String kind) throws IOException {
        refuseClock(kind);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"dwell", "ordinal", "sheet", "constant", "future", "price"})
    void whatElseIsNoClockIsRefused(String kind) throws IOException {
        refuseClock(kind);
    }

    private void refuseClock(String kind) throws IOException {
        IntFunction<String> time = click -> switch (kind) {
            case "id" -> Integer.toString(214_500_000 + click * 31);
            case "dwell" -> Integer.toString(click * 7919 % 600);
            case "ordinal" -> Integer.toString(click + 1);
            case "sheet" -> Double.toString(43_739 + click / 96.0);
            case "constant" -> "1600000000";
            case "future" -> Long.toString(second(click) + 4_000_000_000L);
            case "price" -> Long.toString(START + (click / 4 * 7 + click % 4 * 5) % 12 * 1000L);
            default -> Double.toString(click * 0.25);
        };
        Path log = log("odd.csv", "\t", time);

        assertThat(refused(importer(log)))
                .contains("odd.csv', column 'time'", "not a clock", "line 2 '", "--allow-odd-times", "(--time)");
        Imported imported = written(importer(log).allowOddTimes(true));
        assertThat(imported.notes()).anyMatch(note -> note.contains("--allow-odd-times"));
        assertThat(dataset().allSessions().size()).isEqualTo(60);
    }

    @Test
    void aWrongUnitIsNamed() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)));

        assertThat(refused(importer(log).timeFormat(TimeFormat.Epoch.MILLIS))).contains("Use --time-format seconds");
    }

    @Test
    void placeholdersOfMissingTimesAreRefused() throws IOException {
        Path log = log(
                "log.csv", ",", click -> click == 17 ? "1900-01-01T00:00:00" : "2021-03-04T10:" + click % 60 + ":00");

        assertThat(refused(importer(log)))
                .contains("line 19, column 'time': '1900-01-01T00:00:00' lies before 1990", "1 of 240");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%.9e", "%.12E", "%.1f"})
    void scientificNotationIsRead(String form) throws IOException {
        Path log = log("log.csv", ",", click -> String.format(Locale.ROOT, form, (double) second(click)));

        written(importer(log));

        assertThat(dataset().allSessions().time(0, 0)).isEqualTo(START);
        assertThat(dataset().allSessions().time(59, 3)).isEqualTo((double) second(239));
    }

    @Test
    void timesOfTooFewDigitsAreTold() throws IOException {
        Path log = log("log.csv", ",", click -> String.format(Locale.ROOT, "%.4e", (double) (second(click) * 1000)));

        assertThat(written(importer(log)).notes())
                .anyMatch(note -> note.contains("clicks within 100,000 s have one time"));
    }

    @Test
    void theHourThatComesTwiceIsTold() throws IOException {
        Path log = log(
                "log.csv", ",", click -> String.format(Locale.ROOT, "2021-10-31 %02d:%02d:00", click / 60, click % 60));

        Imported imported = written(importer(log).zone(ZoneId.of("Europe/Berlin")));

        assertThat(imported.notes()).anyMatch(note -> note.startsWith("60 clicks lie in an hour that comes twice"));
        assertThat(imported.times().orElseThrow().zone()).startsWith("Europe/Berlin");
    }

    // Lines

    private static void requireSum(Imported imported) {
        LineCounts lines = imported.lines();
        long steps = lines.steps().stream().mapToLong(LineCounts.Step::change).sum();
        assertThat(lines.total() + steps).isEqualTo(lines.records());
        long dropped =
                imported.filters().stream().mapToLong(FilterCount::clicks).sum();
        assertThat(lines.records() - dropped)
                .isEqualTo(imported.filters().get(imported.filters().size() - 1).clicksLeft());
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 9", "100, 231, ','", "150, 230, ;"})
    void quotesThatSwallowLinesAreRefusedWithTheLineWhereTheyBegan(int open, int close, String delimiter)
            throws IOException {
        String between = delimiter.equals("9") ? "\t" : delimiter;
        StringBuilder text = new StringBuilder(String.join(between, "session", "item", "time", "query") + "\n");
        int last = Math.max(close, open + 8);
        for (int click = 0; click < 240; click++) {
            int line = click + 2;
            String query = line == open ? "\"mug" : line == last ? "tea cup\"" : "x";
            text.append(String.join(between, "s" + click / 4, "i" + click % 9, Long.toString(second(click)), query))
                    .append('\n');
        }
        Path log = Files.writeString(folder.resolve("swallow.csv"), text);

        assertThat(refused(importer(log)))
                .contains("swallow.csv' line " + open + ": a value in double quotes begins there")
                .contains("spans " + (last - open) + " line breaks", "--no-quotes", "--multiline");
        Imported imported = written(importer(log).multiline(true));
        assertThat(imported.lines().steps())
                .contains(new LineCounts.Step("line breaks within quoted values", open - last));
        requireSum(imported);
    }

    @Test
    void manySmallSwallowsAreRefused() throws IOException {
        StringBuilder text = new StringBuilder("session,query,item,time\n");
        for (int click = 0; click < 240; click++) {
            String query = click % 20 == 4 ? "\"mug" : click % 20 == 5 ? "cup\"" : "x";
            text.append("s" + click / 4 + "," + query + ",i" + click % 9 + "," + second(click) + "\n");
        }
        Path log = Files.writeString(folder.resolve("swallow.csv"), text);

        assertThat(refused(importer(log)))
                .contains("swallow.csv' line 6: a value in double quotes begins there")
                .contains("12 lines that have all 4 fields");
    }

    @Test
    void aFewLineBreaksWithinValuesAreCountedAndEveryLineIsAccountedFor() throws IOException {
        StringBuilder text = new StringBuilder("session,item,time,note\n\n");
        for (int click = 0; click < 240; click++) {
            String note = click % 50 == 7 ? "\"Red, \"\"soft\"\"\nmug\"" : "x";
            text.append("s" + click / 4 + ",i" + click % 9 + "," + second(click) + "," + note + "\n");
        }
        text.append("\n\nlone,i3," + (second(239) + 5) + ",x\n");
        Path log = Files.writeString(folder.resolve("log.csv"), text);

        Imported imported = written(importer(log).filters(Filters.NONE.withMinSessionLength(2)));

        assertThat(imported.lines())
                .isEqualTo(LineCounts.of("lines of the files", 250)
                        .then("headers", -1)
                        .then("blank lines", -3)
                        .then("line breaks within quoted values", -5));
        assertThat(imported.lines().records()).isEqualTo(241);
        requireSum(imported);
        assertThat(dataset().allSessions().clicks()).isEqualTo(240);
    }

    // Items and titles

    private Importer withItems(Path log, IntFunction<String> id) throws IOException {
        StringBuilder text = new StringBuilder("sku,name\n");
        for (int item = 0; item < 12; item++) {
            text.append(id.apply(item)).append(",Item ").append(item).append('\n');
        }
        Path items = Files.writeString(folder.resolve("items.csv"), text);
        return importer(log)
                .items(new ItemTexts(
                        anywhere -> LogFiles.of(LogFiles.Kind.CSV, List.of(items.toString())),
                        "sku",
                        Optional.of("name"),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"case", "zeros"})
    void aJoinThatMatchesLittleIsRefusedWithTheLikelyDifference(String kind) throws IOException {
        refuseJoin(kind);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"float", "blank", "sign", "prefix", "exponent"})
    void otherJoinsThatMatchLittleAreRefusedWithTheLikelyDifference(String kind) throws IOException {
        refuseJoin(kind);
    }

    private void refuseJoin(String kind) throws IOException {
        boolean letters = kind.equals("case") || kind.equals("sign");
        Path log = log(
                "log.csv",
                ",",
                click -> Long.toString(second(click)),
                click -> (letters ? "ab-" : "") + (1000 + click % 12));
        IntFunction<String> id = item -> switch (kind) {
            case "case" -> "AB-" + (1000 + item);
            case "zeros" -> "000" + (1000 + item);
            case "float" -> (1000 + item) + ".00";
            case "blank" -> "10\u00a0" + String.format(Locale.ROOT, "%02d", item);
            case "sign" -> "ab_" + (1000 + item);
            case "prefix" -> "SKU" + (1000 + item);
            default -> String.format(Locale.ROOT, "%.3e", 1000.0 + item);
        };
        String words =
                switch (kind) {
                    case "case" -> "capital and small letters";
                    case "zeros" -> "zeros at the beginning";
                    case "float" -> "'.0' at the end";
                    case "blank" -> "blanks";
                    case "sign" -> "signs between letters and digits";
                    case "prefix" -> "letters or signs around the digits";
                    default -> "the form of a number";
                };
        Importer importer = withItems(log, id);

        assertThat(refused(importer))
                .contains("items.csv', column 'sku': of 12 clicked items 0 have a line there")
                .contains("the ids differ in " + words, "12 more would fit")
                .contains(letters ? "'ab-1000', 'ab-1001', 'ab-1002'" : "'1000', '1001', '1002'")
                .contains("--allow-unmatched-items");
        Imported imported = written(importer.allowUnmatchedItems(true));
        assertThat(imported.notes()).anyMatch(note -> note.startsWith("items: 12 of 12 clicked ones have no text"));
    }

    @Test
    void clicksWithoutItemsAndItemsWithoutClicksAreCounted() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)), click -> "i" + click % 10);

        Imported imported = written(withItems(log, item -> "i" + (item + 3)));

        assertThat(imported.notes())
                .contains(
                        "items: 3 of 10 clicked ones have no text (72 of 240 clicks); 5 of 12 with a text are not clicked");
        assertThat(imported.folders()
                        .get(0)
                        .manifest()
                        .facts()
                        .path(ItemJoin.FACT)
                        .path("clicksWithoutText")
                        .asInt())
                .isEqualTo(72);
    }

    @Test
    void ofSeveralTitlesTheMostFrequentCounts() throws IOException {
        StringBuilder text = new StringBuilder("session,item,time,title\n");
        for (int click = 0; click < 240; click++) {
            String title = click < 20 ? "lost" : click % 12 == 5 && click > 200 ? "" : "Real " + click % 12;
            text.append("s" + click / 4 + ",i" + click % 12 + "," + second(click) + "," + title + "\n");
        }
        Path log = Files.writeString(folder.resolve("log.csv"), text);

        Imported imported = written(importer(log).title("title"));

        assertThat(dataset().catalogue().items()).allMatch(item -> item.title().startsWith("Real "));
        assertThat(imported.notes())
                .contains(
                        "12 items have several titles, 24 in all; the most frequent counts, e.g. of 'i0' 'Real 0' and not"
                                + " 'lost'");
    }

    @Test
    void ofSeveralLinesOfAnItemThatOfTheMostFrequentTitleCounts() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)), click -> "i" + click % 2);
        Path items = Files.writeString(
                folder.resolve("items.csv"),
                "sku,name,brand\ni0,check,a\ni0,Soap,b\ni0,Soap,c\ni1,,d\ni1,Oil,e\ni1,,f\n");

        Imported imported = written(importer(log)
                .items(new ItemTexts(
                        anywhere -> LogFiles.of(LogFiles.Kind.CSV, List.of(items.toString())),
                        "sku",
                        Optional.of("name"),
                        List.of("brand"))));

        assertThat(dataset().catalogue().items().stream().map(item -> item.title() + item.attributes()))
                .containsExactly("Soap{brand=b}", "Oil{brand=e}");
        assertThat(imported.notes()).anyMatch(note -> note.startsWith("1 items have several titles"));
    }

    // Sessions

    @Test
    void aPauseCutsSessionsWhoseIdsAreUsedAgain() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)));
        String text = Files.readString(log).replaceAll("(?m)^s(\\d*)(\\d),", "s$2,");
        Files.writeString(log, text);

        written(importer(log).rule(new SessionRule.Gap(Duration.ofMinutes(20))));

        Sessions all = dataset().allSessions();
        assertThat(all.size()).isEqualTo(60);
        assertThat(all.id(0)).isEqualTo("s0-1");
        assertThat(all.id(13)).isEqualTo("s3-2");
        assertThat(dataset().sessions(Split.TEST).length(0)).isEqualTo(4);
    }

    @Test
    void anIdOfSeveralUsersIsASessionOfEach() throws IOException {
        StringBuilder text = new StringBuilder("session,user,item,time\n");
        for (int click = 0; click < 240; click++) {
            text.append("s" + click % 3 + ",u" + click / 60 + ",i" + click % 9 + "," + (START + click * 60L) + "\n");
        }
        Path log = Files.writeString(folder.resolve("log.csv"), text);
        Importer importer = importer(log).user("user");

        assertThat(refused(importer)).contains("is not the user of earlier clicks", "--gap");
        written(importer.rule(new SessionRule.Gap(Duration.ofMinutes(10))));

        assertThat(dataset().allSessions().size()).isEqualTo(12);
        assertThat(dataset().allSessions().id(0)).isEqualTo("u0-s0-1");
    }

    @Test
    void ofLongSessionsTheLastClicksAreKept() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)));
        StringBuilder robot = new StringBuilder(Files.readString(log));
        for (int click = 0; click < 5000; click++) {
            robot.append("robot,i" + click % 12 + "," + (START + 7L * click) + "\n");
        }
        Files.writeString(log, robot);
        Filters filters = new Filters(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                false,
                1,
                OptionalInt.empty(),
                OptionalInt.of(3),
                1);

        Imported imported = written(importer(log).filters(filters));

        Sessions all = dataset().allSessions();
        assertThat(all.size()).isEqualTo(61);
        List<double[]> kept = new ArrayList<>();
        for (int s = 0; s < all.size(); s++) {
            assertThat(all.length(s)).isEqualTo(3);
            if (all.id(s).equals("robot")) {
                kept.add(new double[] {all.time(s, 0), all.time(s, 2)});
            }
        }
        assertThat(kept).singleElement().isEqualTo(new double[] {START + 7 * 4997, START + 7 * 4999});
        assertThat(imported.filters()).anyMatch(count -> count.clicks() == 4997 + 60);
        requireSum(imported);
    }

    // Forms

    @Test
    void linesWithoutAValueCanBeLeftOut() throws IOException {
        StringBuilder text = new StringBuilder("user,item,time\n");
        for (int click = 0; click < 240; click++) {
            String user = click % 4 == 1 ? List.of("", "NaN", "null", " ").get(click / 4 % 4) : "u" + click / 8;
            text.append(user + "," + (click % 4 == 1 ? "" : "i" + click % 9) + "," + (START + click * 60L) + "\n");
        }
        Path log = Files.writeString(folder.resolve("log.csv"), text);
        Importer importer = Datasets.importer()
                .csv(log.toString())
                .user("user")
                .item("item")
                .time("time")
                .filters(Filters.NONE);

        assertThat(refused(importer)).contains("line 3, column 'user': '' is empty", "--drop-missing user");
        Imported imported = written(importer.dropMissing("user"));

        assertThat(imported.lines().steps()).contains(new LineCounts.Step("without a value of 'user'", -60));
        assertThat(dataset().allSessions().clicks()).isEqualTo(180);
        requireSum(imported);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s, %s, %s]",
                "['%s' '%s' '%s']",
                "%s|%s|%s",
                "%s %s %s",
                "(\"\"%s\"\"; \"\"%s\"\"; \"\"%s\"\")"
            })
    void aColumnWithAListOfItemsIsASessionALine(String form) throws IOException {
        StringBuilder text = new StringBuilder("day\tviewed\n");
        for (int line = 0; line < 50; line++) {
            String list = String.format(Locale.ROOT, form, "i" + line % 7, "i" + (line + 1) % 7, "i" + (line + 2) % 7);
            text.append("2021-05-0" + (1 + line / 10) + "\t\"" + list + "\"\n");
        }
        Path log = Files.writeString(folder.resolve("lists.tsv"), text);

        Imported imported = written(Datasets.importer()
                .csv(log.toString())
                .item("viewed")
                .time("day")
                .itemList(true)
                .filters(Filters.NONE));

        Sessions all = dataset().allSessions();
        assertThat(all.size()).isEqualTo(50);
        assertThat(all.items(3)).containsExactly(3, 4, 5);
        assertThat(imported.lines().records()).isEqualTo(150);
        requireSum(imported);
    }

    @Test
    void nestedEventsOfJsonAreClicks() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int session = 0; session < 60; session++) {
            text.append("{\"meta\": {\"visit\": \"v" + session + "\"}, \"log\": [");
            for (int click = 0; click < 4; click++) {
                text.append(click == 0 ? "" : ", ")
                        .append("{\"product\": {\"id\": 1}, \"sku\": " + (session + click) % 9 + ", \"ts\": "
                                + second(4 * session + click) + "000}");
            }
            text.append("]}\n");
        }
        Path log = Files.writeString(folder.resolve("nested.jsonl"), text);
        Importer importer = Datasets.importer()
                .json(log.toString())
                .session("meta.visit")
                .item("sku")
                .time("log.ts")
                .filters(Filters.NONE);

        Imported imported = written(importer);

        assertThat(dataset().allSessions().size()).isEqualTo(60);
        assertThat(dataset().allSessions().id(7)).isEqualTo("v7");
        assertThat(dataset().allSessions().items(2)).containsExactly(2, 3, 4, 5);
        assertThat(imported.lines().total()).isEqualTo(60);
        assertThat(imported.lines().records()).isEqualTo(240);
        requireSum(imported);
    }

    @Test
    void aMistakeInNestedEventsHasItsLine() throws IOException {
        Path log = Files.writeString(
                folder.resolve("nested.jsonl"),
                "{\"s\": 1, \"events\": [{\"i\": \"a\"}, {\"i\": \"b\"}]}\n{\"s\": 2, \"events\": [{\"i\": \"a\"}, {\"i\":"
                        + " \"\"}]}\n");

        assertThat(refused(Datasets.importer().json(log.toString()).session("s").item("i")))
                .contains("nested.jsonl' line 2, events[1], column 'events.i': '' is empty");
    }

    @Test
    void anObjectOrAListIsNoId() throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.jsonl"), "{\"s\": 1, \"item\": [3, 4]}\n{\"s\": 2, \"item\": [5]}\n");

        assertThat(refused(Datasets.importer().json(log.toString()).session("s").item("item")))
                .contains("log.jsonl', column 'item' holds a list", "--item-list");
    }

    @ParameterizedTest
    @CsvSource({"sep=;, ;", "SEP=|, |", "sep=~, ~"})
    void theSeparatorThatASpreadsheetNamesIsTaken(String line, String delimiter) throws IOException {
        Path log = log("log.csv", delimiter, click -> Long.toString(second(click)));
        Files.writeString(log, line + "\r\n" + Files.readString(log).replace("\n", "\r\n"));

        Imported imported = written(importer(log));

        assertThat(dataset().allSessions().size()).isEqualTo(60);
        assertThat(imported.lines().records()).isEqualTo(240);
        requireSum(imported);
    }

    @ParameterizedTest
    @CsvSource({"425a683931, bzip2", "fd377a585a00, xz", "04224d18, lz4", "377abcaf271c, 7-Zip", "d0cf11e0a1b1, Excel"})
    void whatIsNotReadIsNamed(String begin, String name) throws IOException {
        byte[] bytes = java.util.HexFormat.of().parseHex(begin + "00".repeat(40));
        Path log = Files.write(folder.resolve("log.csv"), bytes);

        assertThat(refused(importer(log))).contains("log.csv' is ", name);
    }

    /** A pipe can be read once only. */
    @Test
    void aPipeIsReadAndNamed() throws Exception {
        Path log = log("log.csv", ",", click -> click == 99 ? "noon" : Long.toString(second(click)));
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(made.waitFor() == 0, "there are no pipes with names here");

        feed(log, pipe);
        assertThat(refused(importer(pipe))).contains("'" + pipe + "' line 101, column 'time': 'noon'");
        Files.writeString(log, Files.readString(log).replace("noon", Long.toString(second(99))));
        feed(log, pipe);
        Imported imported = written(importer(pipe));

        assertThat(dataset().allSessions().clicks()).isEqualTo(240);
        assertThat(imported.folders().get(0).manifest().inputs())
                .singleElement()
                .satisfies(input -> assertThat(input.path()).endsWith("/pipe"));
    }

    private static void feed(Path file, Path pipe) {
        Thread writer = new Thread(() -> {
            try {
                Files.write(pipe, Files.readAllBytes(file), StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
    }

    @Test
    void idsThatWereMadeNumbersAreTold() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)), click -> click % 12 + ".0");

        assertThat(written(importer(log)).notes()).anyMatch(note -> note.contains("item ids end in '.0'"));
    }

    @Test
    void latin1FilesAreScannedAlike() throws IOException {
        Path log = log("log.csv", ",", click -> Long.toString(second(click)), click -> "caf\u00e9" + click % 12);
        Files.write(log, Files.readString(log).getBytes(StandardCharsets.ISO_8859_1));

        Imported imported = written(Datasets.importer()
                .files(LogFiles.of(LogFiles.Kind.CSV, List.of(log.toString())).in(LogFiles.Encoding.LATIN_1))
                .session("session")
                .item("item")
                .time("time")
                .filters(Filters.NONE));

        requireSum(imported);
        assertThat(imported.lines().records()).isEqualTo(240);
    }

    // Size and names

    /** Clicks as objects with two keys that differ in case only. */
    private static String objects(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int click = from; click < to; click++) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"item\": \"i%d\", \"Item\": \"other\", \"session\": \"s%d\", \"time\": %d}%n",
                    (click / 4 + click % 4) % 12,
                    click / 4,
                    second(click)));
        }
        return text.toString();
    }

    @Test
    void keysThatDifferInCaseOnlyAreTwoColumns() throws IOException {
        Path log = Files.writeString(folder.resolve("log.jsonl"), objects(0, 240));
        Importer importer = Datasets.importer().json(log.toString()).filters(Filters.NONE);

        written(importer.session("session").item("item").time("time"));

        assertThat(dataset().catalogue().size()).isEqualTo(12);
    }

    @Test
    void columnsOfParquetThatDifferInCaseOnlyAreTwoColumns() throws IOException {
        Path log = folder.resolve("log.parquet");
        ParquetFiles.write(
                log,
                Stream.of("session", "item", "itex", "time")
                        .map(name -> new ParquetColumn(name, ParquetColumn.Type.TEXT))
                        .toList(),
                writer -> {
                    for (int click = 0; click < 240; click++) {
                        writer.beginRow()
                                .text("s" + click / 4)
                                .text("other")
                                .text("i" + (click / 4 + click % 4) % 12)
                                .text(Long.toString(second(click)))
                                .endRow();
                    }
                });
        String bytes = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1).replace("itex", "Item");
        Files.write(log, bytes.getBytes(StandardCharsets.ISO_8859_1));
        Importer importer = Datasets.importer().parquet(log.toString()).filters(Filters.NONE);

        Imported imported = written(importer.session("session").item("Item").time("time"));

        assertThat(imported.notes()).contains("columns session, item, Item, time");
        assertThat(dataset().catalogue().size()).isEqualTo(12);
    }

    @Test
    void packedJsonIsReadWhateverItsName() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("logs")).resolve("a.jsonl"), objects(0, 80));
        Files.write(folder.resolve("logs/b.jsonl"), packed(objects(80, 200)));
        Files.writeString(folder.resolve("logs/c.jsonl"), objects(200, 240));
        Importer importer =
                Datasets.importer().json(folder.resolve("logs").toString()).filters(Filters.NONE);

        written(importer.session("session").item("item").time("time"));

        Sessions all = dataset().allSessions();
        assertThat(all.size()).isEqualTo(60);
        assertThat(all.clicks()).isEqualTo(240);
        assertThat(all.items(30)).hasSize(4);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
