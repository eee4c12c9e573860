package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.exchange.Answers;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.RecordedRow;
import io.github.dmsrec.intent.answers.statistics.RowReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows single rows. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "show",
        description = {
            "Show a row in full: clicks, candidates as shown, picks, the raw answer, intents.",
            "The raw answer is taken from where the run kept it, with its tokens, attempts and time; if it is not"
                    + " there any more, that is said. Control characters of titles and answers are written as codes."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec intents show runs/intents --split test --row 12",
            "  dmsrec intents show runs/intents --session 4711 --json"
        })
final class IntentsShowCommand extends Task {

    @Parameters(paramLabel = "INTENTS", description = "A folder of intents.")
    private Path intents = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "The split of the row: train, validation or test (default: test; with --session: all).")
    private Optional<String> split = Optional.empty();

    @Option(names = "--row", paramLabel = "N", description = "The row, from 0 within the split (default: 0).")
    private Optional<Integer> row = Optional.empty();

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Instead of a row: all rows that are cut from this session.")
    private Optional<String> session = Optional.empty();

    @Mixin
    private final RecordFlags flags = new RecordFlags();

    IntentsShowCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        if (session.isPresent() && row.isPresent()) {
            throw new UserMistakeException("Both --session and --row are given.", "Use one of them.");
        }
        Optional<Split> chosen = SplitFlag.parse(split);
        IntentRecord record = flags.records().open(intents);
        List<RecordedRow> rows = session.map(
                        id -> record.rowsOf(id, chosen.map(List::of).orElse(List.of(Split.values()))))
                .orElseGet(() -> List.of(record.row(chosen.orElse(Split.TEST), row.orElse(0))));
        ObjectNode json = JSON.createObjectNode();
        List<String> lines = new ArrayList<>();
        try (Answers answers = record.answers()) {
            for (RecordedRow shown : rows) {
                RowReport report = RowReport.of(record, shown, answers);
                json.withArray("rows").add(report.json());
                if (!lines.isEmpty()) {
                    lines.add("");
                }
                lines.addAll(report.lines());
            }
        }
        print(json, lines);
        return 0;
    }
}
