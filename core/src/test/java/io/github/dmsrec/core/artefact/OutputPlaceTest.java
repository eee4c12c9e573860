package io.github.dmsrec.core.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {

    @TempDir
    private Path folder = Path.of("");

    /** As {@code <(cat log.csv)} of a shell: there, but its real path is the name of a pipe, which is nowhere. */
    @Test
    void aPipeOfAShellIsApartFromEveryOutput() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "this system does not list open files");
        // Waits without a word: its output is a pipe of this process.
        Process waiting = new ProcessBuilder("sleep", "60").start();
        try (Stream<Path> open = Files.list(descriptors)) {
            Optional<Path> pipe = open.filter(OutputPlaceTest::isPipe).findFirst();
            assertThat(pipe).isPresent();

            assertThatCode(() -> OutputPlace.requireApart(folder.resolve("out"), pipe.get()))
                    .doesNotThrowAnyException();
        } finally {
            waiting.destroy();
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            // The listing's own descriptor is gone by now.
            return false;
        }
    }

    @Test
    void anInputIsNoOutput() throws IOException {
        Path log = Files.writeString(folder.resolve("log.csv"), "a");

        assertThatThrownBy(() -> OutputPlace.requireApart(log, log))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is also an input");
        assertThatThrownBy(() -> OutputPlace.requireApart(folder, log))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("holds the input");
        assertThatCode(() -> OutputPlace.requireApart(folder.resolve("out"), folder.resolve("none.csv")))
                .doesNotThrowAnyException();
    }
}
