package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of a study that a marker of a document asks for, in Markdown. */
final class StudyDocumentTable {

    private final StudyMarker marker;
    private final StudyResultsFile file;
    private final StudyReport.OnDataset on;

    private StudyDocumentTable(StudyMarker marker, StudyResultsFile file) {
        this.marker = marker;
        this.file = file;
        this.on = dataset(marker, file);
    }

    /**
     * The lines between the markers.
     *
     * @throws UserMistakeException if the file does not have what the marker asks for
     */
    static List<String> lines(StudyMarker marker, StudyResultsFile file) {
        return new StudyDocumentTable(marker, file).lines();
    }

    private static StudyReport.OnDataset dataset(StudyMarker marker, StudyResultsFile file) {
        List<StudyReport.OnDataset> all = file.report().datasets();
        List<String> names = all.stream().map(StudyReport.OnDataset::name).toList();
        if (marker.dataset().isEmpty() && all.size() != 1) {
            throw new UserMistakeException(
                    "'" + file.name() + "' has " + all.size() + " data sets.",
                    "Add 'dataset=" + String.join("' or 'dataset=", names) + "'.");
        }
        return all.stream()
                .filter(one -> marker.dataset().orElse(one.name()).equals(one.name()))
                .findFirst()
                .orElseThrow(
                        () -> unknown("dataset", file.name(), marker.dataset().orElseThrow(), names));
    }

    private static UserMistakeException unknown(String option, String file, String word, List<String> known) {
        return new UserMistakeException(
                option + ": '" + file + "' has no '" + word + "' here.",
                "Use one of: " + String.join(", ", known) + ".");
    }

    private void requireKnown(String option, List<String> words, List<String> known) {
        for (String word : words) {
            if (!known.contains(word)) {
                throw unknown(option, file.name(), word, known);
            }
        }
    }

    private List<String> lines() {
        requireKnown("methods", marker.methods(), distinct(on.lines().stream().map(StudyReport.Line::method)));
        requireKnown(
                "arms",
                marker.arms(),
                distinct(on.lines().stream().map(StudyReport.Line::arm).filter(arm -> !arm.isEmpty())));
        List<StudyReport.Line> shown = on.lines().stream()
                .filter(line -> isAskedFor(marker.methods(), line.method()))
                .filter(line -> line.arm().isEmpty() || isAskedFor(marker.arms(), line.arm()))
                .toList();
        List<SideTable> tables = shown.isEmpty() ? List.of() : tables(shown);
        if (tables.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file.name() + "' has nothing for this table.",
                    "Name other methods or arms, or run the study with the arms that it needs.");
        }
        List<String> lines = new ArrayList<>();
        for (SideTable table : tables) {
            lines.addAll(MarkdownReport.lines(table));
            lines.add("");
            lines.add(MarkdownReport.escape(table.caption()));
            lines.add("");
        }
        Protocol.split(on.dataset()).forEach(sentence -> {
            lines.add(MarkdownReport.escape(sentence));
            lines.add("");
        });
        lines.add(provenance(shown));
        return lines;
    }

    private static boolean isAskedFor(List<String> words, String word) {
        return words.isEmpty() || words.contains(word);
    }

    private static List<String> distinct(Stream<String> words) {
        return words.distinct().toList();
    }

    private List<SideTable> tables(List<StudyReport.Line> shown) {
        return switch (marker.table()) {
            case RESULTS -> results(shown);
            case EFFECTS -> on.effects().isEmpty() ? List.of() : effects(shown);
            case MAPS -> on.mapShares().isEmpty() ? List.of() : maps();
            case COSTS -> List.of(costs(shown));
        };
    }

    private List<SideTable> results(List<StudyReport.Line> shown) {
        List<String> known = new ArrayList<>(StudyTables.metrics(on));
        on.lines().forEach(line -> known.addAll(line.masked().keySet()));
        requireKnown("metrics", marker.metrics(), distinct(known.stream()));
        List<String> metrics = marker.metrics().isEmpty() ? StudyTables.metrics(on) : marker.metrics();
        List<String> names = shown.stream().map(StudyReport.Line::name).toList();
        return marker.seenItems().stream()
                .map(seenItems -> StudyTables.results(on, seenItems, metrics, names))
                .toList();
    }

    private List<SideTable> effects(List<StudyReport.Line> shown) {
        List<String> known = distinct(on.effects().stream().map(StudyReport.Effect::metric));
        requireKnown("metrics", marker.metrics(), known);
        List<String> metrics = marker.metrics().isEmpty() ? known : marker.metrics();
        // Controls that are not shown as lines of their own are still looked up.
        StudyReport.OnDataset ofShown = with(
                on.lines(),
                on.effects().stream()
                        .filter(effect ->
                                shown.stream().anyMatch(line -> line.name().equals(effect.line())))
                        .toList(),
                on.mapShares());
        return marker.seenItems().stream()
                .flatMap(seenItems ->
                        metrics.stream().flatMap(metric -> StudyTables.effects(ofShown, seenItems, metric).stream()))
                .toList();
    }

    private List<SideTable> maps() {
        requireKnown(
                "metrics", marker.metrics(), distinct(on.mapShares().stream().map(StudyReport.MapShare::metric)));
        Optional<SideTable> table = StudyTables.mapShares(with(
                on.lines(),
                on.effects(),
                on.mapShares().stream()
                        .filter(share -> isAskedFor(marker.methods(), share.method())
                                && isAskedFor(marker.metrics(), share.metric())
                                && marker.seenItems().contains(share.seenItems()))
                        .toList()));
        return table.stream().toList();
    }

    private SideTable costs(List<StudyReport.Line> shown) {
        SideTable whole = StudyTables.breadthAndCost(with(shown, on.effects(), on.mapShares()));
        List<String> known = whole.head().subList(1, whole.head().size());
        requireKnown("metrics", marker.metrics(), known);
        List<String> head = Stream.concat(
                        Stream.of(whole.head().get(0)),
                        (marker.metrics().isEmpty() ? known : marker.metrics()).stream())
                .toList();
        List<Integer> columns = head.stream().map(whole.head()::indexOf).toList();
        return new SideTable(
                whole.title(),
                whole.caption(),
                head,
                whole.rows().stream()
                        .map(row -> columns.stream().map(row::get).toList())
                        .toList());
    }

    private StudyReport.OnDataset with(
            List<StudyReport.Line> lines, List<StudyReport.Effect> effects, List<StudyReport.MapShare> mapShares) {
        return new StudyReport.OnDataset(
                on.name(),
                on.dataset(),
                Protocol.named(lines.stream().map(StudyReport.Line::selectedOn).toList()),
                on.rows(),
                lines,
                effects,
                mapShares,
                on.breakdowns(),
                on.curves(),
                on.cells());
    }

    private String provenance(List<StudyReport.Line> shown) {
        StudyReport report = file.report();
        return SourceLine.of(
                List.of(file.name()),
                distinct(shown.stream().flatMap(line -> line.seeds().stream()).map(String::valueOf)),
                List.of(report.threads()),
                List.of(report.created()),
                List.of(report.madeBy()),
                List.of(report.reproduce()));
    }
}
