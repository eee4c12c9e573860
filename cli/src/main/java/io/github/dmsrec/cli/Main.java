package io.github.dmsrec.cli;

import io.github.dmsrec.cli.command.CommandLines;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.worker.ParentWatchdog;

/** The entry of the program. */
public final class Main {

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        ParentWatchdog.start();
        System.exit(CommandLines.execute(Console.ofProcess(), arguments));
    }
}
