package io.github.dmsrec.bench.scale;

import io.github.dmsrec.core.AvailableMemory;
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
                SHARE * AvailableMemory.bytes() / MEBIBYTE,
                SHARE * Files.getFileStore(folder).getUsableSpace() / MEBIBYTE,
                seconds);
    }
}
