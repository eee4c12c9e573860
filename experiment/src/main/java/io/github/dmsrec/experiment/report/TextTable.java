package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables and sentences for the terminal. */
public final class TextTable {

    private static final int WIDTH = 110;
    private static final String INDENT = "  ";

    private TextTable() {}

    /** The title, the table and its caption. */
    public static List<String> lines(ReportTable table) {
        List<String> lines = new ArrayList<>();
        if (!table.title().isEmpty()) {
            lines.add(table.title() + ":");
        }
        int[] widths = new int[table.head().size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = table.head().get(column).length();
            for (List<ReportTable.Cell> row : table.rows()) {
                widths[column] = Math.max(widths[column], row.get(column).text().length());
            }
        }
        lines.add(aligned(table, table.head(), widths));
        table.rows()
                .forEach(row -> lines.add(
                        aligned(table, row.stream().map(ReportTable.Cell::text).toList(), widths)));
        if (!table.caption().isEmpty()) {
            lines.addAll(wrapped(table.caption()));
        }
        return lines;
    }

    /** Words to the left, figures to the right. */
    private static String aligned(ReportTable table, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String side = table.isWords(column) ? "-" : "";
            line.append(INDENT)
                    .append(String.format(Locale.ROOT, "%" + side + widths[column] + "s", cells.get(column)));
        }
        return line.toString().stripTrailing();
    }

    /** Sentences as a list, wrapped. */
    public static List<String> wrapped(List<String> sentences) {
        List<String> lines = new ArrayList<>();
        for (String sentence : sentences) {
            List<String> own = wrapped(sentence);
            lines.add("-" + own.get(0).substring(1));
            lines.addAll(own.subList(1, own.size()));
        }
        return lines;
    }

    /** A text, indented and wrapped. */
    public static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : text.split(" ", -1)) {
            if (line.length() > INDENT.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(INDENT.length());
            }
            line.append(line.length() > INDENT.length() ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
