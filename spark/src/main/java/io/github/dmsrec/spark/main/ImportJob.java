package io.github.dmsrec.spark.main;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.datasets.imports.Imported;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.TimeFormat;
import io.github.dmsrec.datasets.split.SplitText;
import io.github.dmsrec.spark.ClickLogImport;
import io.github.dmsrec.spark.DmsrecSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a data set of clicks. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Make sessions of a table of clicks, filter and split them, and write a data set folder.")
final class ImportJob implements Callable<Integer> {

    private static final long SEED = 2024;

    @Mixin
    private Table table = new Table();

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "The data set, on the driver.")
    private Path out = Path.of("");

    @Option(names = "--session", paramLabel = "COLUMN", description = "The column of the session.")
    private Optional<String> session = Optional.empty();

    @Option(names = "--user", paramLabel = "COLUMN", description = "The column of the user.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--item", required = true, paramLabel = "COLUMN", description = "The column of the item.")
    private String item = "";

    @Option(names = "--time", paramLabel = "COLUMN", description = "The column of the time.")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--time-unit",
            paramLabel = "UNIT",
            description = "SECONDS, MILLIS or MICROS since 1970, where times are numbers.")
    private Optional<TimeFormat.Epoch> timeUnit = Optional.empty();

    @Option(
            names = "--title",
            paramLabel = "COLUMN",
            description = "The column of the item's title: beside each click, or in --items.")
    private Optional<String> title = Optional.empty();

    @Option(
            names = "--items",
            paramLabel = "PATH",
            description = "A table of the same format with the texts of the items, a row for each.")
    private Optional<String> items = Optional.empty();

    @Option(
            names = "--item-id",
            paramLabel = "COLUMN",
            description = "The column of the item in --items (default: that of --item).")
    private Optional<String> itemId = Optional.empty();

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            description = "A column of --items that becomes an attribute of the items; may be repeated.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--allow-unmatched-items",
            description = "Accept --items that have a row for fewer than half of the items.")
    private boolean allowUnmatchedItems;

    @Option(names = "--event", paramLabel = "COLUMN", description = "The column of the kind of click.")
    private Optional<String> event = Optional.empty();

    @Option(
            names = "--order",
            paramLabel = "COLUMN",
            description = "A column of different integers that orders clicks of the same time.")
    private Optional<String> order = Optional.empty();

    @Option(
            names = "--gap",
            paramLabel = "TIME",
            description = "A longer pause opens a session, e.g. PT30M (the default without --session).")
    private Optional<Duration> gap = Optional.empty();

    @Option(
            names = "--day",
            description =
                    "A new day (UTC) opens a session of the user, and so does a click later than --window after the"
                            + " session's first. Days of a single click are dropped.")
    private boolean day;

    @Option(names = "--window", paramLabel = "TIME", description = "With --day: e.g. PT5M (the default).")
    private Optional<Duration> window = Optional.empty();

    @Option(names = "--whole-users", description = "All clicks of a user are one session.")
    private boolean wholeUsers;

    @Option(names = "--events", paramLabel = "KIND", split = ",", description = "Only clicks of these kinds.")
    private List<String> events = new ArrayList<>();

    @Option(names = "--from", paramLabel = "MOMENT", description = "Only clicks from this moment on.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "MOMENT", description = "Only clicks before this moment.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--drop-duplicates", description = "Of clicks of the same session, item and time only the first.")
    private boolean dropDuplicates;

    @Option(names = "--min-item-support", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}; 1 keeps all.")
    private int minItemSupport = 5;

    @Option(names = "--drop-repeats", description = "Of clicks on one item in a row only the first.")
    private boolean dropRepeats;

    @Option(names = "--min-session-length", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int minSessionLength = 2;

    @Option(names = "--max-session-length", paramLabel = "N", description = "Drop longer sessions.")
    private Optional<Integer> maxSessionLength = Optional.empty();

    @Option(names = "--max-clicks", paramLabel = "N", description = "Of longer sessions keep the last N clicks.")
    private Optional<Integer> maxClicks = Optional.empty();

    @Option(
            names = "--k-core",
            defaultValue = "1",
            paramLabel = "K",
            description = "Drop items and sessions of fewer clicks until there are none.")
    private int core = 1;

    @Option(
            names = "--split",
            defaultValue = SplitText.DEFAULT,
            description = "As 'dmsrec import' has it (default: ${DEFAULT-VALUE}).")
    private String split = SplitText.DEFAULT;

    @Option(
            names = "--validation-share",
            defaultValue = "0.1",
            description = "The share of validation in what the test leaves (default: ${DEFAULT-VALUE}).")
    private double validationShare = 0.1;

    /** Made by the command line. */
    ImportJob() {}

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder().appName("dmsrec import").getOrCreate();
        ClickLogImport log = DmsrecSpark.on(spark)
                .importer()
                .item(item)
                .filters(filters())
                .split(SplitText.of(split, validationShare, SEED));
        session.ifPresent(log::session);
        user.ifPresent(log::user);
        time.ifPresent(log::time);
        timeUnit.ifPresent(log::timeUnit);
        event.ifPresent(log::event);
        order.ifPresent(log::order);
        rule().ifPresent(log::rule);
        describeItems(log, spark);
        Imported imported = log.write(table.read(spark), out);
        imported.filters().stream().map(FilterCount::line).forEach(System.out::println);
        return 0;
    }

    private Optional<SessionRule> rule() {
        if ((wholeUsers ? 1 : 0) + (gap.isPresent() ? 1 : 0) + (day ? 1 : 0) > 1) {
            throw new InvalidInputException("--whole-users, --gap and --day are different rules. Give one of them.");
        }
        if (window.isPresent() && !day) {
            throw new InvalidInputException("--window is given without --day. Add --day, or use --gap.");
        }
        if (day) {
            return Optional.of(new SessionRule.DayWindow(window.orElse(SessionRule.DayWindow.FIVE_MINUTES)));
        }
        return wholeUsers ? Optional.of(new SessionRule.WholeUser()) : gap.map(SessionRule.Gap::new);
    }

    private void describeItems(ClickLogImport log, SparkSession spark) {
        if (items.isEmpty()) {
            if (itemId.isPresent() || !texts.isEmpty()) {
                throw new InvalidInputException("--item-id and --text name columns of --items. Add --items.");
            }
            title.ifPresent(log::title);
            return;
        }
        log.items(table.read(spark, items.get()), itemId.orElse(item)).allowUnmatchedItems(allowUnmatchedItems);
        title.ifPresent(log::itemTitle);
        texts.forEach(log::itemText);
    }

    private Filters filters() {
        for (int least :
                new int[] {minItemSupport, minSessionLength, core, maxSessionLength.orElse(1), maxClicks.orElse(1)}) {
            if (least < 1) {
                throw new InvalidInputException("A length or support is " + least + ", but must be at least 1.");
            }
        }
        return new Filters(
                events,
                from.map(text -> moment("--from", text)),
                to.map(text -> moment("--to", text)),
                dropDuplicates,
                minItemSupport,
                dropRepeats,
                minSessionLength,
                maxSessionLength.map(OptionalInt::of).orElse(OptionalInt.empty()),
                maxClicks.map(OptionalInt::of).orElse(OptionalInt.empty()),
                core);
    }

    private static Instant moment(String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidInputException(
                    option + " is '" + text + "', but must be a moment like 2014-04-07T10:00:00Z.", e);
        }
    }
}
