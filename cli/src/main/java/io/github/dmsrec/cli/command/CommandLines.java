package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Builds the command line: commands that get the console, grouped help, exit codes 0, 2 and 1. */
public final class CommandLines {

    // Wide enough for the examples; on a terminal its own width is used.
    private static final int HELP_WIDTH = 100;

    private CommandLines() {}

    /**
     * Runs a command.
     *
     * @param console where results and messages go
     * @return the exit code
     */
    public static int execute(Console console, String... arguments) {
        return of(console, List.of(arguments).contains(ImportCommand.NAME)).execute(arguments);
    }

    /**
     * The whole command line, which prints to a console.
     *
     * @param console where results and messages go
     */
    public static CommandLine of(Console console) {
        return of(console, true);
    }

    // To make the imports takes almost as long as to make all other commands.
    private static CommandLine of(Console console, boolean imports) {
        CommandLine line = new CommandLine(DmsrecCommand.class, new ConsoleFactory(console));
        if (imports) {
            ImportCommand.addFormats(subcommand(line, ImportCommand.NAME), console);
        }
        line.setOut(console.out());
        line.setErr(console.err());
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setOverwrittenOptionsAllowed(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> usageMistake(console, e));
        line.setExecutionStrategy(parsed -> {
            try (OutputGuard guard = OutputGuard.of(parsed)) {
                int code = new CommandLine.RunLast().execute(parsed);
                console.requireWritten();
                return code;
            } catch (LinkageError | OutOfMemoryError | IOException | UserMistakeException e) {
                return ErrorReporter.report(console, e, verbose(parsed));
            }
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> ErrorReporter.report(console, e, verbose(parsed)));
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandLines::groupedCommands);
        addSection(subcommand(line, TrainCommand.NAME), TrainingOptionsHelp.SECTION, TrainingOptionsHelp::of);
        addSection(subcommand(line, BlendCommand.NAME), BlendCommand.SECTION, BlendCommand::optionsHelp);
        addSection(subcommand(line, InferCommand.NAME), InferrerOptionsHelp.SECTION, InferrerOptionsHelp::of);
        // What stands behind the data set is for the import that reads the logs.
        line.getSubcommands().values().stream()
                .map(command -> command.getSubcommands().get(DatasetAppendCommand.NAME))
                .filter(Objects::nonNull)
                .forEach(append -> append.setStopAtPositional(true));
        // What stands behind the name of the job is for the job.
        subcommand(line, SparkCommand.NAME).setStopAtPositional(true);
        return line;
    }

    private static CommandLine subcommand(CommandLine line, String name) {
        return Optional.ofNullable(line.getSubcommands().get(name)).orElseThrow();
    }

    private static void addSection(CommandLine command, String section, IHelpSectionRenderer renderer) {
        command.getHelpSectionMap().put(section, renderer);
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), section);
        command.setHelpSectionKeys(sections);
    }

    private static boolean verbose(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("--verbose");
    }

    private static int usageMistake(Console console, ParameterException mistake) {
        String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        StringBuilder message = new StringBuilder(String.valueOf(mistake.getMessage()));
        List<String> suggestions =
                mistake instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        message.append(System.lineSeparator());
        if (suggestions.isEmpty()) {
            message.append("See '").append(command).append(" --help'.");
        } else {
            message.append("Did you mean ")
                    .append(String.join(" or ", suggestions))
                    .append("? See '")
                    .append(command)
                    .append(" --help'.");
        }
        console.say(message.toString());
        return CommandLine.ExitCode.USAGE;
    }

    private static String groupedCommands(Help help) {
        if (help.subcommands().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        int width = help.subcommands().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (CommandGroup.Name group : CommandGroup.Name.values()) {
            List<String> lines = new ArrayList<>();
            for (Map.Entry<String, Help> entry : help.subcommands().entrySet()) {
                CommandLine.Model.CommandSpec spec = entry.getValue().commandSpec();
                CommandGroup annotation = spec.userObject().getClass().getAnnotation(CommandGroup.class);
                if (annotation != null && annotation.value() == group) {
                    lines.add("  " + entry.getKey()
                            + " ".repeat(width - entry.getKey().length() + 3)
                            + spec.usageMessage().description()[0]);
                }
            }
            if (!lines.isEmpty()) {
                text.append(String.format(Locale.ROOT, "%n%s:%n", group.heading()));
                lines.forEach(line -> text.append(String.format(Locale.ROOT, "%s%n", line)));
            }
        }
        return text.toString();
    }

    /** Makes commands with the console; everything else as picocli does. */
    private record ConsoleFactory(Console console) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type.isAnnotationPresent(CommandLine.Command.class)) {
                try {
                    return type.getDeclaredConstructor(Console.class).newInstance(console);
                } catch (InvocationTargetException e) {
                    throw new IllegalStateException("cannot make the command " + type.getName(), e);
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
