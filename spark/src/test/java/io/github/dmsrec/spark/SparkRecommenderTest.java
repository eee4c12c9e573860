package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.PredictionOptions;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.spark.main.SparkFailures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same recommendations as {@code predict} makes for a file. */
class SparkRecommenderTest {

    private static final SparkSession SPARK = LocalSpark.session();
    private static final StructType SCHEMA = new StructType()
            .add("session", DataTypes.StringType)
            .add("items", DataTypes.createArrayType(DataTypes.StringType));

    /** Sessions of the small shop; one item in every session, some items unknown, one session of unknown items alone. */
    private static Dataset<Row> sessions(int partitions) {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int s = 0; s < 700; s++) {
            List<String> items = new ArrayList<>(List.of("1001"));
            for (int i = random.nextInt(6); i > 0; i--) {
                items.add(String.valueOf(1001 + random.nextInt(60)));
            }
            rows.add(RowFactory.create("s" + s, items));
        }
        rows.add(RowFactory.create("stranger", List.of("nobody", "knows")));
        return SPARK.createDataFrame(rows, SCHEMA).repartition(partitions).cache();
    }

    private static DmsrecSpark dmsrec() {
        return DmsrecSpark.on(SPARK);
    }

    private static List<Row> sorted(Dataset<Row> answers) {
        return answers.orderBy("session").collectAsList();
    }

    /** As {@code predict} writes them. */
    private static List<Row> predicted(Model model, Dataset<Row> sessions, PredictionOptions options, Path folder) {
        Path in = folder.resolve("in");
        sessions.coalesce(1).write().mode(SaveMode.Overwrite).parquet(in.toString());
        Path file = Arrays.stream(in.toFile().listFiles())
                .filter(part -> part.getName().endsWith(".parquet"))
                .findFirst()
                .orElseThrow()
                .toPath();
        Path out = folder.resolve("out.parquet");
        model.predict(file, out, options.threads(2));
        return SPARK.read().parquet(out.toString()).orderBy("session").collectAsList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vs-knn", "base", "fused"})
    void theAnswersAreThoseOfPredict(String name, @TempDir Path folder) {
        Model model = Model.load(LocalSpark.golden(name));
        Dataset<Row> sessions = sessions(name.equals("vs-knn") ? 3 : 1);
        List<Row> expected = predicted(model, sessions, PredictionOptions.USUAL.k(7), folder);

        List<Row> answers = sorted(dmsrec().recommender(model).setK(7).transform(sessions));

        assertThat(answers).hasSameSizeAs(expected);
        for (int i = 0; i < answers.size(); i++) {
            Row answer = answers.get(i);
            Row wanted = expected.get(i);
            assertThat(answer.<String>getAs("session")).isEqualTo(wanted.getAs("session"));
            List<Row> items = answer.getList(answer.fieldIndex("recommendations"));
            assertThat(items)
                    .extracting(item -> item.getString(0))
                    .isEqualTo(wanted.getList(wanted.fieldIndex("items")));
            List<Float> scores = wanted.getList(wanted.fieldIndex("scores"));
            for (int rank = 0; rank < items.size(); rank++) {
                float score = items.get(rank).getFloat(1);
                if (name.equals("vs-knn")) {
                    assertThat(score).isEqualTo(scores.get(rank));
                } else {
                    assertThat(score).isCloseTo(scores.get(rank), within(1e-4f));
                }
            }
            assertThat(answer.<Integer>getAs("unknown")).isEqualTo(wanted.getAs("unknown"));
        }
        assertThat(answers.get(answers.size() - 1).<String>getAs("fallback")).isEqualTo("pop");
    }

    @Test
    void emptyPartitionsAndOtherColumnsMakeNoDifference() {
        Model model = Model.load(LocalSpark.golden("vs-knn"));
        SparkRecommender recommender = dmsrec().recommender(model).setSeenItems(SeenItems.RANKED);
        Dataset<Row> sessions = sessions(1);
        Dataset<Row> renamed = sessions.limit(5)
                .withColumnRenamed("items", "a.b")
                .withColumn("session", functions.monotonically_increasing_id())
                .repartition(12);

        List<Row> few = sorted(recommender.setColumns("session", "a.b").transform(renamed));

        assertThat(few).hasSize(5);
        assertThat(few.get(0).schema().apply("session").dataType()).isEqualTo(DataTypes.LongType);
        assertThat(sorted(recommender.transform(sessions.filter("session = 'none'"))))
                .isEmpty();
    }

    @Test
    void aTaskThatFailsIsRetried() {
        Model model = Model.load(LocalSpark.golden("vs-knn"));
        Dataset<Row> sessions = sessions(2);
        MapFunction<Row, Row> failing = row -> {
            if (TaskContext.get().attemptNumber() == 0 && row.getString(0).equals("s500")) {
                throw new IllegalStateException("the first attempt fails");
            }
            return row;
        };

        List<Row> answers = sorted(dmsrec().recommender(model).transform(sessions.map(failing, Encoders.row(SCHEMA))));

        assertThat(answers).isEqualTo(sorted(dmsrec().recommender(model).transform(sessions)));
    }

    @Test
    void columnsAreCheckedBeforeAJob() {
        SparkRecommender recommender = dmsrec().recommender(Model.load(LocalSpark.golden("vs-knn")));
        Dataset<Row> sessions = sessions(1);

        assertThatThrownBy(() -> recommender.transform(sessions.drop("items")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("The data frame has no column 'items' for the clicked items; its columns are 'session'."
                        + " Name the columns with setColumns.");
        assertThatThrownBy(() -> recommender.transform(sessions.withColumn("items", functions.expr("array(1L)"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "The column 'items' for the clicked items is array<bigint>, but must be array<string>.");
        assertThatThrownBy(() -> recommender.setK(0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aMalformedSessionIsNamed() {
        assertThat(failure(null)).isEqualTo("Session 'x' has null in place of its items. Filter such rows out.");
        assertThat(failure(List.of())).startsWith("Session 'x' has no items.");
        assertThat(failure(Arrays.asList("1001", null))).startsWith("Session 'x' has null as item 2.");
        assertThat(failure(Collections.nCopies(100_000, "1001")))
                .startsWith("Session 'x' has 100000 clicks; at most 10000 are accepted.");
    }

    private static String failure(@Nullable List<String> items) {
        Dataset<Row> sessions = SPARK.createDataFrame(List.of(RowFactory.create("x", items)), SCHEMA);
        Dataset<Row> answers =
                dmsrec().recommender(Model.load(LocalSpark.golden("vs-knn"))).transform(sessions);
        try {
            answers.collectAsList();
        } catch (Exception e) {
            return String.valueOf(SparkFailures.mistake(e));
        }
        throw new AssertionError("no failure");
    }
}
