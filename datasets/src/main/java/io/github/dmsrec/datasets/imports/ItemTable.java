package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ConvertedTable;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.Source;
import io.github.dmsrec.datasets.source.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the items' texts into the table {@code texts}: {@code id}, {@code title}, and {@code x0}, {@code x1}, ... Of several
 * titles of an item the most frequent counts, of equally frequent ones the first.
 */
final class ItemTable {

    private static final List<String> TAKEN = List.of("item", "id", "title");

    private final List<String> attributes;
    private final String file;
    private final String idColumn;

    private ItemTable(List<String> attributes, String file, String idColumn) {
        this.attributes = attributes;
        this.file = file;
        this.idColumn = idColumn;
    }

    /** No texts but perhaps the titles beside the clicks of {@code events}, which are taken away there. */
    static ItemTable ofEvents(boolean titled, ImportDatabase database, List<String> notes)
            throws SQLException, IOException {
        if (titled) {
            database.run(
                    "CREATE TABLE titles AS SELECT item AS id, title, count(*) AS n, min(rowid) AS first FROM events"
                            + " WHERE title <> '' GROUP BY item, title");
            reportConflicts(database, notes);
            database.run("CREATE TABLE texts AS SELECT id, title FROM titles QUALIFY row_number() OVER (PARTITION BY id"
                    + " ORDER BY n DESC, first) = 1");
            database.run("DROP TABLE titles");
            database.run("ALTER TABLE events DROP COLUMN title");
        } else {
            database.run("CREATE TABLE texts (id VARCHAR, title VARCHAR)");
        }
        return new ItemTable(List.of(), "", "");
    }

    /** Tells of the items that have several titles, by the table {@code titles}. */
    private static void reportConflicts(ImportDatabase database, List<String> notes) throws SQLException, IOException {
        String[] shown = new String[3];
        long[] counts = new long[2];
        database.query(
                "SELECT count(*), coalesce(sum(different), 0), min_by(id, place), min_by(most, place), min_by(others, place)"
                        + " FROM (SELECT id, count(*) AS different, min(first) AS place, left(arg_max(title, (n, -first)), 60) AS"
                        + " most, left(arg_min(title, (n, -first)), 60) AS others FROM titles GROUP BY id HAVING count(*) > 1)",
                row -> {
                    counts[0] = row.getLong(1);
                    counts[1] = row.getLong(2);
                    for (int i = 0; i < shown.length; i++) {
                        shown[i] = row.getString(i + 3);
                    }
                });
        if (counts[0] > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d items have several titles, %,d in all; the most frequent counts, e.g. of '%s' '%s' and not '%s'",
                    counts[0],
                    counts[1],
                    Source.shortened(shown[0]),
                    Source.shortened(shown[1]),
                    Source.shortened(shown[2])));
        }
    }

    /**
     * The texts of files.
     *
     * @param plan what is imported; its kinds of clicks choose among lines for each kind
     */
    static ItemTable of(
            ItemTexts texts, ImportPlan plan, ImportDatabase database, List<FileScan> scans, List<String> notes)
            throws IOException, SQLException {
        Source source = Source.open(texts.files().files(database.folder()), database);
        Source.inputs(texts.files(), source).forEach(scan -> scans.add(database.original(scan)));
        int id = source.column("--item-id", texts.id());
        List<String> values = new ArrayList<>(List.of(source.text(id) + " AS id"));
        Optional<String> title = texts.title();
        values.add(
                (title.isPresent() ? "coalesce(" + source.text(source.column("--title", title.get())) + ", '')" : "''")
                        + " AS title");
        List<String> attributes = new ArrayList<>();
        Set<String> names = new HashSet<>(TAKEN);
        for (String text : texts.texts()) {
            int column = source.column("--text", text);
            String name = source.columns().get(column);
            if (name.isEmpty() || !names.add(name.toLowerCase(Locale.ROOT))) {
                throw new UserMistakeException(
                        "'" + source.files().get(0).path() + "', column '" + name
                                + "' (--text): a data set's items already have a column of that name.",
                        "it should be renamed in the file.");
            }
            values.add("nullif(" + source.text(column) + ", '') AS x" + attributes.size());
            attributes.add(name);
        }
        if (texts.kind().isPresent()) {
            values.add(source.text(source.column("--event", texts.kind().get())) + " AS kind");
        }
        if (title.isEmpty()) {
            notes.add("no column of the title is named (--title), so items have none");
        }
        try {
            database.run("CREATE TABLE texts AS SELECT " + String.join(", ", values) + " FROM "
                    + source.table(source.files()));
        } catch (SQLException e) {
            throw source.unreadable(e);
        }
        source.refuseRejected(database);
        if (database.number("SELECT count(*) FROM texts WHERE id IS NULL OR id = ''") > 0) {
            throw source.mistake(
                    database,
                    source.text(id) + " IS NULL OR " + source.text(id) + " = ''",
                    id,
                    "is empty",
                    "the line was cut off, or another column was meant (--item-id).");
        }
        long lines = database.number("SELECT count(*) FROM texts");
        if (!(texts.files() instanceof ConvertedTable)) {
            long within = source.lines(database, lines, plan.multiline()).steps().stream()
                    .filter(step -> step.name().startsWith("line breaks"))
                    .mapToLong(LineCounts.Step::change)
                    .sum();
            if (within < 0) {
                notes.add(
                        String.format(Locale.ROOT, "line breaks within quoted values of the item texts: %,d", -within));
            }
        }
        if (texts.kind().isPresent()) {
            chooseKind(plan, database, notes);
        }
        database.run("CREATE TABLE titles AS SELECT id, title, count(*) AS n, min(rowid) AS first FROM texts"
                + " GROUP BY id, title");
        long ids = database.number("SELECT count(DISTINCT id) FROM titles");
        long left = database.number("SELECT count(*) FROM texts");
        if (ids < left) {
            database.run("DELETE FROM titles WHERE title = ''");
            reportConflicts(database, notes);
            database.replace(
                    "texts",
                    "SELECT x.* FROM texts x LEFT JOIN titles s ON x.id = s.id AND x.title = s.title QUALIFY row_number() OVER"
                            + " (PARTITION BY x.id ORDER BY coalesce(s.n, 0) DESC, s.first, x.rowid) = 1");
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d lines of the item texts repeat an id: the first with the title that counts is taken",
                    left - ids));
        }
        database.run("DROP TABLE titles");
        return new ItemTable(
                attributes,
                source.files().get(0).path().toString(),
                source.columns().get(id));
    }

    /** Of the lines of an item for several kinds of clicks, keeps that of the kind in which it is clicked most. */
    private static void chooseKind(ImportPlan plan, ImportDatabase database, List<String> notes)
            throws SQLException, IOException {
        List<String> wanted = plan.filters().events();
        long before = database.number("SELECT count(*) FROM texts");
        if (!wanted.isEmpty()) {
            database.replace("texts", "SELECT * FROM texts WHERE kind IN " + Sql.texts(wanted) + " ORDER BY rowid");
        }
        long other = before - database.number("SELECT count(*) FROM texts");
        long several = database.number(
                "SELECT count(*) FROM (SELECT id FROM texts GROUP BY id HAVING count(DISTINCT kind)" + " > 1)");
        database.replace(
                "texts",
                "SELECT x.* EXCLUDE (kind) FROM texts x LEFT JOIN (SELECT item, event, count(*) AS n FROM events GROUP BY item,"
                        + " event) e ON x.id = e.item AND x.kind = e.event QUALIFY rank() OVER (PARTITION BY x.id ORDER BY"
                        + " coalesce(e.n, 0) DESC) = 1 ORDER BY x.rowid");
        if (other > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d lines of the item texts are of other kinds than %s, and left out",
                    other,
                    String.join(", ", wanted)));
        }
        if (several > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d items have texts of several kinds; those of the kind of most clicks count",
                    several));
        }
        if (wanted.isEmpty()) {
            database.run("ALTER TABLE events DROP COLUMN event");
        }
    }

    /** Compares the ids of clicks and texts, where these are in files of their own; needs the table {@code items}. */
    Optional<ItemJoin> join(ImportPlan plan, boolean grows, ImportDatabase database, List<String> notes)
            throws SQLException, IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        ItemJoin join = ItemJoin.of(database);
        join.check(file, idColumn, plan.allowUnmatchedItems(), grows, database, notes);
        ItemJoin.clean(database);
        return Optional.of(join);
    }

    /** SQL of the columns of {@code items.parquet} after {@code item} and {@code id}, of {@code texts} called {@code x}. */
    String columns() {
        StringBuilder sql = new StringBuilder("coalesce(x.title, '') AS title");
        for (int i = 0; i < attributes.size(); i++) {
            sql.append(", x.x").append(i).append(" AS ").append(Sql.name(attributes.get(i)));
        }
        return sql.toString();
    }
}
