package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/**
 * Lets new logs join a data set. What stands behind the data set is read as the import reads it that made the data set, so
 * every option of that import is one of this command.
 */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = DatasetAppendCommand.NAME,
        customSynopsis =
                "dmsrec dataset append [--as KIND] [--resplit] D FILES... --out DATASET [OPTIONS OF THE IMPORT]",
        description = {
            "Let new logs join a data set: make a longer one, in which old items keep their places and new ones come after"
                    + " them, so that 'train --from' goes on from a model.",
            "The logs are read as those of D were; options of the import, given after D, override its own. Old sessions train,"
                    + " also those that go on in the new logs; of the other new ones the last are validation and test, by"
                    + " the same --split. Filters by support do not hold, as what is new is rare.",
            "With --items after D, every item of that file joins, also one that nobody has clicked. Titles are taken over where"
                    + " they were missing."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec dataset append runs/shop october.csv.gz --out runs/shop-2",
            "  dmsrec dataset append runs/shop october.csv --items new.csv --item-id sku --title name --out runs/shop-2",
            "  dmsrec dataset append --as csv runs/data more.csv --session s --item i --out runs/data-2"
        })
final class DatasetAppendCommand extends Task {

    /** What it is called. */
    static final String NAME = "append";

    /** The option, in a manifest, that tells how logs were read: the kind of import and its options. */
    static final String READ_AS = "read-as";

    /** The options that it has beside those of the import. */
    static final Set<String> OWN_OPTIONS = Set.of("--as", "--resplit");

    private static final Set<String> NOT_READING =
            Set.of("--out", "--name", "--json", "--verbose", "--seed", "--threads");

    @Option(
            names = "--as",
            paramLabel = "KIND",
            description = "The kind of import that reads the logs, e.g. csv or movielens-1m, with none of its options"
                    + " given yet (default: the import that made D, with its options).")
    private Optional<String> kindGiven = Optional.empty();

    @Option(
            names = "--resplit",
            description =
                    "Divide all sessions anew. Models of D may have learned from sessions that are held out then.")
    private boolean resplit;

    @Parameters(index = "0", paramLabel = "D", description = "The data set; it stays as it is.")
    private Path base = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "FILES",
            description = "As of the import: files or, for a known data set, the folder; --out; and what is otherwise.")
    private List<String> rest = new ArrayList<>();

    DatasetAppendCommand(Console console) {
        super(console);
    }

    /**
     * How logs are read.
     *
     * @param kind the name of the import
     * @param options its options, files left out
     */
    private record Reading(String kind, List<String> options) {}

    @Override
    public Integer call() throws IOException {
        ArtefactFolder folder = ArtefactFolder.open(base, ArtefactKind.DATASET);
        Reading reading = kindGiven.map(kind -> new Reading(kind, List.of())).orElseGet(() -> recorded(folder));
        List<String> words = new ArrayList<>(reading.options());
        words.addAll(rest);
        if (output.json) {
            words.add("--json");
        }
        ParseResult parsed = parse(reading.kind(), words);
        ImportTask task = (ImportTask) parsed.commandSpec().userObject();
        List<String> readAs = new ArrayList<>(List.of(reading.kind()));
        readAs.addAll(options(parsed, List.of()));
        return task.append(base, resplit, isGiven(rest, "--items"), invocation(), ShellWords.join(readAs));
    }

    /** As the manifest tells, without the options that are given anew. */
    private Reading recorded(ArtefactFolder folder) {
        Optional<String> readAs =
                Optional.ofNullable(folder.manifest().options().get(READ_AS));
        List<String> words = new ArrayList<>();
        if (readAs.isPresent()) {
            words.addAll(ShellWords.split(readAs.get()));
            words.addAll(List.of("FILES", "--out", "DATASET"));
        } else {
            List<String> command = ShellWords.split(folder.manifest().command());
            if (command.size() > 2 && command.get(1).equals("import")) {
                words.addAll(command.subList(2, command.size()));
            }
        }
        if (words.isEmpty() || !kinds().contains(words.get(0))) {
            throw new UserMistakeException(
                    "'" + base + "' was made by '" + folder.manifest().command()
                            + "', which does not tell how new logs are read.",
                    "--as csv before it was meant, and the columns after it; one of " + String.join(", ", kinds())
                            + ".");
        }
        String kind = words.get(0);
        try {
            return new Reading(kind, options(parse(kind, words.subList(1, words.size())), rest));
        } catch (ParameterException e) {
            throw new UserMistakeException(
                    "'" + base + "' was made by '" + folder.manifest().command()
                            + "', which this dmsrec does not know: " + e.getMessage(),
                    "--as " + kind + " before it was meant, and the options after it.",
                    e);
        }
    }

    private ParseResult parse(String kind, List<String> words) {
        if (!kinds().contains(kind)) {
            throw new UserMistakeException(
                    "--as is '" + kind + "'.", "one of " + String.join(", ", kinds()) + " was meant.");
        }
        List<String> all = new ArrayList<>(List.of(ImportCommand.NAME, kind));
        all.addAll(words);
        return CommandLines.of(console)
                .parseArgs(all.toArray(String[]::new))
                .subcommand()
                .subcommand();
    }

    /** The imports that read logs. */
    private List<String> kinds() {
        return Optional.ofNullable(CommandLines.of(console).getSubcommands().get(ImportCommand.NAME))
                .orElseThrow()
                .getSubcommands()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().getCommand() instanceof ImportTask)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The options that tell how to read, as words, without those that are among others. */
    private static List<String> options(ParseResult parsed, List<String> others) {
        List<String> words = new ArrayList<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (NOT_READING.contains(option.longestName()) || isGiven(others, option.names())) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(option.longestName());
            } else {
                option.originalStringValues().forEach(value -> words.addAll(List.of(option.longestName(), value)));
            }
        }
        return words;
    }

    private static boolean isGiven(List<String> words, String... names) {
        return words.stream().anyMatch(word -> List.of(names).stream()
                .anyMatch(name -> word.equals(name) || word.startsWith(name + "=")));
    }
}
