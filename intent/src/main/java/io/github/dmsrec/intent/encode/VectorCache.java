package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Vectors by text, in one memory-mapped file per encoder, which any number of processes may read and append to at once.
 *
 * <p>The file begins with a header of 64 bytes: the eight letters {@code DMSVECS1}, the dimension, the bytes of a record,
 * the encoder's identity (32 bytes), 12 zeros, and a CRC-32C of all this. Records of one width follow, numbers little
 * endian: the first 16 bytes of the SHA-256 of the text in UTF-8, a CRC-32C of these and the vector, four zeros, the
 * vector as fp32.
 *
 * <p>Records are only ever appended, whole parts at a time, under a lock that readers do not need. A process killed while
 * it writes leaves a torn record at the end at most: it belongs to nobody, and the next writer writes over it. A record
 * whose check sum is wrong (a power failure) counts as absent. A duplicate text does no harm.
 *
 * <p>On the heap are 16 to 28 bytes per record: the index. For one thread.
 */
final class VectorCache implements AutoCloseable {

    /** What follows the identity in a file's name. */
    static final String EXTENSION = ".vectors";

    static final int HEADER_BYTES = 64;
    private static final byte[] LETTERS = "DMSVECS1".getBytes(StandardCharsets.US_ASCII);
    private static final int IDENTITY_BYTES = 32;
    private static final int KEY_BYTES = 16;
    private static final int VECTOR_AT = KEY_BYTES + 8;

    /** A mapping cannot have more than 2 GiB. */
    private static final int MOST_MAPPED_BYTES = 1 << 30;

    /** The byte whose lock allows to append: far behind all content, because some systems let nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** A lock on a file is the whole process's, so threads of one process need their own. */
    private static final Object APPENDING = new Object();

    private final Path file;
    private final int dimension;
    private final int recordBytes;
    private final FileChannel channel;
    private final VectorIndex index = new VectorIndex();
    private final List<Mapping> mappings = new ArrayList<>();

    /** Records in memory. */
    private record Mapping(int from, int count, ByteBuffer records) {}

    private VectorCache(Path file, int dimension, FileChannel channel) {
        this.file = file;
        this.dimension = dimension;
        this.recordBytes = recordBytes(dimension);
        this.channel = channel;
    }

    static int recordBytes(int dimension) {
        return VECTOR_AT + Float.BYTES * dimension;
    }

    /**
     * Opens the file of an encoder, or begins it.
     *
     * @param identity SHA-256 in hexadecimal
     * @throws UserMistakeException if the file is another encoder's, or cannot be opened
     */
    static VectorCache open(Path folder, String identity, int dimension) {
        Path file = folder.resolve(identity + EXTENSION);
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                VectorCache cache = new VectorCache(file, dimension, channel);
                cache.begin(header(identity, dimension));
                cache.refresh();
                return cache;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The cache of vectors '" + file + "' cannot be opened: " + e.getMessage(),
                    "Set " + CacheFolder.VARIABLE + " to a writable folder.",
                    e);
        }
    }

    private static byte[] header(String identity, int dimension) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(LETTERS)
                .putInt(dimension)
                .putInt(recordBytes(dimension))
                .put(Arrays.copyOf(HexFormat.of().parseHex(identity), IDENTITY_BYTES));
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_BYTES - 4);
        return header.putInt(HEADER_BYTES - 4, (int) crc.getValue()).array();
    }

    private void begin(byte[] header) throws IOException {
        if (channel.size() < HEADER_BYTES) {
            synchronized (APPENDING) {
                FileLock lock = channel.lock(LOCKED_BYTE, 1, false);
                try {
                    // Another process may have been faster.
                    if (channel.size() < HEADER_BYTES) {
                        write(ByteBuffer.wrap(header), 0);
                    }
                } finally {
                    lock.release();
                }
            }
        }
        ByteBuffer found = channel.map(FileChannel.MapMode.READ_ONLY, 0, HEADER_BYTES);
        if (!found.equals(ByteBuffer.wrap(header))) {
            throw new UserMistakeException(
                    "The cache of vectors '" + file
                            + "' was begun by another encoder, or is damaged: its header is not that of this encoder"
                            + " with vectors of " + dimension + " numbers.",
                    "Delete the file: the vectors are then computed again.");
        }
    }

    /** Takes in what other processes have appended. */
    void refresh() {
        try {
            int whole = wholeRecords();
            while (index.size() < whole) {
                Mapping mapping = map(Math.min(whole - index.size(), mostMapped()));
                for (int record = index.size(); record < mapping.from + mapping.count; record++) {
                    index.add(mapping.records.getLong((record - mapping.from) * recordBytes));
                }
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private int wholeRecords() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(0, channel.size() - HEADER_BYTES) / recordBytes);
    }

    private int mostMapped() {
        return MOST_MAPPED_BYTES / recordBytes;
    }

    /** Maps the records that follow those in the index, together with mappings before them that are no larger: so few remain. */
    private Mapping map(int count) throws IOException {
        int end = index.size() + count;
        int from = index.size();
        while (!mappings.isEmpty()) {
            Mapping last = mappings.get(mappings.size() - 1);
            if (last.count > end - from || end - last.from > mostMapped()) {
                break;
            }
            from = last.from;
            mappings.remove(mappings.size() - 1);
        }
        ByteBuffer records = channel.map(
                        FileChannel.MapMode.READ_ONLY,
                        HEADER_BYTES + (long) from * recordBytes,
                        (long) (end - from) * recordBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        Mapping mapping = new Mapping(from, end - from, records);
        mappings.add(mapping);
        return mapping;
    }

    /**
     * Copies the vector of a text, if it is kept.
     *
     * @param into receives the vector
     * @param offset where it begins there
     * @return whether it is kept
     */
    boolean find(String text, float[] into, int offset) {
        ByteBuffer key = key(text);
        for (int record = index.first(key.getLong(0)); record >= 0; record = index.next(record, key.getLong(0))) {
            Mapping mapping = mappingOf(record);
            int at = (record - mapping.from) * recordBytes;
            ByteBuffer records = mapping.records;
            if (records.getLong(at + 8) == key.getLong(8) && records.getInt(at + KEY_BYTES) == checkSum(records, at)) {
                records.slice(at + VECTOR_AT, Float.BYTES * dimension)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(into, offset, dimension);
                return true;
            }
        }
        return false;
    }

    private Mapping mappingOf(int record) {
        int low = 0;
        int high = mappings.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (mappings.get(middle).from <= record) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return mappings.get(low);
    }

    private int checkSum(ByteBuffer records, int at) {
        CRC32C crc = new CRC32C();
        crc.update(records.slice(at, KEY_BYTES));
        crc.update(records.slice(at + VECTOR_AT, Float.BYTES * dimension));
        return (int) crc.getValue();
    }

    /**
     * Keeps vectors.
     *
     * @param vectors one row per text
     */
    void putAll(List<String> texts, float[] vectors) {
        ByteBuffer records = ByteBuffer.allocate(Math.multiplyExact(texts.size(), recordBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < texts.size(); i++) {
            int at = i * recordBytes;
            records.position(at).put(key(texts.get(i)));
            records.position(at + VECTOR_AT);
            records.asFloatBuffer().put(vectors, i * dimension, dimension);
            records.putInt(at + KEY_BYTES, checkSum(records, at));
        }
        synchronized (APPENDING) {
            try {
                FileLock lock = channel.lock(LOCKED_BYTE, 1, false);
                try {
                    // Behind the last whole record: what is torn there is shorter than what is written over it.
                    write(records.rewind(), HEADER_BYTES + (long) wholeRecords() * recordBytes);
                    channel.force(false);
                } finally {
                    lock.release();
                }
            } catch (IOException e) {
                throw failed("write", e);
            }
        }
        refresh();
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static ByteBuffer key(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash, 0, KEY_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("close", e);
        }
    }

    private UserMistakeException failed(String what, IOException cause) {
        return new UserMistakeException(
                "Cannot " + what + " the cache of vectors '" + file + "': " + cause.getMessage(),
                "Free space on the disk; if the file is damaged, delete it: the vectors are then computed again.",
                cause);
    }
}
