package io.github.dmsrec.spark;

import io.github.dmsrec.core.graph.GlobalGraph;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple3;

/** Turns a session (place, items) into a row for each of its items: the item, the session's place, and the item's neighbours. */
record NeighboursOfSessions() implements FlatMapFunction<Row, Tuple3<Integer, Long, byte[]>> {

    @Override
    public Iterator<Tuple3<Integer, Long, byte[]>> call(Row session) {
        long place = session.getLong(0);
        Map<Integer, IntStream.Builder> neighbours = new LinkedHashMap<>();
        GlobalGraph.neighbours(PackedNumbers.unpacked(session.getList(1)), (item, neighbour) -> neighbours
                .computeIfAbsent(item, first -> IntStream.builder())
                .add(neighbour));
        return neighbours.entrySet().stream()
                .map(of -> new Tuple3<>(
                        of.getKey(),
                        place,
                        PackedNumbers.of(of.getValue().build().toArray())))
                .iterator();
    }
}
