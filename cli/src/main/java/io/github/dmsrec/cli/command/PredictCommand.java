package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the recommendations of a model for every row of a split. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "predict",
        description = {
            "Write a model's recommendations for every prediction point of a data set, a row each.",
            "Columns: session, position (of the current click in its session, from 0), items and scores (comma-separated, best"
                    + " first). FILE ends in .tsv or .parquet; in Parquet, items and scores are lists. Items that a counting"
                    + " method knows nothing of are left out."
        },
        footer = {"", "Example:", "  dmsrec predict --model runs/vs-knn --dataset runs/rsc15 --out runs/vs-knn.tsv"})
final class PredictCommand extends ComputingTask {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "A model; a fused one uses its intents.")
    private Path model = Path.of("");

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path dataset = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = "test",
            description = "The rows: train, validation or test (default: ${DEFAULT-VALUE}).")
    private String split = "";

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            defaultValue = "20",
            description = "At most so many items for each row (default: ${DEFAULT-VALUE}).")
    private int k;

    @Option(names = "--exclude-session-items", description = "Leave out items of the prefix.")
    private boolean excludeSessionItems;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .tsv or .parquet file to write.")
    private Path out = Path.of("");

    @Mixin
    private final MemoryOption memory = new MemoryOption();

    PredictCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Split rows;
        try {
            rows = Split.ofLabel(split);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("--split: " + e.getMessage() + ".", "test was meant.", e);
        }
        Predictions.Wanted wanted = new Predictions.Wanted(rows, k, excludeSessionItems);
        long written =
                Predictions.write(model, dataset, wanted, out, run.threads(), memory.bytes(), console.progress());
        print(
                JSON.createObjectNode().put("rows", written).put("path", out.toString()),
                List.of(String.format(Locale.ROOT, "%,d rows: %s", written, out)));
        return 0;
    }
}
