package io.github.dmsrec.intent.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {

    private static final int DIMENSION = 6;
    private static final String IDENTITY = Fingerprint.ofText("some encoder");

    @Test
    void keepsManyPartsAndFindsThemAgain(@TempDir Path folder) {
        try (VectorCache cache = open(folder)) {
            for (int part = 0; part < 200; part++) {
                put(cache, part * 30, part * 30 + 1 + part % 30);
                assertThat(found(cache, part * 30)).isTrue();
            }
        }
        try (VectorCache cache = open(folder)) {
            for (int part = 0; part < 200; part++) {
                for (int number = part * 30; number < part * 30 + 30; number++) {
                    assertThat(found(cache, number)).isEqualTo(number - part * 30 <= part % 30);
                }
            }
        }
    }

    @Test
    void aFileCutAtAnyByteKeepsItsWholeRecordsAndGoesOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(IDENTITY + VectorCache.EXTENSION);
        int width = VectorCache.recordBytes(DIMENSION);
        for (int length = 0; length <= VectorCache.HEADER_BYTES + 3 * width; length += 7) {
            try (VectorCache cache = open(folder)) {
                put(cache, 0, 3);
            }
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(length);
            }
            int whole = Math.max(0, length - VectorCache.HEADER_BYTES) / width;
            try (VectorCache cache = open(folder)) {
                for (int number = 0; number < 3; number++) {
                    assertThat(found(cache, number)).isEqualTo(number < whole);
                }
                put(cache, 5, 6);
                assertThat(found(cache, 5)).isTrue();
            }
            assertThat(Files.size(file)).isEqualTo(VectorCache.HEADER_BYTES + (whole + 1L) * width);
            Files.delete(file);
        }
    }

    @Test
    void aDamagedRecordCountsAsAbsentAndIsReplaced(@TempDir Path folder) throws IOException {
        try (VectorCache cache = open(folder)) {
            put(cache, 0, 3);
        }
        Path file = folder.resolve(IDENTITY + VectorCache.EXTENSION);
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(VectorCache.HEADER_BYTES + 2L * VectorCache.recordBytes(DIMENSION) - 1);
            damaged.write(77);
        }
        try (VectorCache cache = open(folder)) {
            assertThat(IntStream.range(0, 3).mapToObj(number -> found(cache, number)))
                    .containsExactly(true, false, true);
            put(cache, 1, 2);
            assertThat(found(cache, 1)).isTrue();
        }
    }

    @Test
    void aReaderSeesWhatAnotherHasAppendedSince(@TempDir Path folder) {
        try (VectorCache reader = open(folder);
                VectorCache writer = open(folder)) {
            put(writer, 0, 100);
            assertThat(found(reader, 42)).isFalse();
            reader.refresh();
            assertThat(found(reader, 42)).isTrue();
            put(reader, 100, 110);
            put(writer, 110, 120);
            assertThat(found(writer, 105)).isTrue();
        }
    }

    @Test
    void aFileOfAnotherEncoderOrDimensionIsRefused(@TempDir Path folder) throws IOException {
        try (VectorCache cache = open(folder)) {
            put(cache, 0, 3);
        }
        assertThatThrownBy(() -> VectorCache.open(folder, IDENTITY, DIMENSION + 1))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("begun by another encoder")
                .hasMessageContaining("vectors of 7 numbers")
                .hasMessageContaining(System.lineSeparator());
        String other = Fingerprint.ofText("another encoder");
        Files.copy(folder.resolve(IDENTITY + VectorCache.EXTENSION), folder.resolve(other + VectorCache.EXTENSION));
        assertThatThrownBy(() -> VectorCache.open(folder, other, DIMENSION))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("begun by another encoder");
    }

    @Test
    @Timeout(60)
    void twoProcessesMayWriteAtOnceAndBeKilledAtAnyMoment(@TempDir Path folder) throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int from : new int[] {0, 1_000_000}) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            VectorCacheTest.class.getName(),
                            folder.toString(),
                            Integer.toString(from))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        try (VectorCache reader = open(folder)) {
            while (!(found(reader, 300) && found(reader, 1_000_300))) {
                assertThat(writers).allMatch(Process::isAlive);
                reader.refresh();
            }
        } finally {
            writers.forEach(Process::destroyForcibly);
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        try (VectorCache cache = open(folder)) {
            for (int from : new int[] {0, 1_000_000}) {
                int kept = 0;
                while (found(cache, from + kept)) {
                    kept++;
                }
                assertThat(kept).isGreaterThan(300);
                for (int number = kept; number < kept + 100; number++) {
                    assertThat(found(cache, from + number)).isFalse();
                }
            }
            put(cache, 2_000_000, 2_000_001);
            assertThat(found(cache, 2_000_000)).isTrue();
        }
    }

    /** A writer that never comes to its end. */
    public static void main(String[] arguments) {
        try (VectorCache cache = open(Path.of(arguments[0]))) {
            for (int number = Integer.parseInt(arguments[1]); ; number += 7) {
                put(cache, number, number + 7);
            }
        }
    }

    @Test
    void aStoppedRunGoesOnWhereItWasAndHoldsOnePartBesidesTheResult(@TempDir Path folder) {
        List<String> texts =
                IntStream.range(0, 5000).mapToObj(VectorCacheTest::text).toList();
        Stopping first = new Stopping(3);
        try (CachedTextEncoder cached = new CachedTextEncoder(first, folder)) {
            assertThatThrownBy(() -> cached.encode(texts, Progress.NONE)).hasMessage("stopped");
        }
        assertThat(first.parts).hasSize(3).allMatch(part -> part <= 1024);
        Stopping second = new Stopping(100);
        List<Long> shown = new ArrayList<>();
        Progress progress = (name, unit, total) -> {
            assertThat(total).isEqualTo(5000);
            return (units, note) -> shown.add(units);
        };
        try (CachedTextEncoder cached = new CachedTextEncoder(second, folder)) {
            EncodedTexts encoded = cached.encode(texts, progress);
            assertThat(encoded.cached()).isEqualTo(3 * 1024);
            assertThat(encoded.computed()).isEqualTo(5000 - 3 * 1024);
            for (int number = 0; number < 5000; number++) {
                assertThat(encoded.vectors().values()[number * DIMENSION]).isEqualTo(number);
            }
        }
        assertThat(shown.stream().mapToLong(Long::longValue).sum()).isEqualTo(5000);
    }

    /** Encodes the number of a text, and stops in the middle. */
    private static final class Stopping implements TextEncoder {

        private final int mostParts;
        private final List<Integer> parts = new ArrayList<>();

        private Stopping(int mostParts) {
            this.mostParts = mostParts;
        }

        @Override
        public String identity() {
            return IDENTITY;
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public Map<String, String> options() {
            return Map.of();
        }

        @Override
        public int dimension() {
            return DIMENSION;
        }

        @Override
        public EncodedTexts encode(List<String> texts, Progress progress) {
            if (parts.size() == mostParts) {
                throw new IllegalStateException("stopped");
            }
            parts.add(texts.size());
            float[] values = new float[texts.size() * DIMENSION];
            for (int i = 0; i < texts.size(); i++) {
                values[i * DIMENSION] = Integer.parseInt(texts.get(i).substring("text ".length()));
            }
            return new EncodedTexts(new IntentVectors(DIMENSION, values), 0, texts.size(), 0);
        }

        @Override
        public void close() {}
    }

    private static VectorCache open(Path folder) {
        return VectorCache.open(folder, IDENTITY, DIMENSION);
    }

    private static String text(int number) {
        return "text " + number;
    }

    private static void put(VectorCache cache, int from, int to) {
        float[] vectors = new float[(to - from) * DIMENSION];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = from + i / DIMENSION + (i % DIMENSION) / 10f;
        }
        cache.putAll(IntStream.range(from, to).mapToObj(VectorCacheTest::text).toList(), vectors);
    }

    private static boolean found(VectorCache cache, int number) {
        float[] into = new float[DIMENSION + 2];
        if (!cache.find(text(number), into, 1)) {
            return false;
        }
        assertThat(into[0]).isZero();
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(into[1 + j]).isEqualTo(number + j / 10f);
        }
        return true;
    }
}
