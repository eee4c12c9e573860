package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import picocli.CommandLine.Option;

/** Options of every command that computes. */
final class RunOptions {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "2024",
            description = "The seed of all random draws (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "The number of threads (default: all processors). Last digits of scores depend on it.")
    int threads;

    /** The number of threads in force. */
    int threads() {
        if (threads < 0) {
            throw new UserMistakeException("--threads is " + threads + ".", "a number from 1 up was meant.");
        }
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
