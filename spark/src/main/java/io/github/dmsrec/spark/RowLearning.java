package io.github.dmsrec.spark;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.ItemRow;
import io.github.dmsrec.baseline.ItemRowLearner;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/**
 * Learns the rows of a partition from the parts of sessions, which come by item and then by the session's place: the item, the
 * entries and their scores.
 *
 * @param method the name of the method
 * @param options of it, by key
 * @param clicks on each item
 */
record RowLearning(String method, Map<String, String> options, Broadcast<int[]> clicks)
        implements MapPartitionsFunction<Tuple3<Integer, Long, byte[]>, Tuple3<Integer, byte[], byte[]>> {

    @Override
    public Iterator<Tuple3<Integer, byte[], byte[]>> call(Iterator<Tuple3<Integer, Long, byte[]>> parts) {
        if (!parts.hasNext()) {
            return Collections.emptyIterator();
        }
        return new Rows(ItemRowLearner.of(BaselineOptions.defaults(method).with(options), clicks.value()), parts);
    }

    private static final class Rows implements Iterator<Tuple3<Integer, byte[], byte[]>> {

        private final ItemRowLearner learner;
        private final Iterator<Tuple3<Integer, Long, byte[]>> parts;
        private @Nullable Tuple3<Integer, Long, byte[]> ahead;

        Rows(ItemRowLearner learner, Iterator<Tuple3<Integer, Long, byte[]>> parts) {
            this.learner = learner;
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
            int source = part._1();
            while (part != null && part._1() == source) {
                learner.add(source, PackedNumbers.ints(part._3()));
                part = parts.hasNext() ? parts.next() : null;
            }
            ahead = part;
            ItemRow row = learner.finish(source);
            return new Tuple3<>(source, PackedNumbers.of(row.items()), PackedNumbers.of(row.scores()));
        }
    }
}
