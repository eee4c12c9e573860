package io.github.dmsrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as a table for the terminal, in per cent. */
public final class ResultTable {

    private static final int WIDTH = 110;

    private ResultTable() {}

    /**
     * The lines of the table: first with session items ranked, then masked.
     *
     * @param results of one data set
     * @param rows the number of test rows
     */
    public static List<String> lines(List<Report.Result> results, int rows) {
        List<String> lines = new ArrayList<>();
        int width = results.stream()
                .mapToInt(result -> result.name().length())
                .max()
                .orElse(5);
        for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
            List<Report.Result> shown = results.stream()
                    .filter(result -> result.seenItems().equals(seenItems))
                    .toList();
            if (shown.isEmpty()) {
                continue;
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(String.format(Locale.ROOT, "Session items %s, per cent, %,d test rows:", seenItems, rows));
            StringBuilder head = new StringBuilder("  " + " ".repeat(width));
            shown.get(0).metrics().keySet().forEach(metric -> head.append(String.format("%9s", metric)));
            lines.add(head.toString());
            for (Report.Result result : shown) {
                StringBuilder line = new StringBuilder(String.format("  %-" + width + "s", result.name()));
                result.metrics().values().forEach(value -> line.append(String.format("%9s", Figures.percent(value))));
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /** Sentences as a list, wrapped for the terminal. */
    public static List<String> wrapped(List<String> sentences) {
        List<String> lines = new ArrayList<>();
        for (String sentence : sentences) {
            StringBuilder line = new StringBuilder("-");
            for (String word : sentence.split(" ", -1)) {
                if (line.length() + 1 + word.length() > WIDTH) {
                    lines.add(line.toString());
                    line.setLength(0);
                    line.append(' ');
                }
                line.append(' ').append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
