package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.SessionPredictor;
import java.util.List;
import org.apache.spark.sql.Row;

/** Reads lists of item ids from rows whose first column is the session's id, and refuses what is no such list. */
final class ClickedItems {

    private static final int SESSION = 0;

    private ClickedItems() {}

    /**
     * The clicked items of a session.
     *
     * @param column its place in the row
     * @throws InvalidInputException naming the session, if there are none, too many, or a null
     */
    static List<String> clicked(Row row, int column) {
        List<String> items = ids(row, column, "items");
        if (items.isEmpty()) {
            throw mistake(row, "has no items. Filter such rows out, or add the clicked items.");
        }
        if (items.size() > SessionPredictor.MOST_CLICKS) {
            throw mistake(
                    row,
                    "has " + items.size() + " clicks; at most " + SessionPredictor.MOST_CLICKS
                            + " are accepted. Keep the last ones, e.g. slice(items, -100, 100).");
        }
        return items;
    }

    /**
     * A list of ids.
     *
     * @param column its place in the row
     * @param what its ids are, for messages
     * @throws InvalidInputException naming the session, if it is null or has a null
     */
    static List<String> ids(Row row, int column, String what) {
        if (row.isNullAt(column)) {
            throw mistake(row, "has null in place of its " + what + ". Filter such rows out.");
        }
        List<String> ids = row.getList(column);
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i) == null) {
                throw mistake(
                        row,
                        "has null as " + what.replaceAll("s$", "") + " " + (i + 1) + ". Drop nulls, e.g. filter(" + what
                                + ", x -> x is not null).");
            }
        }
        return ids;
    }

    /** What is wrong with a session. */
    static InvalidInputException mistake(Row row, String problem) {
        return new InvalidInputException("Session '" + row.get(SESSION) + "' " + problem);
    }
}
