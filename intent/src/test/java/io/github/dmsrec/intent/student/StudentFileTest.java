package io.github.dmsrec.intent.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were changed, cut off or put together wrongly. */
class StudentFileTest {

    private static final int DIMENSION = 2;
    private static final int SESSION_VECTOR = 3;
    private static final int HIDDEN = 4;

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("student.safetensors");
        StudentNetwork network = StudentNetwork.random(
                StudentInputs.size(DIMENSION, SESSION_VECTOR), HIDDEN, 2 * DIMENSION, new SplittableRandom(1));
        StudentFile.write(
                file,
                new Student(
                        network,
                        SESSION_VECTOR,
                        List.of("sun", "rain"),
                        new float[][] {{1, 0}, {0, 1}},
                        new double[] {0.5, 1},
                        new int[] {2, 3},
                        true,
                        Optional.empty()));
        Student read = read();
        assertThat(read.sessionVector()).isEqualTo(SESSION_VECTOR);
        assertThat(read.texts()).containsExactly("sun", "rain");
        assertThat(read.textVectors()).isDeepEqualTo(new float[][] {{1, 0}, {0, 1}});
        assertThat(read.shares()).containsExactly(0.5, 1);
        assertThat(read.picks()).containsExactly(2, 3);
        assertThat(read.facets()).isTrue();
    }

    private Student read() {
        return StudentFile.read(file, DIMENSION, Optional.empty());
    }

    private void assertDamaged(String... what) {
        assertThatThrownBy(this::read)
                .isInstanceOf(UserMistakeException.class)
                .message()
                .contains(Stream.concat(Stream.of(file.toString()), Stream.of(what))
                        .toList());
    }

    private void change(Map<String, String> metadata, Map<String, Tensor> tensors) throws IOException {
        SafetensorsFile old = SafetensorsFile.read(file);
        Map<String, String> texts = new LinkedHashMap<>(old.metadata());
        Map<String, Tensor> all = new LinkedHashMap<>();
        old.names().forEach(name -> all.put(name, old.tensor(name)));
        texts.putAll(metadata);
        all.putAll(tensors);
        SafetensorsFile.write(file, texts, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden.weight", "hidden.bias", "output.weight", "output.bias", "texts"})
    void aTensorIsMissing(String name) throws IOException {
        SafetensorsFile old = SafetensorsFile.read(file);
        Map<String, Tensor> others = new LinkedHashMap<>();
        old.names().stream()
                .filter(other -> !other.equals(name))
                .forEach(other -> others.put(other, old.tensor(other)));
        SafetensorsFile.write(file, old.metadata(), others);
        assertDamaged("it has no tensor '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden.weight", "hidden.bias", "output.weight", "output.bias", "texts"})
    void aTensorIsOfAnotherShapeOrTypeOrNotFinite(String name) throws IOException {
        Tensor right = SafetensorsFile.read(file).tensor(name);
        float[] values = new float[right.size()];
        right.data().asFloatBuffer().get(values);
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] changed = values.clone();
            changed[changed.length - 1] = value;
            change(Map.of(), Map.of(name, Tensor.ofFloats(changed, right.shape())));
            assertDamaged("'" + name + "' has the value " + value);
        }
        change(Map.of(), Map.of(name, Tensor.ofInts(new int[values.length], right.shape())));
        assertDamaged("'" + name + "' is I32");
        change(Map.of(), Map.of(name, Tensor.ofFloats(values, 1, 1, values.length)));
        assertDamaged("'" + name + "'", "[1, 1, " + values.length + "]");
        long[] larger = right.shape().clone();
        larger[0]++;
        float[] more =
                Arrays.copyOf(values, Math.toIntExact(Arrays.stream(larger).reduce(1, (a, b) -> a * b)));
        change(Map.of(), Map.of(name, Tensor.ofFloats(more, larger)));
        assertDamaged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessionVector", "picks", "shares", "texts"})
    void somethingIsNotSaid(String key) throws IOException {
        SafetensorsFile old = SafetensorsFile.read(file);
        Map<String, String> metadata = new LinkedHashMap<>(old.metadata());
        metadata.remove(key);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        old.names().forEach(name -> tensors.put(name, old.tensor(name)));
        SafetensorsFile.write(file, metadata, tensors);
        assertDamaged("it does not say its '" + key + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sessionVector | -1",
                "sessionVector | 2.5",
                "sessionVector | x",
                "sessionVector | null",
                "sessionVector | 3 4",
                "sessionVector | 99999999999",
                "picks | [1]",
                "picks | [1, 2, 3]",
                "picks | [1, -2]",
                "picks | [1.5, 1]",
                "picks | null",
                "picks | {}",
                "shares | [0.5]",
                "shares | [0, 1.5]",
                "shares | [-0.5, 1]",
                "shares | [NaN, 1]",
                "shares | [\"a\", 1]",
                "facets | 1",
                "texts | {\"a\": 1}",
                "texts | [1, 2]",
                "texts | null"
            })
    void somethingIsSaidWrongly(String key, String value) throws IOException {
        change(Map.of(key, value), Map.of());
        assertDamaged("damaged", "'" + key + "'");
    }

    @Test
    void numbersDoNotGoTogether() throws IOException {
        change(Map.of("sessionVector", "2"), Map.of());
        assertDamaged("reads 9 numbers", "titles' vectors of 2 numbers and session vectors of 2");
        change(Map.of("sessionVector", "3", "texts", "[\"sun\"]"), Map.of());
        assertDamaged("'texts' is F32[2, 2], but F32[2, 1]");
        change(Map.of("texts", "[]"), Map.of());
        assertDamaged("vectors of texts, but no texts");
        change(
                Map.of("texts", "[\"sun\", \"rain\"]"),
                Map.of(
                        "output.weight", Tensor.ofFloats(new float[HIDDEN * 5], HIDDEN, 5),
                        "output.bias", Tensor.ofFloats(new float[5], 5)));
        assertDamaged("gives 5 numbers");
    }

    @Test
    void theFileIsCutOffOrOverwritten() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertDamaged();
        }
        for (int at = 0; at + 16 < whole.length / 2; at += 5) {
            byte[] changed = whole.clone();
            System.arraycopy("#/ \u0001{".getBytes(StandardCharsets.UTF_8), 0, changed, at, 5);
            Files.write(file, changed);
            assertDamaged();
        }
    }
}
