package io.github.dmsrec.spark.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.Dataset;
import io.github.dmsrec.Model;
import io.github.dmsrec.core.graph.GlobalGraphFolder;
import io.github.dmsrec.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of docs/spark.md: a lake of Parquet files with a partition for each day. */
class LakeExampleTest {

    private static final SparkSession SPARK = LocalSpark.session();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAYS = 4;
    private static final int SKUS = 20;

    @TempDir
    private Path lake = Path.of("");

    private String at(String name) {
        return lake.resolve(name).toString();
    }

    private void writeLake() {
        Random random = new Random(2);
        List<Row> clicks = new ArrayList<>();
        List<Row> sessions = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (int visitor = 0; visitor < 25; visitor++) {
                List<String> items = new ArrayList<>();
                for (int click = 2 + random.nextInt(4); click > 0; click--) {
                    String sku = "p" + (int) (SKUS * Math.pow(random.nextDouble(), 2));
                    items.add(sku);
                    long second = 86_400L * day + 3_000L * visitor + 60L * items.size();
                    clicks.add(RowFactory.create(
                            "2026-11-0" + (1 + day),
                            "v" + visitor,
                            sku,
                            new java.sql.Timestamp(1000 * (1_793_491_200L + second))));
                }
                if (day == DAYS - 1) {
                    sessions.add(RowFactory.create("v" + visitor, items));
                }
            }
        }
        List<Row> products = Stream.iterate(0, sku -> sku + 1)
                .limit(SKUS)
                .map(sku -> RowFactory.create("p" + sku, "Product number " + sku))
                .toList();
        SPARK.createDataFrame(
                        clicks,
                        new StructType()
                                .add("day", DataTypes.StringType)
                                .add("visitor", DataTypes.StringType)
                                .add("sku", DataTypes.StringType)
                                .add("at", DataTypes.TimestampType))
                .write()
                .partitionBy("day")
                .parquet(at("clicks"));
        SPARK.createDataFrame(
                        products,
                        new StructType().add("sku", DataTypes.StringType).add("name", DataTypes.StringType))
                .write()
                .parquet(at("products"));
        SPARK.createDataFrame(
                        sessions,
                        new StructType()
                                .add("session", DataTypes.StringType)
                                .add("items", DataTypes.createArrayType(DataTypes.StringType)))
                .write()
                .parquet(at("sessions/day=2026-11-04"));
    }

    private static void run(String... arguments) {
        assertThat(SparkMain.run(arguments)).isZero();
    }

    @Test
    void everyJobRuns() throws IOException {
        writeLake();

        run(
                "import",
                "--in=" + at("clicks"),
                "--user=visitor",
                "--item=sku",
                "--time=at",
                "--gap=PT30M",
                "--items=" + at("products"),
                "--title=name",
                "--min-item-support=2",
                "--split=days:1",
                "--out=" + at("shop"));
        run("learn", "--method=vmis-knn", "--data=" + at("shop"), "--out=" + at("vmis-knn"));
        run("graph", "--data=" + at("shop"), "--out=" + at("graph"));
        run(
                "predict",
                "--model=" + at("vmis-knn"),
                "--in=" + at("sessions/day=2026-11-04"),
                "-k=5",
                "--out=" + at("top/day=2026-11-04"));
        String[] questions = {
            "--in=" + at("sessions/day=2026-11-04"),
            "--data=" + at("shop"),
            "--candidates-of=" + at("vmis-knn"),
            "-k=8",
            "--set=base-url=http://localhost:9/v1",
            "--set=model=fake",
            "--set=answer-format=json-schema",
            "--set=example=none",
            "--set=answers=" + at("answers")
        };
        run(joined(questions, "prompts", "--out=" + at("requests")));
        Path answers = answer(lake.resolve("requests"), lake.resolve("batch.jsonl"));
        run(joined(questions, "answers", "--batch=" + answers, "--out=" + at("intents")));

        assertThat(Dataset.open(lake.resolve("shop")).items()).isBetween(5, SKUS);
        assertThat(Model.load(lake.resolve("vmis-knn")).method()).isEqualTo("vmis-knn");
        assertThat(GlobalGraphFolder.read(lake.resolve("graph")).graph().neighbours()[0])
                .isNotEmpty();
        // A partition of each day is read back with its day.
        assertThat(SPARK.read()
                        .parquet(at("top"))
                        .selectExpr("day", "size(recommendations)")
                        .distinct()
                        .collectAsList())
                .extracting(Object::toString)
                .containsExactly("[2026-11-04,5]");
        assertThat(SPARK.read()
                        .parquet(at("intents"))
                        .filter("status = 'answered' and size(explicit) + size(latent) = 1")
                        .count())
                .isEqualTo(25);
        assertThat(lake.resolve("answers/answers.sqlite")).exists();
    }

    private static String[] joined(String[] shared, String job, String... own) {
        return Stream.of(Stream.of(job), Stream.of(shared), Stream.of(own))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    /** Picks the first candidate of every question. */
    private static Path answer(Path requests, Path to) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String request : SPARK.read().textFile(requests.toString()).collectAsList()) {
            JsonNode asked = JSON.readTree(request);
            ObjectNode line = JSON.createObjectNode()
                    .put("custom_id", asked.path("custom_id").asText());
            ObjectNode choice = line.putObject("response")
                    .put("status_code", 200)
                    .putObject("body")
                    .putArray("choices")
                    .addObject()
                    .put("finish_reason", "stop");
            choice.putObject("message").put("content", "{\"intents\":[],\"ids\":[1]}");
            lines.add(line.toString());
        }
        return Files.write(to, lines);
    }
}
