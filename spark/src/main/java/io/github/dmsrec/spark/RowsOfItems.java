package io.github.dmsrec.spark;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/**
 * Makes a row of each item of a partition from the parts of sessions, which come by item and then by the session's place.
 *
 * @param maker of rows
 */
record RowsOfItems(Maker maker)
        implements MapPartitionsFunction<Tuple3<Integer, Long, byte[]>, Tuple3<Integer, byte[], byte[]>> {

    /** Begins the rows of a partition. */
    @FunctionalInterface
    interface Maker extends Serializable {

        /** Nothing was added to it yet. */
        Making begin();
    }

    /** Makes one row after the other. */
    interface Making {

        /**
         * Takes what a session says of the item.
         *
         * @param part of the session
         */
        void add(int item, byte[] part);

        /** The item and two columns of numbers; then, the row of the next item begins. */
        Tuple3<Integer, byte[], byte[]> finish(int item);
    }

    @Override
    public Iterator<Tuple3<Integer, byte[], byte[]>> call(Iterator<Tuple3<Integer, Long, byte[]>> parts) {
        return parts.hasNext() ? new Rows(maker.begin(), parts) : Collections.emptyIterator();
    }

    private static final class Rows implements Iterator<Tuple3<Integer, byte[], byte[]>> {

        private final Making making;
        private final Iterator<Tuple3<Integer, Long, byte[]>> parts;
        private @Nullable Tuple3<Integer, Long, byte[]> ahead;

        Rows(Making making, Iterator<Tuple3<Integer, Long, byte[]>> parts) {
            this.making = making;
            this.parts = parts;
            this.ahead = parts.next();
        }

        @Override
        public boolean hasNext() {
            return ahead != null;
        }

        @Override
        public Tuple3<Integer, byte[], byte[]> next() {
            Tuple3<Integer, Long, byte[]> part = ahead;
            if (part == null) {
                throw new NoSuchElementException();
            }
            int item = part._1();
            while (part != null && part._1() == item) {
                making.add(item, part._3());
                part = parts.hasNext() ? parts.next() : null;
            }
            ahead = part;
            return making.finish(item);
        }
    }
}
