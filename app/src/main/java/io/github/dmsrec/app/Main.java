package io.github.dmsrec.app;

import io.github.dmsrec.app.command.CommandLines;
import io.github.dmsrec.app.console.Console;
import io.github.dmsrec.app.jobs.Leash;

/** The entry of the program. */
public final class Main {

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Leash.wear();
        System.exit(CommandLines.of(Console.ofProcess()).execute(arguments));
    }
}
