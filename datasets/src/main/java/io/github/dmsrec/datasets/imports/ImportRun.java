package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.split.DividedSessions;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.SplitBoundaries;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.Source;
import io.github.dmsrec.datasets.source.Sql;
import io.github.dmsrec.datasets.source.TimeFormat;
import io.github.dmsrec.datasets.split.DatasetSplitting;
import io.github.dmsrec.datasets.split.DividedDataset;
import io.github.dmsrec.datasets.split.SplitChecks;
import io.github.dmsrec.datasets.split.SplitFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One import, from the files to the data set folders. Everything between is tables of a {@link ImportDatabase}. */
final class ImportRun {

    private static final int STEPS = 5;

    private final ImportPlan plan;
    private final Path out;
    private final Origin origin;
    private final Progress progress;
    private final boolean timed;
    private final boolean owned;
    private final boolean given;
    private final List<FilterCount> counts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<FileScan> scans = new ArrayList<>();
    private boolean grows;
    private Optional<ClickTimes> times = Optional.empty();
    private Optional<ItemJoin> join = Optional.empty();
    private LineCounts lines = LineCounts.of("lines of the files", 0);

    ImportRun(ImportPlan plan, Path out, Origin origin, Progress progress) {
        this.plan = plan;
        this.out = out;
        this.origin = origin;
        this.progress = progress;
        this.timed = plan.columns().time().isPresent();
        this.given = plan.rule() instanceof SessionRule.Given;
        this.owned = plan.rule().needsUser() || plan.columns().user().isPresent();
    }

    Imported run() throws IOException {
        return run(this::write);
    }

    /** Imports without dividing: all sessions are those of training. */
    Imported runWhole() throws IOException {
        grows = true;
        return run(sessions ->
                List.of(sessions.write(out, SplitBoundaries.undivided(sessions.size()), complete(), facts())));
    }

    /** Writes data sets of the undivided sessions. */
    private interface Writing {
        List<ArtefactFolder> write(SessionTables sessions) throws IOException;
    }

    private Imported run(Writing writing) throws IOException {
        if (plan.split().results() > 1) {
            ArtefactFolder.checkAllReplaceable(out, ArtefactKind.DATASET);
        } else {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        }
        try (ImportDatabase database = ImportDatabase.open(out, plan.memory(), plan.temporary(), origin.threads());
                Progress.Stage stage = progress.stage("import " + origin.name(), "steps", STEPS)) {
            return run(writing, database, stage);
        } catch (SQLException e) {
            throw new IOException("DuckDB failed: " + e.getMessage(), e);
        }
    }

    private Imported run(Writing writing, ImportDatabase database, Progress.Stage stage)
            throws IOException, SQLException {
        try {
            ItemTable texts = read(database);
            stage.advance(1, "read");
            FilterCount visits = number(database, texts);
            stage.advance(1, "items and sessions numbered");
            ClickFilters filters = new ClickFilters(plan.filters(), database, counts);
            if (!given) {
                new SessionMaker(plan.rule(), database).make();
            }
            filters.filterSessions(visits, !(plan.rule() instanceof SessionRule.DayWindow));
            plan.prepared().ifPresent(this::recordPrepared);
            stage.advance(1, "filtered");
            order(database);
            stage.advance(1, "in order");
            List<ArtefactFolder> made =
                    writing.write(new SessionTables(database, texts, timed, owned, origin.threads()));
            stage.advance(1, "written");
            return new Imported(made, counts, lines, times, notes);
        } catch (UserMistakeException e) {
            throw database.original(e);
        }
    }

    /** Puts what was done elsewhere in place of what this import found to do. */
    private void recordPrepared(PreparedLog log) {
        counts.clear();
        counts.addAll(log.counts());
        lines = LineCounts.of("rows of the log", log.read());
        scans.clear();
    }

    private ItemTable read(ImportDatabase database) throws IOException, SQLException {
        Source source = Source.open(plan.log().files(database.folder()), database);
        Source.inputs(plan.log(), source).forEach(scan -> scans.add(database.original(scan)));
        source.found().ifPresent(notes::add);
        EventTable events = new EventTable(plan, source, database, notes);
        events.load();
        times = events.times();
        lines = events.lines();
        requireOneOwner(database, source);
        if (!timed) {
            notes.add("no column of the time is named, so the order of the file counts as that of time");
        }
        ItemTable texts = plan.items().isPresent()
                ? ItemTable.of(plan.items().get(), plan, database, scans, notes)
                : ItemTable.ofEvents(plan.columns().title().isPresent(), database, notes);
        return texts;
    }

    private void requireOneOwner(ImportDatabase database, Source source) throws IOException, SQLException {
        if (!given || plan.columns().user().isEmpty()) {
            return;
        }
        String[] found = new String[2];
        database.query(
                "SELECT key, arg_min(owner, rowid) FROM events GROUP BY key HAVING min(owner) <> max(owner) ORDER BY"
                        + " min(rowid) LIMIT 1",
                row -> {
                    found[0] = row.getString(1);
                    found[1] = row.getString(2);
                });
        if (found[0] != null) {
            int key = source.column("--session", plan.columns().session().orElseThrow());
            int user = source.column("--user", plan.columns().user().orElseThrow());
            throw source.mistake(
                    database,
                    source.text(key) + " = " + Sql.text(found[0]) + " AND " + source.text(user) + " <> "
                            + Sql.text(found[1]),
                    user,
                    "is not the user of earlier clicks of session '" + Source.shortened(found[0]) + "', who is '"
                            + Source.shortened(found[1]) + "'",
                    "Make session ids unique, or add --gap to --session, which separates them; or make sessions"
                            + " of users, without --session.");
        }
    }

    /**
     * Leaves out rare items: {@code items}, and the clicks left. Where the log has sessions they are {@code clicks} with its
     * own ids; else {@code visits} with numbers in place of ids, which are sorted faster, and {@code keys}.
     */
    private FilterCount number(ImportDatabase database, ItemTable texts) throws IOException, SQLException {
        int support = plan.filters().minItemSupport();
        ClickFilters filters = new ClickFilters(plan.filters(), database, counts);
        long read = database.number("SELECT count(*) FROM events");
        boolean filtered = filters.filtersEvents();
        if (filtered) {
            counts.add(
                    new FilterCount("read", 0, 0, read, 0, database.number("SELECT count(DISTINCT item) FROM events")));
            filters.filterEvents();
        }
        boolean owners = plan.rule() instanceof SessionRule.GivenGap && owned;
        String item = given ? "item" : "(row_number() OVER () - 1)::INTEGER AS item";
        database.run("CREATE TABLE items AS SELECT " + item
                + ", item AS id, count(*) AS n FROM events GROUP BY events.item");
        join = texts.join(plan, grows, database, notes);
        if (given) {
            viewClicks(database, support);
        } else {
            // A name that several users have is one name of each.
            database.run("CREATE TABLE keys AS SELECT (row_number() OVER () - 1)::INTEGER AS key, key AS id, "
                    + (owners ? "owner" : "key AS owner") + " FROM events GROUP BY events.key"
                    + (owners ? ", events.owner" : ""));
            database.run(
                    "CREATE TABLE visits AS SELECT k.key, i.item, e.t, e.rowid AS seq FROM events e JOIN items i ON e.item ="
                            + " i.id JOIN keys k ON e.key = k.id" + (owners ? " AND e.owner = k.owner" : "")
                            + " WHERE i.n >= " + support);
            database.run("DROP TABLE events");
        }
        if (!filtered) {
            counts.add(new FilterCount("read", 0, 0, read, 0, database.number("SELECT count(*) FROM items")));
        }
        FilterCount left = counts.get(counts.size() - 1);
        if (support > 1) {
            long clicks = database.number("SELECT coalesce(sum(n), 0) FROM items WHERE n >= " + support);
            left = filters.add(new FilterCount(
                    "items of less than " + support + " clicks",
                    left.clicksLeft() - clicks,
                    0,
                    clicks,
                    0,
                    database.number("SELECT count(*) FROM items WHERE n >= " + support)));
        }
        return left;
    }

    private void viewClicks(ImportDatabase database, int support) throws IOException, SQLException {
        database.run("CREATE TABLE rare AS SELECT item FROM items WHERE n < " + support);
        boolean all = database.number("SELECT count(*) FROM rare") == 0;
        database.createView(
                "clicks",
                "SELECT key AS session, item, t, events.rowid AS seq FROM events"
                        + (all ? "" : " ANTI JOIN rare USING (item)"));
        if (owned) {
            database.run("CREATE TABLE names AS SELECT key AS session, key AS id, min(owner) AS owner FROM events"
                    + " GROUP BY key");
        }
    }

    /** Puts sessions in time order and items in that of their ids: {@code heads}, {@code catalogue}, {@code ordered_clicks}. */
    private void order(ImportDatabase database) throws IOException, SQLException {
        boolean named = owned || !given;
        // What is sorted is narrow, and sorted once for each order; ids join afterwards.
        database.run("CREATE TABLE by_end AS SELECT rowid AS line, first FROM lengths ORDER BY last, first");
        database.run("CREATE TABLE by_begin AS SELECT rowid AS number FROM by_end ORDER BY first");
        database.run(
                "CREATE TABLE numbers AS SELECT l.session, e.rowid::INTEGER AS number FROM lengths l JOIN by_end e ON"
                        + " l.rowid = e.line");
        database.run(
                "CREATE TABLE heads AS SELECT e.rowid::INTEGER AS number, b.rowid::INTEGER AS place, l.n, l.begun, l.last, "
                        + (named ? "s.id" : "l.session AS id") + (owned ? ", s.owner" : "")
                        + " FROM by_end e JOIN by_begin b ON b.number = e.rowid JOIN lengths l ON l.rowid = e.line"
                        + (named ? " JOIN names s ON l.session = s.session" : "") + " ORDER BY e.rowid");
        for (String done : List.of("names", "lengths", "by_begin", "by_end")) {
            database.run("DROP TABLE IF EXISTS " + done);
        }
        makeCatalogue(database);
        // Joined before they are sorted: both at once would need the memory of both.
        database.run(
                "CREATE TABLE numbered AS SELECT h.number, c.item, k.t, k.seq FROM clicks k JOIN numbers h ON k.session ="
                        + " h.session JOIN catalogue c ON k.item = c.old");
        database.drop("clicks");
        database.run("DROP TABLE IF EXISTS events");
        database.run("DROP TABLE numbers");
        database.run("CREATE TABLE ordered_clicks AS SELECT number, item, t FROM numbered ORDER BY number, t, seq");
        database.run("DROP TABLE numbered");
        if (plan.unclickedItems()) {
            database.run(
                    "INSERT INTO catalogue SELECT (n.items + row_number() OVER (ORDER BY x.id) - 1)::INTEGER, x.id, NULL"
                            + " FROM texts x ANTI JOIN catalogue c ON x.id = c.id, (SELECT count(*) AS items FROM"
                            + " catalogue) n");
        }
    }

    // Numbers by value, if all ids are numbers; as in the import of session-rec.
    private void makeCatalogue(ImportDatabase database) throws IOException, SQLException {
        String ids = "used u JOIN items i ON u.item = i.item";
        boolean numbers =
                database.number("SELECT count(*) FROM " + ids + " WHERE NOT regexp_full_match(i.id, '[0-9]{1,18}')")
                        == 0;
        database.run("CREATE TABLE catalogue AS SELECT (row_number() OVER (ORDER BY "
                + (numbers ? "i.id::BIGINT, " : "") + "i.id) - 1)::INTEGER AS item, i.id, i.item AS old FROM " + ids
                + " ORDER BY 1");
    }

    private List<ArtefactFolder> write(SessionTables sessions) throws IOException {
        if (plan.split() instanceof Splitting.InTime rule) {
            return writeCut(sessions, rule);
        }
        // Splits that are not cuts in time are made in memory.
        SessionDataset whole = sessions.inMemory(origin);
        Sessions all = whole.allSessions();
        Division division = plan.split().divide(all).get(0);
        requireRows(division, "");
        return List.of(DividedDataset.write(out, whole, plan.split(), all, division, complete(), facts()));
    }

    private List<ArtefactFolder> writeCut(SessionTables sessions, Splitting.InTime rule) throws IOException {
        SplitChecks.requireEnough(rule, sessions.size(), "The log");
        List<SplitBoundaries> cuts = rule.boundaries(sessions);
        for (int i = 0; i < cuts.size(); i++) {
            requireRows(sessions, cuts.get(i), cuts.size() > 1 ? DatasetSplitting.WINDOW + (i + 1) + ": " : "");
        }
        if (plan.dropUnseenItems()) {
            cuts = List.of(sessions.dropUnseen(cuts.get(0)));
            counts.add(sessions.left(
                    "test clicks on items unseen before, and what they leave single", counts.get(counts.size() - 1)));
            requireRows(sessions, cuts.get(0), "");
        }
        if (cuts.size() == 1) {
            return List.of(sessions.write(out, cuts.get(0), complete(), facts(sessions, cuts.get(0))));
        }
        List<SplitBoundaries> windows = cuts;
        return ArtefactFolder.writeTogether(out, ArtefactKind.DATASET, folder -> {
            for (int i = 0; i < windows.size(); i++) {
                sessions.write(
                        folder.resolve(DatasetSplitting.WINDOW + (i + 1)),
                        windows.get(i),
                        complete().named(origin.name() + " window " + (i + 1)),
                        facts(sessions, windows.get(i)));
            }
        });
    }

    private void requireRows(SessionTables sessions, SplitBoundaries cut, String where) throws IOException {
        try (CutTables divided = sessions.at(cut)) {
            requireRows(divided, where);
        }
    }

    private <X extends Exception> void requireRows(DividedSessions<X> divided, String where) throws X {
        SplitChecks.requireRows(
                divided,
                "Split by " + plan.split().label() + ": " + where + SplitChecks.ofSessions(divided),
                "Use another --split, weaker filters or a larger log: this one is too small for the split, or its"
                        + " sessions are too short.");
    }

    private Map<String, Object> facts(SessionTables sessions, SplitBoundaries cut) throws IOException {
        Map<String, Object> facts = facts();
        try (CutTables divided = sessions.at(cut)) {
            facts.putAll(SplitFacts.of(plan.split(), sessions, divided));
        }
        if (plan.dropUnseenItems()) {
            facts.computeIfPresent(
                    DatasetFolder.LEAKS,
                    (key, leaks) -> leaks
                            + " Test clicks on items that training and validation do not have were dropped, so no target"
                            + " of the test is a new item.");
        }
        return facts;
    }

    /** The facts that do not depend on the split. */
    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", plan.prepared().map(PreparedLog::format).orElse(plan.format()));
        facts.put("sessionRule", rule().words());
        facts.put(LineCounts.FACT, lines);
        facts.put("filters", counts);
        times.ifPresent(found -> facts.put(ClickTimes.FACT, found));
        join.ifPresent(found -> facts.put(ItemJoin.FACT, found));
        facts.put("notes", notes);
        return facts;
    }

    /** By which sessions were made, here or elsewhere. */
    private SessionRule rule() {
        return plan.prepared().map(PreparedLog::rule).orElse(plan.rule());
    }

    private Origin complete() {
        Origin complete = origin;
        for (FileScan scan : scans) {
            complete = complete.withInput(new Manifest.Input(
                    "log", scan.path().toAbsolutePath().normalize().toString(), scan.sha256()));
        }
        Filters filters = plan.prepared().map(PreparedLog::filters).orElse(plan.filters());
        return complete.withOption("session-rule", rule().words())
                .withOption("split", plan.split().label())
                .withOption("unseen-items", plan.dropUnseenItems() ? "drop" : "keep")
                .withOption(
                        "time-format",
                        plan.time()
                                .map(TimeFormat::label)
                                .or(() -> times.map(ClickTimes::readAs))
                                .orElse("detected from the first lines"))
                .withOption("zone", plan.zone().getId())
                .withOption("events", filters.events())
                .withOption("from", filters.from().map(Instant::toString).orElse(""))
                .withOption("to", filters.to().map(Instant::toString).orElse(""))
                .withOption("drop-duplicates", filters.dropDuplicates())
                .withOption("min-item-support", filters.minItemSupport())
                .withOption("drop-repeats", filters.dropRepeats())
                .withOption("min-session-length", filters.minSessionLength())
                .withOption(
                        "max-session-length",
                        filters.maxSessionLength().isPresent()
                                ? Integer.toString(filters.maxSessionLength().getAsInt())
                                : "")
                .withOption(
                        "max-clicks",
                        filters.maxClicks().isPresent()
                                ? Integer.toString(filters.maxClicks().getAsInt())
                                : "")
                .withOption("k-core", filters.core())
                .withOption("drop-missing", plan.dropMissing())
                .withOption("allow-odd-times", plan.allowOddTimes());
    }
}
