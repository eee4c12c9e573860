package io.github.dmsrec.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.intent.asking.FakeModel;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.inferrer.FreeIntents;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntentsTest {

    private static final int K = 12;
    private static final SessionDataset TINY = TinyDataset.create();

    private TextEncoder encoder;

    @BeforeAll
    void open(@TempDir Path cache) {
        encoder = EncoderOptions.builtIn().open(2, cache);
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    @Test
    void writesAFolderThatIsReadBackAndInfersLiveSessionsAlike(@TempDir Path work) throws IOException {
        Map<Split, CandidateLists> candidates = candidates(TINY);
        ArtefactFolder folder = similarity(TINY, candidates, work.resolve("intents"));
        IntentTable table = IntentFolder.read(folder.path(), TINY);

        assertThat(table.vectors().dimension()).isEqualTo(384);
        assertThat(table.vectors().count()).isEqualTo(TINY.catalogue().size());
        try (LiveIntents live = LiveIntents.open(folder.path(), TINY.catalogue())) {
            assertThat(live.inferrer()).isEqualTo("embedding-similarity");
            for (Split split : Split.values()) {
                Examples examples = TINY.examples(split);
                IntentRows rows = table.rows(split);
                assertThat(rows.size()).isEqualTo(examples.size());
                for (int row = 0; row < rows.size(); row++) {
                    int[] session = examples.items(row);
                    SessionIntents again =
                            live.infer(session, lists(candidates, split).items(row));
                    assertThat(again.explicit()).isEqualTo(titles(explicit(rows, row)));
                    assertThat(again.latent()).isEqualTo(titles(latent(rows, row)));
                    assertThat(again.note()).isNull();
                    assertVectors(table, concatenated(explicit(rows, row), latent(rows, row)), again);
                    for (int item : explicit(rows, row)) {
                        assertThat(session).contains(item);
                    }
                    for (int item : latent(rows, row)) {
                        assertThat(session).doesNotContain(item);
                    }
                    assertThat(again.latent()).hasSize(3);
                }
            }
        }

        Manifest manifest = folder.manifest();
        int rows = Arrays.stream(Split.values())
                .mapToInt(split -> TINY.examples(split).size())
                .sum();
        assertThat(manifest.facts().path("rows").asInt()).isEqualTo(rows);
        assertThat(manifest.facts().at("/rowsByStatus/answered").asInt()).isEqualTo(rows);
        assertThat(manifest.facts().path("explicitShare").asDouble()).isBetween(0.01, 0.4);
        assertThat(manifest.options())
                .containsEntry("inferrer", "embedding-similarity")
                .containsEntry("inferrer.decay", "0.8")
                .containsEntry("encoder.name", "all-minilm-l6-v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session-mean", "candidate-mean"})
    void controlsAreReadBackAndInferLiveSessionsAlike(String name, @TempDir Path work) throws IOException {
        Map<Split, CandidateLists> candidates = candidates(TINY);
        ArtefactFolder folder = infer(name, TINY, candidates, work.resolve("intents"));
        IntentTable table = IntentFolder.read(folder.path(), TINY);
        assertThat(folder.manifest().options()).containsEntry("inferrer", name);
        assertThat(table.vectors().count()).isEqualTo(TINY.catalogue().size());
        try (LiveIntents live = LiveIntents.open(folder.path(), TINY.catalogue())) {
            for (Split split : Split.values()) {
                IntentRows rows = table.rows(split);
                for (int row = 0; row < rows.size(); row++) {
                    int[] session = TINY.examples(split).items(row);
                    int[] shown = lists(candidates, split).items(row);
                    int[] expected = Arrays.stream(name.equals("session-mean") ? session : shown)
                            .distinct()
                            .toArray();
                    assertThat(explicit(rows, row)).isEqualTo(expected);
                    assertThat(latent(rows, row)).isEqualTo(expected);
                    assertThat(live.infer(session, shown).latent()).isEqualTo(titles(expected));
                }
            }
        }
    }

    @Test
    void theSameInputsGiveTheSameBytes(@TempDir Path work) throws IOException {
        Map<Split, CandidateLists> candidates = candidates(TINY);
        assertThat(similarity(TINY, candidates, work.resolve("a")).manifest().fingerprint())
                .isEqualTo(similarity(TINY, candidates, work.resolve("b"))
                        .manifest()
                        .fingerprint());
    }

    @Test
    void textsBeyondTitlesAreNumberedEncodedOnceAndDroppedFromLiveUseWhenUnknown(@TempDir Path work)
            throws IOException {
        try (Written inferrer = new Written()) {
            ArtefactFolder folder = Intents.infer(
                    TINY, candidates(TINY), inferrer, encoder, work.resolve("intents"), origin(TINY), Progress.NONE);
            IntentTable table = IntentFolder.read(folder.path(), TINY);
            int titles = TINY.catalogue().size();
            assertThat(table.vectors().count()).isEqualTo(titles + 2);
            IntentRows rows = table.rows(Split.TRAIN);
            assertThat(latent(rows, 0)).containsExactly(3, titles);
            assertThat(latent(rows, 1)).containsExactly(3, titles + 1);
            assertThat(latent(rows, 2)).containsExactly(3, titles);
            assertThat(latent(rows, 3)).isEmpty();

            List<String> written = new ArrayList<>();
            List<Optional<String>> ids = new ArrayList<>();
            ParquetFiles.query(folder.file(IntentFolder.TEXTS_FILE), "SELECT text, item_id FROM content", row -> {
                written.add(row.text(0));
                ids.add(row.optionalText(1));
            });
            assertThat(written.subList(titles, written.size())).containsExactly("something warm", "something cold");
            assertThat(ids.subList(titles, ids.size())).containsOnly(Optional.empty());
            assertThat(ids.get(0)).contains(TINY.catalogue().id(0));

            JsonNode facts = folder.manifest().facts();
            assertThat(facts.path("textsBeyondTitles").asInt()).isEqualTo(2);
            assertThat(facts.at("/failuresByReason/empty answer").asInt()).isPositive();
        }
    }

    @Test
    void aModelIsAskedForWholeDataSetsAndForLiveSessionsWithTheSameWords(@TempDir Path work) throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1, 2, 3))) {
            Map<Split, CandidateLists> candidates = candidates(TINY);
            InferrerOptions options = Inferrers.options(
                    "openai",
                    Map.of(
                            "base-url",
                            model.baseUrl(),
                            "model",
                            "fake",
                            "api-key-variable",
                            "DMSREC_TEST_KEY_THAT_NOBODY_SETS",
                            "guard",
                            "off",
                            "answers",
                            work.resolve("answers").toString()));
            ArtefactFolder folder;
            try (IntentInferrer inferrer = options.create()) {
                folder = Intents.infer(
                        TINY, candidates, inferrer, encoder, work.resolve("intents"), origin(TINY), Progress.NONE);
            }
            JsonNode facts = folder.manifest().facts();
            int questions = facts.at("/inferrer/questions").asInt();
            assertThat(facts.at("/inferrer/answerFormat").asText()).isEqualTo("json-schema");
            assertThat(questions).isBetween(1, facts.path("rows").asInt());
            assertThat(model.count()).isEqualTo(questions + 1);
            assertThat(model.body(1).at("/messages/0/content").asText()).contains("An example.\nClicks");

            int[] session = TINY.examples(Split.TEST).items(0);
            int[] shownBefore = lists(candidates, Split.TEST).items(0);
            IntentRows rows = IntentFolder.read(folder.path(), TINY).rows(Split.TEST);
            try (LiveIntents live = LiveIntents.open(folder.path(), TINY.catalogue())) {
                SessionIntents known = live.infer(session, shownBefore);
                assertThat(known.latent()).isEqualTo(titles(latent(rows, 0)));
                assertThat(known.explicit()).isEqualTo(titles(explicit(rows, 0)));
                assertThat(model.count()).isEqualTo(questions + 1);

                SessionIntents fresh = live.infer(new int[] {1, 1, 2, 2, 1}, new int[] {1, 5, 9});
                assertThat(model.count()).isEqualTo(questions + 2);
                assertThat(fresh.explicit()).isEqualTo(titles(1));
                assertThat(fresh.latent()).containsExactlyInAnyOrderElementsOf(titles(5, 9));
            }
        }
    }

    @Test
    void sentencesOfAModelAreIntentsOfTheKindsThatItPicked(@TempDir Path work) throws IOException {
        FakeModel.Answers answers =
                (request, number) -> FakeModel.says("{\"intents\":[\"a warm  phrase\",\"a warm phrase\",\""
                        + TINY.catalogue().title(0) + "\"],\"ids\":[1,2,3]}");
        try (FakeModel model = new FakeModel(answers)) {
            Map<Split, CandidateLists> candidates = candidates(TINY);
            Map<String, String> options = Map.of(
                    "base-url", model.baseUrl(),
                    "model", "fake",
                    "answer-format", "json-object",
                    "api-key-variable", "DMSREC_TEST_KEY_THAT_NOBODY_SETS",
                    "guard", "off",
                    "answers", work.resolve("answers").toString());
            ArtefactFolder plainFolder;
            ArtefactFolder freeFolder;
            try (IntentInferrer inferrer = Inferrers.options("openai", options).create()) {
                Origin origin = origin(TINY).withOption(FreeIntents.KEY, "true");
                Path out = work.resolve("intents");
                plainFolder = Intents.infer(TINY, candidates, inferrer, encoder, out, origin(TINY), Progress.NONE);
                freeFolder = Intents.infer(
                        TINY,
                        candidates,
                        new FreeIntents(inferrer),
                        encoder,
                        work.resolve("free"),
                        origin,
                        Progress.NONE);
            }
            int items = TINY.catalogue().size();
            IntentTable plain = IntentFolder.read(plainFolder.path(), TINY);
            IntentTable free = IntentFolder.read(freeFolder.path(), TINY);
            // The answers were there: only the first run has asked.
            assertThat(freeFolder.manifest().facts().at("/inferrer/askedNow").asInt())
                    .isZero();
            // The sentence stands once, in one spelling; the one that is a title is that title.
            assertThat(plain.vectors().count()).isEqualTo(items);
            assertThat(free.vectors().count()).isEqualTo(items + 1);
            int withExplicit = 0;
            for (Split split : Split.values()) {
                for (int row = 0; row < TINY.examples(split).size(); row++) {
                    assertSentencesFollow(explicit(plain.rows(split), row), explicit(free.rows(split), row));
                    assertSentencesFollow(latent(plain.rows(split), row), latent(free.rows(split), row));
                    withExplicit += plain.rows(split).explicitCount(row) > 0 ? 1 : 0;
                }
            }
            assertThat(withExplicit).isPositive();
            float[] phrase = encoder.encode(List.of("a warm phrase"), Progress.NONE)
                    .vectors()
                    .values();
            int dimension = phrase.length;
            assertThat(Arrays.copyOfRange(free.vectors().values(), items * dimension, (items + 1) * dimension))
                    .isEqualTo(phrase);
            // A live session is read like those of the folder.
            try (LiveIntents live = LiveIntents.open(freeFolder.path(), TINY.catalogue())) {
                SessionIntents row = live.infer(
                        TINY.examples(Split.TEST).items(0),
                        lists(candidates, Split.TEST).items(0));
                int[] expected = latent(free.rows(Split.TEST), 0);
                assertThat(row.latent().get(row.latent().size() - 2)).isEqualTo("a warm phrase");
                assertVectors(free, concatenated(explicit(free.rows(Split.TEST), 0), expected), row);
            }
        }
    }

    private static List<String> titles(int... items) {
        return Arrays.stream(items).mapToObj(TINY.catalogue()::title).toList();
    }

    private static int[] concatenated(int[] first, int[] second) {
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** The vectors of a live session are those of the folder's texts. */
    private static void assertVectors(IntentTable table, int[] texts, SessionIntents intents) {
        int dimension = table.vectors().dimension();
        assertThat(intents.vectors().count()).isEqualTo(texts.length);
        assertThat(concatenated(intents.row().explicitTexts(), intents.row().latentTexts()))
                .isEqualTo(java.util.stream.IntStream.range(0, texts.length).toArray());
        for (int i = 0; i < texts.length; i++) {
            assertThat(Arrays.copyOfRange(intents.vectors().values(), i * dimension, (i + 1) * dimension))
                    .isEqualTo(Arrays.copyOfRange(
                            table.vectors().values(), texts[i] * dimension, (texts[i] + 1) * dimension));
        }
    }

    private static void assertSentencesFollow(int[] titles, int[] all) {
        if (titles.length == 0) {
            assertThat(all).isEmpty();
            return;
        }
        int[] expected = Arrays.copyOf(titles, titles.length + 2);
        expected[titles.length] = TINY.catalogue().size();
        assertThat(all).isEqualTo(expected);
    }

    @Test
    void sentencesThatNoAnswerHasAreMissed() {
        InferredRow row =
                new InferredRow(RowStatus.ANSWERED, "", List.of(), List.of(), new int[0], new int[0], List.of());
        IntentInferrer numbers = new Fixed(row);
        InferenceSetting setting =
                new InferenceSetting(TINY.catalogue(), new IntentVectors(1, new float[1]), Optional.empty());
        IntentRequest request = new IntentRequest(new int[] {1}, new int[] {2});
        assertThatThrownBy(() -> new FreeIntents(numbers).infer(setting, List.of(request, request), Progress.NONE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("no answer of the inferrer 'session-mean' has a sentence")
                .hasMessageContaining("json-object");
    }

    /** Answers every request alike. */
    private record Fixed(InferredRow row) implements IntentInferrer {

        @Override
        public InferrerOptions options() {
            return Inferrers.options("session-mean", Map.of());
        }

        @Override
        public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
            return new Inference(requests.stream().map(request -> row).toList(), JsonNodeFactory.instance.objectNode());
        }

        @Override
        public void close() {}
    }

    @Test
    void refusesIntentsOfAnotherDataSetNamingBoth(@TempDir Path work) throws IOException {
        ArtefactFolder folder = similarity(TINY, candidates(TINY), work.resolve("intents"));
        SessionDataset other = new SessionDataset("other", "0123abcd", TINY.catalogue(), examples(TINY));
        assertThatThrownBy(() -> IntentFolder.read(folder.path(), other))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(TINY.fingerprint())
                .hasMessageContaining("0123abcd");

        List<Item> items = new ArrayList<>(TINY.catalogue().items());
        items.set(5, new Item("new", items.get(5).title(), Map.of()));
        assertThatThrownBy(() -> LiveIntents.open(folder.path(), new Catalogue(items)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("Text 5")
                .hasMessageContaining("'new'");
    }

    @Test
    void refusesCandidatesThatDoNotFitAndCataloguesWithoutTitles(@TempDir Path work) {
        Map<Split, CandidateLists> fewer = new EnumMap<>(candidates(TINY));
        fewer.put(Split.TEST, CandidateLists.of(new int[] {0}, new int[0], new float[0]));
        assertThatThrownBy(() -> similarity(TINY, fewer, work.resolve("a")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("test rows, but there are 0 lists");

        Catalogue untitled = new Catalogue(TINY.catalogue().items().stream()
                .map(item -> new Item(item.id(), "", Map.of()))
                .toList());
        SessionDataset silent = new SessionDataset("silent", "s", untitled, examples(TINY));
        assertThatThrownBy(() -> similarity(silent, candidates(silent), work.resolve("b")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("No item of data set 'silent' has a title");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void namesAndOptionsGoTogether() {
        assertThat(Inferrers.names())
                .containsExactly(
                        "embedding-similarity",
                        "session-mean",
                        "candidate-mean",
                        "item-facets",
                        "student",
                        "openai",
                        "ollama",
                        "replay");
        assertThat(Inferrers.options("embedding-similarity", Map.of("decay", "0.5"))
                        .toMap())
                .containsEntry("decay", "0.5")
                .containsEntry("latent-picks", "3");
        assertThatThrownBy(() -> Inferrers.options("gpt", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("nearest first", "embedding-similarity, session-mean, candidate-mean");
        assertThatThrownBy(() -> Inferrers.options("llama-cpp", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("There is no inferrer 'llama-cpp'");
        assertThatThrownBy(() -> Inferrers.options("session-mean", Map.of("decay", "0.5")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("'decay'", "'session-mean'", "has no options");
        for (String name : List.of("session-mean", "candidate-mean")) {
            try (IntentInferrer inferrer = Inferrers.options(name, Map.of()).create()) {
                assertThat(inferrer.options().name()).isEqualTo(name);
                assertThat(Inferrers.how(name)).contains("control");
            }
        }
    }

    /** Writes a title and a text of its own for most rows. */
    private static final class Written implements IntentInferrer {

        @Override
        public InferrerOptions options() {
            return Inferrers.options("embedding-similarity", Map.of());
        }

        @Override
        public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
            List<InferredRow> rows = new ArrayList<>();
            for (int row = 0; row < requests.size(); row++) {
                String text = row % 2 == 0 ? "something warm" : "something cold";
                List<IntentText> latentIntents =
                        List.of(new IntentText.Written(setting.catalogue().title(3)), new IntentText.Written(text));
                rows.add(
                        row % 4 == 3
                                ? row(RowStatus.FAILED, "empty answer", List.of())
                                : row(RowStatus.ANSWERED, "", latentIntents));
            }
            return new Inference(rows, JsonNodeFactory.instance.objectNode());
        }

        private static InferredRow row(RowStatus status, String reason, List<IntentText> latentIntents) {
            return new InferredRow(status, reason, List.of(), latentIntents, new int[0], new int[0], List.of());
        }

        @Override
        public void close() {}
    }

    private ArtefactFolder similarity(SessionDataset dataset, Map<Split, CandidateLists> candidates, Path out)
            throws IOException {
        return infer("embedding-similarity", dataset, candidates, out);
    }

    private ArtefactFolder infer(String name, SessionDataset dataset, Map<Split, CandidateLists> candidates, Path out)
            throws IOException {
        try (IntentInferrer inferrer = Inferrers.options(name, Map.of()).create()) {
            return Intents.infer(dataset, candidates, inferrer, encoder, out, origin(dataset), Progress.NONE);
        }
    }

    private static Origin origin(SessionDataset dataset) {
        return new Origin(
                "intents",
                "a test",
                42,
                2,
                List.of(new Manifest.Input("dataset", dataset.name(), dataset.fingerprint())),
                Map.of());
    }

    private static Map<Split, Examples> examples(SessionDataset dataset) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            examples.put(split, dataset.examples(split));
        }
        return examples;
    }

    /** The items that follow the last click in the catalogue, from it on. */
    private static Map<Split, CandidateLists> candidates(SessionDataset dataset) {
        Map<Split, CandidateLists> candidates = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Examples examples = dataset.examples(split);
            int[] offsets = new int[examples.size() + 1];
            int[] items = new int[examples.size() * K];
            float[] scores = new float[items.length];
            for (int row = 0; row < examples.size(); row++) {
                int last = examples.item(row, examples.length(row) - 1);
                offsets[row + 1] = (row + 1) * K;
                for (int k = 0; k < K; k++) {
                    items[row * K + k] = (last + k) % dataset.catalogue().size();
                    scores[row * K + k] = -k;
                }
            }
            candidates.put(split, CandidateLists.of(offsets, items, scores));
        }
        return candidates;
    }

    private static CandidateLists lists(Map<Split, CandidateLists> candidates, Split split) {
        CandidateLists found = candidates.get(split);
        if (found == null) {
            throw new AssertionError("no " + split.label() + " candidates");
        }
        return found;
    }

    private static int[] explicit(IntentRows rows, int row) {
        int[] texts = new int[rows.explicitCount(row)];
        Arrays.setAll(texts, i -> rows.explicitText(row, i));
        return texts;
    }

    private static int[] latent(IntentRows rows, int row) {
        int[] texts = new int[rows.latentCount(row)];
        Arrays.setAll(texts, i -> rows.latentText(row, i));
        return texts;
    }
}
