package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.baseline.CountedTables;
import io.github.dmsrec.baseline.ItemRowLearner;
import io.github.dmsrec.baseline.RecentSessions;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.stage.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A counting method that learns from a data set's folder by jobs. The model is an ordinary folder; its scores are bit for bit
 * those of the same method learned by {@code dmsrec train}. Unlike that one it holds what was learned, not the sessions.
 * Immutable.
 */
public final class CountedMethod {

    private static final List<String> NAMES = List.of("pop", "item-knn", "ar", "sr", "markov", "vmis-knn");
    private static final long SEED = 2024;

    private final SparkSession spark;
    private final BaselineOptions options;

    private CountedMethod(SparkSession spark, BaselineOptions options) {
        this.spark = spark;
        this.options = options;
    }

    static CountedMethod named(SparkSession spark, String name) {
        if (!NAMES.contains(name)) {
            throw new InvalidInputException("'" + name + "' is not learned on Spark; these methods are: "
                    + String.join(", ", NAMES) + ". 'dmsrec train' learns every other method on one machine.");
        }
        return new CountedMethod(spark, BaselineOptions.defaults(Baselines.kind(name)));
    }

    /**
     * Other options, as {@code dmsrec train --option} takes them.
     *
     * @param overrides values by key
     * @return the changed method; this one stays as it is
     * @throws InvalidInputException naming every unknown key and every wrong value at once, or if the method with these
     *     options is not learned on Spark
     */
    public CountedMethod with(Map<String, String> overrides) {
        try {
            BaselineOptions changed = options.with(overrides);
            if (RecentSessions.suffice(changed)) {
                RecentSessions.perItem(changed);
            } else if (!changed.kind().name().equals("pop") && !ItemRowLearner.learns(changed)) {
                throw new InvalidInputException(changed.kind().name() + " with the options " + overrides
                        + " is not learned on Spark. Omit ties, or learn it on one machine (dmsrec train).");
            }
            return new CountedMethod(spark, changed);
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Learns, and writes the model.
     *
     * @param data the folder of a data set, which the executors can read under the same path
     * @param out the folder to write; another model that is there is replaced
     * @return the model
     * @throws InvalidInputException if there is no data set, something else is at {@code out}, a session has more than 10,000
     *     clicks and the method pairs them, or {@code pop} has a window and the data set no times
     */
    public Model learn(Path data, Path out) {
        try {
            ArtefactFolder folder = ArtefactFolder.open(data, ArtefactKind.DATASET);
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            Catalogue catalogue = ItemsFile.read(folder.file("items.parquet"));
            Dataset<Row> sessions = SessionCounting.inSourceOrder(
                    spark,
                    folder.file("sessions.parquet"),
                    LearnedSplits.of(folder, options.values().get(BaselineOptions.LEARN_FROM)));
            SessionCounting counting = new SessionCounting(sessions, catalogue.size());
            BaselineModel.Learned learned = counting.learned(SessionCounting.isTimed(sessions));
            int[] clicks = counting.clicks();
            BaselineModel.write(out, catalogue, options, tables(counting, clicks), learned, origin(folder, out));
            return Model.load(out);
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the model '" + out + "' cannot be written", e);
        }
    }

    private Origin origin(ArtefactFolder data, Path out) {
        return Origin.of(
                        String.valueOf(out.getFileName()),
                        "dmsrec (Spark)",
                        SEED,
                        spark.sparkContext().defaultParallelism())
                .withInput(Provenance.DATASET, data);
    }

    private CountedTables tables(SessionCounting counting, int[] clicks) {
        if (RecentSessions.suffice(options)) {
            return counting.recentSessions(clicks, RecentSessions.perItem(options));
        }
        return ItemRowLearner.learns(options)
                ? CountedTables.ofRows(clicks, counting.rows(options, clicks))
                : CountedTables.ofPopularity(clicks, counting.recentClicks(options, clicks));
    }
}
