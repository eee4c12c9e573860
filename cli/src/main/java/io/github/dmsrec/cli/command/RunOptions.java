package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import java.util.Optional;
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
            description = "The number of threads (default: all processors). Last digits of scores depend on it.")
    private Optional<Integer> threads = Optional.empty();

    /** The number of threads in force. */
    int threads() {
        threads.filter(count -> count < 1).ifPresent(count -> {
            throw new UserMistakeException("--threads is " + count + ".", "Use a number from 1 up.");
        });
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }
}
