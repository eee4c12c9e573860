package io.github.dmsrec.cli.command;

import picocli.CommandLine.Option;

/** The flag of every command that runs a graph of steps: look, and make nothing. */
final class DryRunFlag {

    @Option(
            names = "--dry-run",
            description =
                    "Make nothing; print the steps, which are done, and what time and memory the others may take.")
    private boolean given;

    boolean isGiven() {
        return given;
    }
}
