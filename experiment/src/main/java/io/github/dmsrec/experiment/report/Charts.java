package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Inline SVG: lines over epochs and bars by model. Colours come from the page's style, so that they follow its theme. */
final class Charts {

    private static final int WIDTH = 720;
    private static final int COLOURS = 6;

    private Charts() {}

    /**
     * A line.
     *
     * @param name of the series
     * @param values one for each epoch
     */
    record Line(String name, List<Double> values) {}

    /**
     * A group of bars.
     *
     * @param name of the group
     * @param values one bar for each series
     */
    record Bars(String name, List<Double> values) {}

    /** Lines over epochs 1, 2, ... */
    static void lines(Html html, String id, String title, List<Line> lines) {
        int left = 60;
        int right = 20;
        int top = 16;
        int height = 260;
        int bottom = 36;
        double least = values(lines).min().orElse(0);
        double most = values(lines).max().orElse(1);
        double step = tickStep(Math.max(most - least, 1e-6));
        double low = Math.floor(least / step) * step;
        int ticks = Math.max(1, (int) Math.ceil((most - low) / step - 1e-9));
        double high = low + ticks * step;
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        int epochs = lines.stream().mapToInt(line -> line.values().size()).max().orElse(1);
        double xStep = (WIDTH - left - right) / (double) Math.max(1, epochs - 1);
        double yScale = (height - top - bottom) / (high - low);

        begin(html, id, title, height, lines.stream().map(Line::name).toList());
        for (int tick = 0; tick <= ticks; tick++) {
            double value = low + tick * step;
            double y = height - bottom - (value - low) * yScale;
            html.open("line", "class", "grid", "x1", n(left), "x2", n(WIDTH - right), "y1", n(y), "y2", n(y))
                    .close("line");
            html.element(
                    "text",
                    String.format(Locale.ROOT, "%." + decimals + "f", value),
                    "x",
                    n(left - 6),
                    "y",
                    n(y + 4),
                    "text-anchor",
                    "end");
        }
        int every = Math.max(1, epochs / 12);
        for (int epoch = 0; epoch < epochs; epoch += every) {
            html.element(
                    "text",
                    String.valueOf(epoch + 1),
                    "x",
                    n(left + epoch * xStep),
                    "y",
                    n(height - bottom + 18),
                    "text-anchor",
                    "middle");
        }
        html.element("text", "epoch", "x", n(WIDTH - right), "y", n(height - 4), "text-anchor", "end");
        for (int i = 0; i < lines.size(); i++) {
            List<Double> values = lines.get(i).values();
            StringBuilder points = new StringBuilder();
            for (int epoch = 0; epoch < values.size(); epoch++) {
                points.append(n(left + epoch * xStep))
                        .append(',')
                        .append(n(height - bottom - (values.get(epoch) - low) * yScale))
                        .append(' ');
            }
            html.open(
                            "polyline",
                            "class",
                            "line c" + i % COLOURS,
                            "points",
                            points.toString().strip())
                    .close("polyline");
            for (int epoch = 0; epoch < values.size(); epoch++) {
                html.open(
                                "circle",
                                "class",
                                "dot c" + i % COLOURS,
                                "r",
                                "3.5",
                                "cx",
                                n(left + epoch * xStep),
                                "cy",
                                n(height - bottom - (values.get(epoch) - low) * yScale))
                        .element(
                                "title",
                                lines.get(i).name() + ", epoch " + (epoch + 1) + ": "
                                        + String.format(Locale.ROOT, "%.4f", values.get(epoch)))
                        .close("circle");
            }
        }
        end(html, lines.stream().map(Line::name).toList());
    }

    /** Horizontal bars, one group per model, one bar per series. */
    static void bars(Html html, String id, String title, List<String> series, List<Bars> groups) {
        int left = 210;
        int right = 70;
        int barHeight = 15;
        int gap = 14;
        int groupHeight = series.size() * barHeight + gap;
        int height = groups.size() * groupHeight + gap;
        double most = groups.stream()
                .flatMap(group -> group.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double scale = (WIDTH - left - right) / Math.max(most, 1e-9);

        begin(html, id, title, height, series);
        for (int g = 0; g < groups.size(); g++) {
            Bars group = groups.get(g);
            double top = gap + g * (double) groupHeight;
            html.element(
                    "text",
                    shortened(group.name()),
                    "x",
                    n(left - 8),
                    "y",
                    n(top + series.size() * barHeight / 2.0 + 4),
                    "text-anchor",
                    "end");
            for (int s = 0; s < series.size(); s++) {
                double value = group.values().get(s);
                double y = top + s * (double) barHeight;
                html.open(
                                "rect",
                                "class",
                                "bar c" + s % COLOURS,
                                "x",
                                n(left),
                                "y",
                                n(y + 1),
                                "height",
                                n(barHeight - 2.0),
                                "width",
                                n(Math.max(value * scale, 0.5)))
                        .close("rect");
                html.element(
                        "text",
                        Figures.percent(value) + " %",
                        "x",
                        n(left + value * scale + 5),
                        "y",
                        n(y + barHeight - 3.0));
            }
        }
        end(html, series);
    }

    /** 1, 2 or 5 times a power of ten, so that a range has about five ticks. */
    private static double tickStep(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double factor = range / 4 / power;
        if (factor < 1.5) {
            return power;
        }
        if (factor < 3.5) {
            return 2 * power;
        }
        return factor < 7.5 ? 5 * power : 10 * power;
    }

    /** The table below the bars has the whole name. */
    private static String shortened(String name) {
        return name.length() <= 30 ? name : name.substring(0, 29) + "\u2026";
    }

    private static void begin(Html html, String id, String title, int height, List<String> series) {
        html.open("figure");
        html.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc");
        html.element("title", title, "id", id + "-title");
        html.element(
                "desc",
                "Series: " + String.join(", ", series) + ". The figures are in the tables.",
                "id",
                id + "-desc");
    }

    private static void end(Html html, List<String> series) {
        html.close("svg").open("figcaption");
        for (int s = 0; s < series.size(); s++) {
            html.open("span", "class", "key")
                    .open("span", "class", "swatch c" + s % COLOURS)
                    .close("span")
                    .text(series.get(s))
                    .close("span");
        }
        html.close("figcaption").close("figure");
    }

    private static DoubleStream values(List<Line> lines) {
        List<Double> all = new ArrayList<>();
        lines.forEach(line -> all.addAll(line.values()));
        return all.stream().mapToDouble(Double::doubleValue);
    }

    private static String n(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
