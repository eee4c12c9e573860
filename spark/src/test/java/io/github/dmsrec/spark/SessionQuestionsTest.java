package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.Candidates;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.Progress;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.BatchImport;
import io.github.dmsrec.spark.main.SparkFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that {@code infer --export-batch} writes, and what {@code --import-batch} makes of the answers. */
class SessionQuestionsTest {

    private static final SparkSession SPARK = LocalSpark.session();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DATA = LocalSpark.golden("data");
    private static final StructType SCHEMA = new StructType()
            .add("session", DataTypes.StringType)
            .add("items", DataTypes.createArrayType(DataTypes.StringType))
            .add("candidates", DataTypes.createArrayType(DataTypes.StringType));

    private static Path folder;
    private static Dmsrec dmsrec;
    private static io.github.dmsrec.Dataset shop;
    private static Candidates candidates;
    private static Dataset<Row> sessions;

    @BeforeAll
    static void makeCandidates(@TempDir Path temporary) {
        folder = temporary;
        dmsrec = Dmsrec.builder().threads(1).progress(Progress.none()).build();
        shop = io.github.dmsrec.Dataset.open(DATA);
        candidates = dmsrec.train(Method.named("markov"), shop).candidates(shop, 9);
        sessions = rows(candidates).repartition(5).cache();
    }

    @AfterAll
    static void close() {
        sessions.unpersist();
        dmsrec.close();
    }

    /** The rows of the data set with their candidates. */
    private static Dataset<Row> rows(Candidates made) {
        SessionDataset dataset = DatasetFolder.read(DATA);
        List<Row> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            Examples examples = dataset.examples(split);
            CandidateLists lists = CandidateFolder.read(made.path(), dataset).lists(split);
            for (int row = 0; row < examples.size(); row++) {
                rows.add(RowFactory.create(
                        split.label() + row, ids(dataset, examples.items(row)), ids(dataset, lists.items(row))));
            }
        }
        return SPARK.createDataFrame(rows, SCHEMA);
    }

    private static List<String> ids(SessionDataset dataset, int[] items) {
        return Arrays.stream(items).mapToObj(dataset.catalogue()::id).toList();
    }

    private static Inferrer openAi(String answers) {
        return Inferrer.named("openai")
                .with("base-url", "http://localhost:9/v1")
                .with("model", "fake")
                .with("answer-format", "json-schema")
                .with("answers", folder.resolve(answers));
    }

    private static SessionQuestions questions(Inferrer inferrer) {
        return DmsrecSpark.on(SPARK).questions(inferrer, DATA).example(candidates.path());
    }

    private static List<String> exported(Inferrer inferrer, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : dmsrec.exportBatch(inferrer, shop, candidates, folder.resolve(name))) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    @Test
    void theRequestsAreThoseOfAnExport() throws IOException {
        List<String> expected = exported(openAi("local"), "export");

        List<String> lines = questions(openAi("spark")).lines(sessions).collectAsList();

        assertThat(expected).hasSizeGreaterThan(50);
        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
        List<Row> prompts = questions(openAi("spark")).prompts(sessions).collectAsList();
        assertThat(prompts).hasSize((int) sessions.count());
        Row prompt = prompts.get(0);
        assertThat(prompt.schema().fieldNames()).containsExactly("session", "custom_id", "method", "url", "body");
        JsonNode line = JSON.readTree(expected.stream()
                .filter(text -> text.contains(prompt.<String>getAs("custom_id")))
                .findFirst()
                .orElseThrow());
        assertThat(line.path("body")).isEqualTo(JSON.readTree(prompt.<String>getAs("body")));
        assertThat(line.path("url").asText()).isEqualTo(prompt.getAs("url"));
        assertThat(line.path("method").asText()).isEqualTo(prompt.getAs("method"));
    }

    @Test
    void otherWordsAreThoseOfAnExport() throws IOException {
        Inferrer titles = Inferrer.named("openai")
                .with("base-url", "http://localhost:9/v1")
                .with("model", "fake")
                .with("template", "published")
                .with("seed", 5)
                .with("answers", folder.resolve("words"));

        assertThat(questions(titles).lines(sessions).collectAsList())
                .containsExactlyInAnyOrderElementsOf(exported(titles, "export-words"));
    }

    @Test
    void theAnswersAreThoseOfAnImport() throws IOException {
        Inferrer local = openAi("local-store");
        Inferrer spark = openAi("spark-store");
        List<String> requests = exported(local, "export-to-answer");
        List<String> keys = new ArrayList<>();
        for (String request : requests) {
            keys.add(JSON.readTree(request).path("custom_id").asText());
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < keys.size() - 4; i++) {
            lines.add(
                    switch (i % 10) {
                        case 3 -> failed(keys.get(i));
                        case 5 -> answered(keys.get(i), "I like films.", "stop");
                        case 7 -> answered(keys.get(i), "{\"intents\":[", "length");
                        default ->
                            answered(keys.get(i), "{\"intents\":[\"x\"],\"ids\":[" + (1 + i % 6) + ",7]}", "stop");
                    });
        }
        // Of four questions there is no line; one is there twice, one is of another run, one is cut.
        lines.add(lines.get(0));
        lines.add(answered("0".repeat(64), "{\"ids\":[1]}", "stop"));
        lines.add("{\"custom_id\": \"cut o");
        lines.add(" ");
        Collections.shuffle(lines, new Random(4));
        Dataset<String> batch = SPARK.createDataset(lines, Encoders.STRING()).repartition(4);

        BatchImport kept = questions(spark).keep(sessions, batch);

        List<String> report =
                dmsrec.importBatch(local, shop, candidates, List.of(Files.write(folder.resolve("batch.jsonl"), lines)));
        assertThat(kept.report().subList(0, kept.report().size() - 2)).isEqualTo(report.subList(0, report.size() - 2));
        assertThat(kept.unreadable()).isEqualTo(1);
        assertThat(kept.firstUnreadable()).isEqualTo("'{\"custom_id\": \"cut o'");
        assertThat(kept.missing()).isEqualTo(4);
        assertThat(kept.repeated()).isEqualTo(1);
        assertThat(kept.ofOthers()).isEqualTo(1);
        assertThat(kept.failed()).hasSize(3);
        try (AnswerStore one = AnswerStore.open(folder.resolve("local-store"));
                AnswerStore other = AnswerStore.open(folder.resolve("spark-store"))) {
            for (String key : keys) {
                assertThat(other.find(key).map(SessionQuestionsTest::words))
                        .isEqualTo(one.find(key).map(SessionQuestionsTest::words));
            }
        }
        // What is kept is not asked again by a run on one machine.
        assertThat(exported(spark, "rest")).containsExactlyInAnyOrderElementsOf(exported(local, "local-rest"));
        assertThat(questions(spark).keep(sessions, batch).kept()).isZero();
        List<Row> answers = questions(spark).answers(sessions, batch).collectAsList();
        assertThat(answers).hasSize((int) sessions.count());
        assertThat(answers)
                .extracting(row -> row.<String>getAs("status"))
                .contains("answered", "failed", "missing")
                .doesNotContainNull();
        for (Row row : answers) {
            List<Row> explicit = row.getList(row.fieldIndex("explicit"));
            List<Row> latent = row.getList(row.fieldIndex("latent"));
            boolean usable = row.<String>getAs("status").equals("answered");
            assertThat(explicit.size() + latent.size())
                    .isEqualTo(usable ? numbers(row).size() : 0);
            assertThat(row.<String>getAs("reason").isEmpty()).isEqualTo(usable || row.<Integer>getAs("lines") == 0);
        }
    }

    private static List<Integer> numbers(Row row) {
        return row.getList(row.fieldIndex("numbers"));
    }

    private static String words(StoredAnswer answer) {
        return answer.answered() + " " + answer.reason() + " " + answer.answer() + " "
                + Arrays.toString(answer.numbers()) + " " + answer.finishReason() + " " + answer.promptTokens() + " "
                + answer.model() + " " + answer.template() + " " + answer.format();
    }

    private static String answered(String key, String content, String finish) {
        ObjectNode line = JSON.createObjectNode().put("custom_id", key);
        ObjectNode body = line.putObject("response").put("status_code", 200).putObject("body");
        ObjectNode choice = body.putArray("choices").addObject().put("finish_reason", finish);
        choice.putObject("message").put("content", content);
        body.putObject("usage").put("prompt_tokens", 40).put("completion_tokens", 8);
        return line.toString();
    }

    private static String failed(String key) {
        ObjectNode line = JSON.createObjectNode().put("custom_id", key);
        line.putObject("error").put("code", "batch_expired");
        return line.toString();
    }

    @Test
    void aModelMakesTheCandidates() {
        Model markov = dmsrec.train(Method.named("markov"), shop);
        Dataset<Row> clicked = sessions.drop("candidates");
        Dataset<Row> recommended = DmsrecSpark.on(SPARK)
                .recommender(markov)
                .setK(5)
                .setSeenItems(SeenItems.RANKED)
                .transform(clicked)
                .select(
                        functions.col("session"),
                        functions
                                .transform(functions.col("recommendations"), item -> item.getField("item"))
                                .as("candidates"));
        List<String> expected = questions(openAi("spark"))
                .lines(clicked.join(recommended, "session"))
                .collectAsList();

        assertThat(questions(openAi("spark"))
                        .candidatesOf(markov, 5)
                        .lines(clicked)
                        .collectAsList())
                .hasSizeGreaterThan(10)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void mistakesAreFoundBeforeAJob() {
        assertThatThrownBy(() -> questions(openAi("spark")).prompts(sessions.drop("candidates")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("The data frame has no column 'candidates' for the candidates;");
        assertThatThrownBy(
                        () -> questions(Inferrer.named("embedding-similarity")).prompts(sessions))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("asks nobody");
        assertThatThrownBy(() -> questions(openAi("spark").with("share", 0.5)).prompts(sessions))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Filter or sample the data frame");
        assertThatThrownBy(
                        () -> questions(openAi("spark").with("temperatur", 1)).prompts(sessions))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("temperatur");
        assertThatThrownBy(() -> questions(
                                Inferrer.named("ollama").with("model", "m").with("answers", folder.resolve("ollama")))
                        .prompts(sessions))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no batch form");
        Dataset<String> strange = SPARK.createDataset(List.of("{}", "nothing"), Encoders.STRING());
        assertThatThrownBy(() -> questions(openAi("spark")).keep(sessions, strange))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("None of the 2 lines of the batch answers a question of this run");
    }

    @Test
    void anUnknownCandidateIsNamed() {
        Dataset<Row> strange = sessions.limit(1)
                .withColumn("session", functions.lit("x"))
                .withColumn("candidates", functions.array(functions.lit("nobody")));
        assertThatThrownBy(() -> questions(openAi("spark")).lines(strange).collectAsList())
                .satisfies(failure -> assertThat(SparkFailures.mistake(failure))
                        .startsWith("Session 'x' has the candidate 'nobody', which is no item of the data set."));
        Dataset<Row> unknownClicks = sessions.limit(1).withColumn("items", functions.array(functions.lit("nobody")));
        assertThat(questions(openAi("spark")).prompts(unknownClicks).first().isNullAt(1))
                .isTrue();
    }
}
