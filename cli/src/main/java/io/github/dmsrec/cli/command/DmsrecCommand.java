package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program itself. */
@Command(
        name = "dmsrec",
        mixinStandardHelpOptions = true,
        description = "Session-based recommendation with graph neural networks and inferred intents (LLM-DMsRec).",
        synopsisHeading = "Usage: ",
        customSynopsis = "dmsrec COMMAND [OPTIONS]",
        subcommands = {
            QuickstartCommand.class,
            RunCommand.class,
            AutoCommand.class,
            AutoNetworkCommand.class,
            TuneCommand.class,
            TuneTrialCommand.class,
            StudyCommand.class,
            DownloadCommand.class,
            ImportCommand.class,
            DatasetCommand.class,
            SplitCommand.class,
            TrainCommand.class,
            ImportWeightsCommand.class,
            RefitCommand.class,
            BlendCommand.class,
            CandidatesCommand.class,
            DescribeCommand.class,
            InferCommand.class,
            EvaluateCommand.class,
            TablesCommand.class,
            RecommendCommand.class,
            PredictCommand.class,
            ServeCommand.class,
            SparkCommand.class,
            InspectCommand.class,
            IntentsCommand.class,
            DoctorCommand.class
        },
        versionProvider = DmsrecCommand.VersionProvider.class,
        footer = {
            "",
            "Start with:",
            "  dmsrec quickstart",
            "",
            "'dmsrec COMMAND --help' shows a command's options and an example.",
            "Exit codes: 0 done, 2 an input error that you can correct, 1 a fault of dmsrec."
        })
final class DmsrecCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DmsrecCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("");
        console.say("No command was given." + System.lineSeparator() + "Try 'dmsrec quickstart'.");
        return CommandLine.ExitCode.USAGE;
    }

    /** The version from the build. */
    static final class VersionProvider implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"dmsrec " + Version.current()};
        }
    }
}
