package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.Source;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the ids of clicks and those of the items' texts agree: the tables {@code items} ({@code id}, {@code n}) and {@code
 * texts} ({@code id}). The fact {@value #FACT} of the manifest.
 *
 * @param items the items of the clicks, before any filter of items
 * @param itemsWithoutText how many of them have no line among the texts
 * @param clicks all clicks
 * @param clicksWithoutText how many of them are on items without
 * @param texts the items of the texts
 * @param textsWithoutClick how many of them nobody has clicked
 */
public record ItemJoin(
        long items, long itemsWithoutText, long clicks, long clicksWithoutText, long texts, long textsWithoutClick) {

    /** The name of the fact. */
    public static final String FACT = "itemJoin";

    private static final int SHOWN = 3;

    /** A way in which two systems write one id differently. */
    private record Difference(String words, String sql) {}

    private static final List<Difference> DIFFERENCES = List.of(
            new Difference("'.0' at the end", "regexp_replace(%s, '[.]0+$', '')"),
            new Difference("capital and small letters", "lower(%s)"),
            new Difference("zeros at the beginning", "regexp_replace(%s, '^0+([^0].*)?$', '\\1')"),
            new Difference("blanks", "regexp_replace(%s, '[\\s\\x{00A0}\\x{FEFF}\\x{200B}]+', '', 'g')"),
            new Difference("quotes around the id", "trim(%s, '\"''`')"),
            new Difference(
                    "the form of a number",
                    "coalesce(CAST(TRY_CAST(TRY_CAST(%s AS DOUBLE) AS BIGINT) AS VARCHAR), %<s)"),
            new Difference("signs between letters and digits", "regexp_replace(lower(%s), '[^a-z0-9]+', '', 'g')"),
            new Difference(
                    "letters or signs around the digits",
                    "coalesce(nullif(ltrim(regexp_replace(%s, '[^0-9]+', '', 'g'), '0'), ''), %<s)"));

    /** Compares the ids. */
    static ItemJoin of(ImportDatabase database) throws SQLException, IOException {
        long[] counts = new long[6];
        database.query(
                "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM items ANTI JOIN texts USING (id)), (SELECT"
                        + " coalesce(sum(n), 0) FROM items), (SELECT coalesce(sum(n), 0) FROM items ANTI JOIN texts"
                        + " USING (id)),"
                        + " (SELECT count(*) FROM texts), (SELECT count(*) FROM texts ANTI JOIN items USING (id))",
                row -> {
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = row.getLong(i + 1);
                    }
                });
        return new ItemJoin(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    /** The counts as a sentence without full stop. */
    String note() {
        return String.format(
                Locale.ROOT,
                "items: %,d of %,d clicked ones have no text (%,d of %,d clicks); %,d of %,d with a text are not clicked",
                itemsWithoutText,
                items,
                clicksWithoutText,
                clicks,
                textsWithoutClick,
                texts);
    }

    /**
     * Refuses texts of which fewer than half fit; says what would make more of them fit.
     *
     * @param file of the texts
     * @param column of the id there
     * @param allowed whether few texts are as they should be
     * @param grows whether the texts may be those of new items alone, as when logs join a data set
     */
    void check(String file, String column, boolean allowed, boolean grows, ImportDatabase database, List<String> notes)
            throws SQLException, IOException {
        notes.add(note());
        if (itemsWithoutText == 0) {
            return;
        }
        boolean few = itemsWithoutText * 2 > items || clicksWithoutText * 2 > clicks;
        if (!few && textsWithoutClick == 0) {
            return;
        }
        Optional<Likely> likely = likely(database);
        boolean explained = likely.filter(way -> way.matches() * 2 > Math.min(itemsWithoutText, textsWithoutClick))
                .isPresent();
        String shown =
                "clicks have " + examples(database, likely, true) + ", the texts " + examples(database, likely, false);
        String difference = likely.map(way -> String.format(
                        Locale.ROOT,
                        "the ids differ in %s: so %,d more would fit",
                        way.difference().words(),
                        way.matches()))
                .orElse("");
        if (few && !allowed && (!grows || explained)) {
            throw new UserMistakeException(
                    String.format(
                            Locale.ROOT,
                            "'%s', column '%s': of %,d clicked items %,d have a line there, fewer than half by items or"
                                    + " by clicks;"
                                    + " %s%s.",
                            file,
                            column,
                            items,
                            items - itemsWithoutText,
                            shown,
                            difference.isEmpty() ? "" : "; " + difference),
                    (difference.isEmpty()
                                    ? "Name another column (--item-id, --item)"
                                    : "Write the ids of one file as in the other")
                            + "; or add --allow-unmatched-items to keep items without a title.");
        }
        if (!difference.isEmpty()) {
            notes.add(difference + "; " + shown);
        }
    }

    /** A difference, and how many more items would fit without it. */
    private record Likely(Difference difference, long matches) {}

    private static Optional<Likely> likely(ImportDatabase database) throws SQLException, IOException {
        database.run("CREATE OR REPLACE TABLE lonely_items AS SELECT id, n FROM items ANTI JOIN texts USING (id)");
        database.run("CREATE OR REPLACE TABLE lonely_texts AS SELECT id FROM texts ANTI JOIN items USING (id)");
        Optional<Likely> best = Optional.empty();
        for (Difference difference : DIFFERENCES) {
            String same = sql(difference);
            long matches = database.number("SELECT count(*) FROM (SELECT DISTINCT id FROM lonely_items) i WHERE " + same
                    + " IN (SELECT " + same + " FROM lonely_texts)");
            if (matches > best.map(Likely::matches).orElse(0L)) {
                best = Optional.of(new Likely(difference, matches));
            }
        }
        return best;
    }

    private static String sql(Difference difference) {
        return String.format(Locale.ROOT, difference.sql(), "id");
    }

    /** Three ids of a side that have no partner; those that a difference explains come first, in one order on both sides. */
    private static String examples(ImportDatabase database, Optional<Likely> likely, boolean ofItems)
            throws SQLException, IOException {
        String table = ofItems ? "lonely_items" : "lonely_texts";
        String other = ofItems ? "lonely_texts" : "lonely_items";
        String order = likely.map(way -> sql(way.difference()) + " IN (SELECT " + sql(way.difference()) + " FROM "
                        + other + ") DESC, " + sql(way.difference()) + ", ")
                .orElse("");
        List<String> ids = new ArrayList<>();
        database.query(
                "SELECT left(id, 60) FROM (SELECT DISTINCT id FROM " + table + ") ORDER BY " + order + "id LIMIT "
                        + SHOWN,
                row -> ids.add("'" + Source.shortened(row.getString(1)) + "'"));
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }

    /** Drops what was made on the way. */
    static void clean(ImportDatabase database) throws SQLException {
        database.run("DROP TABLE IF EXISTS lonely_items");
        database.run("DROP TABLE IF EXISTS lonely_texts");
    }
}
