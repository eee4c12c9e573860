package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.ItemTexts;
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
 * Reads the items' texts into the table {@code texts}: {@code id}, {@code title}, and {@code x0}, {@code x1}, ... Of lines
 * with the same id the first counts.
 */
final class ItemTable {

    private static final List<String> TAKEN = List.of("item", "id", "title");

    private final List<String> attributes;

    private ItemTable(List<String> attributes) {
        this.attributes = attributes;
    }

    /** No texts but perhaps the titles beside the clicks of {@code events}, which are taken away there. */
    static ItemTable ofEvents(boolean titled, ImportDatabase database) throws SQLException {
        database.run(
                titled
                        ? "CREATE TABLE texts AS SELECT item AS id, coalesce(arg_min(title, rowid) FILTER (title <> ''), '') AS"
                                + " title FROM events GROUP BY item"
                        : "CREATE TABLE texts (id VARCHAR, title VARCHAR)");
        if (titled) {
            database.run("ALTER TABLE events DROP COLUMN title");
        }
        return new ItemTable(List.of());
    }

    /** The texts of files. */
    static ItemTable of(ItemTexts texts, ImportDatabase database, List<FileScan> scans, List<String> notes)
            throws IOException, SQLException {
        Source source = Source.open(texts.files().files(database.folder()), database);
        scans.addAll(Source.inputs(texts.files(), source));
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
        database.replace("texts", "SELECT * FROM texts QUALIFY row_number() OVER (PARTITION BY id ORDER BY rowid) = 1");
        long kept = database.number("SELECT count(*) FROM texts");
        if (kept < lines) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d lines of the item texts repeat the id of an earlier one, which counts",
                    lines - kept));
        }
        return new ItemTable(attributes);
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
