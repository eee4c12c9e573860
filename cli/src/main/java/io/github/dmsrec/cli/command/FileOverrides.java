package io.github.dmsrec.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that reads a file of choices: they replace values of the file. */
final class FileOverrides {

    @Option(
            names = {"--set", "-D"},
            paramLabel = "KEY=VALUE",
            description = "Set a value of the file by its dotted path; may be given several times.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--work", paramLabel = "DIR", description = "The folder for everything that is made.")
    private Optional<String> work = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "The number of threads, of each part where several are made at once (default: the file's).")
    private Optional<String> threads = Optional.empty();

    /** The values by dotted path. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(overrides);
        work.ifPresent(value -> values.put("work", value));
        threads.ifPresent(value -> values.put("threads", value));
        return values;
    }
}
