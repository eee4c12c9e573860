package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this JVM and keeps what they print. */
final class Terminal {

    /** What a command left behind. */
    record Result(int exitCode, String out, String err) {}

    private Terminal() {}

    static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
        int exitCode = CommandLines.execute(console, arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }
}
