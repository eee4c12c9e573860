package io.github.dmsrec.experiment.report;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a study, one to a line, as RFC 4180 has it; fractions, not per cent. A name that a spreadsheet would take
 * for a formula gets an apostrophe before it.
 */
final class StudyCsv {

    private static final String END = "\r\n";
    private static final Pattern FORMULA = Pattern.compile("(?s)[=+@\\t\\r-].*");
    private static final Pattern NUMBERS = Pattern.compile("-?[0-9][0-9.E-]*(?:;-?[0-9][0-9.E-]*)*|-Infinity");

    private StudyCsv() {}

    /** Every figure of every line. */
    static String figures(StudyReport report) {
        StringBuilder out = new StringBuilder("dataset,line,method,arm,kind,selected_on,seen_items,metric,mean,sd,runs")
                .append(END);
        for (StudyReport.OnDataset on : report.datasets()) {
            for (StudyReport.Line line : on.lines()) {
                figures(out, on, line, Report.RANKED, line.ranked());
                figures(out, on, line, Report.MASKED, line.masked());
                figures(out, on, line, "", line.costs());
            }
        }
        return out.toString();
    }

    private static void figures(
            StringBuilder out,
            StudyReport.OnDataset on,
            StudyReport.Line line,
            String seenItems,
            Map<String, StudyReport.Spread> figures) {
        figures.forEach((metric, spread) -> out.append(row(
                on.name(),
                line.name(),
                line.method(),
                line.arm(),
                line.kind(),
                line.selectedOn(),
                seenItems,
                metric,
                String.valueOf(spread.mean()),
                spread.runs() < 2 ? "" : String.valueOf(spread.deviation()),
                String.valueOf(spread.runs()))));
    }

    /** Every comparison. */
    static String effects(StudyReport report) {
        StringBuilder out = new StringBuilder(
                        "dataset,line,control,question,seen_items,metric,difference,low,high,p,p_holm,by_seed,untested")
                .append(END);
        for (StudyReport.OnDataset on : report.datasets()) {
            for (StudyReport.Effect effect : on.effects()) {
                out.append(row(
                        on.name(),
                        effect.line(),
                        effect.control(),
                        effect.question(),
                        effect.seenItems(),
                        effect.metric(),
                        String.valueOf(effect.difference()),
                        cell(effect.low()),
                        cell(effect.high()),
                        cell(effect.pValue()),
                        cell(effect.corrected()),
                        effect.bySeed().stream().map(String::valueOf).collect(Collectors.joining(";")),
                        effect.untested()));
            }
        }
        return out.toString();
    }

    private static String cell(@Nullable Double value) {
        return value == null ? "" : String.valueOf(value);
    }

    static String row(String... cells) {
        return List.of(cells).stream().map(StudyCsv::quoted).collect(Collectors.joining(",")) + END;
    }

    private static String quoted(String cell) {
        String safe = FORMULA.matcher(cell).matches() && !NUMBERS.matcher(cell).matches() ? "'" + cell : cell;
        return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
