package io.github.dmsrec.spark;

import io.github.dmsrec.baseline.ItemRowLearner;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple3;

/**
 * Turns a session (place, items) into one part for each of its different items: the item, the session's place, and the clicks
 * that the item's row depends on.
 *
 * @param reach as of {@link ItemRowLearner#reach}
 */
record PartsOfSessions(int reach) implements FlatMapFunction<Row, Tuple3<Integer, Long, byte[]>> {

    @Override
    public Iterator<Tuple3<Integer, Long, byte[]>> call(Row session) {
        long place = session.getLong(0);
        int[] items = PackedNumbers.unpacked(session.getList(1));
        byte[] whole = PackedNumbers.of(items);
        return Arrays.stream(items)
                .distinct()
                .mapToObj(source -> new Tuple3<>(
                        source,
                        place,
                        reach < 0 ? whole : PackedNumbers.of(ItemRowLearner.relevant(items, source, reach))))
                .iterator();
    }
}
