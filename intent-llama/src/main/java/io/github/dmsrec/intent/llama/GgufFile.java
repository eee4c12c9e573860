package io.github.dmsrec.intent.llama;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a GGUF file (versions 2 and 3) says of a model, as far as it decides whether it can be used. llama.cpp
 * gives one message for all that is wrong with a file, and takes another chat template where there is none.
 *
 * @param architecture e.g. {@code "qwen2"}; empty if the file does not say
 * @param hasChatTemplate whether it says how turns of a conversation are marked
 * @param bytesNeeded the least length that the file must have; 0 if that is not known
 * @param cacheBytesPerToken what a token of the context takes in memory, at two bytes a number; 0 if that is not known
 */
record GgufFile(String architecture, boolean hasChatTemplate, long bytesNeeded, long cacheBytesPerToken) {

    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final long LONGEST_TEXT = 1L << 28;
    private static final int MOST_DIMENSIONS = 8;

    /**
     * Reads the head.
     *
     * @throws EOFException if the file ends within it
     * @throws IOException if it cannot be read, or has another form
     */
    static GgufFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16))) {
            Reader reader = new Reader(data);
            reader.skip(4);
            int version = reader.integer();
            if (version < 2 || version > 3) {
                throw new IOException("its version of GGUF is " + version + "; 2 and 3 are known");
            }
            long tensors = reader.longInteger();
            long values = reader.longInteger();
            Map<String, Object> known = new HashMap<>();
            for (long i = 0; i < values; i++) {
                String key = reader.text();
                @Nullable Object value = reader.value(reader.integer());
                if (value != null) {
                    known.put(key, value);
                }
            }
            long furthest = 0;
            for (long i = 0; i < tensors; i++) {
                furthest = Math.max(furthest, reader.tensorOffset());
            }
            // Tensors begin behind the head; the last one has at least a byte.
            long needed = tensors == 0 ? 0 : reader.read + furthest + 1;
            String architecture = String.valueOf(known.getOrDefault("general.architecture", ""));
            return new GgufFile(
                    architecture,
                    known.containsKey("tokenizer.chat_template"),
                    needed,
                    cacheBytes(known, architecture));
        }
    }

    /** Keys and values of all layers: for each head of values as many numbers as a head has. */
    private static long cacheBytes(Map<String, Object> known, String architecture) {
        long layers = number(known, architecture + ".block_count");
        long width = number(known, architecture + ".embedding_length");
        long heads = number(known, architecture + ".attention.head_count");
        long valueHeads = number(known, architecture + ".attention.head_count_kv");
        return heads == 0 ? 0 : 2 * 2 * layers * (width / heads) * (valueHeads == 0 ? heads : valueHeads);
    }

    private static long number(Map<String, Object> known, String key) {
        return known.get(key) instanceof Number value ? value.longValue() : 0;
    }

    /** Little-endian numbers and texts. */
    private static final class Reader {
        private final DataInputStream in;
        private long read;

        private Reader(DataInputStream in) {
            this.in = in;
        }

        private void skip(long count) throws IOException {
            in.skipNBytes(count);
            read += count;
        }

        private int integer() throws IOException {
            read += Integer.BYTES;
            return Integer.reverseBytes(in.readInt());
        }

        private long longInteger() throws IOException {
            read += Long.BYTES;
            return Long.reverseBytes(in.readLong());
        }

        private String text() throws IOException {
            long length = longInteger();
            if (length < 0 || length > LONGEST_TEXT) {
                throw new IOException("a text in its head has " + length + " bytes");
            }
            byte[] bytes = new byte[(int) length];
            in.readFully(bytes);
            read += length;
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** A number or a text; null for arrays and truth values, which decide nothing. */
        private @Nullable Object value(int type) throws IOException {
            if (type == STRING) {
                return text();
            }
            if (type == ARRAY) {
                int element = integer();
                long count = longInteger();
                for (long i = 0; element == STRING && i < count; i++) {
                    skip(longInteger());
                }
                if (element != STRING) {
                    skip(Math.multiplyExact(count, width(element)));
                }
                return null;
            }
            if (type == 4 || type == 5) {
                return integer();
            }
            if (type == 10 || type == 11) {
                return longInteger();
            }
            skip(width(type));
            return null;
        }

        private static int width(int type) throws IOException {
            return switch (type) {
                case 0, 1, 7 -> 1;
                case 2, 3 -> 2;
                case 4, 5, 6 -> 4;
                case 10, 11, 12 -> 8;
                default -> throw new IOException("a value in its head has the unknown type " + type);
            };
        }

        private long tensorOffset() throws IOException {
            text();
            int dimensions = integer();
            if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
                throw new IOException("a tensor has " + dimensions + " dimensions");
            }
            skip((long) dimensions * Long.BYTES + Integer.BYTES);
            return longInteger();
        }
    }
}
