package io.github.dmsrec.experiment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPoolTest {

    private final StringWriter said = new StringWriter();
    private final Console console = new Console(new PrintWriter(said), new PrintWriter(said), false);

    @Test
    void aFailedProcessStopsThoseThatNeedItAndNoOthers(@TempDir Path nothing) {
        WorkerProcess fails = new WorkerProcess(
                "fails", Set.of(), List.of("run", nothing.resolve("none.yaml").toString()));
        WorkerProcess needsIt = new WorkerProcess("needs it", Set.of("fails"), List.of("--version"));
        WorkerProcess other = new WorkerProcess("other", Set.of(), List.of("--version"));
        WorkerProcess last = new WorkerProcess("last", Set.of("other"), List.of("--version"));

        assertThatThrownBy(() -> new WorkerPool(2, console).run(List.of(fails, needsIt, last, other)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("A process failed and 1 that need them were not started")
                .hasMessageContaining("none.yaml' does not exist");

        assertThat(said.toString())
                .contains("[fails] failed with exit code 2")
                .contains("[last] done; 2 of 4 processes done")
                .doesNotContain("[needs it] starts");
        assertThat(said.toString().indexOf("[other] done"))
                .isLessThan(said.toString().indexOf("[last] starts"));
    }

    @Test
    void processesThatNeedEachOtherAreRefused() {
        WorkerProcess first = new WorkerProcess("first", Set.of("second"), List.of("--version"));
        WorkerProcess second = new WorkerProcess("second", Set.of("first"), List.of("--version"));

        assertThatThrownBy(() -> new WorkerPool(1, console).run(List.of(first, second)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need each other");
    }

    @Test
    @Tag("slow")
    void aProcessIsAskedForItsArgumentsWhenWhatItNeedsIsTakenOver() throws IOException {
        List<String> order = new ArrayList<>();
        WorkerProcess first =
                new WorkerProcess("first", Set.of(), () -> List.of("--version"), () -> order.add("taken"));
        WorkerProcess nothing = new WorkerProcess(
                "nothing left",
                Set.of("first"),
                () -> {
                    order.add("asked");
                    return List.of();
                },
                () -> order.add("never"));
        WorkerProcess last =
                new WorkerProcess("last", Set.of("nothing left"), () -> List.of("--version"), () -> order.add("last"));

        new WorkerPool(1, console).run(List.of(last, nothing, first));

        assertThat(order).containsExactly("taken", "asked", "last");
        assertThat(said.toString()).doesNotContain("[nothing left] starts").contains("[last] done");
    }

    @Test
    void aChildEndsWhenItsPipeEnds() throws IOException, InterruptedException {
        // A command that waits for hours if nobody ends it would hang here.
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-D" + ParentWatchdog.PROPERTY + "=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WaitsForever.class.getName())
                .start();
        child.getOutputStream().close();

        assertThat(child.waitFor()).isEqualTo(143);
    }

    /** A watched program that never ends by itself. */
    static final class WaitsForever {

        private WaitsForever() {}

        public static void main(String[] arguments) throws InterruptedException {
            ParentWatchdog.start();
            Thread.currentThread().join();
        }
    }
}
