package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.pipeline.Pipeline;
import io.github.dmsrec.experiment.pipeline.PipelineFile;
import io.github.dmsrec.experiment.pipeline.PipelineRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a pipeline. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = "run",
        description = {
            "Run a pipeline from a YAML file: data, training, candidates, intents, report.",
            "All mistakes of the file are told before any work begins. A stage whose folder is there, made from the same"
                    + " inputs with the same options, is skipped; so an interrupted run goes on. Paths in the file are"
                    + " relative to the current directory."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec run examples/ml-1m.yaml --set dataset.srgnn.folder=/data/ml-1m --set methods.sr-gnn.base.epochs=5"
        })
final class RunCommand extends Task {

    @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline.")
    private Path file = Path.of("");

    @Mixin
    private final FileOverrides overrides = new FileOverrides();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of all random draws (default: the file's, or 2024).")
    private Optional<String> seed = Optional.empty();

    RunCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> all = overrides.values();
        seed.ifPresent(value -> all.put("seed", value));
        Pipeline pipeline = PipelineFile.read(file, all);
        PipelineRun.Outcome outcome = PipelineRun.run(pipeline, invocation(), console);
        print(RunPrinter.json(outcome), RunPrinter.lines(outcome));
        return 0;
    }
}
