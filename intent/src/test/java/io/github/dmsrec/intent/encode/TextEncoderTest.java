package io.github.dmsrec.intent.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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
        encoder = OnnxTextEncoder.load(ModelFiles.builtIn(), Pooling.MASKED_MEAN, 2);
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    @Test
    void likeTitlesHaveLikeVectors() {
        IntentVectors vectors = encoder.encode(TITLES, Progress.NONE).vectors();
        assertThat(vectors.dimension()).isEqualTo(384);
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
    void theMeanOverAllPositionsCountsPadding() {
        try (OnnxTextEncoder published = OnnxTextEncoder.load(ModelFiles.builtIn(), Pooling.MEAN_OVER_ALL, 2)) {
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
        EncoderOptions options =
                new EncoderOptions(Optional.of(folder), Pooling.MASKED_MEAN, 1, folder.resolve("cache"));
        assertThatThrownBy(options::open)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("model.onnx', which does not exist")
                .hasMessageContaining("Maybe ");

        Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
        assertThatThrownBy(options::open).hasMessageContaining("tokenizer.json', which does not exist");

        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(options::open)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("The tokenizer of '" + folder);

        Files.write(folder.resolve("tokenizer.json"), ModelFiles.builtIn().tokenizer());
        assertThatThrownBy(options::open)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("The model of '" + folder);
    }

    @Test
    void aUsersFolderWorksLikeTheBuiltIn(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("model.onnx"), ModelFiles.builtIn().model());
        Files.write(folder.resolve("tokenizer.json"), ModelFiles.builtIn().tokenizer());
        EncoderOptions options =
                new EncoderOptions(Optional.of(folder), Pooling.MASKED_MEAN, 2, folder.resolve("cache"));
        try (TextEncoder own = options.open()) {
            assertThat(own.identity()).isEqualTo(encoder.identity());
            assertThat(own.name()).isEqualTo(folder.getFileName().toString());
            assertThat(own.encode(TITLES, Progress.NONE).vectors().values())
                    .isEqualTo(encoder.encode(TITLES, Progress.NONE).vectors().values());
        }
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
