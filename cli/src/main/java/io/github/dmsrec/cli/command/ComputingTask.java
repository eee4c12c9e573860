package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.stage.ArtefactStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that computes: it has a seed and threads, and mostly makes an artefact. */
abstract class ComputingTask extends Task {

    @Mixin
    final RunOptions run = new RunOptions();

    ComputingTask(Console console) {
        super(console);
    }

    /** What the artefact's manifest says of this command. */
    Origin origin(String name) {
        return Origin.of(name, invocation(), run.seed, run.threads());
    }

    /** Makes an artefact, whether it is there or not, and prints what it is. */
    Integer make(ArtefactStep step) throws IOException {
        ArtefactFolder made = step.remade(console.progress());
        printMade(made, Summary.of(made));
        return 0;
    }

    /** Prints that an artefact is made, and what it is made of. */
    void printMade(ArtefactFolder made, List<String> lines) {
        print(json(made), lines);
    }

    /** What is told of an artefact that is made. */
    static ObjectNode json(ArtefactFolder made) {
        return JSON.createObjectNode()
                .put("path", made.path().toString())
                .put("kind", made.manifest().kind().label())
                .put("fingerprint", made.manifest().fingerprint())
                .set("facts", made.manifest().facts());
    }

    /** The last part of a path, as a name. */
    static String nameOf(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? "unnamed" : last.toString();
    }
}
