package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Model;
import io.github.dmsrec.PredictionOptions;
import io.github.dmsrec.PredictionSummary;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the recommendations of a model for a file of sessions, or for every row of a split. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "predict",
        description = {
            "Write a model's recommendations for many sessions, a row each.",
            "--sessions FILE holds sessions of item ids, with the clicks of a session together and in click order: .csv or .tsv"
                    + " with the columns session and item, .jsonl with a line {\"session\": \"a\", \"items\": [\"x\", 2]} for"
                    + " each, either in .parquet; text also with .gz at the end. --out FILE ends in .tsv, .jsonl or .parquet"
                    + " and has session, items and scores (best first), unknown (how many clicks the model does not know) and"
                    + " fallback (pop, where it knows none). Items of the session are left out unless --seen-items rank.",
            "--dataset D instead predicts every row of a split of the model's own data set; the file ends in .tsv or .parquet"
                    + " and has session, position (of the current click in its session, from 0), items and scores. There items"
                    + " of the session compete unless --seen-items exclude. Items that a non-neural baseline knows"
                    + " nothing of are"
                    + " left out."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec predict --model runs/fused --sessions today.csv --out today.jsonl",
            "  dmsrec predict --model runs/vs-knn --dataset runs/rsc15 --out runs/vs-knn.tsv"
        })
final class PredictCommand extends ComputingTask {

    private static final String TEST = "test";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "A model; a fused one uses its intents.")
    private Path model = Path.of("");

    @Option(names = "--sessions", paramLabel = "FILE", description = "The sessions.")
    private Optional<Path> sessions = Optional.empty();

    @Option(
            names = "--session",
            paramLabel = "COL",
            description = "The column, or key in JSON lines, of the session's id (default: session).")
    private Optional<String> sessionColumn = Optional.empty();

    @Option(
            names = "--item",
            paramLabel = "COL",
            description =
                    "The column or key of the clicked item or of the list of items (default: item, in lists items).")
    private Optional<String> itemColumn = Optional.empty();

    @Option(names = "--dataset", paramLabel = "D", description = "Instead of --sessions: the model's data set.")
    private Optional<Path> dataset = Optional.empty();

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "With --dataset: train, validation or test (default: " + TEST + ").")
    private Optional<String> split = Optional.empty();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            defaultValue = "20",
            description = "At most so many items for each row (default: ${DEFAULT-VALUE}).")
    private int k;

    @Mixin
    private final SeenItemsFlag seenItems = new SeenItemsFlag();

    @Mixin
    private final LiveIntentsFlags intents = new LiveIntentsFlags();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out = Path.of("");

    @Mixin
    private final MemoryOption memory = new MemoryOption();

    PredictCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (sessions.isPresent() == dataset.isPresent()) {
            throw new UserMistakeException(
                    "Name what to predict for once: --sessions FILE, or --dataset D for the rows of the"
                            + " model's own data set.");
        }
        if (sessions.isPresent()) {
            ofSessions(sessions.get());
        } else {
            ofDataset(dataset.orElseThrow());
        }
        return 0;
    }

    private void ofSessions(Path file) {
        if (split.isPresent()) {
            throw new UserMistakeException("--split belongs to --dataset. Omit it with --sessions.");
        }
        SeenItems seen = seenItems.value(SeenItems.MASKED);
        PredictionOptions options = PredictionOptions.USUAL
                .k(k)
                .seenItems(seen)
                .threads(run.threads())
                .memory(memory.bytes())
                .columns(sessionColumn.orElse("session"), itemColumn.orElse(null))
                .progress(console.progress()::stage);
        Inferrer inferrer = intents.inferrer(model);
        if (inferrer != null) {
            options = options.intentsFrom(inferrer);
        }
        if (!intents.wanted()) {
            options = options.withoutIntents();
        }
        PredictionSummary summary = Model.load(model).predict(file, out, options);
        print(json(summary, seen), lines(summary, seen));
    }

    private static ObjectNode json(PredictionSummary summary, SeenItems seen) {
        ObjectNode json = JSON.createObjectNode()
                .put("sessions", summary.sessions())
                .put("clicks", summary.clicks())
                .put("unknownClicks", summary.unknownClicks())
                .put("sessionsWithUnknown", summary.sessionsWithUnknown())
                .put("fallbackSessions", summary.fallbackSessions())
                .put("seenItems", SeenItemsFlag.word(seen))
                .put("seconds", summary.seconds())
                .put("path", summary.file().toString());
        if (summary.inferrer() != null) {
            json.put("inferrer", summary.inferrer());
        }
        return json;
    }

    private static List<String> lines(PredictionSummary summary, SeenItems seen) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%,d sessions of %,d clicks: %s", summary.sessions(), summary.clicks(), summary.file()));
        if (summary.unknownClicks() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d clicks of %,d sessions are on items that the model does not know; they are skipped.",
                    summary.unknownClicks(),
                    summary.sessionsWithUnknown()));
        }
        if (summary.fallbackSessions() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d sessions have unknown items alone and got popular items (fallback pop).",
                    summary.fallbackSessions()));
        }
        if (summary.inferrer() != null) {
            lines.add("The intents were inferred by " + summary.inferrer() + ".");
        }
        lines.add(SeenItemsFlag.sentence(seen));
        return lines;
    }

    private void ofDataset(Path folder) throws IOException {
        if (sessionColumn.isPresent()
                || itemColumn.isPresent()
                || !intents.wanted()
                || intents.inferrer(model) != null) {
            throw new UserMistakeException(
                    "--session, --item, --no-intents, --intents-from and --set belong to --sessions."
                            + " Omit them with --dataset, where a fused model uses the intents that it carries.");
        }
        Split rows;
        try {
            rows = Split.ofLabel(split.orElse(TEST));
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("--split: " + e.getMessage() + ".", "Use test.", e);
        }
        SeenItems seen = seenItems.valueOrEarlier(SeenItems.RANKED);
        Predictions.Wanted wanted = new Predictions.Wanted(rows, k, seen == SeenItems.MASKED);
        long written = Predictions.write(model, folder, wanted, out, run.threads(), memory.bytes(), console.progress());
        print(
                JSON.createObjectNode()
                        .put("rows", written)
                        .put("path", out.toString())
                        .put("seenItems", SeenItemsFlag.word(seen)),
                List.of(String.format(Locale.ROOT, "%,d rows: %s", written, out), SeenItemsFlag.sentence(seen)));
    }
}
