package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intents by files of requests and answers alone, from Java: nobody listens at the address. */
class BatchInferenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    void answersOfABatchBecomeIntentsWithoutAServer() throws IOException {
        try (Dmsrec dmsrec =
                Dmsrec.builder().threads(1).progress(Progress.none()).build()) {
            Dataset shop = Dataset.open(GoldenFolders.v1("data"));
            Candidates candidates = dmsrec.train(Method.named("markov"), shop).candidates(shop, 20);
            Inferrer fifth = openAi().with("share", 0.2).with("by", "random");
            List<Path> few = dmsrec.exportBatch(fifth, shop, candidates, folder.resolve("fifth"));
            Inferrer all = openAi();
            List<Path> requests = dmsrec.exportBatch(all, shop, candidates, folder.resolve("all"));
            assertThat(few).hasSize(1);
            List<String> asked = Files.readAllLines(requests.get(0));
            assertThat(Files.readAllLines(few.get(0)))
                    .hasSizeBetween(1, asked.size() / 3)
                    .isSubsetOf(asked);

            Path answers = answer(few.get(0), folder.resolve("answers-of-a-fifth.jsonl"));
            assertThat(dmsrec.importBatch(fifth, shop, candidates, List.of(answers)))
                    .anyMatch(line -> line.matches("missing +0"));
            Intents intents = dmsrec.infer(fifth, shop, candidates);
            assertThat(Files.readString(intents.path().resolve("manifest.json")))
                    .contains("\"share\"", "\"not-asked\"", "\"askedNow\" : 0");

            assertThatThrownBy(() -> dmsrec.infer(all.with("attempts", 1), shop, candidates))
                    .as("the others would have to be asked")
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("localhost:9");
        }
    }

    @Test
    void beforeAskingItIsSaidThatPublishedAnswersAreNotWatched() {
        List<String> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public Stage stage(String name, String unit, long total) {
                return Stage.NONE;
            }

            @Override
            public void result(String line) {
                told.add(line);
            }
        };
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).progress(progress).build()) {
            Dataset shop = Dataset.open(GoldenFolders.v1("data"));
            Candidates candidates = dmsrec.train(Method.named("markov"), shop).candidates(shop, 20);
            Inferrer published = openAi().with("template", "published")
                    .with("answer-format", "text")
                    .with("attempts", 1);
            assertThatThrownBy(() -> dmsrec.infer(published, shop, candidates))
                    .isInstanceOf(InvalidInputException.class);
            assertThat(told).filteredOn(line -> line.startsWith("not watched")).hasSize(1);
        }
    }

    private Inferrer openAi() {
        return Inferrer.named("openai")
                .with("base-url", "http://localhost:9/v1")
                .with("model", "fake")
                .with("answer-format", "json-schema")
                .with("probe", 0)
                .with("answers", folder.resolve("answers"));
    }

    /** Picks the first of three candidates in turn. */
    private static Path answer(Path requests, Path to) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String request : Files.readAllLines(requests)) {
            JsonNode asked = JSON.readTree(request);
            ObjectNode line = JSON.createObjectNode()
                    .put("custom_id", asked.path("custom_id").asText());
            ObjectNode choice = line.putObject("response")
                    .put("status_code", 200)
                    .putObject("body")
                    .putArray("choices")
                    .addObject()
                    .put("finish_reason", "stop");
            choice.putObject("message").put("content", "{\"intents\":[],\"ids\":[" + (1 + lines.size() % 3) + "]}");
            lines.add(line.toString());
        }
        return Files.write(to, lines);
    }
}
