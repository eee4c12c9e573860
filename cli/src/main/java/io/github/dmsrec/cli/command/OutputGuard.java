package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.OutputPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What holds for the {@code --out} of every command: it is apart from the files and folders that the command reads, and
 * no other run writes it meanwhile. Both are checked before any work begins.
 *
 * @param lock of the output; null for a command without one
 */
record OutputGuard(@Nullable FolderLock lock) implements AutoCloseable {

    private static final String OUT = "--out";

    /** Options that name files to write, beside {@value #OUT}. */
    private static final Set<String> OTHER_OUTPUTS = Set.of("--html");

    /**
     * Checks the paths of a command line and takes the lock of its output, if it has one.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if the output is an input, or another run writes it
     */
    static OutputGuard of(ParseResult parsed) throws IOException {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec command = last.commandSpec();
        OptionSpec option = command.findOption(OUT);
        if (option == null || !last.hasMatchedOption(OUT)) {
            return new OutputGuard(null);
        }
        List<Path> outputs = paths(option);
        if (outputs.isEmpty()) {
            return new OutputGuard(null);
        }
        Path output = outputs.get(0);
        for (ArgSpec argument : command.args()) {
            if (!isOutput(argument)) {
                for (Path input : paths(argument)) {
                    OutputPlace.requireApart(output, input);
                }
            }
        }
        return new OutputGuard(FolderLock.take(output));
    }

    private static boolean isOutput(ArgSpec argument) {
        return argument instanceof OptionSpec option
                && (List.of(option.names()).contains(OUT)
                        || List.of(option.names()).stream().anyMatch(OTHER_OUTPUTS::contains));
    }

    /** The paths that an option or parameter was given. */
    private static List<Path> paths(ArgSpec argument) {
        List<Path> paths = new ArrayList<>();
        if (!argument.originalStringValues().isEmpty()) {
            addPaths(argument.getValue(), paths);
        }
        return paths;
    }

    private static void addPaths(@Nullable Object value, List<Path> paths) {
        if (value instanceof Path path) {
            paths.add(path);
        } else if (value instanceof Optional<?> optional) {
            addPaths(optional.orElse(null), paths);
        } else if (value instanceof Collection<?> several) {
            several.forEach(one -> addPaths(one, paths));
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
