package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.BaselineOptions.LearnFrom;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.core.graph.GlobalGraphFolder;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.stage.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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
            SessionCounting counting = new SessionCounting(sessions, items);
            BaselineModel.Learned counted = counting.learned(false);
            Origin origin = Origin.of(
                            String.valueOf(out.getFileName()),
                            "dmsrec (Spark)",
                            SEED,
                            spark.sparkContext().defaultParallelism())
                    .withInput(Provenance.DATASET, folder)
                    .withOption(BaselineOptions.LEARN_FROM.key(), Labels.of(learnFrom));
            return GlobalGraphFolder.write(
                            out, counting.globalGraph(PER_ITEM), PER_ITEM, counted.sessions(), counted.clicks(), origin)
                    .path();
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the graph '" + out + "' cannot be written", e);
        }
    }
}
