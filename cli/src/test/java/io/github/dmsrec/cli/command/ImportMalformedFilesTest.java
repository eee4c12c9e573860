package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.datasets.imports.StrangeFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every malformed file of the importer's tests through the command line: exit code 2, one message, nothing left behind. */
class ImportMalformedFilesTest {

    /** What the import is called, and so what each line of its progress begins with. */
    private static final String NAME = "refused";

    /** The options of each import: to build the commands takes longer than an import. */
    private static final Map<String, Set<String>> OPTIONS = new ConcurrentHashMap<>();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("io.github.dmsrec.datasets.imports.StrangeFiles#someMalformed")
    void exitsWithTwoAndOneMessageAndLeavesNothing(StrangeFiles.Case given) throws IOException, SQLException {
        importIsRefused(given);
    }

    @ParameterizedTest
    @Tag("slow")
    @MethodSource("io.github.dmsrec.datasets.imports.StrangeFiles#malformed")
    void everyOneExitsWithTwoAndOneMessageAndLeavesNothing(StrangeFiles.Case given) throws IOException, SQLException {
        importIsRefused(given);
    }

    private void importIsRefused(StrangeFiles.Case given) throws IOException, SQLException {
        Path in = Files.createDirectory(folder.resolve("in"));
        List<String> words = new ArrayList<>(List.of("import"));
        words.addAll(given.make(in).words());
        words.addAll(List.of("--out", folder.resolve(NAME).toString()));

        Terminal.Result result = Terminal.run(words.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        List<String> message = result.err()
                .lines()
                .filter(line -> !line.startsWith("import " + NAME + ": "))
                .toList();
        assertThat(message)
                .as(result.err())
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .matches("[A-Z].*\\.");
        if (!given.name().equals("no such format")) {
            assertThat(options(words.get(1))).containsAll(OptionHints.named(String.join("\n", message)));
        }
        assertThat(message.get(0)).doesNotStartWith(" ");
        assertThat(message.subList(1, message.size() - 1)).allMatch(line -> line.startsWith("  "));
        assertThat(String.join("\n", message)).contains(given.told()).doesNotContain("Exception", "\tat ");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(in);
        }
    }

    private static Set<String> options(String kind) {
        return OPTIONS.computeIfAbsent(kind, ImportMalformedFilesTest::optionsOf);
    }

    private static Set<String> optionsOf(String kind) {
        CommandLine imports = Optional.ofNullable(CommandLines.of(new Console(
                                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false))
                        .getSubcommands()
                        .get("import"))
                .orElseThrow();
        return OptionHints.optionsOf(
                Optional.ofNullable(imports.getSubcommands().get(kind))
                        .map(CommandLine::getCommandSpec)
                        .orElseThrow());
    }

    /** Whatever is found out by an import: every import tells it with its own options only. */
    @ParameterizedTest
    @MethodSource("io.github.dmsrec.datasets.imports.StrangeFiles#someMalformed")
    void noImportNamesAnOptionThatItLacks(StrangeFiles.Case given) throws IOException, SQLException {
        messageFitsEveryImport(given);
    }

    @ParameterizedTest
    @Tag("slow")
    @MethodSource("io.github.dmsrec.datasets.imports.StrangeFiles#malformed")
    void noImportNamesAnOptionThatItLacksWhateverIsWrong(StrangeFiles.Case given) throws IOException, SQLException {
        messageFitsEveryImport(given);
    }

    private void messageFitsEveryImport(StrangeFiles.Case given) throws IOException, SQLException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Throwable mistake = catchThrowable(
                () -> given.make(in).importer().write(folder.resolve(NAME), Origin.of("log", "test", 1, 2)));
        assumeTrue(mistake instanceof UserMistakeException, "this user may read everything");
        String message = String.valueOf(mistake.getMessage());

        for (String kind : List.of("csv", "json", "parquet", "recbole", "yoochoose", "amazon-m2")) {
            String fitted = OptionHints.fitted(message, options(kind));
            assertThat(options(kind)).as(kind + ": " + fitted).containsAll(OptionHints.named(fitted));
            assertThat(fitted).containsPattern("\\R[A-Z].*\\.$").endsWith(".");
        }
    }

    /** Every option that a text of the imports names is one of an import, or of the commands that share their messages. */
    @Test
    void everyOptionInASourceIsOneOfACommand() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String kind : List.of("csv", "json", "parquet", "session-rec")) {
            known.addAll(options(kind));
        }
        known.addAll(DatasetAppendCommand.OWN_OPTIONS);
        // Of 'split' and 'train', which the checks of data sets name, of 'download', and of programs that mend files.
        known.addAll(List.of(
                "--by",
                "--set",
                "--method",
                "--encoder",
                "--test-share",
                "--item-text",
                "--intents",
                "--accept-licence",
                "--help",
                "--select-by"));
        Path sources = Path.of(System.getProperty("dmsrec.root", ".."), "datasets/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String literals = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"")
                        .matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.joining(" "));
                assertThat(known).as(file.toString()).containsAll(OptionHints.named(literals));
            }
        }
    }

    @Test
    void alternativesThatACommandLacksAreLeftOut() {
        String line = System.lineSeparator();
        Set<String> options = Set.of("--time-format", "--out");
        assertThat(OptionHints.fitted("'a' has no column 'b' (--time)." + line + "Name it with --columns.", options))
                .startsWith("'a' has no column 'b'." + line + "Correct the files");
        assertThat(OptionHints.fitted(
                        "x." + line
                                + "Name it with --time; or name the format with --time-format; or complete the line.",
                        options))
                .isEqualTo("x." + line + "Name the format with --time-format; or complete the line.");
        assertThat(OptionHints.fitted("x (--out)." + line + "Add --out, or not.", options))
                .isEqualTo("x (--out)." + line + "Add --out, or not.");
    }
}
