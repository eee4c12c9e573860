package io.github.dmsrec.spark.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.Model;
import io.github.dmsrec.spark.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as {@code spark-submit} starts them. */
class SparkMainTest {

    private static final SparkSession SPARK = LocalSpark.session();

    /** Runs a command; what it printed on standard error. */
    private static String mistake(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(SparkMain.run(arguments)).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLogBecomesADataSetAModelAndRecommendations(@TempDir Path folder) throws Exception {
        StringBuilder log = new StringBuilder("visit,sku,at\n");
        StringBuilder sessions = new StringBuilder();
        for (int s = 0; s < 40; s++) {
            log.append("s" + s + ",a,2024-01-01T10:" + (10 + s) + ":00Z\n");
            log.append("s" + s + "," + (s % 2 == 0 ? "b" : "c") + ",2024-01-01T10:" + (10 + s) + ":30Z\n");
        }
        sessions.append("{\"session\": 1, \"items\": [\"a\"]}\n{\"session\": 2, \"items\": [\"x\"]}\n");
        Files.writeString(folder.resolve("log.csv"), log);
        Files.writeString(folder.resolve("sessions.json"), sessions);
        String data = folder.resolve("data").toString();
        String model = folder.resolve("markov").toString();
        String out = folder.resolve("top").toString();

        assertThat(SparkMain.run(
                        "import",
                        "--in=" + folder.resolve("log.csv"),
                        "--format=csv",
                        "--read-option=header=true",
                        "--read-option=inferSchema=true",
                        "--session=visit",
                        "--item=sku",
                        "--time=at",
                        "--out=" + data))
                .isZero();
        assertThat(SparkMain.run("learn", "--method=markov", "--option=pruning=1", "--data=" + data, "--out=" + model))
                .isZero();
        assertThat(SparkMain.run(
                        "predict",
                        "--model=" + model,
                        "--in=" + folder.resolve("sessions.json"),
                        "--format=json",
                        "-k=1",
                        "--out=" + out))
                .isZero();

        assertThat(Model.load(Path.of(model)).options()).containsEntry("method", "markov");
        assertThat(SPARK.read()
                        .parquet(out)
                        .selectExpr("session", "recommendations[0].item in ('b', 'c')", "coalesce(fallback, '')")
                        .orderBy("session")
                        .collectAsList())
                .extracting(Object::toString)
                .containsExactly("[1,true,]", "[2,false,pop]");

        assertThat(mistake(
                        "predict",
                        "--model=" + model,
                        "--in=" + folder.resolve("sessions.json"),
                        "--format=json",
                        "--out=" + out))
                .startsWith("dmsrec: [PATH_ALREADY_EXISTS]")
                .hasLineCount(1);
        assertThat(mistake("predict", "--model=" + data, "--in=" + folder.resolve("sessions.json"), "--out=" + out))
                .startsWith("dmsrec: ")
                .contains(data);
    }

    @Test
    void mistakesAreOneMessage(@TempDir Path folder) {
        String model = LocalSpark.golden("vs-knn").toString();
        assertThat(mistake(
                        "predict",
                        "--model=" + model,
                        "--in=" + folder.resolve("none"),
                        "--out=" + folder.resolve("o")))
                .startsWith("dmsrec: [PATH_NOT_FOUND]")
                .hasLineCount(1);
        assertThat(mistake("learn", "--method=sr-gnn", "--data=" + folder, "--out=" + folder.resolve("o")))
                .startsWith("dmsrec: 'sr-gnn' is not learned on Spark;");
        assertThat(mistake()).startsWith("No job is given: predict, import, learn, graph, prompts or answers.");
        assertThat(mistake("import", "--in=x", "--item=i", "--session=s", "--out=" + folder.resolve("o"), "--k-core=0"))
                .isEqualTo("dmsrec: A length or support is 0, but must be at least 1." + System.lineSeparator());
        assertThat(folder.resolve("o")).doesNotExist();
    }
}
