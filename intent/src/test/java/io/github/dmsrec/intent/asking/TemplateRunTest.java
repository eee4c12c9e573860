package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.reply.Repairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with templates of one's own, and answers by titles. */
class TemplateRunTest {

    private static final Catalogue FILMS = new Catalogue(List.of(
            film("Heat", "1995"), film("Alien", "1979"), film("Casino", "1995"), film("Salt; or Pepper", "2001")));
    private static final InferenceSetting SETTING = new InferenceSetting(
            FILMS,
            new IntentVectors(1, new float[4]),
            Optional.of(new WorkedExample(new int[] {0}, new int[] {0, 2, 3}, new int[] {0}, new int[] {2, 3})));
    private static final IntentRequest ROW = new IntentRequest(new int[] {1, 0}, new int[] {3, 2, 1, 0});
    private static final IntentRequest OTHER_ROW = new IntentRequest(new int[] {1}, new int[] {3, 2, 1, 0});

    @TempDir
    Path folder = Path.of("");

    private static Item film(String title, String year) {
        return new Item(title, title, Map.of("genres", "Crime", "year", year));
    }

    /** The complete template of the documentation. */
    private Path documented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "llm.md"));
        String section = page.substring(page.indexOf("## Your own prompt"));
        String begin = "```text\n";
        int from = section.indexOf(begin) + begin.length();
        return Files.writeString(folder.resolve("films.txt"), section.substring(from, section.indexOf("```", from)));
    }

    @Test
    void theDocumentedTemplateAsksAndIsAnswered() throws IOException {
        Map<String, String> options =
                Map.of("template", documented().toString(), "attributes", "genres", "candidate-order", "ranked");
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(2, 4, 4, 9))) {
            InferredRow row = infer(model, options, ROW).rows().get(0);
            assertThat(row.latentIntents()).containsExactly(new Title(2));
            assertThat(row.explicitIntents()).containsExactly(new Title(0));
            assertThat(row.repairs()).isEqualTo(new Repairs(1, 1, 0, 0));
            assertThat(model.body(0).at("/messages/1/content").asText())
                    .isEqualTo(
                            """
                            Looked at, the last one is the most recent:
                            * Alien (genres: Crime)
                            * Heat (genres: Crime)
                            Films to choose from:
                            1) Salt; or Pepper, 2001
                            2) Casino, 1995
                            3) Alien, 1979
                            4) Heat, 1995""");
            assertThat(model.body(0).at("/messages/0/content").asText())
                    .contains("Choose from 1 to 5 of the numbered films")
                    .contains("{\"intents\": [up to 3 short phrases], \"ids\": [the numbers of the films]}")
                    .endsWith("Answer:\n{\"intents\":[\"something like Heat\"],\"ids\":[1,2,3]}");
        }
    }

    @Test
    void otherWordsUnderTheSameVersionAreRefusedAndUnderAnotherAskedAnew() throws IOException {
        Path file = documented();
        Map<String, String> options = Map.of("template", file.toString());
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            infer(model, options, ROW);
            Files.writeString(file, "# Not a word of the prompt.\n" + Files.readString(file));
            infer(model, options, ROW);
            assertThat(model.count()).isEqualTo(1);

            Files.writeString(file, Files.readString(file).replace("tonight", "tomorrow"));
            assertThatThrownBy(() -> infer(model, options, ROW))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("films.txt' calls itself 'films-1'")
                    .hasMessageContaining("Raise its version");
            try (LanguageModelInferrer inferrer = inferrer(model, options)) {
                assertThatThrownBy(() ->
                                inferrer.plan(FILMS, Optional.empty(), List.of(ROW), Optional.empty(), Progress.NONE))
                        .hasMessageContaining("calls itself 'films-1'");
            }
            assertThat(model.count()).isEqualTo(1);

            Files.writeString(file, Files.readString(file).replace("version: 1", "version: 2"));
            Inference inference = infer(model, options, ROW);
            assertThat(model.count()).isEqualTo(2);
            assertThat(inference.facts().path("template").asText()).startsWith("films-2:");
        }
    }

    @Test
    void wordsThatPromptsDoNotShowMakeAnotherKeyAllTheSame() throws IOException {
        Path file = documented();
        Path copy = Files.writeString(
                folder.resolve("copy.txt"),
                Files.readString(file).replace("something like", "much like").replace("version: 1", "version: 2"));
        Map<String, String> withoutExample = Map.of("template", file.toString(), "example", "none");
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            infer(model, withoutExample, ROW);
            infer(model, Map.of("template", copy.toString(), "example", "none"), ROW);
            assertThat(model.count()).isEqualTo(2);
            assertThat(model.body(1)).isEqualTo(model.body(0));
        }
    }

    @Test
    void aRecordedTemplateThatWasChangedIsRefused() throws IOException {
        Path file = documented();
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1));
                LanguageModelInferrer inferrer = inferrer(model, Map.of("template", file.toString()))) {
            Map<String, String> recorded = inferrer.options().toMap();
            assertThat(LanguageModelOptions.ofMap(recorded).toMap()).isEqualTo(recorded);
            Files.writeString(
                    file, Files.readString(file).replace("tonight", "tomorrow").replace(": 1", ": 2"));
            assertThatThrownBy(() -> LanguageModelOptions.ofMap(recorded))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("template-sha256");
        }
    }

    @Test
    void theSameAnswersAreReadInBothWays() throws IOException {
        Map<String, String> matched = Map.of("template", "published", "titles", "matched", "max-failed-share", "0.5");
        try (FakeModel model = new FakeModel((request, number) ->
                FakeModel.says(number == 0 ? "0.Salt; or Pepper; heat_1; Seven;HEAT" : "I cannot say; sorry."))) {
            Inference published = infer(model, Map.of("template", "published", "concurrency", "1"), ROW, OTHER_ROW);
            assertThat(published.rows().get(0).latentIntents())
                    .containsExactly(
                            new Written("0.Salt"),
                            new Written(" or Pepper"),
                            new Written(" heat_1"),
                            new Written(" Seven"),
                            new Written("HEAT"));
            assertThat(published.rows().get(0).repairs()).isEqualTo(Repairs.NONE);

            Inference inference = infer(model, matched, ROW, OTHER_ROW);
            assertThat(model.count()).isEqualTo(2);
            InferredRow row = inference.rows().get(0);
            assertThat(row.latentIntents()).containsExactly(new Title(3));
            assertThat(row.explicitIntents()).containsExactly(new Title(0));
            assertThat(row.numbers()).containsExactly(1, 4);
            assertThat(row.repairs()).isEqualTo(new Repairs(0, 1, 0, 1));
            assertThat(inference.rows().get(1).status()).isEqualTo(RowStatus.FAILED);
            assertThat(inference.rows().get(1).reason()).isEqualTo("no title of a candidate in the answer");
            assertThat(inference.facts().path("droppedTitles").toString())
                    .isEqualTo("{\"hallucinated\":1,\"duplicates\":1,\"beyondLimit\":0,\"cutOff\":0}");

            Map<String, String> strict = new HashMap<>(matched);
            strict.put("max-failed-share", "0.1");
            assertThatThrownBy(() -> infer(model, strict, ROW, OTHER_ROW))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("1 of 2 answers kept in")
                    .hasMessageContaining("Add 'titles published'");
        }
    }

    @Test
    void anAnswerWithoutATitleIsAskedForAgainWhereTitlesAreMatched() throws IOException {
        try (FakeModel model = new FakeModel(
                (request, number) -> FakeModel.says(number == 0 ? "I cannot say." : "Casino, of course!\nCasino"))) {
            InferredRow row = infer(model, Map.of("template", "published", "titles", "matched"), ROW)
                    .rows()
                    .get(0);
            assertThat(model.count()).isEqualTo(2);
            assertThat(row.latentIntents()).containsExactly(new Title(2));
            assertThat(row.repairs().hallucinated()).isEqualTo(1);
        }
    }

    private Inference infer(FakeModel model, Map<String, String> given, IntentRequest... rows) {
        try (LanguageModelInferrer inferrer = inferrer(model, given)) {
            return inferrer.infer(SETTING, List.of(rows), Progress.NONE);
        }
    }

    private LanguageModelInferrer inferrer(FakeModel model, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url",
                model.baseUrl(),
                "model",
                "fake",
                "answers",
                folder.resolve("answers").toString(),
                "answer-format",
                "json-schema"));
        all.putAll(given);
        return new LanguageModelInferrer(LanguageModelOptions.ofMap(all), Map.of("OPENAI_API_KEY", "k"), Clock.SYSTEM);
    }
}
