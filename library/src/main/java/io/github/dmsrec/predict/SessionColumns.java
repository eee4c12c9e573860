package io.github.dmsrec.predict;

import org.jspecify.annotations.Nullable;

/**
 * The names of the columns, or of the keys in JSON lines, of a file of sessions.
 *
 * @param session of the session's id
 * @param item of the clicked item, or of the list of clicked items; null for {@value #ITEM} in rows of clicks and
 *     {@value #ITEMS} in lists
 */
public record SessionColumns(String session, @Nullable String item) {

    /** The usual name of the session's id. */
    public static final String SESSION = "session";

    /** The usual name of a clicked item. */
    public static final String ITEM = "item";

    /** The usual name of a list of clicked items. */
    public static final String ITEMS = "items";

    /** The usual names. */
    public static final SessionColumns USUAL = new SessionColumns(SESSION, null);

    String ofRows() {
        return item == null ? ITEM : item;
    }

    String ofLists() {
        return item == null ? ITEMS : item;
    }
}
