package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.Methods;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLinesTest {

    @TempDir
    Path folder = Path.of("");

    private static Stream<CommandLine> commands() {
        CommandLine root = CommandLines.of(Console.ofProcess());
        List<CommandLine> all = new ArrayList<>(root.getSubcommands().values());
        root.getSubcommands()
                .values()
                .forEach(command -> all.addAll(command.getSubcommands().values()));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAGroupAnExampleAndHelpOnStandardOutput(CommandLine command) {
        Object object = command.getCommandSpec().userObject();
        assertThat(object.getClass().getAnnotation(CommandGroup.class)).isNotNull();
        String name = command.getCommandSpec().qualifiedName();
        assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer()))
                .containsPattern("Examples?:\n  " + name);

        List<String> arguments = new ArrayList<>(List.of(name.split(" ")));
        arguments.remove(0);
        arguments.add("--help");
        Terminal.Result help = Terminal.run(arguments.toArray(String[]::new));
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: ", "Example");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void theHelpOfTrainListsEveryBackboneAndEveryTrainingOption() {
        String names = String.join(", ", Backbones.names());
        String help = Terminal.run("train", "--help").out();
        String words = unwrapped(help);
        assertThat(words).contains("One of " + String.join(", ", Methods.names()) + ".");
        assertThat(help).endsWith("--out runs/vs-knn\n");
        assertThat(unwrapped(Terminal.run("import-weights", "--help").out())).contains("one of " + names);
        for (String backbone : Backbones.names()) {
            for (Option<?> option : TrainingOptions.optionsOf(backbone).options()) {
                assertThat(words)
                        .contains(" " + option.key() + " ")
                        .contains(option.meaning() + "; " + option.allowed() + " (default: ");
            }
            Backbones.kind(backbone).options().forEach(option -> assertThat(words)
                    .containsPattern(option.key() + " [a-z0-9, -]+ only: "));
        }
        List<String> inOnePass = new ArrayList<>(Baselines.names());
        inOnePass.add("link");
        for (String baseline : inOnePass) {
            for (Option<?> option : Methods.named(baseline).options().options()) {
                assertThat(words).contains(option.meaning() + "; " + option.allowed() + " (default: ");
            }
        }
        assertThat(words).contains("gce-gnn only: ", "(default: ", ", published ");
    }

    /** A help text in one line: lines break at spaces and behind hyphens. */
    private static String unwrapped(String help) {
        return help.replaceAll("\\s+", " ").replace("- ", "-");
    }

    @Test
    void theListOfCommandsIsGroupedAndWhole() {
        Terminal.Result help = Terminal.run("--help");

        assertThat(help.out())
                .containsSubsequence("The whole pipeline:", "quickstart", "run", "Its steps, in order:")
                .containsSubsequence("import", "train", "import-weights", "candidates", "infer")
                .containsSubsequence("Use and compare models:", "evaluate", "tables", "recommend")
                .containsSubsequence("Find out:", "inspect", "intents", "doctor");
    }

    @Test
    void aMistypedCommandOrOptionIsOneMessageWithAGuess() {
        Terminal.Result command = Terminal.run("trian");
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err()).contains("trian").containsPattern("Maybe .*train");
        assertThat(command.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(command.out()).isEmpty();

        Terminal.Result option =
                Terminal.run("train", "--dataset", "d", "--method", "sr-gnn", "--out", "o", "--epoch", "3");
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.err()).contains("--epoch").contains("Maybe ").contains("--epochs");
    }

    @Test
    void aMissingOptionAndAWrongValueAreNamed() {
        Terminal.Result missing = Terminal.run("train", "--dataset", "d", "--method", "sr-gnn");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("--out").contains("Maybe 'dmsrec train --help'");

        Terminal.Result wrong = Terminal.run("recommend", "--model", "m", "--session", "1", "-k", "ten");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("ten");
    }

    @Test
    void noCommandAtAllIsAMistakeWithAdvice() {
        Terminal.Result none = Terminal.run();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("Maybe 'dmsrec quickstart'.");
    }

    @Test
    void aWrongPathExitsWithTwoAndAFixAndNoStackTrace() throws IOException {
        Terminal.Result absent =
                Terminal.run("inspect", folder.resolve("nothing").toString());
        assertThat(absent.exitCode()).isEqualTo(2);
        assertThat(absent.err()).contains("nothing").contains("Maybe ").doesNotContain("\tat ");

        Path pipeline = Files.writeString(folder.resolve("p.yaml"), "seed: x\n");
        Terminal.Result run = Terminal.run("run", pipeline.toString(), "--json");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("p.yaml:1:1: seed: 'x' is no whole number.");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownBackboneListsTheKnownOnes() {
        Terminal.Result result = Terminal.run("train", "--dataset", "d", "--method", "sr-gn", "--out", "o");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("'sr-gn'").contains("sr-gnn").contains("gce-gnn");
    }

    @Test
    void ourOwnFaultsExitWithOneAndSayWhereTheStackTraceIs() throws IOException {
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);

        assertThat(ErrorReporter.report(console, new IllegalStateException("broken"), false))
                .isEqualTo(1);
        assertThat(err.toString()).contains("broken").doesNotContain("\tat ");
        String file = err.toString().replaceAll("(?s).*The stack trace is in (\\S+);.*", "$1");
        assertThat(Files.readString(Path.of(file))).contains("IllegalStateException: broken", "\tat ");
        Files.delete(Path.of(file));

        assertThat(ErrorReporter.report(console, new IllegalStateException("broken"), true))
                .isEqualTo(1);
        assertThat(err.toString()).contains("\tat ");
        assertThat(ErrorReporter.report(console, new UserMistakeException("a", "b."), false))
                .isEqualTo(2);
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(Terminal.run("--version").out()).startsWith("dmsrec 0.").doesNotContain("$");
    }
}
