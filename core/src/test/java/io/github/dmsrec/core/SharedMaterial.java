package io.github.dmsrec.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The data and golden values beside the project, which are read in place and never copied into it. */
public final class SharedMaterial {

    private SharedMaterial() {}

    /**
     * A file or folder below {@code ../shared}; the calling test is skipped, with a message, where it is absent.
     *
     * @param relative e.g. {@code "data/ml-1m/test.txt"}
     */
    public static Path require(String relative) {
        String root = System.getProperty("dmsrec.root");
        Path base = root == null ? Path.of("").toAbsolutePath() : Path.of(root);
        Path file = base.resolve("../shared").resolve(relative).normalize();
        assumeTrue(Files.exists(file), () -> "skipped: needs " + file + ", which is not there");
        return file;
    }
}
