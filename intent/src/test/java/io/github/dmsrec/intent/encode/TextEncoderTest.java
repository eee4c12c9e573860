package io.github.dmsrec.intent.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextEncoderTest {

    private static final List<String> TITLES = List.of(
            "Toy Story (1995)",
            "A Bug's Life (1998)",
            "Silence of the Lambs, The (1991)",
            "Star Wars: Episode IV - A New Hope (1977)",
            "Empire Strikes Back, The (1980)",
            "Amélie",
            "garden spade, 120 cm, ash handle, for heavy clay soils and for roots of every kind",
            "x");

    private OnnxTextEncoder encoder;

    @BeforeAll
    void load() {
        encoder = OnnxTextEncoder.load(ModelFiles.builtIn(), EncodingSettings.USUAL, 2);
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    @Test
    void likeTitlesHaveLikeVectors() {
        IntentVectors vectors = encoder.encode(TITLES, Progress.NONE).vectors();
        assertThat(vectors.dimension()).isEqualTo(EncoderOptions.BUILT_IN_DIMENSION);
        assertThat(cosine(vectors, 0, vectors, 1)).isGreaterThan(cosine(vectors, 0, vectors, 2));
        assertThat(cosine(vectors, 3, vectors, 4)).isGreaterThan(cosine(vectors, 3, vectors, 2));
    }

    @Test
    void equalsTheLibrarysOwnModel() {
        String longText = "a story of one hundred words and more ".repeat(40);
        IntentVectors vectors = encoder.encode(TITLES, Progress.NONE).vectors();
        AllMiniLmL6V2EmbeddingModel reference = new AllMiniLmL6V2EmbeddingModel();
        for (int i = 0; i < TITLES.size(); i++) {
            IntentVectors expected = new IntentVectors(
                    384, reference.embed(TITLES.get(i)).content().vector());
            assertThat(cosine(vectors, i, expected, 0)).as(TITLES.get(i)).isGreaterThan(0.9999);
        }
        // Beyond 128 tokens nothing counts; the library's own model reads on.
        IntentVectors cut = encoder.encode(List.of(longText, longText + " and more"), Progress.NONE)
                .vectors();
        assertThat(cosine(cut, 0, cut, 1)).isGreaterThan(0.999999);
    }

    @Test
    void aVectorDoesNotDependOnWhatSharesTheBatch() {
        IntentVectors together = encoder.encode(TITLES, Progress.NONE).vectors();
        double least = 1;
        for (int i = 0; i < TITLES.size(); i++) {
            IntentVectors alone =
                    encoder.encode(List.of(TITLES.get(i)), Progress.NONE).vectors();
            least = Math.min(least, cosine(together, i, alone, 0));
        }
        assertThat(least).isGreaterThan(0.99999);
    }

    @Test
    void blankTextsGetZeroAndAreCountedAndDuplicatesAreEncodedOnce() {
        EncodedTexts encoded = encoder.encode(List.of("tea pot", " ", "tea pot", ""), Progress.NONE);
        assertThat(encoded.blank()).isEqualTo(2);
        assertThat(encoded.computed()).isEqualTo(1);
        float[] values = encoded.vectors().values();
        assertThat(Arrays.copyOfRange(values, 384, 768)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(values, 768, 1152)).isEqualTo(Arrays.copyOfRange(values, 0, 384));
    }

    @Test
    @Tag("slow")
    void theMeanOverAllPositionsCountsPadding() {
        try (OnnxTextEncoder published = load(Pooling.MEAN_OVER_ALL, "", false, 128)) {
            IntentVectors padded = published.encode(TITLES, Progress.NONE).vectors();
            IntentVectors masked = encoder.encode(TITLES, Progress.NONE).vectors();
            assertThat(cosine(padded, 0, masked, 0)).isLessThan(0.999);
            assertThat(published.identity()).isNotEqualTo(encoder.identity());
            // A text of 128 tokens has no padding.
            List<String> full = List.of("word ".repeat(200));
            assertThat(cosine(
                            published.encode(full, Progress.NONE).vectors(),
                            0,
                            encoder.encode(full, Progress.NONE).vectors(),
                            0))
                    .isGreaterThan(0.99999);
        }
    }

    @Test
    void theCacheIsAskedBeforeTheModelAndSharedBetweenRuns(@TempDir Path folder) {
        Counting first = new Counting(encoder);
        IntentVectors computed;
        try (CachedTextEncoder cached = new CachedTextEncoder(first, folder)) {
            computed = cached.encode(TITLES, Progress.NONE).vectors();
        }
        assertThat(first.texts).hasSize(TITLES.size());

        Counting second = new Counting(encoder);
        List<String> more = new ArrayList<>(TITLES);
        more.add("a new text");
        more.add("");
        try (CachedTextEncoder cached = new CachedTextEncoder(second, folder)) {
            EncodedTexts encoded = cached.encode(more, Progress.NONE);
            assertThat(second.texts).containsExactly("a new text");
            assertThat(encoded.cached()).isEqualTo(TITLES.size());
            assertThat(encoded.computed()).isEqualTo(1);
            assertThat(encoded.blank()).isEqualTo(1);
            assertThat(Arrays.copyOf(encoded.vectors().values(), computed.values().length))
                    .isEqualTo(computed.values());
        }
    }

    @Test
    void saysWhichFileIsMissingOrWrong(@TempDir Path folder) throws IOException {
        EncoderOptions options = EncoderOptions.ofMap(Map.of("encoder", folder.toString()));
        ThrowableAssert.ThrowingCallable open = () -> options.open(1, folder.resolve("cache"));
        assertThatThrownBy(open)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("model.onnx', which does not exist")
                .hasMessageContaining(System.lineSeparator());

        Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
        assertThatThrownBy(open).hasMessageContaining("tokenizer.json', which does not exist");

        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(open)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("The tokenizer of '" + folder);

        Files.write(folder.resolve("tokenizer.json"), ModelFiles.builtIn().tokenizer());
        assertThatThrownBy(open)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("The model of '" + folder);
    }

    @Test
    @Tag("slow")
    void aUsersFolderWorksLikeTheBuiltIn(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("onnx"));
        Files.write(folder.resolve("onnx/model.onnx"), builtInModel());
        Files.write(folder.resolve("tokenizer.json"), ModelFiles.builtIn().tokenizer());
        EncoderOptions options = EncoderOptions.ofMap(Map.of("encoder", folder.toString()));
        try (TextEncoder own = options.open(2, folder.resolve("cache"))) {
            assertThat(own.identity()).isEqualTo(encoder.identity());
            assertThat(own.name()).isEqualTo(folder.getFileName().toString());
            assertThat(own.encode(TITLES, Progress.NONE).vectors().values())
                    .isEqualTo(encoder.encode(TITLES, Progress.NONE).vectors().values());
        }
    }

    @Test
    void prefixNormalisationAndLengthDoWhatTheySay() {
        try (OnnxTextEncoder prefixed = load(Pooling.MASKED_MEAN, "query: ", true, 128);
                OnnxTextEncoder shorter = load(Pooling.MASKED_MEAN, "", false, 5)) {
            List<String> written = TITLES.stream().map("query: "::concat).toList();
            IntentVectors expected = encoder.encode(written, Progress.NONE).vectors();
            IntentVectors unit = prefixed.encode(TITLES, Progress.NONE).vectors();
            for (int i = 0; i < TITLES.size(); i++) {
                double squares = 0;
                for (int j = 0; j < 384; j++) {
                    squares += unit.values()[i * 384 + j] * (double) unit.values()[i * 384 + j];
                }
                assertThat(squares).isCloseTo(1, within(1e-5));
                assertThat(cosine(unit, i, expected, i)).isGreaterThan(0.999999);
            }
            // Five tokens are three words.
            IntentVectors cut = shorter.encode(List.of("one two three", "one two three four"), Progress.NONE)
                    .vectors();
            assertThat(cosine(cut, 0, cut, 1)).isGreaterThan(0.999999);
            assertThat(Set.of(encoder.identity(), prefixed.identity(), shorter.identity()))
                    .hasSize(3);
        }
    }

    @Test
    void everySettingIsPartOfTheIdentity() {
        EncodingSettings usual = EncodingSettings.USUAL;
        assertThat(Stream.of(
                                usual,
                                new EncodingSettings(Pooling.CLS, "", false, 128),
                                new EncodingSettings(Pooling.MEAN_OVER_ALL, "", false, 128),
                                new EncodingSettings(Pooling.MASKED_MEAN, "query: ", false, 128),
                                new EncodingSettings(Pooling.MASKED_MEAN, "query:", false, 128),
                                new EncodingSettings(Pooling.MASKED_MEAN, "", true, 128),
                                new EncodingSettings(Pooling.MASKED_MEAN, "", false, 64))
                        .map(settings -> new String(settings.toBytes(), StandardCharsets.UTF_8)))
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("slow")
    void clsIsTheHiddenStateOfTheFirstToken() throws OrtException {
        ModelFiles files = ModelFiles.builtIn();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTextEncoder cls = load(Pooling.CLS, "", false, 128);
                Tokenizer tokenizer = Tokenizer.load(files, 128);
                OrtSession session = environment.createSession(builtInModel())) {
            long[][] ids = {tokenizer.tokenize(List.of("one two three")).get(0).ids()};
            assertThat(ids[0]).hasSize(5);
            try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                    OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {{1, 1, 1, 1, 1}});
                    OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][5]);
                    OrtSession.Result result = session.run(
                            Map.of("input_ids", idTensor, "attention_mask", mask, "token_type_ids", types))) {
                float[][][] states = (float[][][]) result.get(0).getValue();
                assertThat(cls.encode(List.of("one two three"), Progress.NONE)
                                .vectors()
                                .values())
                        .containsExactly(states[0][0], offset(1e-4f));
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        try (OnnxTextEncoder alone = OnnxTextEncoder.load(ModelFiles.builtIn(), EncodingSettings.USUAL, 1)) {
            List<String> texts = new ArrayList<>(TITLES);
            for (int i = 0; i < 40; i++) {
                texts.add("title number " + i);
            }
            assertThat(alone.encode(texts, Progress.NONE).vectors().values())
                    .isEqualTo(encoder.encode(texts, Progress.NONE).vectors().values());
        }
    }

    @Test
    void refusesMoreTokensThanTheModelHasPositions() {
        assertThatThrownBy(() -> load(Pooling.MASKED_MEAN, "", false, 2000))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("cannot read a text of 2000 tokens")
                .hasMessageContaining("--encoder-max-length");
    }

    /**
     * A model takes some 90 MB, so a leak adds as much at every refusal; what the allocator, the compiler and other tests
     * take meanwhile comes in a few lumps, which the median does not see.
     */
    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void aRefusedModelLeavesNoMemoryBehind() throws IOException {
        long[] growth = new long[9];
        for (int i = 0; i < growth.length; i++) {
            long before = residentMegabytes();
            refusesMoreTokensThanTheModelHasPositions();
            growth[i] = residentMegabytes() - before;
        }
        Arrays.sort(growth);
        assertThat(growth[growth.length / 2]).isLessThan(45);
    }

    private static long residentMegabytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(status -> status.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
    }

    @Test
    void sentenceTransformersFilesDecideUnlessTheUserDoes(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("modules.json"),
                "[{\"path\":\"\",\"type\":\"sentence_transformers.models.Transformer\"},"
                        + "{\"path\":\"1_Pooling\",\"type\":\"sentence_transformers.models.Pooling\"},"
                        + "{\"path\":\"2_Normalize\",\"type\":\"sentence_transformers.models.Normalize\"}]");
        Files.createDirectories(folder.resolve("1_Pooling"));
        Path pooling = folder.resolve("1_Pooling/config.json");
        Files.writeString(pooling, "{\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":false}");
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\":64}");
        Files.writeString(
                folder.resolve("config_sentence_transformers.json"),
                "{\"prompts\":{\"query\":\"query: \"},\"default_prompt_name\":\"query\"}");
        assertThat(settings(folder, Map.of()))
                .containsEntry("pooling", "cls")
                .containsEntry("normalise", "true")
                .containsEntry("prefix", "query: ")
                .containsEntry("max-tokens", "64");
        assertThat(settings(
                        folder,
                        Map.of(
                                "encoder-pooling", "masked-mean",
                                "encoder-normalise", "false",
                                "encoder-prefix", "",
                                "encoder-max-length", "32")))
                .containsEntry("pooling", "masked-mean")
                .containsEntry("normalise", "false")
                .containsEntry("prefix", "")
                .containsEntry("max-tokens", "32");

        Files.writeString(pooling, "{\"pooling_mode_max_tokens\":true}");
        assertThatThrownBy(() -> settings(folder, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("max_tokens")
                .hasMessageContaining("--encoder-pooling");
        assertThat(settings(folder, Map.of("encoder-pooling", "cls"))).containsEntry("pooling", "cls");
        Files.writeString(folder.resolve("modules.json"), "[{\"type\":\"sentence_transformers.models.Dense\"}]");
        assertThatThrownBy(() -> settings(folder, Map.of())).hasMessageContaining("the layer 'sentence_transformers");
    }

    private static Map<String, String> settings(Path folder, Map<String, String> choices) {
        Map<String, String> given = new HashMap<>(choices);
        given.put("encoder", folder.toString());
        EncoderOptions options = EncoderOptions.ofMap(given);
        assertThat(EncoderOptions.ofText(options.toText())).isEqualTo(options);
        return options.settings().toMap();
    }

    @Test
    void namesAllMistakesOfTheOptionsAtOnce() {
        assertThatThrownBy(() -> EncoderOptions.ofMap(Map.of(
                        "encoder", "openai:",
                        "encoder-pooling", "max",
                        "encoder-max-length", "2",
                        "encoder-normalise", "yes",
                        "encoder-suffix", "x")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("names no model")
                .hasMessageContaining("needs 'encoder-base-url'")
                .hasMessageContaining("'encoder-pooling' is 'max'")
                .hasMessageContaining("'encoder-max-length' is '2'")
                .hasMessageContaining("'encoder-normalise' is 'yes'")
                .hasMessageContaining("'encoder-suffix'")
                .hasMessageContaining(System.lineSeparator());
        assertThatThrownBy(() -> EncoderOptions.ofMap(Map.of("encoder-base-url", "http://localhost/v1")))
                .hasMessageContaining("is not an endpoint");
    }

    private static byte[] builtInModel() {
        return ((ModelFiles.Model.OnClassPath) ModelFiles.builtIn().model()).read();
    }

    private static OnnxTextEncoder load(Pooling pooling, String prefix, boolean normalise, int maxLength) {
        return OnnxTextEncoder.load(
                ModelFiles.builtIn(), new EncodingSettings(pooling, prefix, normalise, maxLength), 2);
    }

    private static double cosine(IntentVectors a, int i, IntentVectors b, int j) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int k = 0; k < a.dimension(); k++) {
            double x = a.values()[i * a.dimension() + k];
            double y = b.values()[j * b.dimension() + k];
            product += x * y;
            left += x * x;
            right += y * y;
        }
        return product / Math.sqrt(left * right);
    }

    /** Notes what the model is asked. */
    private static final class Counting implements TextEncoder {

        private final TextEncoder encoder;
        private final List<String> texts = new ArrayList<>();

        private Counting(TextEncoder encoder) {
            this.encoder = encoder;
        }

        @Override
        public String identity() {
            return encoder.identity();
        }

        @Override
        public String name() {
            return encoder.name();
        }

        @Override
        public Map<String, String> options() {
            return encoder.options();
        }

        @Override
        public int dimension() {
            return encoder.dimension();
        }

        @Override
        public EncodedTexts encode(List<String> asked, Progress progress) {
            texts.addAll(asked);
            return encoder.encode(asked, progress);
        }

        @Override
        public void close() {}
    }
}
