package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.PredictionOptions;
import io.github.dmsrec.SeenItems;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Recommends for the sessions of data frames as {@link Model#predict} does for those of a file. Every executor process holds
 * the model once; its tasks score at the same time, each with one engine thread. Immutable.
 */
public final class SparkRecommender {

    /** The column of the result with the recommended items: {@code array<struct<item: string, score: float>>}. */
    public static final String RECOMMENDATIONS = "recommendations";

    /** The column of the result with the number of clicks on items that the model does not know. */
    public static final String UNKNOWN = "unknown";

    /** The column of the result that names what recommends where the model knows no item of the session; else null. */
    public static final String FALLBACK = "fallback";

    private static final StructType RECOMMENDATION =
            new StructType().add("item", DataTypes.StringType, false).add("score", DataTypes.FloatType, false);

    private final SparkSession spark;
    private final Model model;
    private final Wanted wanted;
    private final String sessionColumn;
    private final String itemsColumn;

    SparkRecommender(SparkSession spark, Model model) {
        this(
                spark,
                model,
                new Wanted(PredictionOptions.USUAL.k(), SeenItems.MASKED, PredictionOptions.USUAL.intents()),
                "session",
                "items");
    }

    private SparkRecommender(SparkSession spark, Model model, Wanted wanted, String sessionColumn, String itemsColumn) {
        this.spark = spark;
        this.model = model;
        this.wanted = wanted;
        this.sessionColumn = sessionColumn;
        this.itemsColumn = itemsColumn;
    }

    /**
     * At most so many items.
     *
     * @param k at least 1
     * @return the changed recommender; this one stays as it is
     * @throws InvalidInputException if it is less
     */
    public SparkRecommender setK(int k) {
        if (k < 1) {
            throw new InvalidInputException("k is " + k + ", but must be at least 1.");
        }
        return with(new Wanted(k, wanted.seenItems(), wanted.intents()));
    }

    /**
     * Clicked items may be recommended, or not.
     *
     * @param seenItems whether they may
     * @return the changed recommender; this one stays as it is
     */
    public SparkRecommender setSeenItems(SeenItems seenItems) {
        return with(new Wanted(wanted.k(), seenItems, wanted.intents()));
    }

    /**
     * A fused model scores as for sessions without any intent.
     *
     * @return the changed recommender; this one stays as it is
     */
    public SparkRecommender withoutIntents() {
        return with(new Wanted(wanted.k(), wanted.seenItems(), false));
    }

    /**
     * Other names of the columns.
     *
     * @param session of the session's id, of any type
     * @param items of the ids of the clicked items, oldest first: {@code array<string>}
     * @return the changed recommender; this one stays as it is
     */
    public SparkRecommender setColumns(String session, String items) {
        return new SparkRecommender(spark, model, wanted, session, items);
    }

    private SparkRecommender with(Wanted other) {
        return new SparkRecommender(spark, model, other, sessionColumn, itemsColumn);
    }

    /**
     * Recommends. The job runs when the result is used; the model's files go to the executors now. A model that does not count
     * alone is opened by those that run, so that one without the native libraries is found before the job.
     *
     * @param sessions with a column of the session's id and one of the clicked items
     * @return the session's column, {@link #RECOMMENDATIONS}, {@link #UNKNOWN} and {@link #FALLBACK}, one row for each session
     *     in the same partitions. The job fails with an {@link InvalidInputException} that names the session if a list of
     *     items is null, empty, has a null or has more than 10,000 clicks
     * @throws InvalidInputException if a column is missing or has the wrong type, the model is missing or broken, or an
     *     executor lacks a native library that it needs
     */
    public Dataset<Row> transform(Dataset<Row> sessions) {
        String advice = "Name the columns with setColumns.";
        StructField session = Columns.require(sessions.schema(), sessionColumn, "the session", advice);
        Columns.requireTexts(sessions.schema(), itemsColumn, "the clicked items", advice);
        StructType result = new StructType()
                .add(session)
                .add(RECOMMENDATIONS, DataTypes.createArrayType(RECOMMENDATION, false), false)
                .add(UNKNOWN, DataTypes.IntegerType, false)
                .add(FALLBACK, DataTypes.StringType, true);
        ShippedModel shipped = ShippedModel.of(spark, model);
        if (!ShippedModel.counts(model)) {
            ExecutorCheck.open(spark, shipped, wanted);
        }
        return sessions.select(functions.col(Columns.quoted(sessionColumn)), functions.col(Columns.quoted(itemsColumn)))
                .mapPartitions(new Scoring(shipped, wanted), Encoders.row(result));
    }
}
