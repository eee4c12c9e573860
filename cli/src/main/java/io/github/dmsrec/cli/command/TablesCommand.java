package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.report.DocumentTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the tables of documents up to date. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "tables",
        description = {
            "Write the tables of Markdown documents from the results.json of reports.",
            "A table stands between two lines: '<!-- table FILE.json OPTIONS -->' and '<!-- /table -->'; what is between"
                    + " them is replaced. FILE.json is relative to the document. Options:",
            "  table=results         the metrics of every line (the default)",
            "        differences     from references, with intervals and p-values",
            "        costs           what is recommended, time and memory",
            "        maps            how much of the gain the extra maps of fusion give",
            "        best-on-test    the figures selected on the test set, as published",
            "  caption=brief         a sentence below table=results (default: whole, with tests, split and commands)",
            "  dataset=NAME          required if there are several",
            "  seen-items=masked     or ranked (default: a table for each)",
            "  metrics=HR@20,MRR@20  (default: all)",
            "  methods=NAME,NAME     methods or lines, sasrec (runs/a) as runs/a (default: all)",
            "  arms=base,both        arms of a study (default: all; methods without arms stay)"
        },
        footer = {"", "Example:", "  dmsrec tables README.md docs/reproduction.md"})
final class TablesCommand extends Task {

    @Parameters(arity = "1..*", paramLabel = "DOCUMENT.md", description = "The documents.")
    private List<Path> documents = new ArrayList<>();

    @Option(names = "--check", description = "Write nothing; exit with 1 if a table is not up to date.")
    private boolean check;

    TablesCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        List<DocumentTables> all = DocumentTables.of(documents);
        ObjectNode json = JSON.createObjectNode();
        ArrayNode entries = json.putArray("documents");
        List<String> lines = new ArrayList<>();
        for (DocumentTables document : all) {
            if (!check && !document.upToDate()) {
                document.write();
            }
            entries.addObject()
                    .put("path", document.document().toString())
                    .put("tables", document.tables())
                    .set("stale", JSON.valueToTree(document.stale()));
            if (document.upToDate()) {
                lines.add(document.document() + ": " + document.tables()
                        + (document.tables() == 1 ? " table" : " tables") + ", up to date");
            }
            for (int line : document.stale()) {
                lines.add(document.document() + ":" + line + ": this table "
                        + (check ? "is not up to date" : "was written"));
            }
        }
        print(json, lines);
        return check && !all.stream().allMatch(DocumentTables::upToDate) ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
