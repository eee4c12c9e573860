package io.github.dmsrec.experiment.report;

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
                        Protocol.marked(result.name(), result.selectedOn()).length())
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
            shown.get(0).metrics().keySet().forEach(metric -> head.append(String.format(Locale.ROOT, "%9s", metric)));
            lines.add(head.toString());
            for (Report.Result result : shown) {
                StringBuilder line = new StringBuilder(String.format(
                        Locale.ROOT, "  %-" + width + "s", Protocol.marked(result.name(), result.selectedOn())));
                result.metrics()
                        .forEach((metric, value) -> line.append(String.format(
                                Locale.ROOT,
                                "%9s",
                                Figures.percent(value) + Marks.of(report, seenItems, result.name(), metric))));
                lines.add(line.toString());
            }
            List<String> notes = new ArrayList<>(Protocol.footnote(shown));
            notes.addAll(Marks.footnote(report, seenItems));
            notes.add(Protocol.sentence(report) + ".");
            notes.forEach(note -> lines.addAll(wrapped(note, "  ")));
        }
        Protocol.split(report.dataset()).forEach(note -> lines.addAll(wrapped(note, "  ")));
        lines.addAll(bestFigures(report, width));
        SideTable.breadthAndCost(report).ifPresent(table -> lines.addAll(lines(table)));
        return lines;
    }

    private static List<String> lines(SideTable table) {
        List<String> lines = new ArrayList<>(List.of("", table.title() + ":"));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < table.head().size(); column++) {
            int width = table.head().get(column).length();
            for (List<String> row : table.rows()) {
                width = Math.max(width, row.get(column).length());
            }
            widths.add(width);
        }
        lines.add(aligned(table.head(), widths));
        table.rows().forEach(row -> lines.add(aligned(row, widths)));
        lines.addAll(wrapped(table.caption(), "  "));
        return lines;
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-" + widths.get(0) + "s", cells.get(0)));
        for (int column = 1; column < cells.size(); column++) {
            line.append(String.format(Locale.ROOT, "%" + (widths.get(column) + 2) + "s", cells.get(column)));
        }
        return line.toString();
    }

    private static List<String> bestFigures(Report report, int width) {
        List<String> lines = new ArrayList<>();
        List<Report.Model> models = report.withBestOnTest();
        if (models.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add(Protocol.BEST_FIGURES + ".");
        lines.add(String.format(
                Locale.ROOT,
                "Protocol: %s. Session items ranked, per cent, %,d test rows, in brackets the epoch:",
                Protocol.PUBLISHED,
                report.rows()));
        StringBuilder head = new StringBuilder("  " + " ".repeat(width));
        models.get(0).bestOnTest().keySet().forEach(metric -> head.append(String.format(Locale.ROOT, "%12s", metric)));
        lines.add(head.toString());
        for (Report.Model model : models) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-" + width + "s", model.name()));
            model.bestOnTest()
                    .values()
                    .forEach(figure -> line.append(String.format(Locale.ROOT, "%12s", Figures.best(figure))));
            lines.add(line.toString());
        }
        return lines;
    }

    /** Sentences as a list, wrapped for the terminal. */
    public static List<String> wrapped(List<String> sentences) {
        List<String> lines = new ArrayList<>();
        for (String sentence : sentences) {
            List<String> own = wrapped(sentence, "  ");
            lines.add("-" + own.get(0).substring(1));
            lines.addAll(own.subList(1, own.size()));
        }
        return lines;
    }

    private static List<String> wrapped(String sentence, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : sentence.split(" ", -1)) {
            if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(indent.length());
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
