package io.github.dmsrec.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
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
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that no folder has seen, of folders that were moved and have nothing beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveSessionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int K = 12;
    private static final int THREADS = 4;
    private static final String NO_KEY = "DMSREC_TEST_KEY_THAT_NOBODY_SETS";
    private static final SessionDataset TINY = TinyDataset.create();

    /** The same items without their columns, as a model's folder has them. */
    private static final Catalogue SERVED = new Catalogue(TINY.catalogue().items().stream()
            .map(item -> new Item(item.id(), item.title(), Map.of()))
            .toList());

    /** Longer than any session of the data set. */
    private static final List<int[]> UNSEEN = IntStream.range(0, 10)
            .mapToObj(i ->
                    IntStream.range(0, 20).map(click -> (i + 5 * click) % 40).toArray())
            .toList();

    private TextEncoder encoder;

    @BeforeAll
    void open(@TempDir Path cache) {
        encoder = EncoderOptions.builtIn().open(2, cache);
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedding-similarity", "session-mean", "candidate-mean"})
    void computedIntentsOfUnseenSessions(String name, @TempDir Path work) throws IOException {
        Path folder = moved(infer(name, Map.of(), false, work), work);
        try (LiveIntents live = LiveIntents.open(folder, SERVED)) {
            assertAlikeInAllThreads(live);
            assertThat(live.infer(UNSEEN.get(0), candidates(UNSEEN.get(0))).note())
                    .isNull();
        }
        assertThat(work.resolve("work")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void studentsServeUnseenSessionsFromTheFolderAlone(@TempDir Path work) throws IOException {
        ArtefactFolder teacher = infer("embedding-similarity", Map.of(), false, work);
        Path student = moved(infer("student", Map.of("teacher", teacher.path().toString()), false, work), work);
        try (LiveIntents live = LiveIntents.open(student, SERVED)) {
            assertThat(live.asks()).isFalse();
            assertAlikeInAllThreads(live);
        }
    }

    @Test
    void facetsServeUnseenSessionsFromTheFolderAlone(@TempDir Path work) throws IOException {
        Path columns = moved(infer("item-facets", Map.of("columns", "colour"), false, work), work);
        try (LiveIntents live = LiveIntents.open(columns, SERVED)) {
            for (int[] session : UNSEEN) {
                // One colour for each item: no candidate that the session explains has another.
                SessionIntents intents = live.infer(session, candidates(session));
                assertThat(intents.explicit()).containsAnyElementsOf(live.textsOf(session[session.length - 1]));
                assertThat(intents.vectors().count())
                        .isEqualTo(intents.explicit().size());
            }
        }
    }

    static Stream<String> endpoints() {
        return SlowRun.oneOf(2, Stream.of("openai", "ollama"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void newTextsOfALanguageModelAreEncoded(String name, @TempDir Path work) throws IOException {
        try (FakeModel model = model(name);
                FakeModel elsewhere = model(name)) {
            Path template = template(work);
            Map<String, String> options = new HashMap<>(asking(name, model, work));
            options.put("template", template.toString());
            Path folder = moved(infer(name, options, true, work), work);
            int asked = model.count();
            try (LiveIntents live = LiveIntents.open(folder, SERVED)) {
                SessionIntents first = live.infer(UNSEEN.get(0), candidates(UNSEEN.get(0)));
                assertThat(model.count()).isEqualTo(asked + 1);
                assertThat(model.body(asked).toString())
                        .contains("Template of the shop")
                        .contains("(colour: ")
                        .contains("An example");
                String phrase = "a wish about 20 clicks";
                assertThat(first.latent()).contains(phrase);
                int at = first.explicit().size() + first.latent().indexOf(phrase);
                float[] expected =
                        encoder.encode(List.of(phrase), Progress.NONE).vectors().values();
                assertThat(Arrays.copyOfRange(
                                first.vectors().values(), at * expected.length, (at + 1) * expected.length))
                        .isEqualTo(expected);
                assertAlikeInAllThreads(live);

                int before = model.count();
                int[] known = TINY.examples(Split.TEST).items(0);
                assertThat(live.infer(known, candidates(known)).latent())
                        .contains("a wish about " + known.length + " clicks");
                assertThat(model.count()).isEqualTo(before);
            }
            LiveSource another = new LiveSource(null, Map.of("base-url", address(name, elsewhere)));
            try (LiveIntents live = LiveIntents.open(folder, SERVED, another)) {
                int before = model.count();
                assertThat(live.infer(UNSEEN.get(1), candidates(UNSEEN.get(1))).latent())
                        .isNotEmpty();
                assertThat(elsewhere.count()).isEqualTo(1);
                assertThat(model.count()).isEqualTo(before);
            }
            try (LiveIntents live =
                    LiveIntents.open(folder, SERVED, new LiveSource("embedding-similarity", Map.of()))) {
                assertThat(live.inferrer()).isEqualTo("embedding-similarity");
                assertAlikeInAllThreads(live);
            }
            assertThat(work.resolve("work")).doesNotExist();
        }
    }

    @Test
    void replayedAnswersServeTheirSessionsAndSayWhenOthersAreChosenBySimilarity(@TempDir Path work) throws IOException {
        try (FakeModel model = model("openai");
                FakeModel later = model("openai")) {
            infer("openai", asking("openai", model, work), false, work);
            Map<String, String> options = new HashMap<>(
                    Map.of("from", work.resolve("work/answers").toString(), "model", "fake", "attributes", "colour"));
            Path folder = moved(infer("replay", options, true, work), work);
            int asked = model.count();
            try (LiveIntents live = LiveIntents.open(folder, SERVED)) {
                int[] known = TINY.examples(Split.TEST).items(3);
                SessionIntents kept = live.infer(known, candidates(known));
                assertThat(kept.note()).isNull();
                assertThat(kept.latent()).contains("a wish about " + known.length + " clicks");

                SessionIntents chosen = live.infer(UNSEEN.get(0), candidates(UNSEEN.get(0)));
                assertThat(chosen.note()).contains("'replay' has no answer").contains("embedding similarity");
                assertThat(chosen.explicit()).isNotEmpty();
                assertThat(chosen.latent()).anyMatch(text -> text.startsWith("a wish about"));
                assertAlikeInAllThreads(live);
            }
            assertThat(model.count()).isEqualTo(asked);

            LiveSource endpoint =
                    new LiveSource("openai", Map.of("base-url", later.baseUrl(), "api-key-variable", NO_KEY));
            try (LiveIntents live = LiveIntents.open(folder, SERVED, endpoint)) {
                SessionIntents asking = live.infer(UNSEEN.get(0), candidates(UNSEEN.get(0)));
                assertThat(asking.latent()).contains("a wish about 20 clicks");
                assertThat(later.body(later.count() - 1).toString())
                        .contains("\"model\":\"fake\"")
                        .contains("(colour: ");
            }
        }
    }

    @Test
    void aFolderOfBeforeSaysWhatItLacks(@TempDir Path work) throws IOException {
        try (FakeModel model = model("openai")) {
            Map<String, String> options = new HashMap<>(asking("openai", model, work));
            options.put("template", template(work).toString());
            Path folder = moved(infer("openai", options, false, work), work);
            Files.delete(folder.resolve(IntentFolder.TEMPLATE_FILE));
            assertThatThrownBy(() -> LiveIntents.open(folder, SERVED))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContainingAll(
                            "template", folder.resolve("template.txt").toString(), "Put the file back");
            Files.delete(folder.resolve(IntentFolder.ATTRIBUTES_FILE));
            assertThatThrownBy(() -> LiveIntents.open(folder, SERVED))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContainingAll("'colour'", "attributes.parquet", "Infer the intents again");
        }
    }

    /** Every thread gets for every session what one alone gets. */
    private static void assertAlikeInAllThreads(LiveIntents live) {
        List<SessionIntents> alone = UNSEEN.stream()
                .map(session -> live.infer(session, candidates(session)))
                .toList();
        assertThat(alone).allSatisfy(intents -> {
            assertThat(intents.explicit()).isNotEmpty();
            assertThat(intents.latent()).isNotEmpty();
            assertThat(intents.vectors().count())
                    .isEqualTo(intents.explicit().size() + intents.latent().size());
        });
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                tasks.add(() -> {
                    for (int i = 0; i < UNSEEN.size(); i++) {
                        int at = (first + i) % UNSEEN.size();
                        SessionIntents found = live.infer(UNSEEN.get(at), candidates(UNSEEN.get(at)));
                        assertThat(found.explicit()).isEqualTo(alone.get(at).explicit());
                        assertThat(found.latent()).isEqualTo(alone.get(at).latent());
                        assertThat(found.vectors().values())
                                .isEqualTo(alone.get(at).vectors().values());
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String address(String name, FakeModel model) {
        return name.equals("ollama") ? model.baseUrl().replace("/v1", "") : model.baseUrl();
    }

    private static Map<String, String> asking(String name, FakeModel model, Path work) {
        Map<String, String> options = new HashMap<>(Map.of(
                "base-url", address(name, model),
                "model", "fake",
                "answer-format", "json-object",
                "attributes", "colour",
                "answers", work.resolve("work/answers").toString()));
        if (name.equals("openai")) {
            options.put("api-key-variable", NO_KEY);
        }
        return options;
    }

    /** Picks five candidates, and names a wish that depends on the number of clicks. */
    private static FakeModel model(String name) throws IOException {
        return new FakeModel((request, number) -> {
            String prompt = request.at("/messages/1/content").asText();
            long clicks = prompt.lines().filter(line -> line.startsWith("- ")).count();
            String answer =
                    "{\"intents\":[\"a wish about " + clicks + " clicks\"],\"ids\":[1,2,3,4,5,6,7,8,9,10,11,12]}";
            return name.equals("ollama") ? ollama(answer) : FakeModel.says(answer);
        });
    }

    private static MockResponse ollama(String text) {
        var body =
                JSON.createObjectNode().put("model", "fake").put("done", true).put("done_reason", "stop");
        body.putObject("message").put("role", "assistant").put("content", text);
        body.put("prompt_eval_count", 100).put("eval_count", 7);
        return new MockResponse.Builder().body(body.toString()).build();
    }

    private static Path template(Path work) throws IOException {
        Path file = Files.createDirectories(work.resolve("work")).resolve("shop.txt");
        try (var in = IntentFolder.class.getResourceAsStream("prompt/indexed.txt")) {
            assertThat(in).isNotNull();
            String words = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return Files.writeString(
                    file,
                    words.replace("name: indexed", "name: shop")
                            .replace(
                                    "Clicks, oldest first:\n{clicks}\nCandidates:",
                                    "Template of the shop\n{clicks}\nCandidates:"));
        }
    }

    private ArtefactFolder infer(String name, Map<String, String> options, boolean free, Path work) throws IOException {
        Map<Split, CandidateLists> candidates = candidates();
        Map<String, String> all = new HashMap<>(options);
        if (!all.isEmpty() && !name.equals("item-facets") && !name.equals("student")) {
            all.put("max-picks", "12");
        }
        IntentInferrer inferrer = Inferrers.options(name, all).create();
        try (IntentInferrer used = free ? new FreeIntents(inferrer) : inferrer) {
            return Intents.infer(
                    TINY, candidates, used, encoder, work.resolve("work/" + name), origin(free), Progress.NONE);
        }
    }

    private static Origin origin(boolean free) {
        return new Origin(
                "intents",
                "a test",
                42,
                2,
                List.of(new Manifest.Input("dataset", TINY.name(), TINY.fingerprint())),
                free ? Map.of(FreeIntents.KEY, "true") : Map.of());
    }

    /** Moves the folder and deletes all that was beside it. */
    private static Path moved(ArtefactFolder folder, Path work) throws IOException {
        Path target = work.resolve("served");
        Files.move(folder.path(), target);
        ArtefactFolder.deleteTree(work.resolve("work"));
        return target;
    }

    /** Items of the session among new ones. */
    private static int[] candidates(int[] session) {
        int last = session[session.length - 1];
        return IntStream.range(0, K)
                .map(k -> (last + k) % TINY.catalogue().size())
                .toArray();
    }

    private static Map<Split, CandidateLists> candidates() {
        Map<Split, CandidateLists> candidates = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Examples examples = TINY.examples(split);
            int[] offsets = new int[examples.size() + 1];
            int[] items = new int[examples.size() * K];
            for (int row = 0; row < examples.size(); row++) {
                offsets[row + 1] = (row + 1) * K;
                System.arraycopy(candidates(examples.items(row)), 0, items, row * K, K);
            }
            candidates.put(split, CandidateLists.of(offsets, items, new float[items.length]));
        }
        return candidates;
    }
}
