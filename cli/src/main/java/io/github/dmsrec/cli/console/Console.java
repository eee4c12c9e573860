package io.github.dmsrec.cli.console;

import io.github.dmsrec.core.SafeText;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.ConsoleProgress;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.progress.Reporter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The two streams of a command: results go to {@link #out}, everything else to {@link #err}. The only class that knows
 * the process's own streams. What it prints steers no terminal, whatever titles, ids and models say: see {@link SafeText}.
 *
 * @param out results; JSON only, when it is asked for
 * @param err progress, warnings and mistakes
 * @param terminal whether {@code err} is a terminal, on which a line can be rewritten
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) implements Reporter {

    /** Set to {@code true} by the launcher when standard error is a terminal, which Java itself cannot tell. */
    public static final String TERMINAL_PROPERTY = "dmsrec.terminal";

    /** The streams of this process, in UTF-8. */
    public static Console ofProcess() {
        return new Console(writer(System.out), writer(System.err), Boolean.getBoolean(TERMINAL_PROPERTY));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /**
     * A line of the result.
     *
     * @throws UserMistakeException if it cannot be written, e.g. to a full disk
     */
    public void print(String line) {
        out.println(SafeText.block(line));
        requireWritten();
    }

    /**
     * Checks that everything that was printed could be written.
     *
     * @throws UserMistakeException if not
     */
    public void requireWritten() {
        if (out.checkError()) {
            throw new UserMistakeException(
                    "The result cannot be written to standard output.",
                    "Free some space on the disk that it is redirected to, or let the program that reads it read to the"
                            + " end.");
        }
    }

    @Override
    public void say(String line) {
        err.println(SafeText.block(line));
        err.flush();
    }

    @Override
    public void warn(String line) {
        say("warning: " + line);
    }

    @Override
    public Progress progress() {
        return new ConsoleProgress(err, terminal, System::nanoTime);
    }
}
