package io.github.dmsrec.core.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A file of named tensors in the safetensors format: eight bytes of header length, a JSON header, the raw tensors; all
 * little-endian. Only the header is kept; a tensor is read when it is asked for, and the file is never left open.
 * Immutable; safe for use by several threads.
 */
public final class SafetensorsFile {

    /** The bytes of one element of each type that the format knows. */
    private static final Map<String, Integer> ELEMENT_BYTES = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F32", 4),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("I8", 1),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1));

    // The limit of the format's own library: a foreign file must not make us allocate gigabytes.
    private static final long MAXIMUM_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 20;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path path;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private record Entry(String dtype, long[] shape, long begin, long end) {}

    private SafetensorsFile(Path path, Map<String, Entry> entries, Map<String, String> metadata) {
        this.path = path;
        this.entries = Collections.unmodifiableMap(entries);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * One tensor.
     *
     * @param dtype the type as the format writes it, e.g. {@code "F32"}, {@code "I64"}, {@code "U8"}
     * @param shape the length of each dimension; empty for a scalar
     * @param data the elements, row-major and little-endian, from position 0 to the limit; neither copied nor to be
     *     changed
     */
    public record Tensor(String dtype, long[] shape, ByteBuffer data) {

        public Tensor {
            Integer bytes = ELEMENT_BYTES.get(dtype);
            if (bytes == null) {
                throw new IllegalArgumentException("safetensors has no type '" + dtype + "'");
            }
            data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
            long needed = Math.multiplyExact(elements(shape), (long) bytes);
            if (needed != data.remaining()) {
                throw new IllegalArgumentException(dtype + Arrays.toString(shape) + " needs " + needed
                        + " bytes, but there are " + data.remaining());
            }
        }

        /** A tensor of type F32. */
        public static Tensor ofFloats(float[] values, long... shape) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return new Tensor("F32", shape, bytes);
        }

        /** A tensor of type I64. */
        public static Tensor ofLongs(long[] values, long... shape) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            return new Tensor("I64", shape, bytes);
        }

        /** A tensor of type I32. */
        public static Tensor ofInts(int[] values, long... shape) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(values);
            return new Tensor("I32", shape, bytes);
        }

        /** The number of elements. */
        public int size() {
            return (int) elements(shape);
        }
    }

    /**
     * Reads the header of a file and checks that its tensors are all there.
     *
     * @throws UserMistakeException if the file is missing, cut off or in another format
     */
    public static SafetensorsFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new UserMistakeException(
                    "Looked for tensors in '" + path + "', which "
                            + (Files.exists(path) ? "is not a file." : "does not exist."),
                    "Check the path, or run the command that makes the file first.");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw foreign(path, "it has " + size + " bytes, fewer than the 8 of the header's length");
            }
            long headerLength = fill(channel, 0, 8).getLong();
            if (headerLength < 2 || headerLength > MAXIMUM_HEADER || headerLength > size - 8) {
                throw foreign(
                        path,
                        "its first 8 bytes say that the header has " + Long.toUnsignedString(headerLength)
                                + " bytes, but the file has " + size + " in all");
            }
            byte[] header = new byte[(int) headerLength];
            fill(channel, 8, header.length).get(header);
            JsonNode tree = JSON.readTree(text(header));
            if (!(tree instanceof ObjectNode object)) {
                throw foreign(path, "its header is not a JSON object");
            }
            return parse(path, object, size - 8 - headerLength, 8 + headerLength);
        } catch (JsonProcessingException e) {
            throw foreign(path, "its header is not JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            throw foreign(path, "its header is not text in UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** The names of the tensors, in the order of the file. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** The text that travels with the tensors. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The shape of a tensor.
     *
     * @throws UserMistakeException if there is none of that name
     */
    public long[] shape(String name) {
        return entry(name).shape.clone();
    }

    /**
     * The type of a tensor, e.g. {@code "F32"}.
     *
     * @throws UserMistakeException if there is none of that name
     */
    public String dtype(String name) {
        return entry(name).dtype;
    }

    /**
     * Reads a tensor of any type, of at most 2 GB.
     *
     * @throws UserMistakeException if there is none of that name, or it is larger
     */
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        long bytes = entry.end - entry.begin;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new UserMistakeException(
                    "Tensor '" + name + "' of '" + path + "' has " + bytes + " bytes, more than one array can hold.",
                    "Check that it is the right file.");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new Tensor(entry.dtype, entry.shape.clone(), fill(channel, entry.begin, (int) bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read tensor '" + name + "' of " + path, e);
        }
    }

    /**
     * Reads a tensor of type F32.
     *
     * @throws UserMistakeException if there is none of that name and type
     */
    public float[] floats(String name) {
        Tensor tensor = typed(name, "F32");
        float[] values = new float[tensor.size()];
        tensor.data().asFloatBuffer().get(values);
        return values;
    }

    /**
     * Reads a tensor of type I64.
     *
     * @throws UserMistakeException if there is none of that name and type
     */
    public long[] longs(String name) {
        Tensor tensor = typed(name, "I64");
        long[] values = new long[tensor.size()];
        tensor.data().asLongBuffer().get(values);
        return values;
    }

    /**
     * Reads a tensor of type I32.
     *
     * @throws UserMistakeException if there is none of that name and type
     */
    public int[] ints(String name) {
        Tensor tensor = typed(name, "I32");
        int[] values = new int[tensor.size()];
        tensor.data().asIntBuffer().get(values);
        return values;
    }

    /**
     * Writes a file; equal content gives equal bytes. Tensors of wider elements come first, so that every tensor begins
     * at a multiple of its element; within a width the given order is kept.
     *
     * @param path what is written; replaced if it is there
     * @param metadata text to travel with the tensors
     * @param tensors by name
     */
    public static void write(Path path, Map<String, String> metadata, Map<String, Tensor> tensors) throws IOException {
        List<Map.Entry<String, Tensor>> order = new ArrayList<>(tensors.entrySet());
        order.sort(Comparator.comparing(entry -> -elementBytes(entry.getValue().dtype())));
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(METADATA);
            new TreeMap<>(metadata).forEach(texts::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : order) {
            Tensor tensor = entry.getValue();
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", tensor.dtype());
            var shape = description.putArray("shape");
            Arrays.stream(tensor.shape()).forEach(shape::add);
            description
                    .putArray("data_offsets")
                    .add(offset)
                    .add(offset + tensor.data().limit());
            offset += tensor.data().limit();
        }
        String text = JSON.writeValueAsString(header);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        byte[] padded = (text + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer lengthBytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, lengthBytes.putLong(padded.length).flip());
            writeFully(channel, ByteBuffer.wrap(padded));
            for (Map.Entry<String, Tensor> entry : order) {
                writeFully(channel, entry.getValue().data().duplicate());
            }
        }
    }

    private static String text(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private static SafetensorsFile parse(Path path, ObjectNode header, long dataBytes, long dataBegin) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(path, field.getValue(), metadata);
            } else {
                entries.put(field.getKey(), entry(path, field.getKey(), field.getValue(), dataBytes, dataBegin));
            }
        }
        requireContiguous(path, entries, dataBytes, dataBegin);
        return new SafetensorsFile(path, entries, metadata);
    }

    private static void readMetadata(Path path, JsonNode node, Map<String, String> metadata) {
        if (!node.isObject()) {
            throw foreign(path, METADATA + " is " + node + ", not an object of texts");
        }
        for (Map.Entry<String, JsonNode> text : node.properties()) {
            if (!text.getValue().isTextual()) {
                throw foreign(
                        path,
                        METADATA + " has the value " + text.getValue() + " of '" + text.getKey() + "', not a text");
            }
            metadata.put(text.getKey(), text.getValue().asText());
        }
    }

    private static Entry entry(Path path, String name, JsonNode description, long dataBytes, long dataBegin) {
        String dtype = description.path("dtype").asText("");
        JsonNode lengths = description.path("shape");
        JsonNode offsets = description.path("data_offsets");
        if (!description.path("dtype").isTextual() || !lengths.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw foreign(path, "its header describes tensor '" + name + "' as " + description);
        }
        if (!ELEMENT_BYTES.containsKey(dtype)) {
            throw foreign(path, "tensor '" + name + "' has the unknown type '" + dtype + "'");
        }
        long[] shape = new long[lengths.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = wholeNumber(path, name, "shape", lengths, i);
        }
        long begin = wholeNumber(path, name, "data_offsets", offsets, 0);
        long end = wholeNumber(path, name, "data_offsets", offsets, 1);
        if (end < begin) {
            throw foreign(path, "tensor '" + name + "' lies at bytes " + begin + " to " + end);
        }
        if (end > dataBytes) {
            // Not added up: a foreign file may say anything up to the largest number.
            throw new UserMistakeException(
                    "'" + path + "' is cut off: tensor '" + name + "' ends at byte "
                            + BigInteger.valueOf(dataBegin).add(BigInteger.valueOf(end))
                            + ", but the file has " + (dataBegin + dataBytes) + " bytes.",
                    "Fetch or make the file again: a copy or download may have been interrupted.");
        }
        long needed;
        try {
            needed = Math.multiplyExact(elements(shape), (long) elementBytes(dtype));
        } catch (ArithmeticException e) {
            throw foreign(
                    path, "tensor '" + name + "' has the shape " + Arrays.toString(shape) + ", larger than any file");
        }
        if (needed != end - begin) {
            throw foreign(
                    path,
                    "tensor '" + name + "' of type " + dtype + " and shape " + Arrays.toString(shape) + " has "
                            + (end - begin) + " bytes");
        }
        return new Entry(dtype, shape, dataBegin + begin, dataBegin + end);
    }

    private static long wholeNumber(Path path, String name, String key, JsonNode numbers, int index) {
        JsonNode number = numbers.get(index);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw foreign(
                    path,
                    "tensor '" + name + "' has " + key + " " + numbers + ", in which " + number
                            + " is not an integer from 0 to " + Long.MAX_VALUE);
        }
        return number.asLong();
    }

    /** The format's own library reads no file in which tensors overlap, or bytes belong to none. */
    private static void requireContiguous(Path path, Map<String, Entry> entries, long dataBytes, long dataBegin) {
        List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
        inOrder.sort(Comparator.comparingLong((Map.Entry<String, Entry> entry) -> entry.getValue().begin)
                .thenComparingLong(entry -> entry.getValue().end));
        long reached = 0;
        String before = "";
        for (Map.Entry<String, Entry> entry : inOrder) {
            long begin = entry.getValue().begin - dataBegin;
            if (begin < reached) {
                throw foreign(
                        path,
                        "tensor '" + entry.getKey() + "' begins at byte " + begin + ", but tensor '" + before
                                + "' ends at byte " + reached);
            }
            if (begin > reached) {
                throw foreign(
                        path,
                        "tensor '" + entry.getKey() + "' begins at byte " + begin
                                + ", but no tensor has the bytes from " + reached + " to there");
            }
            reached = entry.getValue().end - dataBegin;
            before = entry.getKey();
        }
        if (reached != dataBytes) {
            throw foreign(path, "its tensors end at byte " + reached + " of " + dataBytes);
        }
    }

    private Entry entry(String name) {
        Entry found = entries.get(name);
        if (found == null) {
            throw new UserMistakeException(
                    "'" + path + "' has no tensor '" + name + "'; it has " + excerptOfNames() + ".",
                    "Check that the file belongs to this model.");
        }
        return found;
    }

    private Tensor typed(String name, String dtype) {
        Entry entry = entry(name);
        if (!entry.dtype.equals(dtype)) {
            throw new UserMistakeException(
                    "Tensor '" + name + "' of '" + path + "' has type " + entry.dtype + ", but " + dtype
                            + " is needed here.",
                    "Save it again as " + dtype + ".");
        }
        return tensor(name);
    }

    private String excerptOfNames() {
        int shown = 12;
        String names = entries.keySet().stream().limit(shown).collect(Collectors.joining(", "));
        if (entries.isEmpty()) {
            return "none";
        }
        return entries.size() <= shown ? names : names + " and " + (entries.size() - shown) + " more";
    }

    private static UserMistakeException foreign(Path path, String found) {
        return new UserMistakeException(
                "'" + path + "' is not a safetensors file: " + found + ".",
                "Check the format (a .pt or .pth file is a pickle), or fetch the file again if it was cut off.");
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long length : shape) {
            product = Math.multiplyExact(product, length);
        }
        return product;
    }

    private static int elementBytes(String dtype) {
        Integer bytes = ELEMENT_BYTES.get(dtype);
        if (bytes == null) {
            throw new IllegalArgumentException("safetensors has no type '" + dtype + "'");
        }
        return bytes;
    }

    private static ByteBuffer fill(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            // In pieces: the channel copies through a direct buffer of the size asked for.
            buffer.limit(Math.min(bytes, buffer.position() + CHUNK));
            int at = buffer.position();
            if (channel.read(buffer, position + at) < 0) {
                throw new EOFException("the file ended at byte " + (position + at));
            }
            buffer.limit(bytes);
        }
        return buffer.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer data) throws IOException {
        int end = data.limit();
        while (data.position() < end) {
            data.limit(Math.min(end, data.position() + CHUNK));
            channel.write(data);
            data.limit(end);
        }
    }
}
