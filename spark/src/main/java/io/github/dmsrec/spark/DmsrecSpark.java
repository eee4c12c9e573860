package io.github.dmsrec.spark;

import io.github.dmsrec.Inferrer;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.baseline.BaselineOptions.LearnFrom;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What dmsrec does on a Spark session:
 *
 * <pre>{@code
 * DmsrecSpark dmsrec = DmsrecSpark.on(spark);
 * Dataset<Row> top = dmsrec.recommender(Model.load(Path.of("runs/sr"))).setK(20).transform(sessions);
 * }</pre>
 *
 * <p>Safe for use by several threads, as the Spark session is.
 */
public final class DmsrecSpark {

    private final SparkSession spark;

    private DmsrecSpark(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Works on a Spark session.
     *
     * @param spark a session of Spark 4 with Scala 2.13
     * @return what can be done on it
     * @throws InvalidInputException if it is of another version
     */
    public static DmsrecSpark on(SparkSession spark) {
        SparkPlatform.require(spark.version(), scala.util.Properties.versionNumberString());
        return new DmsrecSpark(spark);
    }

    /**
     * Recommends for the sessions of data frames.
     *
     * @param model any: a counting method, a network, a fused model; each executor gets a copy
     * @return with 20 items for each session, unless it is set otherwise
     */
    public SparkRecommender recommender(Model model) {
        return new SparkRecommender(spark, model);
    }

    /**
     * Makes data sets of the clicks in data frames.
     *
     * @return an import of which nothing is said yet
     */
    public ClickLogImport importer() {
        return new ClickLogImport();
    }

    /**
     * Learns a counting method from a data set.
     *
     * @param name {@code pop}, {@code item-knn}, {@code ar}, {@code sr}, {@code markov} or {@code vmis-knn}
     * @return the method with its defaults
     * @throws InvalidInputException if it is none of these
     */
    public CountedMethod method(String name) {
        return CountedMethod.named(spark, name);
    }

    /**
     * Counts the global graph that {@code gce-gnn} is trained with.
     *
     * @return a counting in the sessions of the training split
     */
    public GlobalGraphCounting globalGraph() {
        return new GlobalGraphCounting(spark, LearnFrom.TRAIN);
    }

    /**
     * Puts questions to a language model about sessions as requests of batch files, and reads the answers.
     *
     * @param inferrer {@code openai}, with its options; answers are kept in the folder of its option {@code answers}, by
     *     default {@code answers} beside the data set
     * @param data the folder of the data set with the items and their titles, which the executors can read under the same path
     * @return the questions, about a column of candidates
     */
    public SessionQuestions questions(Inferrer inferrer, Path data) {
        return new SessionQuestions(spark, inferrer, data);
    }
}
