package io.github.dmsrec.app.command;

import io.github.dmsrec.app.console.Console;
import io.github.dmsrec.app.work.IntentMaker;
import io.github.dmsrec.app.work.Summary;
import io.github.dmsrec.core.data.DatasetFolder;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.ArtefactKind;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.intent.FreeIntents;
import io.github.dmsrec.intent.infer.ReplayOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes intents of an exported file. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "import",
        description = {
            "Make a folder of intents from an exported file, checked against the data set and the candidates.",
            "The same as 'infer --inferrer replay --set from=FILE' with the options that the file names itself. Every row"
                    + " needs its answer, about the same clicks and the same candidates; one that does not belong is refused"
                    + " with its line."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec intents import qwen-ml-1m.parquet --dataset runs/data --candidates runs/candidates \\",
            "      --out runs/intents"
        })
final class IntentsImportCommand extends ComputingTask {

    @Parameters(paramLabel = "FILE", description = "A .jsonl or .parquet file as 'intents export' writes it.")
    private Path file = Path.of("");

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path datasetPath = Path.of("");

    @Option(names = "--candidates", required = true, paramLabel = "C", description = "The candidates of its rows.")
    private Path candidatesPath = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of the inferrer 'replay', for files that do not name it, e.g. template=published;"
                    + " may be given several times.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(
            names = "--" + FreeIntents.KEY,
            description = "Take the model's sentences as intents, too; give it if they were when FILE was exported.")
    private boolean freeIntents;

    @Mixin
    private final EncoderFlags encoder = new EncoderFlags();

    @Mixin
    private final TargetsFlag targets = new TargetsFlag();

    @Option(names = "--out", required = true, paramLabel = "I", description = "The intents folder to write.")
    private Path out = Path.of("");

    IntentsImportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.INTENTS);
        Map<String, String> options = ReplayOptions.saidBy(file);
        // The run that asked decided how many rows may fail.
        options.put("max-failed-share", "1");
        options.putAll(others);
        if (freeIntents) {
            options.put(FreeIntents.KEY, "true");
        }
        IntentMaker maker =
                IntentMaker.of(ReplayOptions.NAME, options, encoder.value(), out, targets.value(), run.seed);
        ArtefactFolder datasetFolder = ArtefactFolder.open(datasetPath, ArtefactKind.DATASET);
        ArtefactFolder candidates = ArtefactFolder.open(candidatesPath, ArtefactKind.CANDIDATES);
        SessionDataset dataset = DatasetFolder.read(datasetPath);
        ArtefactFolder made = maker.make(
                dataset,
                candidates,
                maker.origin(origin(nameOf(out)), dataset, datasetFolder, candidates),
                out,
                console.progress());
        printMade(made, Summary.of(made));
        return 0;
    }
}
