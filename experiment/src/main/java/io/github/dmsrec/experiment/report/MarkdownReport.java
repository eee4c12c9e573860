package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The report as Markdown: the tables and the sentences, without the charts. */
final class MarkdownReport {

    private MarkdownReport() {}

    /** The text. */
    static String of(Report report) {
        StringBuilder out = new StringBuilder();
        line(out, "# " + escape(report.title()));
        line(out, "");
        line(
                out,
                escape(report.madeBy()) + ", " + report.created() + ", seed " + report.seed() + ", "
                        + Figures.threads(report.threads()) + ".");
        line(out, "");
        report.findings().forEach(finding -> line(out, "- " + escape(finding)));
        for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
            results(out, report, seenItems);
        }
        for (String note : Protocol.split(report.dataset())) {
            line(out, "");
            line(out, escape(note));
        }
        bestFigures(out, report);
        SideTable.differences(report).ifPresent(table -> sideTable(out, table));
        SideTable.breadthAndCost(report).ifPresent(table -> sideTable(out, table));
        SideTable.breakdowns(report).forEach(table -> sideTable(out, table));
        exposure(out, report);
        for (Report.ExampleRow example : report.examples()) {
            line(out, "");
            line(out, "## Test row " + example.row());
            line(out, "");
            line(out, "- session: " + titles(example.session()));
            line(out, "- next click: " + escape(example.target()));
            line(out, "- explicit intents: " + titles(example.explicit()));
            line(out, "- latent intents: " + titles(example.latent()));
            line(out, "- candidates: " + titles(example.candidates()));
            example.recommendations()
                    .forEach((model, items) -> line(out, "- " + escape(model) + " recommends: " + titles(items)));
        }
        line(out, "");
        line(out, "## Data");
        line(out, "");
        line(
                out,
                escape(report.dataset().name()) + ", " + report.dataset().items() + " items, fingerprint `"
                        + report.dataset().fingerprint() + "`.");
        line(out, "");
        line(out, "| split | sessions | clicks | rows |");
        line(out, "|---|---:|---:|---:|");
        report.dataset()
                .splits()
                .forEach(split -> line(
                        out,
                        String.format(
                                Locale.ROOT,
                                "| %s | %,d | %,d | %,d |",
                                split.split(),
                                split.sessions(),
                                split.clicks(),
                                split.rows())));
        line(out, "");
        line(out, "## Models");
        for (Report.Model model : report.models()) {
            line(out, "");
            line(out, "### " + escape(model.name()));
            line(out, "");
            line(out, "`" + model.path().replaceAll("`|\\R", "'") + "`, fingerprint `" + model.fingerprint() + "`");
            line(out, "");
            if (Protocol.isTest(model.selectedOn())) {
                line(out, "- " + Protocol.WORDS + ": " + Protocol.MEANING);
            }
            model.options().forEach((key, value) -> line(out, "- " + escape(key) + ": " + escape(value)));
            model.intents().forEach((key, value) -> line(out, "- " + escape(key) + ": " + escape(value)));
        }
        line(out, "");
        line(out, "## How to make this again");
        line(out, "");
        report.reproduce().forEach(command -> line(out, "    " + command.replaceAll("\\R", " ")));
        line(out, "");
        line(out, "## What the words mean");
        line(out, "");
        Glossary.of(report).forEach((term, meaning) -> line(out, "- " + term + ": " + meaning));
        return out.toString();
    }

    private static void results(StringBuilder out, Report report, String seenItems) {
        List<Report.Result> results = report.results(seenItems);
        if (results.isEmpty()) {
            return;
        }
        List<String> metrics = List.copyOf(results.get(0).metrics().keySet());
        line(out, "");
        line(
                out,
                String.format(Locale.ROOT, "## Session items %s (per cent, %,d test rows)", seenItems, report.rows()));
        line(out, "");
        line(out, "| model | " + String.join(" | ", metrics) + " |");
        line(out, "|---|" + "---:|".repeat(metrics.size()));
        for (Report.Result result : results) {
            StringBuilder row =
                    new StringBuilder("| " + escape(Protocol.marked(result.name(), result.selectedOn())) + " |");
            for (String metric : metrics) {
                row.append(' ')
                        .append(Figures.percent(result.metrics().getOrDefault(metric, 0.0)))
                        .append(Marks.of(report, seenItems, result.name(), metric))
                        .append(" |");
            }
            line(out, row.toString());
        }
        List<String> notes = new ArrayList<>(Protocol.footnote(results));
        notes.addAll(Marks.footnote(report, seenItems));
        notes.add(Protocol.sentence(report) + ".");
        for (String note : notes) {
            line(out, "");
            line(out, escape(note));
        }
    }

    static void sideTable(StringBuilder out, SideTable table) {
        line(out, "");
        line(out, "## " + escape(table.title()));
        line(out, "");
        line(out, escape(table.caption()));
        line(out, "");
        lines(table).forEach(row -> line(out, row));
    }

    /** The head and the rows of a table; the first column is of words. */
    static List<String> lines(SideTable table) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + cells(table.head()) + " |");
        lines.add(IntStream.range(0, table.head().size())
                .mapToObj(column -> table.isWords(column) ? "---|" : "---:|")
                .collect(Collectors.joining("", "|", "")));
        for (int row = 0; row < table.rows().size(); row++) {
            lines.add(row(table, row));
        }
        return lines;
    }

    /** A row of a table; its best cells are bold. */
    static String row(SideTable table, int row) {
        List<String> cells = table.rows().get(row);
        return IntStream.range(0, cells.size())
                .mapToObj(column -> table.best().get(row).contains(column)
                        ? "**" + escape(cells.get(column)) + "**"
                        : escape(cells.get(column)))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String cells(List<String> texts) {
        return texts.stream().map(MarkdownReport::escape).collect(Collectors.joining(" | "));
    }

    private static void bestFigures(StringBuilder out, Report report) {
        List<Report.Model> models = report.withBestOnTest();
        if (models.isEmpty()) {
            return;
        }
        List<String> metrics = List.copyOf(models.get(0).bestOnTest().keySet());
        line(out, "");
        line(out, "## " + Protocol.BEST_FIGURES);
        line(out, "");
        line(
                out,
                String.format(
                        Locale.ROOT,
                        "Protocol: %s. Session items ranked, per cent, %,d test rows, in brackets the epoch.",
                        Protocol.PUBLISHED,
                        report.rows()));
        line(out, "");
        line(out, "| model | " + String.join(" | ", metrics) + " |");
        line(out, "|---|" + "---:|".repeat(metrics.size()));
        for (Report.Model model : models) {
            StringBuilder row = new StringBuilder("| " + escape(model.name()) + " |");
            model.bestOnTest().values().forEach(figure -> row.append(' ')
                    .append(Figures.best(figure))
                    .append(" |"));
            line(out, row.toString());
        }
    }

    private static void exposure(StringBuilder out, Report report) {
        if (report.exposure().isEmpty()) {
            return;
        }
        List<Integer> lengths = List.copyOf(report.exposure().get(0).recall().keySet());
        line(out, "");
        line(out, "## How often the candidates hold the target (per cent)");
        line(out, "");
        StringBuilder head = new StringBuilder("| split | rows |");
        lengths.forEach(k -> head.append(" first ").append(k).append(" |"));
        line(out, head.toString());
        line(out, "|---|---:|" + "---:|".repeat(lengths.size()));
        for (Report.Exposure exposure : report.exposure()) {
            StringBuilder row = new StringBuilder("| " + exposure.split() + " | " + exposure.rows() + " |");
            lengths.forEach(k -> row.append(' ')
                    .append(Figures.percent(exposure.recall().getOrDefault(k, 0.0)))
                    .append(" |"));
            line(out, row.toString());
        }
    }

    private static String titles(List<String> titles) {
        return titles.isEmpty()
                ? "none"
                : String.join("; ", titles.stream().map(MarkdownReport::escape).toList());
    }

    /** A text that Markdown shows as it is: titles may hold its signs, and HTML is Markdown. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                escaped.append("&lt;");
            } else if (c == '>') {
                escaped.append("&gt;");
            } else if (c == '&') {
                escaped.append("&amp;");
            } else if (c == '\n' || c == '\r') {
                escaped.append(' ');
            } else {
                if ("\\`*_[]|#".indexOf(c) >= 0) {
                    escaped.append('\\');
                }
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }
}
