package io.github.dmsrec.spark;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.SessionPredictor;
import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.CountedTables;
import io.github.dmsrec.baseline.ItemRow;
import io.github.dmsrec.baseline.ItemRowLearner;
import io.github.dmsrec.baseline.Popularity;
import io.github.dmsrec.baseline.RecentSessions;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/**
 * Counts in sessions: data frames with {@code items} (catalogue indices), {@code place} (in the source) and, where they are
 * known, {@code times} (seconds since 1970).
 */
final class SessionCounting {

    /** Pairs of clicks grow with the square of a session's length. */
    private static final int MOST_CLICKS = SessionPredictor.MOST_CLICKS;

    private static final String TIMES = "times";
    private static final String ITEMS = "items";

    private final Dataset<Row> sessions;
    private final int catalogueSize;

    /** @param catalogueSize the number of items N, above every item of the sessions */
    SessionCounting(Dataset<Row> sessions, int catalogueSize) {
        this.sessions = sessions;
        this.catalogueSize = catalogueSize;
    }

    /**
     * The sessions of a data set's file in the order of their source; where it has no places, in the order of the file.
     *
     * @param splits the sessions of these, in this order
     */
    static Dataset<Row> inSourceOrder(SparkSession spark, Path file, List<Split> splits) {
        Dataset<Row> all = read(spark, file);
        boolean placed = Arrays.asList(all.columns()).contains("place");
        return sessions(all, placed ? col("place").cast("long") : fileOrder(splits), splits);
    }

    /**
     * The sessions of a data set's file in the order of the file.
     *
     * @param splits the sessions of these, in this order
     */
    static Dataset<Row> inFileOrder(SparkSession spark, Path file, List<Split> splits) {
        return sessions(read(spark, file), fileOrder(splits), splits);
    }

    private static Dataset<Row> read(SparkSession spark, Path file) {
        return spark.read().parquet(file.toAbsolutePath().toString());
    }

    private static Column fileOrder(List<Split> splits) {
        Column order = col("session").cast("long");
        for (int i = 1; i < splits.size(); i++) {
            order = order.plus(when(col("split").equalTo(splits.get(i).label()), lit((long) i << Integer.SIZE))
                    .otherwise(lit(0L)));
        }
        return order;
    }

    private static Dataset<Row> sessions(Dataset<Row> all, Column place, List<Split> splits) {
        Dataset<Row> chosen =
                all.filter(col("split").isin(splits.stream().map(Split::label).toArray()));
        return isTimed(all)
                ? chosen.select(place.as("place"), col("session"), col(ITEMS), col(TIMES))
                : chosen.select(place.as("place"), col("session"), col(ITEMS));
    }

    /** Whether the times of clicks are known. */
    static boolean isTimed(Dataset<Row> sessions) {
        return Arrays.asList(sessions.columns()).contains(TIMES);
    }

    /** How many sessions and clicks there are. */
    BaselineModel.Learned learned(boolean timed) {
        Row counts = sessions.agg(count(lit(1)), sum(size(col(ITEMS)))).first();
        return new BaselineModel.Learned(counts.getLong(0), counts.isNullAt(1) ? 0 : counts.getLong(1), timed);
    }

    /** The clicks on each item. */
    int[] clicks() {
        return perItem(sessions.select(explode(col(ITEMS)).as("item")));
    }

    /**
     * The clicks on each item that count for {@code pop}.
     *
     * @param options of {@code pop}
     * @param all the clicks on each item
     */
    int[] recentClicks(BaselineOptions options, int[] all) {
        double window = Popularity.window(options.values());
        if (window == 0) {
            return all;
        }
        if (!isTimed(sessions)) {
            throw new InvalidInputException(
                    "pop with a window needs the times of clicks, which this data set does not have. Omit window.");
        }
        Dataset<Row> clicks = sessions.select(
                        explode(arrays_zip(col(ITEMS), col(TIMES))).as("click"))
                .select(col("click.items").as("item"), col("click.times").as("t"));
        Row latest = clicks.agg(max(col("t"))).first();
        return latest.isNullAt(0)
                ? all
                : perItem(clicks.filter(lit(latest.getDouble(0)).minus(col("t")).leq(lit(window))));
    }

    private int[] perItem(Dataset<Row> clicks) {
        int[] counts = new int[catalogueSize];
        Iterator<Row> rows = clicks.groupBy("item").count().toLocalIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            counts[row.getInt(0)] = Math.toIntExact(row.getLong(1));
        }
        return counts;
    }

    /**
     * The rows of a method's table. The parts of sessions that an item's row depends on are brought together, in the order of
     * the sessions, and added up by the method itself: so that every sum is rounded as on one machine.
     *
     * @param clicks on each item
     * @return of each item {@code [N]}; null for an item without clicks
     * @throws InvalidInputException if a session has too many clicks
     */
    @Nullable ItemRow[] rows(BaselineOptions options, int[] clicks) {
        int reach = ItemRowLearner.reach(options);
        if (reach < 0) {
            refuseLong();
        }
        Broadcast<int[]> counts = JavaSparkContext.fromSparkContext(
                        sessions.sparkSession().sparkContext())
                .broadcast(clicks);
        @Nullable ItemRow[] rows = new ItemRow[catalogueSize];
        try {
            ofItems(
                    new PartsOfSessions(reach),
                    new RowLearning(options.kind().name(), options.values().toMap(), counts),
                    row -> rows[row._1()] = new ItemRow(PackedNumbers.ints(row._2()), PackedNumbers.floats(row._3())));
            return rows;
        } finally {
            counts.destroy();
        }
    }

    /**
     * The global graph of the sessions.
     *
     * @param perItem how many neighbours an item keeps at most
     */
    GlobalGraph globalGraph(int perItem) {
        int[][] neighbours = new int[catalogueSize][0];
        int[][] counts = new int[catalogueSize][0];
        ofItems(new NeighboursOfSessions(), new StrongestNeighbours(perItem), row -> {
            neighbours[row._1()] = PackedNumbers.ints(row._2());
            counts[row._1()] = PackedNumbers.ints(row._3());
        });
        return new GlobalGraph(neighbours, counts);
    }

    /** Brings what each session says of its items together by item, in the order of the sessions, and makes a row of each item. */
    private void ofItems(
            FlatMapFunction<Row, Tuple3<Integer, Long, byte[]>> parts,
            RowsOfItems.Maker maker,
            Consumer<Tuple3<Integer, byte[], byte[]>> taker) {
        // Kept as an RDD: a persisted data frame has spark.sql.shuffle.partitions partitions, however small they are.
        JavaRDD<Tuple3<Integer, byte[], byte[]>> rows = sessions.select("place", ITEMS)
                .flatMap(parts, Encoders.tuple(Encoders.INT(), Encoders.LONG(), Encoders.BINARY()))
                .repartition(col("_1"))
                .sortWithinPartitions("_1", "_2")
                .mapPartitions(
                        new RowsOfItems(maker), Encoders.tuple(Encoders.INT(), Encoders.BINARY(), Encoders.BINARY()))
                .toJavaRDD()
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            // All partitions at once; fetching them one by one would compute one at a time.
            rows.count();
            rows.toLocalIterator().forEachRemaining(taker);
        } finally {
            rows.unpersist();
        }
    }

    /**
     * What {@code vmis-knn} has learned: the sessions that are among the most recent of one of their items, in the order in
     * which they ended; of sessions that ended at the same time, in that of their places.
     *
     * @param clicks on each item
     * @param perItem how many of the most recent sessions of each item, as of {@link RecentSessions#perItem}
     */
    CountedTables recentSessions(int[] clicks, int perItem) {
        Column end = isTimed(sessions) ? element_at(col(TIMES), lit(-1)) : lit(0.0);
        Dataset<Row> ended = sessions.filter(size(col(ITEMS)).gt(0)).select(col("place"), end.as("end"), col(ITEMS));
        WindowSpec latest = Window.partitionBy("item")
                .orderBy(col("end").desc(), col("place").desc());
        Dataset<Row> wanted = ended.select(
                        col("place"),
                        col("end"),
                        explode(array_distinct(col(ITEMS))).as("item"))
                .withColumn("rank", row_number().over(latest))
                .filter(col("rank").leq(perItem))
                .select("place")
                .distinct();
        JavaRDD<Row> kept = ended.join(wanted, "place")
                .orderBy("end", "place")
                .select(ITEMS)
                .toJavaRDD()
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            kept.count();
            List<int[]> recent = new ArrayList<>();
            Iterator<Row> rows = kept.toLocalIterator();
            while (rows.hasNext()) {
                recent.add(PackedNumbers.unpacked(rows.next().getList(0)));
            }
            return CountedTables.ofRecentSessions(clicks, ended.count(), recent);
        } finally {
            kept.unpersist();
        }
    }

    private void refuseLong() {
        Dataset<Row> tooLong =
                sessions.filter(size(col(ITEMS)).gt(MOST_CLICKS)).select(col("session"), size(col(ITEMS)));
        List<Row> found = tooLong.takeAsList(1);
        if (!found.isEmpty()) {
            throw new InvalidInputException("Session number " + found.get(0).getInt(0) + " of the data set has "
                    + found.get(0).getInt(1) + " clicks, each paired with every other; at most " + MOST_CLICKS
                    + " are accepted. Import with --max-session-length or --max-clicks.");
        }
    }
}
