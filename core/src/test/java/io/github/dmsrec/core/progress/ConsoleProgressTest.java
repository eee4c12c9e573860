package io.github.dmsrec.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong(7 * SECOND);

    private Progress progress(boolean terminal) {
        return new ConsoleProgress(new PrintWriter(text), terminal, clock::get);
    }

    @Test
    void elsewhereALineAtMostEveryFiveSecondsWithRateAndRemainingTime() {
        try (Progress.Stage stage = progress(false).stage("train sr-gnn, epoch 1", "samples", 60_000)) {
            for (int second = 1; second <= 12; second++) {
                clock.addAndGet(SECOND);
                stage.advance(2_000, "loss 7.5");
            }
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "train sr-gnn, epoch 1: 16 %, 10,000 of 60,000 samples, 2,000/s, 25.0 s left, loss 7.5",
                        "train sr-gnn, epoch 1: 33 %, 20,000 of 60,000 samples, 2,000/s, 20.0 s left, loss 7.5",
                        "train sr-gnn, epoch 1: 24,000 samples in 12.0 s (2,000/s), loss 7.5");
    }

    @Test
    void onATerminalOneLineIsRewritten() {
        try (Progress.Stage stage = progress(true).stage("encode", "texts", 10)) {
            clock.addAndGet(SECOND);
            stage.advance(4, "a long note here");
            clock.addAndGet(SECOND);
            stage.advance(6, "n");
        }
        String printed = text.toString();
        assertThat(printed.chars().filter(c -> c == '\n')).hasSize(1);
        assertThat(printed)
                .startsWith(
                        "\rencode: [========            ] 40 %, 4 of 10 texts, 4.0/s, 1.5 s left, a long note here\r");
        String last = printed.substring(printed.lastIndexOf('\r') + 1);
        assertThat(last).startsWith("encode: 10 texts in 2.0 s (5.0/s), n");
    }

    @Test
    void whereAResultFollowsATerminalKeepsTheResultAlone() {
        Progress progress = progress(true);
        try (Progress.Stage stage = progress.untilResult().stage("epoch 1", "samples", 10)) {
            clock.addAndGet(SECOND);
            stage.advance(5);
        }
        progress.result("epoch 1: MRR@20 4 %");

        String printed = text.toString();
        String shown = "epoch 1: [==========          ] 50 %, 5 of 10 samples, 5.0/s, 1.0 s left";
        assertThat(printed)
                .isEqualTo("\r" + shown + "\r" + " ".repeat(shown.length()) + "\repoch 1: MRR@20 4 %"
                        + System.lineSeparator());
    }

    @Test
    void whereAResultFollowsThereArePlainLinesForLongStagesAlone() {
        Progress progress = progress(false);
        for (int seconds : new int[] {29, 61}) {
            try (Progress.Stage stage = progress.untilResult().stage("train", "samples", 100)) {
                for (int second = 0; second < seconds; second++) {
                    clock.addAndGet(SECOND);
                    stage.advance(1);
                }
            }
            progress.result("done");
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "done",
                        "train: 30 %, 30 of 100 samples, 1.0/s, 1 min 10 s left",
                        "train: 60 %, 60 of 100 samples, 1.0/s, 40.0 s left",
                        "done");
    }

    @Test
    void durationsReadWell() {
        assertThat(Durations.words(4.23)).isEqualTo("4.2 s");
        assertThat(Durations.words(59.99)).isEqualTo("1 min 0 s");
        assertThat(Durations.words(200)).isEqualTo("3 min 20 s");
        assertThat(Durations.words(7500)).isEqualTo("2 h 5 min");
    }
}
