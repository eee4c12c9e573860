package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A million rows in a process that could not hold their answers. */
class ManyRowsTest {

    private static final int ITEMS = 1000;
    private static final int CANDIDATES = 10;
    private static final int BYTES_A_SESSION = 400;

    @TempDir
    Path folder = Path.of("");

    @Test
    @Tag("slow")
    @Timeout(900)
    void aMillionRowsNeedLittleMemory() throws Exception {
        int rows = 1_000_000;
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyRowsTest.class.getName(),
                        folder.toString(),
                        Integer.toString(rows))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isZero();
        assertThat(said.strip()).isEqualTo(rows + " asked, " + 3L * rows + " picks");
        assertThat(Files.size(folder.resolve(AnswerStore.FILE_NAME)) / rows).isLessThan(BYTES_A_SESSION);
    }

    /** The child: a model in its own process picks three candidates of every row. */
    public static void main(String[] arguments) {
        LanguageModelOptions options = LanguageModelOptions.ofMap(Map.of(
                "base-url", "http://localhost/v1",
                "model", "fake",
                "answers", arguments[0],
                "answer-format", "json-schema",
                "guard", "off"));
        InferenceSetting setting = new InferenceSetting(
                new Catalogue(IntStream.range(0, ITEMS)
                        .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                        .toList()),
                new IntentVectors(1, new float[ITEMS]),
                Optional.empty());
        ChatEndpoint model = (system, user, format, schema) ->
                new ChatReply("{\"intents\":[\"more of the same\"],\"ids\":[3,1,7]}", 880, 24, "stop");
        long picks = 0;
        Inference inference;
        try (LanguageModelInferrer inferrer = new LanguageModelInferrer(options, model, Clock.SYSTEM)) {
            inference = inferrer.infer(setting, rows(Integer.parseInt(arguments[1])), Progress.NONE);
            for (InferredRow row : inference.rows()) {
                picks += row.numbers().length;
            }
        }
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                .println(inference.facts().path("askedNow").asInt() + " asked, " + picks + " picks");
    }

    /** Different rows, made when asked for. */
    private static List<IntentRequest> rows(int count) {
        return new AbstractList<>() {
            @Override
            public IntentRequest get(int index) {
                int row = Objects.checkIndex(index, count);
                return new IntentRequest(
                        new int[] {row % ITEMS, row / ITEMS % ITEMS},
                        IntStream.range(0, CANDIDATES)
                                .map(i -> (row + i) % ITEMS)
                                .toArray());
            }

            @Override
            public int size() {
                return count;
            }
        };
    }
}
