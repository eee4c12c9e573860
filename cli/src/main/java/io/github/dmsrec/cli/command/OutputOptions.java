package io.github.dmsrec.cli.command;

import picocli.CommandLine.Option;

/** Options of every command. */
final class OutputOptions {

    @Option(
            names = "--json",
            description = "Print the result as JSON on standard output; all else goes to standard error.")
    boolean json;

    @Option(names = "--verbose", description = "Print more: the stack trace of a failure, all options of a training.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
