package io.github.dmsrec.intent.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {

    private static final int UINT32 = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int FLOAT64 = 12;

    @TempDir
    Path folder = Path.of("");

    private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer head(long tensors, long values) {
        return bytes.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(tensors)
                .putLong(values);
    }

    private void text(String text) {
        bytes.putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void number(String key, int value) {
        text(key);
        bytes.putInt(UINT32).putInt(value);
    }

    private void tensor(int type, long offset, long... shape) {
        text("tensor");
        bytes.putInt(shape.length);
        for (long size : shape) {
            bytes.putLong(size);
        }
        bytes.putInt(type).putLong(offset);
    }

    private GgufFile read() throws IOException {
        return GgufFile.read(Files.write(folder.resolve("x.gguf"), Arrays.copyOf(bytes.array(), bytes.position())));
    }

    @Test
    void countsThatAreNegativeOrOverflowAreRefused() {
        head(0, 1);
        text("key");
        bytes.putInt(ARRAY).putInt(FLOAT64).putLong(Long.MAX_VALUE);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("sizes that no file has");
        bytes.putLong(bytes.position() - Long.BYTES, -1);
        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an array in its head has 18446744073709551615 entries");
        bytes.clear();
        head(0, 1);
        text("key");
        bytes.putInt(ARRAY).putInt(STRING).putLong(1).putLong(-5);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("has -5 bytes");
        bytes.clear();
        head(-1, 0);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("entries");
        bytes.clear();
        head(1, 0);
        tensor(0, 0, 1L << 40, 1L << 40);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("sizes that no file has");
        bytes.clear();
        head(1, 0);
        tensor(0, -32, 4);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("sizes that no file has");
    }

    @Test
    void theLastTensorCountsWhole() throws IOException {
        head(2, 0);
        tensor(14, 64, 256, 3); // Q6_K: 210 bytes for 256 numbers
        tensor(0, 0, 16);
        int begin = (bytes.position() + 31) / 32 * 32;
        assertThat(read().bytesNeeded()).isEqualTo(begin + 64 + 3 * 210);
        bytes.clear();
        head(1, 1);
        number("general.alignment", 64);
        tensor(1000, 128, 256);
        begin = (bytes.position() + 63) / 64 * 64;
        assertThat(read().bytesNeeded()).as("of an unknown type").isEqualTo(begin + 128 + 1);
    }

    @Test
    void theCacheHasTheLengthsOfKeysAndValuesThatTheFileSays() throws IOException {
        String[] names = {"block_count", "embedding_length", "attention.head_count", "attention.head_count_kv"};
        int[] values = {2, 1024, 16, 8};
        for (boolean own : new boolean[] {false, true}) {
            bytes.clear();
            head(0, own ? 7 : 5);
            text("general.architecture");
            bytes.putInt(STRING);
            text("qwen3");
            for (int i = 0; i < names.length; i++) {
                number("qwen3." + names[i], values[i]);
            }
            if (own) {
                number("qwen3.attention.key_length", 128);
                number("qwen3.attention.value_length", 96);
            }
            int ofBoth = own ? 128 + 96 : 64 + 64;
            assertThat(read().cacheBytesPerToken()).isEqualTo(2L * 2 * 8 * ofBoth);
        }
    }

    @Test
    void aFileCutWithinItsLastTensorIsRefusedBeforeItIsLoaded() throws IOException {
        Path whole = TinyQwen.write(folder.resolve("whole.gguf"), 1);
        byte[] all = Files.readAllBytes(whole);
        assertThat(GgufFile.read(whole).bytesNeeded()).isEqualTo(all.length);
        Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(all, all.length - 1));
        assertThatThrownBy(() -> TestEndpoint.open(cut, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("cut.gguf' is cut off: it has " + (all.length - 1) + " bytes");
    }
}
