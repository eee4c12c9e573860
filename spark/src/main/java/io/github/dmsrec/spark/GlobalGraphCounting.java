package io.github.dmsrec.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.BaselineOptions.LearnFrom;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.graph.GlobalGraphFolder;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.stage.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Counts the global item graph of {@code gce-gnn} (Wang et al., SIGIR 2020) in a data set's folder: the graph that its training
 * counts, to be taken by {@code dmsrec train --method gce-gnn --set global-graph=FOLDER}. Immutable.
 */
public final class GlobalGraphCounting {

    private static final int PER_ITEM = NeighbourTable.PER_ITEM;
    private static final long SEED = 2024;

    private final SparkSession spark;
    private final LearnFrom learnFrom;

    GlobalGraphCounting(SparkSession spark, LearnFrom learnFrom) {
        this.spark = spark;
        this.learnFrom = learnFrom;
    }

    /**
     * Chooses the sessions that are counted, which must be those that the training learns from: of the training split,
     * unless the epoch is chosen on the test ({@code selection=test}), which learns from those of validation, too.
     *
     * @param sessions of the training split alone, or all before the test
     * @return the changed counting; this one stays as it is
     */
    public GlobalGraphCounting learnFrom(LearnFrom sessions) {
        return new GlobalGraphCounting(spark, sessions);
    }

    /**
     * Counts, and writes the graph.
     *
     * @param data the folder of a data set, which the executors can read under the same path
     * @param out the folder to write; another graph that is there is replaced
     * @return the folder
     * @throws InvalidInputException if there is no data set, or something else is at {@code out}
     */
    public Path write(Path data, Path out) {
        try {
            ArtefactFolder folder = ArtefactFolder.open(data, ArtefactKind.DATASET);
            ArtefactFolder.checkReplaceable(out, ArtefactKind.GRAPH);
            int items = ItemsFile.read(folder.file("items.parquet")).size();
            Dataset<Row> sessions = SessionCounting.inFileOrder(
                    spark, folder.file("sessions.parquet"), LearnedSplits.of(folder, learnFrom));
            BaselineModel.Learned counted = new SessionCounting(sessions, items).learned(false);
            Origin origin = Origin.of(
                            String.valueOf(out.getFileName()),
                            "dmsrec (Spark)",
                            SEED,
                            spark.sparkContext().defaultParallelism())
                    .withInput(Provenance.DATASET, folder)
                    .withOption(BaselineOptions.LEARN_FROM.key(), Labels.of(learnFrom));
            return GlobalGraphFolder.write(
                            out, graph(sessions, items), PER_ITEM, counted.sessions(), counted.clicks(), origin)
                    .path();
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the graph '" + out + "' cannot be written", e);
        }
    }

    private static GlobalGraph graph(Dataset<Row> sessions, int items) {
        Dataset<Row> edges = sessions.select("place", "items")
                .flatMap(
                        new PairsOfSessions(),
                        Encoders.tuple(Encoders.INT(), Encoders.INT(), Encoders.LONG(), Encoders.INT()))
                .toDF("item", "neighbour", "place", "row")
                .groupBy("item", "neighbour")
                .agg(count(lit(1)).as("n"), min(struct("place", "row")).as("first"));
        // Of equal counts, what was met first is the stronger, as on one machine.
        Iterator<Row> strongest = edges.withColumn(
                        "rank", row_number().over(Window.partitionBy("item").orderBy(col("n").desc(), col("first"))))
                .filter(col("rank").leq(PER_ITEM))
                .groupBy("item")
                .agg(sort_array(collect_list(struct("rank", "neighbour", "n"))).as("neighbours"))
                .toLocalIterator();
        int[][] neighbours = new int[items][0];
        int[][] counts = new int[items][0];
        while (strongest.hasNext()) {
            Row row = strongest.next();
            List<Row> ofItem = row.getList(1);
            neighbours[row.getInt(0)] =
                    ofItem.stream().mapToInt(edge -> edge.getInt(1)).toArray();
            counts[row.getInt(0)] = ofItem.stream()
                    .mapToInt(edge -> Math.toIntExact(edge.getLong(2)))
                    .toArray();
        }
        return new GlobalGraph(neighbours, counts);
    }
}
