package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines over epochs 1, 2, ...; coordinates are those of an SVG of {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param title what is shown
 * @param series the lines, each with at least one value
 */
record LineChart(String title, List<Series> series) {

    static final int WIDTH = 720;
    static final int HEIGHT = 260;
    static final int LEFT = 60;
    static final int RIGHT = 20;
    static final int TOP = 16;
    static final int BOTTOM = 36;

    private static final int COLOURS = 6;

    /**
     * A line.
     *
     * @param name of the series
     * @param colour its number
     * @param values one for each epoch
     */
    record Series(String name, int colour, List<Double> values) {}

    /** A mark at an axis. */
    record Tick(String at, String label) {}

    /** For each method its MRR@20 in both readings, and its loss where it is known; arms are lines. */
    static List<LineChart> of(Report.OnDataset on) {
        List<LineChart> charts = new ArrayList<>();
        for (String split : List.of("validation", "test")) {
            List<Report.Training> shown = on.training().stream()
                    .filter(training -> training.split().equals(split))
                    .toList();
            boolean byMethod = shown.size() > COLOURS;
            for (String method : byMethod
                    ? shown.stream().map(Report.Training::method).distinct().toList()
                    : List.of("")) {
                List<Report.Training> some = shown.stream()
                        .filter(training ->
                                method.isEmpty() || training.method().equals(method))
                        .toList();
                String of = method.isEmpty() ? "" : method + ": ";
                String figure = of + "MRR@20 on the " + split + " rows by epoch, seen items ";
                String warning = Protocol.isTest(split) ? ": " + Protocol.WORDS : "";
                add(charts, figure + Report.MASKED + warning, some, epoch -> epoch.masked()
                        .get(Report.METRIC));
                add(charts, figure + Report.RANKED + warning, some, epoch -> epoch.ranked()
                        .get(Report.METRIC));
                add(charts, of + "mean training loss by epoch", some, Report.Epoch::trainLoss);
            }
        }
        return charts;
    }

    private static void add(
            List<LineChart> charts,
            String title,
            List<Report.Training> shown,
            Function<Report.Epoch, @Nullable Double> figure) {
        List<Series> series = new ArrayList<>();
        for (Report.Training training : shown) {
            List<Double> values = new ArrayList<>();
            for (Report.Epoch epoch : training.epochs()) {
                Double value = figure.apply(epoch);
                if (value != null) {
                    values.add(value);
                }
            }
            if (!values.isEmpty()) {
                series.add(new Series(training.line(), series.size() % COLOURS, values));
            }
        }
        if (!series.isEmpty()) {
            charts.add(new LineChart(title, series));
        }
    }

    private DoubleStream values() {
        return series.stream().flatMap(one -> one.values().stream()).mapToDouble(Double::doubleValue);
    }

    private double low() {
        return Math.floor(values().min().orElse(0) / step()) * step();
    }

    private int ticks() {
        return Math.max(1, (int) Math.ceil((values().max().orElse(1) - low()) / step() - 1e-9));
    }

    /** 1, 2 or 5 times a power of ten, so that the range has about five ticks. */
    private double step() {
        double range = Math.max(values().max().orElse(1) - values().min().orElse(0), 1e-6);
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

    private int epochs() {
        return series.stream().mapToInt(one -> one.values().size()).max().orElse(1);
    }

    String x(int epoch) {
        return Figures.decimals(LEFT + epoch * (double) (WIDTH - LEFT - RIGHT) / Math.max(1, epochs() - 1), 1);
    }

    String y(double value) {
        return Figures.decimals(HEIGHT - BOTTOM - (value - low()) * (HEIGHT - TOP - BOTTOM) / (ticks() * step()), 1);
    }

    String points(Series one) {
        return IntStream.range(0, one.values().size())
                .mapToObj(epoch -> x(epoch) + "," + y(one.values().get(epoch)))
                .collect(Collectors.joining(" "));
    }

    List<Tick> verticalTicks() {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step()) - 1e-9));
        return IntStream.rangeClosed(0, ticks())
                .mapToDouble(tick -> low() + tick * step())
                .mapToObj(value -> new Tick(y(value), Figures.decimals(value, decimals)))
                .toList();
    }

    List<Tick> horizontalTicks() {
        int every = Math.max(1, epochs() / 12);
        return IntStream.range(0, epochs())
                .filter(epoch -> epoch % every == 0)
                .mapToObj(epoch -> new Tick(x(epoch), String.valueOf(epoch + 1)))
                .toList();
    }
}
