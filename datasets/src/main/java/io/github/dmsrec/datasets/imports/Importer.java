package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.format.KnownLog;
import io.github.dmsrec.datasets.format.NamedFormats;
import io.github.dmsrec.datasets.format.RecBolePresplit;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TableMaker;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects the choices of an import, and runs it. What is not said has the default of {@link ImportPlan}. For one thread. */
public final class Importer {

    /** The memory for tables that an import gets unless it is told otherwise: one GiB. */
    public static final long DEFAULT_MEMORY = 1L << 30;

    private String format = "";
    private Optional<TableMaker> log = Optional.empty();
    private Optional<RecBolePresplit> presplit = Optional.empty();
    private Optional<String> session = Optional.empty();
    private Optional<String> user = Optional.empty();
    private Optional<String> item = Optional.empty();
    private Optional<String> time = Optional.empty();
    private Optional<String> title = Optional.empty();
    private Optional<String> event = Optional.empty();
    private Optional<ItemTexts> items = Optional.empty();
    private Optional<TimeFormat> timeFormat = Optional.empty();
    private ZoneId zone = ZoneOffset.UTC;
    private Optional<SessionRule> rule = Optional.empty();
    private Filters filters = Filters.DEFAULT;
    private Splitting split = new Splitting.ByTime(Shares.leaving(0.9, 0.1));
    private boolean dropUnseenItems;
    private boolean unclickedItems;
    private final List<String> dropMissing = new ArrayList<>();
    private boolean itemList;
    private boolean allowOddTimes;
    private boolean multiline;
    private boolean allowUnmatchedItems;
    private long memory = DEFAULT_MEMORY;
    private OptionalLong temporary = OptionalLong.empty();
    private Optional<PreparedLog> prepared = Optional.empty();
    private Progress progress = Progress.NONE;

    /** An import with the default choices, of which nothing is said yet. */
    public Importer() {}

    /** Reads CSV or TSV files with a header; see {@link LogFiles#of}. */
    public Importer csv(String... patterns) {
        return files(LogFiles.of(LogFiles.Kind.CSV, List.of(patterns)));
    }

    /** Reads JSON files; see {@link LogFiles#of}. */
    public Importer json(String... patterns) {
        return files(LogFiles.of(LogFiles.Kind.JSON, List.of(patterns)));
    }

    /** Reads Parquet files; see {@link LogFiles#of}. */
    public Importer parquet(String... patterns) {
        return files(LogFiles.of(LogFiles.Kind.PARQUET, List.of(patterns)));
    }

    /** Reads files. */
    public Importer files(LogFiles files) {
        return table(files.kind().name().toLowerCase(java.util.Locale.ROOT), folder -> files);
    }

    /** Reads a table that is made on the way. */
    private Importer table(String name, TableMaker maker) {
        format = name;
        log = Optional.of(maker);
        return this;
    }

    /**
     * Reads the files of a known data set, and takes over its columns, session rule and filters; what is said afterwards
     * overrides them.
     *
     * @throws UserMistakeException if there is no format of that name, or the folder lacks its files
     */
    public Importer format(String name, Path folder) throws IOException {
        presplit = NamedFormats.presplit(name, folder);
        if (presplit.isPresent()) {
            return this;
        }
        KnownLog known = NamedFormats.log(name, folder);
        table(name, known.clicks());
        known.columns().session().ifPresent(this::session);
        known.columns().user().ifPresent(this::user);
        item(known.columns().item());
        known.columns().time().ifPresent(this::time);
        known.columns().title().ifPresent(this::title);
        known.columns().event().ifPresent(this::event);
        if (known.timeFormat() != null) {
            timeFormat(known.timeFormat());
        }
        if (known.items() != null) {
            items(known.items());
        }
        if (known.rule() != null) {
            rule(known.rule());
        }
        if (known.filters() != null) {
            filters(known.filters());
        }
        itemList(known.itemList());
        return this;
    }

    /** Names the column of the session. */
    public Importer session(String column) {
        session = Optional.of(column);
        return this;
    }

    /** Names the column of the user. */
    public Importer user(String column) {
        user = Optional.of(column);
        return this;
    }

    /** Names the column of the item. */
    public Importer item(String column) {
        item = Optional.of(column);
        return this;
    }

    /** Names the column of the time. */
    public Importer time(String column) {
        time = Optional.of(column);
        return this;
    }

    /** Names the column of the item's title beside each click; the first that is not empty counts. */
    public Importer title(String column) {
        title = Optional.of(column);
        return this;
    }

    /** Names the column of the kind of click. */
    public Importer event(String column) {
        event = Optional.of(column);
        return this;
    }

    /** Takes the items' texts from files of their own. */
    public Importer items(ItemTexts texts) {
        items = Optional.of(texts);
        return this;
    }

    /**
     * Names another column of the title in the files of the items that are known already, as those of a known format.
     *
     * @throws UserMistakeException if there are none
     */
    public Importer itemTitle(String column) {
        ItemTexts known = items.orElseThrow(() -> new UserMistakeException(
                "--title is '" + column + "', but the folder has no file of items.",
                "Add the file of the items, or omit the option."));
        items = Optional.of(new ItemTexts(
                known.files(),
                known.id(),
                Optional.of(column),
                known.texts().stream()
                        .filter(text -> !text.equals(column) && !text.startsWith(column + ":"))
                        .toList(),
                known.kind()));
        return this;
    }

    /** Tells how times are written. */
    public Importer timeFormat(TimeFormat value) {
        timeFormat = Optional.of(value);
        return this;
    }

    /** Sets the zone of times without a time zone; UTC by default. */
    public Importer zone(ZoneId value) {
        zone = value;
        return this;
    }

    /** Tells what a session is; by default what the column of the session says, else pauses of half an hour. */
    public Importer rule(SessionRule value) {
        rule = Optional.of(value);
        return this;
    }

    /** Tells what is left out. */
    public Importer filters(Filters value) {
        filters = value;
        return this;
    }

    /** The filters so far. */
    public Filters filters() {
        return filters;
    }

    /** Tells how sessions are divided. */
    public Importer split(Splitting value) {
        split = value;
        return this;
    }

    /** Tells whether test clicks on items that training does not have are dropped. */
    public Importer dropUnseenItems(boolean value) {
        dropUnseenItems = value;
        return this;
    }

    /** Tells whether items that have a text but no click join the catalogue, after the others. */
    public Importer unclickedItems(boolean value) {
        unclickedItems = value;
        return this;
    }

    /** Leaves out lines that have no value in a column; may be called for several columns. */
    public Importer dropMissing(String column) {
        dropMissing.add(column);
        return this;
    }

    /**
     * Tells whether the column of the item holds a list of items. Then a line is a session, unless a column names sessions or
     * users.
     */
    public Importer itemList(boolean value) {
        itemList = value;
        return this;
    }

    /** Tells whether times are taken that are those of no clock: before 1990, in the future, or all alike. */
    public Importer allowOddTimes(boolean value) {
        allowOddTimes = value;
        return this;
    }

    /** Tells whether values in quotes may go over many lines. */
    public Importer multiline(boolean value) {
        multiline = value;
        return this;
    }

    /** Tells whether the items' texts may be those of fewer than half of the items. */
    public Importer allowUnmatchedItems(boolean value) {
        allowUnmatchedItems = value;
        return this;
    }

    /** Limits the memory for tables, in bytes. */
    public Importer memory(long bytes) {
        memory = bytes;
        return this;
    }

    /** Limits the disk for what does not fit into memory, in bytes. */
    public Importer temporaryDisk(long bytes) {
        temporary = OptionalLong.of(bytes);
        return this;
    }

    /**
     * Says how the log was made: its sessions are named, and all filters were applied. Neither is applied again; the data set
     * records them in place of the files that are read.
     */
    public Importer prepared(PreparedLog log) {
        prepared = Optional.of(log);
        return filters(Filters.NONE);
    }

    /** Tells who hears of the progress. */
    public Importer progress(Progress value) {
        progress = value;
        return this;
    }

    /**
     * The choices so far.
     *
     * @throws UserMistakeException naming all that is missing or does not go together
     */
    public ImportPlan plan() {
        if (presplit.isPresent()) {
            throw new UserMistakeException(
                    "Files that are divided already join no data set.", "Give a log in one file X.inter.");
        }
        List<String> mistakes = new ArrayList<>();
        boolean lines = itemList && session.isEmpty() && user.isEmpty();
        SessionRule chosen = rule.map(this::withinSessions)
                .orElseGet(() -> session.isPresent() || lines
                        ? new SessionRule.Given()
                        : new SessionRule.Gap(SessionRule.Gap.HALF_AN_HOUR));
        require(mistakes, log.isPresent(), "no file is given");
        require(mistakes, item.isPresent(), "the column of the item is not named (--item)");
        require(
                mistakes,
                session.isPresent() || user.isPresent() || itemList,
                "neither the column of the session (--session) nor that of the user (--user) is named");
        require(
                mistakes,
                time.isPresent() || !(chosen instanceof SessionRule.GivenGap),
                "--gap needs times, but --time is missing");
        if (chosen.needsUser()) {
            require(mistakes, session.isEmpty(), "the sessions are named (--session) and also to be made of users");
            require(
                    mistakes,
                    user.isPresent() || session.isEmpty(),
                    "sessions are to be made of users, but --user is missing");
            require(
                    mistakes,
                    time.isPresent() || chosen instanceof SessionRule.WholeUser,
                    "the session rule needs times, but --time is missing");
        }
        require(mistakes, filters.events().isEmpty() || event.isPresent(), "--events is given without --event");
        require(
                mistakes,
                time.isPresent() || (filters.from().isEmpty() && filters.to().isEmpty()),
                "--from or --to is given without --time");
        require(
                mistakes,
                time.isPresent() || !(split instanceof Splitting.ByDays),
                "a split by days needs times, but --time is missing");
        require(mistakes, items.isEmpty() || title.isEmpty(), "titles are in the log and in files of their own");
        require(
                mistakes,
                !dropUnseenItems || split instanceof Splitting.ByTime || split instanceof Splitting.ByDays,
                "unseen items can be dropped from a split by time or days only, but the split is '" + split.label()
                        + "'");
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    String.join("; ", mistakes) + ".",
                    "See 'dmsrec import csv --help' for the options that go together.");
        }
        return new ImportPlan(
                format,
                log.orElseThrow(),
                new LogColumns(session, user, item.orElseThrow(), time, title, event),
                items,
                timeFormat,
                zone,
                chosen,
                filters,
                split,
                dropUnseenItems,
                unclickedItems,
                dropMissing,
                itemList,
                allowOddTimes,
                multiline,
                allowUnmatchedItems,
                memory,
                temporary,
                prepared);
    }

    /** Pauses open sessions of users, and where sessions are named, within a name. */
    private SessionRule withinSessions(SessionRule asked) {
        return session.isPresent() && asked instanceof SessionRule.Gap gap
                ? new SessionRule.GivenGap(gap.longest())
                : asked;
    }

    /**
     * Imports.
     *
     * @param out the data set folder to write, or the folder of the windows
     * @param origin its name becomes the data set's; the files and the choices are added
     * @throws UserMistakeException if a choice is missing, a file is missing or malformed, nothing is left after the filters,
     *     a split would have no row, or something else is at {@code out}; then nothing is written
     */
    public Imported write(Path out, Origin origin) throws IOException {
        if (presplit.isPresent()) {
            RecBolePresplit.Written written = presplit.get().write(out, origin, progress);
            return new Imported(
                    List.of(written.folder()), List.of(), written.lines(), Optional.empty(), written.notes());
        }
        return new ImportRun(plan(), out, origin, progress).run();
    }

    /**
     * Imports logs that are to join a data set: undivided, as training sessions, and with all that may be too rare or too short
     * in these logs alone.
     *
     * @param out the data set folder to write
     * @param origin as in {@link #write}
     * @throws UserMistakeException as in {@link #write}
     */
    public Imported writeForAppending(Path out, Origin origin) throws IOException {
        return new ImportRun(plan().forAppending(), out, origin, progress).runWhole();
    }

    private static void require(List<String> mistakes, boolean holds, String otherwise) {
        if (!holds) {
            mistakes.add(otherwise);
        }
    }
}
