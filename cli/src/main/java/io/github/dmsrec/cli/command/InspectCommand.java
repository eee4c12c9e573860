package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.experiment.report.Inspection;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what an artefact is. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "inspect",
        description = "Show what a folder made by dmsrec holds: origin, options, facts, samples.",
        footer = {"", "Example:", "  dmsrec inspect quickstart-work/data"})
final class InspectCommand extends Task {

    @Parameters(paramLabel = "PATH", description = "A data set, model, candidates, intents or report folder.")
    private Path path = Path.of("");

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many rows to show (default: ${DEFAULT-VALUE}).")
    private int samples;

    InspectCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        ArtefactFolder folder = ArtefactFolder.open(path);
        Inspection inspection = Inspection.of(folder, Math.max(0, samples));
        ObjectNode json = JSON.createObjectNode();
        json.put("path", path.toString());
        json.set("manifest", JSON.valueToTree(folder.manifest()));
        json.set("files", JSON.valueToTree(inspection.files()));
        json.set("samples", JSON.valueToTree(inspection.samples()));
        print(json, inspection.lines());
        return 0;
    }
}
