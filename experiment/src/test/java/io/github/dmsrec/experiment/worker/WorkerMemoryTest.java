package io.github.dmsrec.experiment.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.progress.Reporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerMemoryTest {

    private static final long GIB = 1L << 30;
    private static final WorkerMemory LARGE = new WorkerMemory(128 * GIB, 4 * GIB, 64);

    private final List<String> said = new ArrayList<>();
    private final Reporter reporter = new Reporter() {
        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void warn(String line) {
            said.add("warning: " + line);
        }

        @Override
        public Progress progress() {
            return Progress.NONE;
        }
    };

    @Test
    void theUsualNumberIsBoundedByMemoryAndByProcessors() {
        // 80 % of 128 GiB holds 17 workers of 4 GiB and half as much again.
        assertThat(LARGE.usual(1)).isEqualTo(17);
        assertThat(LARGE.usual(8)).isEqualTo(8);
        assertThat(new WorkerMemory(16 * GIB, GIB, 4).usual(1)).isEqualTo(4);
        assertThat(new WorkerMemory(2 * GIB, 4 * GIB, 4).usual(1)).isEqualTo(1);
        assertThat(new WorkerMemory(128 * GIB, 4 * GIB, 2).usual(8)).isEqualTo(1);
    }

    @Test
    void allHeapsAndTheEngineStayWithinTheMachine() {
        for (int workers : new int[] {1, 2, 17, 18, 64, 500}) {
            assertThat(1.5 * workers * LARGE.heapOf(workers)).isLessThanOrEqualTo(0.8 * 128 * GIB);
        }
        assertThat(LARGE.heapOf(17)).isEqualTo(4 * GIB);
        assertThat(LARGE.heapOf(64)).isLessThan(2 * GIB);
        assertThat(new WorkerMemory(GIB, 4 * GIB, 4).heapOf(100)).isEqualTo(128L << 20);
    }

    @Test
    void moreWorkersThanFitAreWarnedAbout() {
        LARGE.report(64, 1, reporter);

        assertThat(said)
                .containsExactly(
                        "warning: 64 workers do not fit the memory: with the heap of 4.0 GiB that this process has,"
                                + " and the tensor engine, they may need 384.0 GiB, and the machine has 128.0 GiB. Each gets a heap of"
                                + " 1.1 GiB. Set workers: 17, or a smaller heap: DMSREC_JAVA_OPTS=-Xmx1092m.");
    }

    @Test
    void itIsSaidWhereMemoryIsTheBound() {
        LARGE.report(17, 1, reporter);

        assertThat(said)
                .containsExactly(
                        "17 workers at once, bounded by memory: the processors would allow 64, but each may need"
                                + " 6.0 GiB of the machine's 128.0 GiB. A smaller heap allows more: DMSREC_JAVA_OPTS=-Xmx1092m.");
    }

    @Test
    void nothingIsSaidWhereProcessorsAreTheBoundOrFewerWereAskedFor() {
        LARGE.report(8, 8, reporter);
        LARGE.report(2, 1, reporter);
        new WorkerMemory(2 * GIB, 4 * GIB, 1).report(1, 1, reporter);

        assertThat(said).isEmpty();
    }

    @Test
    void aChildHasItsOwnHeapAndOtherwiseTheSameOptions() {
        assertThat(ChildProcess.options(
                        List.of(
                                "-Xmx4g",
                                "-Xms1g",
                                "-XX:+UseSerialGC",
                                "-XX:MaxRAMPercentage=50",
                                "-agentlib:jdwp",
                                "-Da=b"),
                        512L << 20))
                .containsExactly("-XX:+UseSerialGC", "-Da=b", "-Xmx512m");
    }
}
