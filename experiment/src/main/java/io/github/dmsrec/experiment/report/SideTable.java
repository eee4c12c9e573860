package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.PeakMemory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table beside the results, ready to be shown: what is recommended and what it costs, or the results on parts of the rows.
 *
 * @param title what stands above it
 * @param caption how it is to be read, in whole sentences
 * @param head the heads of the columns
 * @param rows the cells, as many in each row as heads
 * @param best for each row, the columns whose cell is the best of its column
 */
record SideTable(String title, String caption, List<String> head, List<List<String>> rows, List<Set<Integer>> best) {

    private static final String METRIC = "MRR@20";
    private static final String UNKNOWN = "-";

    /** A table in which no best cell is told. */
    SideTable(String title, String caption, List<String> head, List<List<String>> rows) {
        this(
                title,
                caption,
                head,
                rows,
                rows.stream().map(row -> Set.<Integer>of()).toList());
    }

    /** Whether a column holds words rather than figures, so that it is read from the left. */
    boolean isWords(int column) {
        return column == 0 || rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.matches("[A-Za-z].*"));
    }

    /** Breadth and cost of all models; empty for a report of a version that did not measure them. */
    static Optional<SideTable> breadthAndCost(Report report) {
        Set<String> breadths = new LinkedHashSet<>();
        report.results().forEach(result -> breadths.addAll(result.breadth().keySet()));
        Set<String> costs = new LinkedHashSet<>();
        report.costs().forEach(cost -> costs.addAll(cost.figures().keySet()));
        if (breadths.isEmpty() && costs.isEmpty()) {
            return Optional.empty();
        }
        List<String> head = new ArrayList<>(List.of("model"));
        for (String metric : breadths) {
            head.add(metric);
            head.add("masked");
        }
        head.addAll(costs);
        List<List<String>> rows = new ArrayList<>();
        for (Report.Result ranked : report.results(Report.RANKED)) {
            List<String> row = new ArrayList<>(List.of(Protocol.marked(ranked.name(), ranked.selectedOn())));
            for (String metric : breadths) {
                row.add(cell(ranked.breadth(), metric));
                row.add(report.results(Report.MASKED).stream()
                        .filter(masked -> masked.name().equals(ranked.name()))
                        .findFirst()
                        .map(masked -> cell(masked.breadth(), metric))
                        .orElse(UNKNOWN));
            }
            costs.forEach(metric -> row.add(cell(report.cost(ranked.name()), metric)));
            rows.add(row);
        }
        return Optional.of(new SideTable(
                "What is recommended, and what it costs",
                "Per cent, session items ranked and beside it masked; milliseconds for the scores of 1,000 rows"
                        + (costs.contains(PeakMemory.NAME)
                                ? "; the most memory of the process in MiB."
                                : ". This system does not tell the most memory of a process.")
                        + " " + Protocol.sentences(report),
                head,
                rows));
    }

    /** The comparisons of all models with their references; empty where nothing was compared. */
    static Optional<SideTable> differences(Report report) {
        List<List<String>> rows = new ArrayList<>();
        List<Set<Integer>> significant = new ArrayList<>();
        for (Report.Difference one : report.differences()) {
            rows.add(List.of(
                    one.model(),
                    one.reference(),
                    one.seenItems(),
                    one.metric(),
                    Figures.points(one.difference()),
                    one.tested()
                            .map(tested -> Figures.points(tested.low()) + " to " + Figures.points(tested.high()))
                            .orElse(UNKNOWN),
                    one.relative() == null ? UNKNOWN : Figures.relative(one.relative()),
                    one.tested()
                            .map(tested -> Figures.decimals(tested.corrected()))
                            .orElse(UNKNOWN)));
            significant.add(one.significant() ? Set.of(4) : Set.of());
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String untested = report.differences().get(0).untested();
        return Optional.of(new SideTable(
                "Differences",
                "Of a model from its base and from the best baseline, in points, and relative to that. "
                        + (untested.isEmpty()
                                ? "95 % intervals of a paired bootstrap over sessions; p after Holm's correction;"
                                        + " significant differences are bold. "
                                : "They are " + untested + ". ")
                        + Protocol.sentences(report),
                List.of(
                        "model",
                        "reference",
                        "session items",
                        "metric",
                        "difference",
                        "95 % interval",
                        "relative",
                        "p"),
                rows,
                significant));
    }

    /** The results on parts of the rows: one table for each breakdown and each way of treating session items. */
    static List<SideTable> breakdowns(Report report) {
        List<SideTable> tables = new ArrayList<>();
        for (Report.Breakdown breakdown : report.breakdowns()) {
            for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
                tables.add(breakdown(report, breakdown, seenItems));
            }
        }
        return tables;
    }

    private static SideTable breakdown(Report report, Report.Breakdown breakdown, String seenItems) {
        List<String> head = new ArrayList<>(List.of("model"));
        breakdown.parts().forEach(part -> head.add(String.format(Locale.ROOT, "%s (%,d)", part.name(), part.rows())));
        List<List<String>> rows = new ArrayList<>();
        for (Report.Result result : report.results(seenItems)) {
            List<String> row = new ArrayList<>(List.of(Protocol.marked(result.name(), result.selectedOn())));
            for (Report.Part part : breakdown.parts()) {
                row.add(part.results().stream()
                        .filter(one -> one.name().equals(result.name())
                                && one.seenItems().equals(seenItems))
                        .findFirst()
                        .map(one -> cell(one.metrics(), METRIC))
                        .orElse(UNKNOWN));
            }
            rows.add(row);
        }
        Set<List<String>> pairs = new LinkedHashSet<>();
        breakdown.parts().forEach(part -> part.differences()
                .forEach(one -> pairs.add(List.of(one.model(), one.reference()))));
        for (List<String> pair : pairs) {
            List<String> row = new ArrayList<>(List.of(pair.get(0) + " minus " + pair.get(1)));
            breakdown.parts().forEach(part -> row.add(interval(part, pair, seenItems)));
            rows.add(row);
        }
        return new SideTable(
                "By " + breakdown.by() + ", session items " + seenItems,
                METRIC
                        + " in per cent, in brackets the rows of each part; differences in points with their 95 %"
                        + " intervals, which are not corrected for their number; parts of fewer than "
                        + PairedBootstrap.LEAST_SESSIONS + " sessions have none. " + Protocol.sentences(report),
                head,
                rows);
    }

    private static String interval(Report.Part part, List<String> pair, String seenItems) {
        return part.differences().stream()
                .filter(one -> one.seenItems().equals(seenItems)
                        && one.metric().equals(METRIC)
                        && pair.equals(List.of(one.model(), one.reference())))
                .findFirst()
                .map(one -> Figures.points(one.difference())
                        + (one.low() == null || one.high() == null
                                ? ""
                                : " (" + Figures.points(one.low()) + " to " + Figures.points(one.high()) + ")"))
                .orElse(UNKNOWN);
    }

    private static String cell(Map<String, Double> figures, String metric) {
        return Optional.ofNullable(figures.get(metric))
                .map(value -> Figures.of(metric, value))
                .orElse(UNKNOWN);
    }
}
