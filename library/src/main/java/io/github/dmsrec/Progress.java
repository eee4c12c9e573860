package io.github.dmsrec;

import io.github.dmsrec.core.progress.ConsoleProgress;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Receives the progress of long work: stages, each with a name, a unit and a number of units. Implementations are called
 * from one thread at a time.
 */
public interface Progress extends io.github.dmsrec.core.progress.Progress {

    /**
     * Reports nothing.
     *
     * @return a listener
     */
    static Progress none() {
        return (name, unit, total) -> Stage.NONE;
    }

    /**
     * Prints a line every few seconds, and one at the end of each stage and of each epoch of training, on standard error.
     *
     * @return a listener
     */
    static Progress console() {
        ConsoleProgress printed =
                new ConsoleProgress(new PrintWriter(System.err, true, StandardCharsets.UTF_8), false, System::nanoTime);
        return new Progress() {
            @Override
            public Stage stage(String name, String unit, long total) {
                return printed.stage(name, unit, total);
            }

            @Override
            public io.github.dmsrec.core.progress.Progress untilResult() {
                return printed.untilResult();
            }

            @Override
            public void result(String line) {
                printed.result(line);
            }
        };
    }
}
