package io.github.dmsrec.bench.scale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A chart of costs with logarithmic axes, in SVG for light and dark pages. A line is a stage: its colour says what is done, its
 * dashes with which method.
 */
final class GrowthChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    private static final int LEFT = 84;
    private static final int RIGHT = 700;
    private static final int TOP = 44;
    private static final int BOTTOM = 500;
    private static final int LINE_OF_TEXT = 16;

    private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3");

    /** What a chart shows along its lower axis. */
    enum Axis {
        CLICKS("clicks"),
        ITEMS("items");

        private final String label;

        Axis(String label) {
            this.label = label;
        }

        private double of(ScaleFigure.Measured figure) {
            return this == CLICKS
                    ? (double) figure.cell().clicks()
                    : figure.cell().items();
        }

        /** What it is called. */
        String label() {
            return label;
        }

        private Axis other() {
            return this == CLICKS ? ITEMS : CLICKS;
        }
    }

    /**
     * The points of a stage.
     *
     * @param points by the axis, at least two
     */
    private record Line(Stage stage, List<ScaleFigure.Measured> points) {

        double last() {
            return ScaleTables.cost(points.get(points.size() - 1));
        }
    }

    private final Axis axis;
    private final double fixed;
    private final List<Line> lines;
    private final double lowX;
    private final double highX;
    private final double lowY;
    private final double highY;

    private GrowthChart(Axis axis, double fixed, List<Line> lines) {
        this.axis = axis;
        this.fixed = fixed;
        this.lines = lines;
        List<ScaleFigure.Measured> points =
                lines.stream().flatMap(line -> line.points().stream()).toList();
        lowX = points.stream().mapToDouble(axis::of).min().orElseThrow();
        highX = points.stream().mapToDouble(axis::of).max().orElseThrow();
        lowY = decade(points.stream().mapToDouble(ScaleTables::cost).min().orElseThrow(), false);
        highY = decade(points.stream().mapToDouble(ScaleTables::cost).max().orElseThrow(), true);
    }

    /**
     * A chart of all stages that were measured at two and more places of the axis, the other size being that at which most
     * were measured.
     *
     * @return the SVG; empty if there is no such stage
     */
    static Optional<String> of(List<ScaleFigure.Measured> figures, Axis axis) {
        Map<Double, Long> counts =
                figures.stream().collect(Collectors.groupingBy(axis.other()::of, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<Double, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .flatMap(fixed -> of(figures, axis, fixed));
    }

    private static Optional<String> of(List<ScaleFigure.Measured> figures, Axis axis, double fixed) {
        List<Line> lines = Stage.ALL.stream()
                .map(stage -> new Line(
                        stage,
                        ScaleTables.measured(figures, stage).stream()
                                .filter(figure -> axis.other().of(figure) == fixed)
                                .sorted(Comparator.comparingDouble(axis::of))
                                .toList()))
                .filter(line -> line.points().size() > 1)
                .toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new GrowthChart(axis, fixed, lines).svg());
    }

    private static double decade(double value, boolean up) {
        double exponent = Math.log10(value);
        return Math.pow(10, up ? Math.ceil(exponent) : Math.floor(exponent));
    }

    private String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <style>text{fill:#3d444d}.grid{stroke:#8b949e;stroke-opacity:.35}.line{fill:none;stroke-width:2}
                @media (prefers-color-scheme:dark){text{fill:#c9d1d9}}</style>
                <title>Processor time of each stage by %s</title>
                <text x="%d" y="24" font-size="15">Processor seconds by %s, at %,.0f %s (both axes logarithmic)</text>
                """,
                WIDTH,
                HEIGHT,
                axis.label,
                LEFT,
                axis.label,
                fixed,
                axis.other().label));
        grid(svg);
        for (Line line : lines) {
            draw(svg, line);
        }
        labels(svg);
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        for (double value = lowY; value <= highY * 1.01; value *= 10) {
            rule(svg, LEFT, y(value), RIGHT, y(value));
            text(svg, LEFT - 8, y(value) + 4, "end", seconds(value));
        }
        for (double value : lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(axis::of)
                .distinct()
                .sorted()
                .toArray()) {
            rule(svg, x(value), TOP, x(value), BOTTOM);
            text(svg, x(value), BOTTOM + 20, "middle", String.format(Locale.ROOT, "%,.0f", value));
        }
        text(svg, (LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", axis.label);
    }

    private void draw(StringBuilder svg, Line line) {
        String points = line.points().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(axis.of(point)), y(ScaleTables.cost(point))))
                .collect(Collectors.joining(" "));
        svg.append(String.format(
                Locale.ROOT,
                "<polyline class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" points=\"%s\"/>%n",
                colour(line.stage()),
                dashes(line.stage()),
                points));
    }

    /** Beside the ends of the lines, moved apart where they would overlap. */
    private void labels(StringBuilder svg) {
        List<Line> byCost = new ArrayList<>(lines);
        byCost.sort(Comparator.comparingDouble(Line::last).reversed());
        double free = TOP;
        // The last labels must have room, too.
        double latest = BOTTOM - (byCost.size() - 1.0) * LINE_OF_TEXT;
        for (Line line : byCost) {
            double at = Math.min(latest, Math.max(free, y(line.last())));
            ScaleFigure.Measured end = line.points().get(line.points().size() - 1);
            // In grey, so that it does not look like a part of a line that ends earlier.
            rule(svg, x(axis.of(end)), y(line.last()), RIGHT + 16, at);
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" d=\"M%d %.1fh20\"/>%n",
                    colour(line.stage()),
                    dashes(line.stage()),
                    RIGHT + 16,
                    at));
            text(svg, RIGHT + 42, at + 4, "start", line.stage().name());
            free = at + LINE_OF_TEXT;
            latest += LINE_OF_TEXT;
        }
    }

    private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
    }

    private static String seconds(double value) {
        if (value < 1e-3) {
            return String.format(Locale.ROOT, "%.0f µs", value * 1e6);
        }
        return value < 1
                ? String.format(Locale.ROOT, "%.0f ms", value * 1e3)
                : String.format(Locale.ROOT, "%,.0f s", value);
    }

    private static String colour(Stage stage) {
        // Each has a contrast of 3 and more to white and to the dark grey of dark pages.
        return switch (stage.work()) {
            case IMPORT -> "#1f83d6";
            case CHECK -> "#c4731a";
            case EPOCH -> "#d0483e";
            case LEARN -> "#2f9a4f";
            case CANDIDATES -> "#9b67d9";
            case EVALUATION -> "#b8528f";
            case PREDICT -> "#8a7a2c";
            case OPEN -> "#1b9aa0";
            case CALL -> "#7c8a99";
        };
    }

    private static String dashes(Stage stage) {
        List<String> methods = Stage.ALL.stream()
                .filter(other -> other.work() == stage.work())
                .map(Stage::method)
                .toList();
        return DASHES.get(methods.indexOf(stage.method()));
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * Math.log(value / lowX) / Math.log(highX / lowX);
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * Math.log(value / lowY) / Math.log(highY / lowY);
    }
}
