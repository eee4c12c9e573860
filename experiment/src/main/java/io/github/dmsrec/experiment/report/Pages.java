package io.github.dmsrec.experiment.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.Histogram;
import io.github.dmsrec.datasets.check.Verdict;
import java.util.List;

/**
 * Reports as HTML pages that need nothing from anywhere else. The templates are in {@code src/main/jte} and become classes of
 * this package; what they write is escaped for its place. Thread-safe.
 */
public final class Pages {

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());

    private Pages() {}

    /** The page of a report. */
    static String of(Report report) {
        return render("report.jte", report);
    }

    /** The page of the findings on a data set. */
    public static String of(CheckReport report) {
        return render("check.jte", report);
    }

    private static String render(String template, Object content) {
        StringOutput out = new StringOutput();
        TEMPLATES.render(template, content, out);
        return out.toString();
    }

    /** The class of a column's cells. */
    static String kind(ReportTable table, int column) {
        if (column == 0) {
            return "name";
        }
        return table.isWords(column) ? "text" : "";
    }

    /** The class of a cell. */
    static String kind(ReportTable table, int column, ReportTable.Cell cell) {
        return (kind(table, column) + (cell.best() ? " best" : "")).strip();
    }

    static String listed(List<String> texts) {
        return texts.isEmpty() ? "none" : String.join("; ", texts);
    }

    static String heading(Verdict verdict) {
        return switch (verdict) {
            case STOP -> "Stop: figures on this data would mislead";
            case LOOK -> "Look: to be known before figures are read";
            case FINE -> "Fine";
        };
    }

    static ReportTable table(Histogram histogram) {
        return new ReportTable(
                "histogram",
                histogram.title(),
                "",
                List.of("value", "count"),
                histogram.bars().stream()
                        .map(bar -> List.of(ReportTable.Cell.of(bar.label()), ReportTable.Cell.of(bar.count())))
                        .toList());
    }
}
