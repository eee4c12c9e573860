package io.github.dmsrec.spark;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.ItemRow;
import io.github.dmsrec.baseline.ItemRowLearner;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple3;

/**
 * Learns the rows of a method's table: of each item the entries and their scores.
 *
 * @param method the name of the method
 * @param options of it, by key
 * @param clicks on each item
 */
record RowLearning(String method, Map<String, String> options, Broadcast<int[]> clicks) implements RowsOfItems.Maker {

    @Override
    public RowsOfItems.Making begin() {
        ItemRowLearner learner =
                ItemRowLearner.of(BaselineOptions.defaults(method).with(options), clicks.value());
        return new RowsOfItems.Making() {
            @Override
            public void add(int item, byte[] clicked) {
                learner.add(item, PackedNumbers.ints(clicked));
            }

            @Override
            public Tuple3<Integer, byte[], byte[]> finish(int item) {
                ItemRow row = learner.finish(item);
                return new Tuple3<>(item, PackedNumbers.of(row.items()), PackedNumbers.of(row.scores()));
            }
        };
    }
}
