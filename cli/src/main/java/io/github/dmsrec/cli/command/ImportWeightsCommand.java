package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.train.WeightsImport;
import io.github.dmsrec.stage.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports the weights of a published model. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "import-weights",
        description = {
            "Make a model of weights in safetensors under the papers' original tensor names.",
            "The model follows the published recipe."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec import-weights gce-gnn best.safetensors --dataset runs/data --out runs/published"
        })
final class ImportWeightsCommand extends ComputingTask {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = BackboneNames.class,
            description = "The backbone, one of ${COMPLETION-CANDIDATES}.")
    private String backbone = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The weights, a .safetensors file.")
    private Path weights = Path.of("");

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set they were trained on.")
    private Path datasetPath = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "The model folder to write.")
    private Path out = Path.of("");

    ImportWeightsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Backbones.kind(backbone);
        ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
        if (!Files.isRegularFile(weights)) {
            throw new UserMistakeException(
                    "'" + weights + "' does not exist.",
                    "Check the path; relative paths start at" + " the current directory.");
        }
        ArtefactFolder datasetFolder = ArtefactFolder.open(datasetPath, ArtefactKind.DATASET);
        Engine.configure(run.threads());
        ArtefactFolder made = WeightsImport.run(
                backbone,
                weights,
                DatasetFolder.read(datasetPath),
                origin(nameOf(out)).withInput(Provenance.DATASET, datasetFolder),
                out);
        printMade(made, Summary.of(made));
        return 0;
    }
}
