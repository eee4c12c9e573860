package io.github.dmsrec.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Names the session of each click (user, item, time, sequence, day), which come by user and then in their order: a click on
 * another day, or later than the window after the session's first, opens one. What is far from a session's start depends on
 * the sessions before it, so that no window function of SQL finds it.
 *
 * @param window in microseconds
 */
record DaySessions(long window) implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> clicks) {
        return new Named(clicks, window);
    }

    private static final class Named implements Iterator<Row> {

        private final Iterator<Row> clicks;
        private final long window;
        private @Nullable String user;
        private long day;
        private long start;
        private long ordinal;

        Named(Iterator<Row> clicks, long window) {
            this.clicks = clicks;
            this.window = window;
        }

        @Override
        public boolean hasNext() {
            return clicks.hasNext();
        }

        @Override
        public Row next() {
            Row click = clicks.next();
            String clicking = click.getString(0);
            long time = click.getLong(2);
            boolean sameUser = clicking.equals(user);
            if (!sameUser || click.getLong(4) != day || time - start > window) {
                ordinal = sameUser ? ordinal + 1 : 1;
                user = clicking;
                day = click.getLong(4);
                start = time;
            }
            return RowFactory.create(clicking + "-" + ordinal, click.getString(1), time, click.getLong(3), clicking);
        }
    }
}
