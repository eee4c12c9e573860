package io.github.dmsrec.cli.command;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.OutputFailure;
import io.github.dmsrec.core.artefact.ShutdownCleanup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** Reports why a command failed, and whether the input or the program is at fault. */
final class ErrorReporter {

    private ErrorReporter() {}

    /**
     * Prints a failure.
     *
     * @param verbose whether a stack trace goes to the console rather than to a file
     * @return the exit code
     */
    static int report(Console console, Throwable failure, boolean verbose) {
        if (ShutdownCleanup.isUnderWay()) {
            // Its files are being deleted under its hands.
            return ExitCode.SOFTWARE;
        }
        RuntimeException mistake = failure instanceof UserMistakeException || failure instanceof InvalidInputException
                ? (RuntimeException) failure
                : OutputFailure.mistakeIn(failure, null);
        if (mistake != null) {
            console.say(String.valueOf(mistake.getMessage()));
            if (verbose && mistake.getCause() != null) {
                console.say(trace(mistake));
            }
            return ExitCode.USAGE;
        }
        console.say("dmsrec failed: " + failure);
        if (failure instanceof OutOfMemoryError) {
            console.say("Maybe give it more memory: DMSREC_JAVA_OPTS=-Xmx12g dmsrec ...");
        } else if (failure instanceof LinkageError) {
            console.say("Maybe 'dmsrec doctor' says which library does not load and why.");
        }
        if (verbose) {
            console.say(trace(failure));
            return ExitCode.SOFTWARE;
        }
        try {
            Path file = Files.createTempFile("dmsrec-error-", ".log");
            Files.writeString(file, trace(failure));
            console.say("The stack trace is in " + file + "; '--verbose' prints it.");
        } catch (IOException e) {
            console.say(trace(failure));
        }
        return ExitCode.SOFTWARE;
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
