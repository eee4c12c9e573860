package io.github.dmsrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as a table for the terminal, in per cent. */
public final class ResultTable {

    private static final int WIDTH = 110;

    private ResultTable() {}

    /** The lines of the tables: session items ranked, then masked, then the published protocol's figures if there are any. */
    public static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        int width = report.results().stream()
                .mapToInt(result ->
                        TestSelection.marked(result.name(), result.selectedOn()).length())
                .max()
                .orElse(5);
        for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
            List<Report.Result> shown = report.results(seenItems);
            if (shown.isEmpty()) {
                continue;
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(
                    String.format(Locale.ROOT, "Session items %s, per cent, %,d test rows:", seenItems, report.rows()));
            StringBuilder head = new StringBuilder("  " + " ".repeat(width));
            shown.get(0).metrics().keySet().forEach(metric -> head.append(String.format("%9s", metric)));
            lines.add(head.toString());
            for (Report.Result result : shown) {
                StringBuilder line = new StringBuilder(
                        String.format("  %-" + width + "s", TestSelection.marked(result.name(), result.selectedOn())));
                result.metrics().values().forEach(value -> line.append(String.format("%9s", Figures.percent(value))));
                lines.add(line.toString());
            }
            TestSelection.footnote(shown).forEach(note -> lines.add("  " + note));
        }
        lines.addAll(bestFigures(report, width));
        return lines;
    }

    private static List<String> bestFigures(Report report, int width) {
        List<String> lines = new ArrayList<>();
        List<Report.Model> models = report.withBestOnTest();
        if (models.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add(TestSelection.BEST_FIGURES + ".");
        lines.add(String.format(
                Locale.ROOT, "Session items ranked, per cent, %,d test rows, in brackets the epoch:", report.rows()));
        StringBuilder head = new StringBuilder("  " + " ".repeat(width));
        models.get(0).bestOnTest().keySet().forEach(metric -> head.append(String.format("%12s", metric)));
        lines.add(head.toString());
        for (Report.Model model : models) {
            StringBuilder line = new StringBuilder(String.format("  %-" + width + "s", model.name()));
            model.bestOnTest().values().forEach(figure -> line.append(String.format("%12s", Figures.best(figure))));
            lines.add(line.toString());
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
