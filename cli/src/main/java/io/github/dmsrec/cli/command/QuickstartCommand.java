package io.github.dmsrec.cli.command;

import io.github.dmsrec.Model;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.pipeline.Pipeline;
import io.github.dmsrec.experiment.pipeline.PipelineFile;
import io.github.dmsrec.experiment.pipeline.PipelineRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole on the demo shop. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = "quickstart",
        description = {
            "Run the whole pipeline on the built-in demo shop; takes about a minute.",
            "Nothing is downloaded. Running it again skips what is done."
        },
        footer = {"", "Examples:", "  dmsrec quickstart --work quickstart-work", "  dmsrec quickstart --serve"})
final class QuickstartCommand extends ComputingTask {

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = "quickstart-work",
            description = "The folder for everything that is made (default: ${DEFAULT-VALUE}).")
    private Path work = Path.of("");

    @Option(
            names = "--serve",
            description = "Then serve the models, with a page to try them in a browser, until Ctrl-C.")
    private boolean serve;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port of --serve; 0 for any free one (default: 8080).")
    private Optional<Integer> port = Optional.empty();

    QuickstartCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (port.isPresent() && !serve) {
            throw new UserMistakeException("--port is the port of --serve, which is missing. Add it, or omit --port.");
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("work", work.toString());
        overrides.put("seed", String.valueOf(run.seed));
        overrides.put("threads", String.valueOf(run.threads()));
        Pipeline pipeline = PipelineFile.quickstart(overrides);
        PipelineRun.Outcome outcome = PipelineRun.run(pipeline, invocation(), console);
        Path fused = outcome.models().get(outcome.models().size() - 1);
        String next = "dmsrec recommend --model " + fused + " --session " + session(work.resolve("data")) + " -k 5";
        List<String> lines = new ArrayList<>(RunPrinter.lines(outcome));
        lines.add("next:   ./" + next);
        Path base = outcome.models().get(0);
        String service = "dmsrec serve --model " + fused + " --model base=" + base;
        lines.add("        ./" + service);
        print(RunPrinter.json(outcome).put("next", next).put("serve", service), lines);
        if (serve) {
            Serving.untilStopped(
                    this,
                    ServerOptions.of(List.of(
                                    ServedModel.of(ServedModel.DEFAULT, Model.load(fused)),
                                    ServedModel.of("base", Model.load(base))))
                            .port(port.orElse(ServerOptions.USUAL_PORT)));
        }
        return 0;
    }

    /** The ids of a short session from the test rows. */
    private static String session(Path datasetPath) {
        SessionDataset dataset = DatasetFolder.read(datasetPath);
        Examples rows = dataset.examples(Split.TEST);
        int row = IntStream.range(0, rows.size())
                .filter(candidate -> rows.length(candidate) == 3)
                .findFirst()
                .orElse(0);
        return IntStream.of(rows.items(row))
                .mapToObj(item -> dataset.catalogue().id(item))
                .collect(Collectors.joining(","));
    }
}
