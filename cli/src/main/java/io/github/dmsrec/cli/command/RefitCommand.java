package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a network again on the training and the validation sessions. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = RefitCommand.NAME,
        description = {
            "Train a network again on the training and the validation sessions, with its own options, seed and threads, for as"
                    + " many epochs as validation chose. This is what 'train --set refit=true' does after a training; here the"
                    + " first model stays, which 'blend' needs to find a weight.",
            "An interrupted refit resumes from OUT.training when the same command is given again."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec refit --dataset runs/data --model runs/sasrec --out runs/sasrec-refit",
            "  dmsrec blend --dataset runs/data --member runs/sasrec-refit=runs/sasrec --member runs/sr --out runs/blend"
        })
final class RefitCommand extends Task {

    /** What it is called. */
    static final String NAME = "refit";

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "D",
            description = "The data set that the model was trained on.")
    private Path datasetPath = Path.of("");

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "A network without intents that has not learned the validation sessions.")
    private Path modelPath = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "The model folder to write.")
    private Path out = Path.of("");

    RefitCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        ArtefactFolder made = ArtefactStep.refit(
                        out,
                        ArtefactFolder.open(modelPath, ArtefactKind.MODEL),
                        StepData.at(datasetPath),
                        ComputingTask.nameOf(out),
                        invocation())
                .remade(console.progress());
        print(ComputingTask.json(made), Summary.of(made));
        return 0;
    }
}
