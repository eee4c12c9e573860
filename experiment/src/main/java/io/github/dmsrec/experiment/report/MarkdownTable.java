package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables in Markdown. */
final class MarkdownTable {

    private MarkdownTable() {}

    /** The head and the rows. */
    static List<String> lines(ReportTable table) {
        List<String> lines = new ArrayList<>();
        lines.add(row(table.head().stream().map(MarkdownTable::escape).toList()));
        lines.add(IntStream.range(0, table.head().size())
                .mapToObj(column -> table.isWords(column) ? "---|" : "---:|")
                .collect(Collectors.joining("", "|", "")));
        for (List<ReportTable.Cell> cells : table.rows()) {
            lines.add(row(cells.stream()
                    .map(cell -> cell.best() ? "**" + escape(cell.text()) + "**" : escape(cell.text()))
                    .toList()));
        }
        return lines;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** A text that Markdown shows as it is: titles may hold its signs, and HTML is Markdown. */
    static String escape(String text) {
        return text.replaceAll("\\R", " ")
                .replaceAll("[\\\\`*_\\[\\]|#]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
