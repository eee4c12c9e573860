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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a GGUF file (versions 2 and 3) says of a model, as far as it decides whether it can be used. llama.cpp
 * gives one message for all that is wrong with a file, and takes another chat template where there is none.
 *
 * @param architecture e.g. {@code "qwen2"}; empty if the file does not say
 * @param hasChatTemplate whether it says how turns of a conversation are marked
 * @param bytesNeeded the least length that the file must have for all its tensors; 0 if it has none
 * @param cacheBytesPerToken what a token of the context takes in memory, at two bytes a number; 0 if that is not known
 */
record GgufFile(String architecture, boolean hasChatTemplate, long bytesNeeded, long cacheBytesPerToken) {

    private static final String ALIGNMENT = "general.alignment";
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final long LONGEST_TEXT = 1L << 28;
    private static final int MOST_DIMENSIONS = 8;
    private static final long USUAL_ALIGNMENT = 32;
    private static final long MOST_ALIGNMENT = 1L << 20;

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
            long tensors = reader.count("it");
            long values = reader.count("its head");
            Map<String, Object> known = new HashMap<>();
            for (long i = 0; i < values; i++) {
                String key = reader.text();
                @Nullable Object value = reader.value(reader.integer());
                if (value != null) {
                    known.put(key, value);
                }
            }
            long end = 0;
            for (long i = 0; i < tensors; i++) {
                end = Math.max(end, reader.tensorEnd());
            }
            long needed = tensors == 0 ? 0 : sum(aligned(reader.read, known), end);
            String architecture = String.valueOf(known.getOrDefault("general.architecture", ""));
            return new GgufFile(
                    architecture,
                    known.containsKey("tokenizer.chat_template"),
                    needed,
                    cacheBytes(known, architecture));
        }
    }

    /** Tensors begin behind the head, at the next multiple of the alignment. */
    private static long aligned(long head, Map<String, Object> known) throws IOException {
        long alignment = known.containsKey(ALIGNMENT) ? number(known, ALIGNMENT) : USUAL_ALIGNMENT;
        if (alignment < 1 || alignment > MOST_ALIGNMENT) {
            throw new IOException("its " + ALIGNMENT + " is " + known.get(ALIGNMENT));
        }
        return (head + alignment - 1) / alignment * alignment;
    }

    /** Keys and values of all layers: for each head of values the numbers of a key and those of a value. */
    private static long cacheBytes(Map<String, Object> known, String architecture) throws IOException {
        long layers = number(known, architecture + ".block_count");
        long width = number(known, architecture + ".embedding_length");
        long heads = number(known, architecture + ".attention.head_count");
        long valueHeads = number(known, architecture + ".attention.head_count_kv");
        if (heads <= 0) {
            return 0;
        }
        long key = number(known, architecture + ".attention.key_length");
        long value = number(known, architecture + ".attention.value_length");
        long both = sum(key == 0 ? width / heads : key, value == 0 ? width / heads : value);
        return product(product(2 * both, layers), valueHeads == 0 ? heads : valueHeads);
    }

    private static long product(long one, long other) throws IOException {
        if (one < 0 || other < 0 || Math.multiplyHigh(one, other) != 0 || one * other < 0) {
            throw new IOException("its head has sizes that no file has: " + Long.toUnsignedString(one) + " times "
                    + Long.toUnsignedString(other));
        }
        return one * other;
    }

    private static long sum(long one, long other) throws IOException {
        if (one < 0 || other < 0 || one + other < 0) {
            throw new IOException("its head has sizes that no file has: " + Long.toUnsignedString(one) + " and "
                    + Long.toUnsignedString(other));
        }
        return one + other;
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
            if (count < 0) {
                throw new IOException("a value in its head has " + count + " bytes");
            }
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

        /** How many there are of something. */
        private long count(String ofWhat) throws IOException {
            long count = longInteger();
            if (count < 0) {
                throw new IOException(ofWhat + " has " + Long.toUnsignedString(count) + " entries");
            }
            return count;
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
                long count = count("an array in its head");
                for (long i = 0; element == STRING && i < count; i++) {
                    skip(longInteger());
                }
                if (element != STRING) {
                    skip(product(count, width(element)));
                }
                return null;
            }
            if (type == 4) {
                return Integer.toUnsignedLong(integer());
            }
            if (type == 5) {
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

        /** Where a tensor ends, from the first one's begin; of a type that is not known, where its first byte does. */
        private long tensorEnd() throws IOException {
            text();
            int dimensions = integer();
            if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
                throw new IOException("a tensor has " + dimensions + " dimensions");
            }
            long elements = 1;
            for (int i = 0; i < dimensions; i++) {
                elements = product(elements, longInteger());
            }
            Optional<GgmlType> type = GgmlType.of(integer());
            long bytes = type.isPresent()
                    ? product(elements / type.get().elements(), type.get().bytes())
                    : 1;
            return sum(longInteger(), bytes);
        }
    }
}
