package io.github.dmsrec.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No file, however broken, is read as something else, or ends in anything but a message that names it. */
class SafetensorsBoundsTest {

    private static final int SEEDS = 80;
    private static final int MUTATIONS = 10;

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}} | 0 | '[4294967296, 4294967296]'
            {"x":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}   | 0 | '[4611686018427387904]'
            {"x":{"dtype":"F32","shape":[0.7],"data_offsets":[0,0]}}                   | 0 | '0.7 is not an integer'
            {"x":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}                   | 4 | '"1" is not an integer'
            {"x":{"dtype":"F32","shape":[1],"data_offsets":[0.5,4]}}                   | 4 | '0.5 is not an integer'
            {"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}                    | 4 | '-1 is not an integer'
            {"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}  | 4 | '99999999999999999999'
            {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}   | 4 | 'ends at byte 9223372036854775'
            {"x":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}                     | 4 | 'unknown type ''F33'''
            {"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}} | 6 | 'begins at byte 2, but tensor ''x'' ends at byte 4'
            {"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[6,10]}} | 10 | 'begins at byte 6'
            {"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}                      | 5 | 'end at byte 4 of 5'
            {"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 4 | 'Duplicate field ''x'''
            {"__metadata__":{"a":1}}                                                   | 0 | '__metadata__'
            {"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}} {}                   | 0 | 'not JSON'
            """)
    void refusesNamingTensorAndValue(String header, int bytes, String expected) throws IOException {
        Path file = write(header, bytes);

        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAHeaderThatIsLongerThanTheFile() throws IOException {
        Path file = folder.resolve("long.safetensors");
        ByteBuffer bytes =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(9);
        Files.write(file, bytes.array());

        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("the header has 9 bytes, but the file has 16 in all");
    }

    @Test
    void readsTensorsWithoutElements() throws IOException {
        Path file = write("{\"x\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}", 0);

        assertThat(SafetensorsFile.read(file).floats("x")).isEmpty();
    }

    @Test
    void readsWhatItWroteAndNothingElse() throws IOException {
        Path file = folder.resolve("random.safetensors");
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<String, Tensor> tensors = tensors(random);
            SafetensorsFile.write(file, Map.of("seed", String.valueOf(seed)), tensors);
            SafetensorsFile read = SafetensorsFile.read(file);
            assertThat(read.names()).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                assertThat(read.shape(name)).isEqualTo(tensor.shape());
                assertThat(read.tensor(name).data()).isEqualTo(tensor.data());
            });

            byte[] whole = Files.readAllBytes(file);
            for (int mutation = 0; mutation < MUTATIONS; mutation++) {
                Files.write(file, mutated(whole, random));
                int number = mutation;
                assertThatCode(() -> readAll(file))
                        .as("seed %s, mutation %s", seed, number)
                        .satisfiesAnyOf(nothing -> assertThat(nothing).isNull(), failure -> assertThat(failure)
                                .isInstanceOf(UserMistakeException.class)
                                .hasMessageContaining(file.toString()));
            }
        }
    }

    private static void readAll(Path file) {
        SafetensorsFile read = SafetensorsFile.read(file);
        read.names().forEach(read::tensor);
    }

    private static Map<String, Tensor> tensors(SplittableRandom random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            long rows = random.nextInt(5);
            long columns = random.nextInt(5);
            int size = (int) (rows * columns);
            String name = "t" + i + "é\"\\".substring(0, random.nextInt(4));
            tensors.put(
                    name,
                    switch (random.nextInt(4)) {
                        case 0 -> Tensor.ofLongs(random.longs(size).toArray(), rows, columns);
                        case 1 -> Tensor.ofInts(random.ints(size).toArray(), rows, columns);
                        case 2 -> new Tensor("U8", new long[] {size}, ByteBuffer.wrap(bytes(random, size)));
                        default -> Tensor.ofFloats(new float[size], columns, rows);
                    });
        }
        return tensors;
    }

    /** A bit flipped, a digit of the header replaced, bytes cut off or added. */
    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] mutated = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = 8; i < mutated.length; i++) {
                    if (mutated[i] >= '0' && mutated[i] <= '9' && random.nextInt(3) == 0) {
                        mutated[i] = (byte) "0123456789.-e,".charAt(random.nextInt(14));
                    }
                }
            }
            case 2 -> mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
            default -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(9));
        }
        return mutated;
    }

    private static byte[] bytes(SplittableRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private Path write(String header, int dataBytes) throws IOException {
        byte[] text = header.strip().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        Path file = folder.resolve("written.safetensors");
        Files.write(file, bytes.array());
        return file;
    }
}
