package io.github.dmsrec.experiment.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tables of a study for papers, in LaTeX with the package {@code booktabs}. */
final class StudyLatex {

    private static final List<String> METRICS = List.of("HR@5", "MRR@5", "HR@10", "MRR@10", "HR@20", "MRR@20");

    private StudyLatex() {}

    /** The tables, each with its caption and a label. */
    static String of(StudyReport report) {
        StringBuilder out = new StringBuilder();
        out.append("% ")
                .append(report.title())
                .append(": ")
                .append(report.madeBy())
                .append(", ")
                .append(report.created());
        out.append("\n% Needs \\usepackage{booktabs}.\n");
        for (StudyReport.OnDataset on : report.datasets()) {
            for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
                List<String> metrics = METRICS.stream()
                        .filter(StudyTables.metrics(on)::contains)
                        .toList();
                table(
                        out,
                        on,
                        StudyTables.results(on, seenItems, metrics, List.of()),
                        on.name() + ". ",
                        "results-" + seenItems);
                Optional<SideTable> effects = StudyTables.effects(on, seenItems, "MRR@20");
                effects.ifPresent(table ->
                        table(out, on, table, on.name() + ", " + table.title() + ". ", "effects-" + seenItems));
            }
            StudyTables.mapShares(on)
                    .ifPresent(table -> table(out, on, table, on.name() + ", " + table.title() + ". ", "maps"));
        }
        return out.toString();
    }

    private static void table(
            StringBuilder out, StudyReport.OnDataset on, SideTable table, String before, String label) {
        out.append("\n\\begin{table}\n\\centering\\small\n\\begin{tabular}{");
        for (int column = 0; column < table.head().size(); column++) {
            out.append(table.isWords(column) ? 'l' : 'r');
        }
        out.append("}\n\\toprule\n");
        out.append(String.join(
                        " & ", table.head().stream().map(StudyLatex::escape).toList()))
                .append(" \\\\\n\\midrule\n");
        for (int row = 0; row < table.rows().size(); row++) {
            List<String> cells = table.rows().get(row);
            Set<Integer> best = table.best().get(row);
            for (int column = 0; column < cells.size(); column++) {
                String cell = escape(cells.get(column));
                out.append(column == 0 ? "" : " & ").append(best.contains(column) ? "\\textbf{" + cell + "}" : cell);
            }
            out.append(" \\\\\n");
        }
        out.append("\\bottomrule\n\\end{tabular}\n\\caption{")
                .append(escape(before + table.caption()))
                .append("}\n\\label{tab:")
                .append(on.name().replaceAll("[^A-Za-z0-9-]", "-"))
                .append('-')
                .append(label)
                .append("}\n\\end{table}\n");
    }

    /** A text that LaTeX shows as it is. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\textbackslash{}");
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                case '<' -> escaped.append("\\textless{}");
                case '>' -> escaped.append("\\textgreater{}");
                case '%', '&', '_', '#', '$', '{', '}' -> escaped.append('\\').appendCodePoint(c);
                case 0x2020 -> escaped.append("$^{\\dagger}$");
                case 0x2021 -> escaped.append("$^{\\ddagger}$");
                case 0xb1 -> escaped.append("$\\pm$");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
