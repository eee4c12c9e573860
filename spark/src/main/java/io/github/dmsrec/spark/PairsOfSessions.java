package io.github.dmsrec.spark;

import io.github.dmsrec.core.graph.GlobalGraph;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple4;

/**
 * Turns a session (place, items) into two rows for each pair of its clicks that stand within the reach of the global graph:
 * an item, its neighbour, the session's place, and the number of the row in the order in which one machine counts.
 */
record PairsOfSessions() implements FlatMapFunction<Row, Tuple4<Integer, Integer, Long, Integer>> {

    @Override
    public Iterator<Tuple4<Integer, Integer, Long, Integer>> call(Row session) {
        long place = session.getLong(0);
        List<Integer> items = session.getList(1);
        List<Tuple4<Integer, Integer, Long, Integer>> pairs = new ArrayList<>();
        for (int distance = 1; distance <= GlobalGraph.REACH; distance++) {
            for (int i = 0; i + distance < items.size(); i++) {
                int earlier = items.get(i);
                int later = items.get(i + distance);
                pairs.add(new Tuple4<>(earlier, later, place, pairs.size()));
                pairs.add(new Tuple4<>(later, earlier, place, pairs.size()));
            }
        }
        return pairs.iterator();
    }
}
