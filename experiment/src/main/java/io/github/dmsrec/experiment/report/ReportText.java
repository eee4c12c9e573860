package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as text: for the terminal, as Markdown, and its tables in LaTeX. */
public final class ReportText {

    private static final List<String> FOR_PAPERS = List.of("HR@5", "MRR@5", "HR@10", "MRR@10", "HR@20", "MRR@20");

    private ReportText() {}

    /** The results and the costs for the terminal. */
    public static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        for (Report.OnDataset on : report.datasets()) {
            List<ReportTable> tables = new ArrayList<>();
            Report.SEEN_ITEMS.forEach(seenItems -> tables.add(ReportTables.results(on, seenItems)));
            tables.add(ReportTables.bestOnTest(on));
            tables.add(ReportTables.costs(on));
            for (ReportTable table : tables) {
                if (!table.rows().isEmpty()) {
                    lines.addAll(TextTable.lines(table));
                    lines.add("");
                }
            }
            Protocol.split(on.dataset()).forEach(note -> {
                lines.addAll(TextTable.wrapped(note));
                lines.add("");
            });
        }
        return lines;
    }

    /** What the figures say, for the terminal. */
    public static List<String> findings(Report report) {
        List<String> lines = new ArrayList<>();
        for (Report.OnDataset on : report.datasets()) {
            lines.add(on.name() + ":");
            lines.addAll(TextTable.wrapped(on.headline()));
            lines.add("");
            lines.add("How to read these results:");
            lines.addAll(TextTable.wrapped(on.findings()));
            lines.add("");
        }
        return lines;
    }

    /** The sentences and the tables as Markdown. */
    static String markdown(Report report) {
        List<String> lines = new ArrayList<>(List.of("# " + MarkdownTable.escape(report.title()), ""));
        for (Report.OnDataset on : report.datasets()) {
            if (report.datasets().size() > 1) {
                section(lines, "# ", on.name());
            }
            lines.addAll(
                    List.of("**" + MarkdownTable.escape(on.headline()) + "**", "", "How to read these results:", ""));
            on.findings().forEach(finding -> lines.add("- " + MarkdownTable.escape(finding)));
            lines.add("");
            ReportTables.main(on).forEach(table -> table(lines, table));
            ReportTables.breakdowns(on).forEach(table -> table(lines, table));
            if (!on.items().isEmpty()) {
                table(lines, ReportTables.items(on));
            }
            for (Report.SessionExample example : on.sessions()) {
                section(lines, "## ", "Test row " + example.row());
                lines.add("- session: " + titles(example.session()));
                lines.add("- next click: " + MarkdownTable.escape(example.target()));
                if (!example.candidates().isEmpty()) {
                    lines.add("- explicit intents: " + titles(example.explicit()));
                    lines.add("- latent intents: " + titles(example.latent()));
                    lines.add("- candidates: " + titles(example.candidates()));
                }
                example.recommendations()
                        .forEach((line, items) ->
                                lines.add("- " + MarkdownTable.escape(line) + " recommends: " + titles(items)));
                lines.add("");
            }
            table(lines, ReportTables.splits(on.dataset()));
            table(lines, ReportTables.sources(on));
        }
        section(lines, "# ", "Glossary");
        Glossary.of(report)
                .forEach((term, meaning) ->
                        lines.add("- **" + MarkdownTable.escape(term) + "**: " + MarkdownTable.escape(meaning)));
        lines.add("");
        section(lines, "# ", "How to make this report again");
        report.reproduce().forEach(command -> lines.add("    " + command.replaceAll("\\R", " ")));
        lines.addAll(List.of("", MarkdownTable.escape(about(report))));
        return String.join("\n", lines) + "\n";
    }

    /** Program, time, seed and machine. */
    static String about(Report report) {
        return report.madeBy() + ", " + report.created() + ", seed " + report.seed() + ", "
                + (report.workers() > 1 ? report.workers() + " steps at once with " : "")
                + Figures.threads(report.threads()) + ", " + report.machine().os() + " "
                + report.machine().arch() + ", Java " + report.machine().java() + ".";
    }

    private static void section(List<String> lines, String level, String title) {
        lines.addAll(List.of(level + MarkdownTable.escape(title), ""));
    }

    private static void table(List<String> lines, ReportTable table) {
        section(lines, "## ", table.title());
        lines.addAll(MarkdownTable.lines(table));
        lines.add("");
        if (!table.caption().isEmpty()) {
            lines.addAll(List.of(MarkdownTable.escape(table.caption()), ""));
        }
    }

    private static String titles(List<String> titles) {
        return titles.isEmpty()
                ? "none"
                : titles.stream().map(MarkdownTable::escape).collect(Collectors.joining("; "));
    }

    /** The tables for papers, each with its caption and a label. */
    static String latex(Report report) {
        StringBuilder out = new StringBuilder("% " + report.title() + ": " + report.madeBy() + ", " + report.created()
                + "\n% Needs \\usepackage{booktabs}.\n");
        for (Report.OnDataset on : report.datasets()) {
            List<ReportTable> tables = new ArrayList<>();
            List<String> metrics = FOR_PAPERS.stream()
                    .filter(ReportTables.metrics(on)::contains)
                    .toList();
            for (String seenItems : Report.SEEN_ITEMS) {
                tables.add(ReportTables.results(on, seenItems, metrics));
                tables.add(ReportTables.differences(on, seenItems, Report.METRIC));
            }
            tables.add(ReportTables.mapShares(on));
            tables.stream()
                    .filter(table -> !table.rows().isEmpty())
                    .forEach(table -> out.append(LatexTable.of(
                            table, on.name() + ", " + table.title() + ". ", on.name() + "-" + table.id())));
        }
        return out.toString();
    }
}
