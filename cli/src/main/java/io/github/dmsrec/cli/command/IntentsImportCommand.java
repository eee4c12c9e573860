package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.intent.answers.replay.ReplayOptions;
import io.github.dmsrec.intent.inferrer.FreeIntents;
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
            "The same as 'infer --inferrer replay --set from=FILE' with the options that the file names itself. Every"
                    + " row needs its answer, about the same clicks and the same candidates; one that does not belong is"
                    + " refused with its line."
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
    private final IntentsFlags intents = new IntentsFlags();

    IntentsImportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> options = ReplayOptions.saidBy(file);
        // The run that asked decided how many rows may fail.
        options.put("max-failed-share", "1");
        options.putAll(others);
        if (freeIntents) {
            options.put(FreeIntents.KEY, "true");
        }
        return make(intents.step(intents.maker(ReplayOptions.NAME, options, run.seed), intents.open(), this));
    }
}
