package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.datasets.download.Download;
import io.github.dmsrec.datasets.download.PublicDataset;
import io.github.dmsrec.datasets.download.PublicDatasets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a public data set. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "download",
        description = {
            "Fetch a public data set from its official address: size and checksum are compared with those that are published,"
                    + " zips are unpacked, and the folder appears whole or not at all.",
            "An interrupted download resumes from OUT.download when the same command is given again. Data sets behind an"
                    + " account are not fetched: the command prints the steps to take by hand."
        },
        footer = {"", "Example:", "  dmsrec download movielens-1m --accept-licence --out downloads/movielens-1m"})
final class DownloadCommand extends Task {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "The data set, one of ${COMPLETION-CANDIDATES}.")
    private String name = "";

    @Option(
            names = "--accept-licence",
            description =
                    "You have read the terms of use, which the command shows without this option, and accept them.")
    private boolean accepted;

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "The folder to make.")
    private Path out = Path.of("");

    DownloadCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        PublicDataset dataset = PublicDatasets.of(name);
        if (accepted) {
            console.say("terms: " + dataset.terms());
        }
        Download.Result result = Download.run(dataset, accepted, out, console.progress());
        ObjectNode json =
                JSON.createObjectNode().put("path", result.folder().toString()).put("next", result.next());
        json.set("checks", JSON.valueToTree(result.checks()));
        List<String> lines = new ArrayList<>(result.checks());
        lines.add("folder: " + result.folder());
        lines.add("next: " + result.next());
        print(json, lines);
        return 0;
    }

    /** For help texts. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return PublicDatasets.names().iterator();
        }
    }
}
