package io.github.dmsrec.experiment.report;

import java.util.List;

/** The report of a study as Markdown: the sentences and the tables, without the charts. */
final class StudyMarkdown {

    private StudyMarkdown() {}

    /** The text. */
    static String of(StudyReport report) {
        StringBuilder out = new StringBuilder();
        MarkdownReport.line(out, "# " + MarkdownReport.escape(report.title()));
        MarkdownReport.line(out, "");
        MarkdownReport.line(out, MarkdownReport.escape(report.madeBy() + ", " + report.created() + "."));
        MarkdownReport.line(out, "");
        report.findings().forEach(finding -> MarkdownReport.line(out, "- " + MarkdownReport.escape(finding)));
        for (StudyReport.OnDataset on : report.datasets()) {
            MarkdownReport.line(out, "");
            MarkdownReport.line(out, "# " + MarkdownReport.escape(on.name()));
            Protocol.split(on.dataset()).forEach(sentence -> {
                MarkdownReport.line(out, "");
                MarkdownReport.line(out, MarkdownReport.escape(sentence));
            });
            for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
                MarkdownReport.sideTable(out, StudyTables.results(on, seenItems, StudyTables.metrics(on), List.of()));
            }
            for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
                for (String metric : List.of("MRR@20", "HR@20")) {
                    StudyTables.effects(on, seenItems, metric).ifPresent(table -> MarkdownReport.sideTable(out, table));
                }
            }
            StudyTables.mapShares(on).ifPresent(table -> MarkdownReport.sideTable(out, table));
            MarkdownReport.sideTable(out, StudyTables.breadthAndCost(on));
            StudyTables.breakdowns(on).forEach(table -> MarkdownReport.sideTable(out, table));
            MarkdownReport.sideTable(out, StudyTables.provenance(on));
        }
        MarkdownReport.line(out, "");
        MarkdownReport.line(out, "# How to make this again");
        MarkdownReport.line(out, "");
        report.reproduce().forEach(command -> MarkdownReport.line(out, "    " + command));
        MarkdownReport.line(out, "");
        MarkdownReport.line(out, "# What the words mean");
        MarkdownReport.line(out, "");
        Glossary.of(report)
                .forEach((term, meaning) -> MarkdownReport.line(
                        out, "- **" + MarkdownReport.escape(term) + "**: " + MarkdownReport.escape(meaning)));
        return out.toString();
    }
}
