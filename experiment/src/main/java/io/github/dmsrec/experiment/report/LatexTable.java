package io.github.dmsrec.experiment.report;

import java.util.List;
import java.util.stream.Collectors;

/** Tables for papers, in LaTeX with the package {@code booktabs}. */
final class LatexTable {

    private LatexTable() {}

    /**
     * A floating table with its caption.
     *
     * @param before what the caption begins with
     * @param label behind {@code tab:}
     */
    static String of(ReportTable table, String before, String label) {
        StringBuilder out = new StringBuilder("\n\\begin{table}\n\\centering\\small\n\\begin{tabular}{");
        for (int column = 0; column < table.head().size(); column++) {
            out.append(table.isWords(column) ? 'l' : 'r');
        }
        out.append("}\n\\toprule\n")
                .append(row(table.head().stream().map(LatexTable::escape).toList()))
                .append("\\midrule\n");
        for (List<ReportTable.Cell> cells : table.rows()) {
            out.append(row(cells.stream()
                    .map(cell -> cell.best() ? "\\textbf{" + escape(cell.text()) + "}" : escape(cell.text()))
                    .toList()));
        }
        return out.append("\\bottomrule\n\\end{tabular}\n\\caption{")
                .append(escape(before + table.caption()))
                .append("}\n\\label{tab:")
                .append(label.replaceAll("[^A-Za-z0-9-]", "-"))
                .append("}\n\\end{table}\n")
                .toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" & ", "", " \\\\\n"));
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
