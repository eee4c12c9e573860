package io.github.dmsrec.core.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a process that replaces an artefact is killed, the old or the new one is there. */
class KilledWriterTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void theOldOrTheNewOneIsThere() throws Exception {
        killAndOpen(2, 1);
    }

    @Test
    @Tag("slow")
    void theOldOrTheNewOneIsThereAThousandTimes() throws Exception {
        killAndOpen(1000, 2);
    }

    private void killAndOpen(int kills, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Path target = folder.resolve("artefact");
        ReplacingProcess.write(target, 0);
        long reached = 0;
        for (int kill = 0; kill < kills; kill++) {
            long written = killAfter(target, reached + 1, 1 + random.nextInt(3), random.nextLong(6_000_000));

            // What was told is there, or the one that was being written.
            ArtefactFolder found = ArtefactFolder.open(target, ArtefactKind.CANDIDATES);
            found.requireIntact();
            reached = found.manifest().seed();
            assertThat(reached).as("kill %s", kill).isBetween(written, written + 1);
            for (int i = 0; i < ReplacingProcess.FILES; i++) {
                assertThat(found.file("file-" + i)).hasContent(String.valueOf(reached));
            }
        }

        ReplacingProcess.write(target, reached + 1);
        assertThat(names()).containsExactly("artefact");
    }

    /** Kills a process some nanoseconds after it has written so many versions; the last version that it told of. */
    private static long killAfter(Path target, long first, int versions, long nanoseconds) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplacingProcess.class.getName(),
                        target.toString(),
                        String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = first - 1;
        try (BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < versions; i++) {
                last = number(told.readLine());
            }
            long until = System.nanoTime() + nanoseconds;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            // Unlike Process, a handle leaves the pipe open: what was told before the kill is still read.
            process.toHandle().destroyForcibly();
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                last = number(line);
            }
        }
        process.waitFor();
        return last;
    }

    private static long number(@Nullable String line) {
        assertThat(line).as("the writer ended by itself").isNotNull();
        return Long.parseLong(String.valueOf(line));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
