package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of a document, in Markdown, from one results file or from several that differ in their seeds. */
final class DocumentTable {

    private final TableMarker marker;
    private final List<ResultsFile> files;

    /** A metric under one way of treating session items; what scores cost does not depend on it. */
    private record Column(String seenItems, String metric) {

        private static final String EITHER = "";
    }

    private DocumentTable(TableMarker marker, List<ResultsFile> files) {
        this.marker = marker;
        this.files = files;
    }

    /**
     * The lines between the markers.
     *
     * @throws UserMistakeException if the files do not have what the marker asks for, or do not belong together
     */
    static List<String> lines(TableMarker marker, List<ResultsFile> files) {
        return new DocumentTable(marker, files).lines();
    }

    private List<String> lines() {
        if (marker.spread()) {
            requireRepetitions();
        }
        List<String> rows = rows();
        List<Column> columns = columns(rows);
        if (marker.deltaToBase() && rows.stream().allMatch(row -> base(row).isEmpty())) {
            throw new UserMistakeException(
                    "no row is a fused model whose base is in the same file, so there is no difference to show.",
                    "Omit 'delta=base', or name other models: " + String.join(", ", names(first())) + ".");
        }
        List<String> lines = new ArrayList<>();
        lines.add("| model | " + columns.stream().map(this::head).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---|" + "---:|".repeat(columns.size()));
        for (String row : rows) {
            lines.add("| " + MarkdownReport.escape(marked(row)) + " | "
                    + columns.stream().map(column -> cell(row, column, rows)).collect(Collectors.joining(" | "))
                    + " |");
        }
        lines.add("");
        if (rows.stream().anyMatch(row -> !marked(row).equals(row))) {
            Protocol.footnote(first().results()).forEach(note -> lines.add(MarkdownReport.escape(note)));
            lines.add("");
        }
        for (String note : notes(rows, columns)) {
            lines.add(MarkdownReport.escape(note));
            lines.add("");
        }
        lines.add(caption(rows, columns) + " " + provenance());
        return lines;
    }

    private Report first() {
        return files.get(0).report();
    }

    /** The mark of the kept epoch's figures; above the published ones the words stand in full. */
    private String marked(String row) {
        return marker.bestOnTest()
                ? row
                : first().results().stream()
                        .filter(result -> result.name().equals(row))
                        .findFirst()
                        .map(result -> Protocol.marked(row, result.selectedOn()))
                        .orElse(row);
    }

    private Set<String> names(Report report) {
        return marker.bestOnTest()
                ? report.withBestOnTest().stream()
                        .map(Report.Model::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : report.results().stream()
                        .map(Report.Result::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> rows() {
        Set<String> known = names(first());
        if (known.isEmpty()) {
            throw new UserMistakeException(
                    "'" + files.get(0).name() + "' has no model with figures of this protocol.",
                    "Omit 'protocol=best-on-test', or train the models with 'selection: test'.");
        }
        for (String model : marker.models()) {
            if (!known.contains(model)) {
                throw new UserMistakeException(
                        "models: '" + files.get(0).name() + "' has no '" + model + "'.",
                        "Use one of: " + String.join(", ", known) + ".");
            }
        }
        return marker.models().isEmpty() ? List.copyOf(known) : marker.models();
    }

    private List<Column> columns(List<String> rows) {
        Set<String> known = figures(files.get(0), rows.get(0)).keySet().stream()
                .map(Column::metric)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String metric : marker.metrics()) {
            if (!known.contains(metric)) {
                throw new UserMistakeException(
                        "metrics: '" + files.get(0).name() + "' has no '" + metric + "' of '" + rows.get(0) + "'.",
                        "Use one of: " + String.join(", ", known) + "; older versions of dmsrec measured fewer.");
            }
        }
        List<String> metrics = marker.metrics().isEmpty() ? accuracy(rows.get(0)) : marker.metrics();
        List<Column> columns = new ArrayList<>();
        for (String seenItems : marker.seenItems()) {
            metrics.stream()
                    .filter(metric -> !Figures.isCost(metric))
                    .forEach(metric -> columns.add(new Column(seenItems, metric)));
        }
        metrics.stream().filter(Figures::isCost).forEach(metric -> columns.add(new Column(Column.EITHER, metric)));
        return columns;
    }

    /** The metrics of ranks, which are shown where none is asked for. */
    private List<String> accuracy(String row) {
        return marker.bestOnTest()
                ? figures(files.get(0), row).keySet().stream()
                        .map(Column::metric)
                        .toList()
                : first().results().stream()
                        .filter(result -> result.name().equals(row))
                        .findFirst()
                        .map(result -> List.copyOf(result.metrics().keySet()))
                        .orElseThrow();
    }

    private Map<Column, Double> figures(ResultsFile file, String row) {
        Map<Column, Double> figures = new LinkedHashMap<>();
        if (marker.bestOnTest()) {
            file.report().withBestOnTest().stream()
                    .filter(model -> model.name().equals(row))
                    .forEach(model -> model.bestOnTest()
                            .forEach((metric, best) -> figures.put(new Column(Report.RANKED, metric), best.value())));
        } else {
            file.report().results().stream()
                    .filter(result -> result.name().equals(row))
                    .forEach(result -> List.of(result.metrics(), result.breadth())
                            .forEach(values -> values.forEach(
                                    (metric, value) -> figures.put(new Column(result.seenItems(), metric), value))));
            file.report().cost(row).forEach((metric, value) -> figures.put(new Column(Column.EITHER, metric), value));
        }
        return figures;
    }

    private List<Double> values(String row, Column column) {
        return files.stream()
                .map(file -> Optional.ofNullable(figures(file, row).get(column))
                        .orElseThrow(() -> new UserMistakeException(
                                "'" + file.name() + "' has no '" + column.metric() + "'"
                                        + (column.seenItems().isEmpty() ? "" : " (" + column.seenItems() + ")")
                                        + " of '" + row + "'.",
                                "Name the file of another run.")))
                .toList();
    }

    private String head(Column column) {
        return marker.seenItems().size() == 1 || column.seenItems().isEmpty()
                ? column.metric()
                : column.seenItems() + " " + column.metric();
    }

    private String cell(String row, Column column, List<String> rows) {
        List<Double> values = values(row, column);
        String metric = column.metric();
        String text = Figures.of(metric, mean(values));
        if (isBest(values, column, rows)) {
            text = "**" + text + "**";
        }
        if (marker.spread()) {
            text += " ± " + Figures.of(metric, deviation(values));
        } else if (!marker.bestOnTest()) {
            text += Marks.of(first(), column.seenItems(), row, metric);
        }
        if (marker.deltaToBase()) {
            return text
                    + base(row)
                            .map(base -> " " + delta(metric, values, values(base, column)))
                            .orElse("");
        }
        return marker.bestOnTest() && !marker.spread() ? text + " (" + epoch(row, metric) + ")" : text;
    }

    /** Of breadth and cost there is no best. */
    private boolean isBest(List<Double> values, Column column, List<String> rows) {
        return accuracy(rows.get(0)).contains(column.metric())
                && rows.stream().allMatch(other -> mean(values(other, column)) <= mean(values));
    }

    private String delta(String metric, List<Double> fused, List<Double> base) {
        List<Double> differences = IntStream.range(0, fused.size())
                .mapToObj(run -> fused.get(run) - base.get(run))
                .toList();
        String spread = marker.spread() ? " ± " + Figures.of(metric, deviation(differences)) : "";
        return "(" + Figures.signed(metric, mean(differences)) + spread + ")";
    }

    private int epoch(String row, String metric) {
        return first().withBestOnTest().stream()
                .filter(model -> model.name().equals(row))
                .flatMap(model -> Optional.ofNullable(model.bestOnTest().get(metric)).stream())
                .findFirst()
                .map(Report.BestFigure::epoch)
                .orElseThrow();
    }

    /** The backbone alone, of a fused model. */
    private Optional<String> base(String row) {
        List<Report.Model> models = first().models();
        return models.stream()
                .filter(model -> model.name().equals(row) && model.fused())
                .flatMap(fused -> models.stream()
                        .filter(model -> !model.fused() && model.backbone().equals(fused.backbone())))
                .map(Report.Model::name)
                .findFirst();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Of a sample: its squares are divided by one less than their number. */
    private static double deviation(List<Double> values) {
        double mean = mean(values);
        return Math.sqrt(values.stream()
                        .mapToDouble(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.size() - 1));
    }

    /** What the signs of significance mean, for each half of the table that can have them. */
    private List<String> notes(List<String> rows, List<Column> columns) {
        if (marker.spread() || marker.bestOnTest()) {
            return List.of();
        }
        return marker.seenItems().stream()
                .filter(seenItems -> columns.stream().anyMatch(column -> first().differences(seenItems).stream()
                        .anyMatch(difference -> rows.contains(difference.model())
                                && column.equals(new Column(seenItems, difference.metric())))))
                .flatMap(seenItems -> Marks.footnote(first(), seenItems).stream())
                .distinct()
                .toList();
    }

    private String caption(List<String> rows, List<Column> columns) {
        StringBuilder text = new StringBuilder(
                marker.bestOnTest() ? Protocol.BEST_FIGURES + ". Protocol: " + Protocol.PUBLISHED + ". Per" : "Per");
        text.append(" cent");
        if (columns.stream().anyMatch(column -> Figures.isCost(column.metric()))) {
            text.append(" (times in milliseconds, memory in MiB)");
        }
        text.append(String.format(Locale.ROOT, ", %,d test rows", first().rows()));
        if (marker.seenItems().size() == 1) {
            text.append(", session items ").append(marker.seenItems().get(0));
        }
        if (marker.spread()) {
            text.append(", mean ± standard deviation over ")
                    .append(files.size())
                    .append(" seeds");
        }
        if (marker.deltaToBase()) {
            text.append(", in brackets fused minus base");
        } else if (marker.bestOnTest() && !marker.spread()) {
            text.append(", in brackets the epoch");
        }
        if (!marker.bestOnTest()) {
            text.append(". ")
                    .append(MarkdownReport.escape(Protocol.sentence(
                            first(),
                            first().models().stream()
                                    .filter(model -> rows.contains(model.name()))
                                    .toList())));
        }
        text.append('.');
        Protocol.split(first().dataset()).forEach(note -> text.append(' ').append(MarkdownReport.escape(note)));
        return text.toString();
    }

    private String provenance() {
        return SourceLine.of(
                files.stream().map(ResultsFile::name).toList(),
                distinct(report -> String.valueOf(report.seed())),
                distinct(Report::threads),
                distinct(Report::created),
                distinct(Report::madeBy),
                distinct(Report::reproduce));
    }

    private <T> List<T> distinct(Function<Report, T> what) {
        return files.stream().map(ResultsFile::report).map(what).distinct().toList();
    }

    /** Runs that are averaged must differ in the seed and in nothing else. */
    private void requireRepetitions() {
        List<String> mistakes = new ArrayList<>();
        Set<Long> seeds = new LinkedHashSet<>();
        for (ResultsFile file : files) {
            if (!seeds.add(file.report().seed())) {
                mistakes.add(
                        "'" + file.name() + "' has the seed " + file.report().seed() + " of another file");
            }
            if (!file.report().dataset().fingerprint().equals(first().dataset().fingerprint())) {
                mistakes.add("'" + file.name() + "' is of another data set than '"
                        + files.get(0).name() + "'");
            }
            for (Report.Model model : file.report().models()) {
                first().models().stream()
                        .filter(other -> other.name().equals(model.name())
                                && !other.options().equals(model.options()))
                        .forEach(other -> mistakes.add("'" + model.name() + "' of '" + file.name()
                                + "' was trained with other options than that of '"
                                + files.get(0).name() + "'"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "these files are no repetitions of one run: " + String.join("; ", mistakes) + ".",
                    "Name other files; repetitions differ in the seed alone.");
        }
    }
}
