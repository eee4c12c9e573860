package io.github.dmsrec.intent.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.store.AnswerStore;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process while it asks, and lets another one go on. */
class KilledRunTest {

    private static final int ROWS = 300;
    private static final int ANSWERED = 200;
    private static final int KILL_AFTER = 150;

    @Test
    @Timeout(60)
    void aKilledRunGoesOnWhereItWas(@TempDir Path folder) throws Exception {
        int stored;
        // The child cannot come to its end: from some question on it waits for an answer.
        MockResponse silence = FakeModel.picks(1)
                .newBuilder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
        FakeModel.Answers answers = (request, number) -> number < ANSWERED ? FakeModel.picks(1, 2) : silence;
        try (FakeModel model = new FakeModel(answers)) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledRunTest.class.getName(),
                            model.baseUrl(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader kept =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < KILL_AFTER; i++) {
                    assertThat(kept.readLine()).isEqualTo("kept");
                }
                child.destroyForcibly();
            }
            assertThat(child.waitFor()).isNotZero();
            stored = rowsIn(folder);
            // Commits come after every 64 answers.
            assertThat(stored).isBetween(KILL_AFTER - 64, ANSWERED);
        }
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1, 2))) {
            Inference inference = infer(model.baseUrl(), folder, Progress.NONE);
            assertThat(model.count()).isEqualTo(ROWS - stored);
            assertThat(inference.rows()).hasSize(ROWS);
            assertThat(inference.rows()).extracting(InferredRow::status).containsOnly(RowStatus.ANSWERED);
        }
    }

    /** The child: says so for every answer that it has given to the store. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Progress progress = (name, unit, total) -> (units, note) -> {
            for (long i = 0; i < units; i++) {
                out.println("kept");
            }
        };
        infer(arguments[0], Path.of(arguments[1]), progress);
    }

    private static Inference infer(String baseUrl, Path folder, Progress progress) {
        OpenAiOptions options = OpenAiOptions.ofMap(Map.of(
                "base-url", baseUrl,
                "model", "fake",
                "answers", folder.toString(),
                "answer-format", "json-schema",
                "concurrency", "4"));
        Catalogue catalogue = new Catalogue(IntStream.range(0, ROWS + 10)
                .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                .toList());
        List<IntentRequest> rows = IntStream.range(0, ROWS)
                .mapToObj(i -> new IntentRequest(
                        new int[] {i}, IntStream.range(i, i + 10).toArray()))
                .toList();
        InferenceSetting setting =
                new InferenceSetting(catalogue, new IntentVectors(1, new float[catalogue.size()]), Optional.empty());
        try (OpenAiInferrer inferrer = new OpenAiInferrer(options, Map.of(), Timekeeper.SYSTEM)) {
            return inferrer.infer(setting, rows, progress);
        }
    }

    private static int rowsIn(Path folder) throws SQLException, IOException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AnswerStore.FILE_NAME));
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM answers WHERE status = 'answered'")) {
            count.next();
            return count.getInt(1);
        }
    }
}
