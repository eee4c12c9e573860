package io.github.dmsrec.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a stage may take.
 *
 * @param memory MiB
 * @param disk MiB
 * @param seconds by the clock
 */
record Limits(double memory, double disk, double seconds) {

    private static final double MEBIBYTE = 1 << 20;

    /** The part of the free memory and disk that is used: other programs want some, too. */
    private static final double SHARE = 0.9;

    /**
     * What the machine has now.
     *
     * @param folder on the disk that is written to
     */
    static Limits ofThisMachine(Path folder, double seconds) throws IOException {
        return new Limits(
                SHARE * freeMemory(), SHARE * Files.getFileStore(folder).getUsableSpace() / MEBIBYTE, seconds);
    }

    private static double freeMemory() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElseThrow(() -> new IOException("/proc/meminfo does not say what memory is available"));
        }
    }
}
