package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.intent.answers.exchange.Answers;
import io.github.dmsrec.intent.answers.exchange.IntentExport;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes intents as a file. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "export",
        description = {
            "Write intents as one file to share, a row for each prediction point.",
            "Clicks and candidates by id, the raw answer, picks, sentences, intents, status, model, template and"
                    + " tokens. No address, header or key of an endpoint, and not the click that follows. 'intents import'"
                    + " reads it."
        },
        footer = {"", "Example:", "  dmsrec intents export runs/intents --out qwen-ml-1m.parquet"})
final class IntentsExportCommand extends Task {

    @Parameters(paramLabel = "INTENTS", description = "A folder of intents.")
    private Path intents = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .jsonl or .parquet file to write.")
    private Path out = Path.of("");

    @Mixin
    private final RecordFlags flags = new RecordFlags();

    IntentsExportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        IntentRecord record = flags.records().open(intents);
        try (Answers answers = record.answers()) {
            long rows = IntentExport.write(record, answers, out, console.progress());
            ObjectNode json = JSON.createObjectNode().put("rows", rows).put("path", out.toString());
            json.put("answers", answers.note());
            print(
                    json,
                    List.of(String.format(Locale.ROOT, "%,d rows: %s", rows, out), "raw answers: " + answers.note()));
        }
        return 0;
    }
}
