package io.github.dmsrec.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.SharedMaterial;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {

    @Test
    void writesWhatItReads(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("weights", Tensor.ofFloats(new float[] {1f, -2.5f, Float.MIN_VALUE, 4f, 5f, 6f}, 2, 3));
        tensors.put("ids", Tensor.ofLongs(new long[] {7, Long.MIN_VALUE}, 2));
        tensors.put("counts", Tensor.ofInts(new int[] {9}));
        SafetensorsFile.write(file, Map.of("café", "ü"), tensors);

        SafetensorsFile read = SafetensorsFile.read(file);
        assertThat(read.names()).containsExactly("ids", "weights", "counts");
        assertThat(read.metadata()).containsExactly(Map.entry("café", "ü"));
        assertThat(read.shape("weights")).containsExactly(2, 3);
        assertThat(read.floats("weights")).containsExactly(1f, -2.5f, Float.MIN_VALUE, 4f, 5f, 6f);
        assertThat(read.longs("ids")).containsExactly(7, Long.MIN_VALUE);
        assertThat(read.shape("counts")).isEmpty();
        assertThat(read.ints("counts")).containsExactly(9);
    }

    @Test
    void followsTheFormatToTheByte(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsFile.write(file, Map.of(), Map.of("x", Tensor.ofFloats(new float[] {1f}, 1)));

        String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 4).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(header.getBytes(StandardCharsets.UTF_8));
        while (expected.position() < 8 + padded) {
            expected.put((byte) ' ');
        }
        expected.putFloat(1f);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void refusesACutOffFileNamingBothSizes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsFile.write(file, Map.of(), Map.of("x", Tensor.ofFloats(new float[100], 100)));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("tensor 'x'")
                .hasMessageContaining("ends at byte " + whole.length)
                .hasMessageContaining("has " + (whole.length - 1) + " bytes")
                .hasMessageContaining(System.lineSeparator());
    }

    @Test
    void refusesForeignFiles(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.pth");
        Files.write(file, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, 1, 2});
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is not a safetensors file")
                .hasMessageContaining("10 in all");

        assertThatThrownBy(() -> SafetensorsFile.read(folder.resolve("absent")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void refusesTensorsThatAreAbsentOrOfAnotherType(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsFile.write(file, Map.of(), Map.of("x", Tensor.ofFloats(new float[] {1f}, 1)));
        SafetensorsFile read = SafetensorsFile.read(file);

        assertThatThrownBy(() -> read.floats("y"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("no tensor 'y'; it has x");
        assertThatThrownBy(() -> read.longs("x"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("has type F32, but I64");
    }

    @Test
    void readsFilesOfTheFormatsOwnLibrary() {
        Path file = SharedMaterial.require("golden/backbones/gcegnn-base.safetensors");
        SafetensorsFile read = SafetensorsFile.read(file);

        assertThat(read.metadata()).containsEntry("num_items", "25").containsEntry("model", "gcegnn");
        for (String name : read.names()) {
            int elements = (int) Arrays.stream(read.shape(name)).reduce(1, (a, b) -> a * b);
            int found = read.dtype(name).equals("F32") ? read.floats(name).length : read.longs(name).length;
            assertThat(found).as(name).isEqualTo(elements);
        }
    }
}
