package io.github.dmsrec.intent.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.Intents;
import io.github.dmsrec.intent.LiveIntents;
import io.github.dmsrec.intent.encode.EncodedTexts;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.PartialInferrer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentOfFolderTest {

    private static final int K = 5;
    private static final SessionDataset TINY = TinyDataset.create();
    private static final int TRAINING_ROWS = TINY.examples(Split.TRAIN).size();

    @TempDir
    private Path work = Path.of("");

    private Path teacher = Path.of("");

    @BeforeEach
    void inferTeacher() throws IOException {
        teacher = infer(
                        "teacher",
                        Inferrers.options("embedding-similarity", Map.of()).create(),
                        1)
                .path();
    }

    /** Vectors that depend on a text and a seed alone. */
    private record Hashed(int seed) implements TextEncoder {

        private static final int DIMENSION = 6;

        @Override
        public String identity() {
            return "hashed " + seed;
        }

        @Override
        public String name() {
            return "hashed";
        }

        @Override
        public Map<String, String> options() {
            return Map.of("identity", identity());
        }

        @Override
        public int dimension() {
            return DIMENSION;
        }

        @Override
        public EncodedTexts encode(List<String> texts, Progress progress) {
            float[] values = new float[texts.size() * DIMENSION];
            for (int text = 0; text < texts.size(); text++) {
                SplittableRandom random =
                        new SplittableRandom(31L * texts.get(text).hashCode() + seed);
                for (int i = 0; i < DIMENSION; i++) {
                    values[text * DIMENSION + i] = (float) random.nextGaussian();
                }
            }
            return new EncodedTexts(new IntentVectors(DIMENSION, values), 0, texts.size(), 0);
        }

        @Override
        public void close() {}
    }

    private ArtefactFolder infer(String name, IntentInferrer inferrer, int seed) throws IOException {
        Map<Split, CandidateLists> candidates = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Examples examples = TINY.examples(split);
            int[] offsets = new int[examples.size() + 1];
            int[] items = new int[examples.size() * K];
            for (int row = 0; row < examples.size(); row++) {
                offsets[row + 1] = (row + 1) * K;
                for (int k = 0; k < K; k++) {
                    items[row * K + k] =
                            (examples.item(row, 0) + k) % TINY.catalogue().size();
                }
            }
            candidates.put(split, CandidateLists.of(offsets, items, new float[items.length]));
        }
        Origin origin = new Origin(
                "intents",
                "a test",
                42,
                2,
                List.of(new Manifest.Input("dataset", TINY.name(), TINY.fingerprint())),
                Map.of());
        try (IntentInferrer used = inferrer) {
            return Intents.infer(TINY, candidates, used, new Hashed(seed), work.resolve(name), origin, Progress.NONE);
        }
    }

    private IntentInferrer student() {
        return Inferrers.options("student", Map.of("teacher", teacher.toString(), "epochs", "2", "hidden", "4"))
                .create();
    }

    @Test
    void ofAShareOfTheRowsItLearnsThoseThatAreInferred() throws IOException {
        BitSet wanted = new BitSet();
        for (int row = 1; row < TRAINING_ROWS + 10; row += 2) {
            wanted.set(row);
        }
        JsonNode facts = infer("student", new PartialInferrer(student(), wanted), 1)
                .manifest()
                .facts()
                .path("inferrer");
        assertThat(facts.path("answeredRows").asInt()).isEqualTo(TRAINING_ROWS / 2);
        assertThat(facts.path("rowsNotAsked").asInt()).isPositive();
    }

    @Test
    void aStudentOfFacetsNamesFacetsUnlessTheyAreOfOtherItems() throws IOException {
        Map<String, String> colour = Map.of("columns", "colour");
        assertNamesFacets(infer("similar", student(), 1), false);
        for (boolean shuffled : new boolean[] {true, false}) {
            Map<String, String> options = new HashMap<>(colour);
            options.put("shuffled", Boolean.toString(shuffled));
            ArtefactFolder facets =
                    infer("facets", Inferrers.options("item-facets", options).create(), 1);
            assertNamesFacets(facets, !shuffled);
            teacher = facets.path();
            ArtefactFolder learned = infer("learned", student(), 1);
            assertNamesFacets(learned, !shuffled);
            teacher = learned.path();
            assertNamesFacets(infer("of-a-student", student(), 1), !shuffled);
        }
    }

    private static void assertNamesFacets(ArtefactFolder folder, boolean facets) {
        try (LiveIntents live = LiveIntents.open(folder.path(), TINY.catalogue())) {
            assertThat(live.namesFacets()).isEqualTo(facets);
        }
    }

    @Test
    void vectorsOfAnotherEncoderAreRefused() throws IOException {
        assertThatThrownBy(() -> infer("student", student(), 2))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("teacher '" + teacher + "'")
                .hasMessageContaining("'hashed 1'")
                .hasMessageContaining("'hashed 2'");
        Path file = infer("student", student(), 1).file("student.safetensors");
        Map<String, String> trained = Map.of("network", file.toString());
        infer("again", Inferrers.options("student", trained).create(), 1);
        assertThatThrownBy(() ->
                        infer("other", Inferrers.options("student", trained).create(), 2))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("student '" + file + "'")
                .hasMessageContaining("'hashed 2'");
    }

    @Test
    void withoutAnyOfTheTeachersRowsThereIsNothingToLearn() {
        BitSet testOnly = new BitSet();
        testOnly.set(TRAINING_ROWS + 1);
        for (BitSet wanted : List.of(new BitSet(), testOnly)) {
            assertThatThrownBy(() -> infer("student", new PartialInferrer(student(), wanted), 1))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("answered none of the training rows that are inferred");
        }
    }
}
