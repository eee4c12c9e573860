package io.github.dmsrec.datasets.source;

import java.util.Optional;

/**
 * Where the values of a click stand: columns by name, or by number from 1.
 *
 * @param session the session, if the log names it
 * @param user the user, if the log knows users
 * @param item the item
 * @param time the time; without it, the order of the file is that of time
 * @param title the item's title, if it stands beside each click
 * @param event the kind of click, if there are several
 */
public record LogColumns(
        Optional<String> session,
        Optional<String> user,
        String item,
        Optional<String> time,
        Optional<String> title,
        Optional<String> event) {

    /** The column of the item alone. */
    public static LogColumns ofItem(String column) {
        return new LogColumns(
                Optional.empty(), Optional.empty(), column, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** These and the column of the session. */
    public LogColumns withSession(String column) {
        return new LogColumns(Optional.of(column), user, item, time, title, event);
    }

    /** These and the column of the user. */
    public LogColumns withUser(String column) {
        return new LogColumns(session, Optional.of(column), item, time, title, event);
    }

    /** These and the column of the time. */
    public LogColumns withTime(String column) {
        return new LogColumns(session, user, item, Optional.of(column), title, event);
    }

    /** These and the column of the kind of click. */
    public LogColumns withEvent(String column) {
        return new LogColumns(session, user, item, time, title, Optional.of(column));
    }
}
