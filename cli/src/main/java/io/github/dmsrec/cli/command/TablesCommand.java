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
            "Write the tables of Markdown documents from the results.json of reports and the study.json of studies.",
            "A table stands between two lines: '<!-- table FILE.json OPTIONS -->' and '<!-- /table -->'; what is between"
                    + " them is replaced. Files are relative to the document. Options:",
            "  seen-items=ranked|masked|both   (default: both)",
            "  metrics=HR@20,MRR@20            (default: all of HR, MRR and NDCG; also coverage@20, popularity@20,"
                    + " target-popularity, ms/1000, ms/1000-median, ms/1000-p90, peak-MiB)",
            "  models=NAME,NAME                (default: all)",
            "  delta=base                      adds fused minus base",
            "  protocol=best-on-test           the figures selected on the test set, as published",
            "  spread                          mean and standard deviation of several files with different seeds",
            "Tables of a study stand between '<!-- study FILE.json OPTIONS -->' and '<!-- /study -->'. Options:",
            "  table=results                   (the default) or effects: the differences that answer a question; maps: how much"
                    + " of the gain the extra maps give; costs",
            "  dataset=NAME                    may be left out if there is one",
            "  seen-items=ranked|masked|both   (default: both, a table for each)",
            "  metrics=HR@20,MRR@20            (default: all)",
            "  methods=NAME,NAME               (default: all)",
            "  arms=base,both                  (default: all; methods without arms stay)"
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
