package io.github.dmsrec.bench.scale;

import io.github.dmsrec.bench.ResultsFile;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures in Markdown: a table for each number of items, then the exponents. */
final class ScaleTables {

    /** Cells of fewer clicks, as a share of the most, are left out where growth is fitted without the small ones. */
    private static final double LARGE = 0.1;

    private final List<ScaleFigure> figures;

    ScaleTables(ResultsFile<ScaleFigure> results) {
        this.figures = results.all(ScaleFigure.class, figure -> true).toList();
    }

    /** What grows: processor time. Latencies depend on what else the machine does. */
    static double cost(ScaleFigure.Measured figure) {
        // The system counts in steps of 10 ms.
        return Math.max(figure.processor(), figure.calls() == null ? 0.005 : 1e-6);
    }

    /** All tables. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        for (int items : figures.stream()
                .map(figure -> figure.cell().items())
                .distinct()
                .sorted()
                .toList()) {
            text.append(costs(items)).append('\n');
        }
        return text.append(growth()).toString();
    }

    private String costs(int items) {
        List<Long> clicks = figures.stream()
                .map(ScaleFigure::cell)
                .filter(cell -> cell.items() == items)
                .map(Cell::clicks)
                .distinct()
                .sorted()
                .toList();
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "| %,d items |", items));
        clicks.forEach(count -> table.append(String.format(Locale.ROOT, " %,d clicks |", count)));
        table.append("\n|---|").append("---:|".repeat(clicks.size())).append('\n');
        for (Stage stage : Stage.ALL) {
            List<Optional<ScaleFigure>> row = clicks.stream()
                    .map(count -> of(new Cell(count, items), stage))
                    .toList();
            if (row.stream().anyMatch(Optional::isPresent)) {
                table.append("| ").append(stage.name()).append(" |");
                row.forEach(figure -> table.append(' ')
                        .append(figure.map(ScaleTables::text).orElse(""))
                        .append(" |"));
                table.append('\n');
            }
        }
        return table.toString();
    }

    /** A measured figure comes before a refusal. */
    private Optional<ScaleFigure> of(Cell cell, Stage stage) {
        return figures.stream()
                .filter(figure -> figure.cell().equals(cell) && figure.stage().equals(stage.name()))
                .min(Comparator.comparing(figure -> figure instanceof ScaleFigure.Refused));
    }

    private static String text(ScaleFigure figure) {
        if (figure instanceof ScaleFigure.Refused refused) {
            return String.format(
                    Locale.ROOT,
                    "%s: %,.0f %s",
                    refused.lacking().label(),
                    refused.needed(),
                    refused.lacking().unit());
        }
        ScaleFigure.Measured measured = (ScaleFigure.Measured) figure;
        ScaleFigure.Latency calls = measured.calls();
        String cost = calls == null
                ? (measured.part() == null ? "" : "≈ ") + significant(measured.processor()) + " s"
                : significant(1e3 * measured.processor()) + " ms (" + significant(calls.p50()) + " / "
                        + significant(calls.p90()) + ")";
        return String.format(Locale.ROOT, "%s, %,.0f", cost, measured.peak());
    }

    private static String significant(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    private String growth() {
        StringBuilder table = new StringBuilder(
                "| exponent of | clicks | items | cells | clicks, large cells | items, large cells | cells |\n"
                        + "|---|" + "---:|".repeat(6) + "\n");
        for (Stage stage : Stage.ALL) {
            List<ScaleFigure.Measured> all = measured(figures, stage);
            if (!all.isEmpty()) {
                long most = all.stream()
                        .mapToLong(figure -> figure.cell().clicks())
                        .max()
                        .orElseThrow();
                table.append("| ").append(stage.name()).append(" |").append(text(Growth.of(all, ScaleTables::cost)));
                table.append(text(Growth.of(
                        all.stream()
                                .filter(figure -> figure.cell().clicks() >= LARGE * most)
                                .toList(),
                        ScaleTables::cost)));
                table.append('\n');
            }
        }
        return table.toString();
    }

    /** What was measured of a stage. */
    static List<ScaleFigure.Measured> measured(List<? extends ScaleFigure> figures, Stage stage) {
        return figures.stream()
                .filter(ScaleFigure.Measured.class::isInstance)
                .map(ScaleFigure.Measured.class::cast)
                .filter(figure -> figure.stage().equals(stage.name()))
                .collect(Collectors.toList());
    }

    private static String text(Growth growth) {
        return " " + text(growth.clicks()) + " | " + text(growth.items()) + " | " + growth.cells() + " |";
    }

    private static String text(@Nullable Double exponent) {
        return exponent == null ? "–" : String.format(Locale.ROOT, "%.2f", exponent);
    }
}
