package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a marker of a document asks for: {@code FILE.json} and options of the form {@code KEY=VALUE[,VALUE]...}.
 *
 * @param file the {@code results.json}, relative to the document
 * @param table which table
 * @param caption how much is said below a table
 * @param options the values of {@code dataset}, {@code seen-items}, {@code metrics}, {@code methods} and {@code arms}; absent
 *     where all are wanted
 */
record TableMarker(String file, Table table, Caption caption, Map<String, List<String>> options) {

    private static final String SEEN_ITEMS = "seen-items";
    private static final List<String> OPTIONS = List.of("dataset", SEEN_ITEMS, "metrics", "methods", "arms");
    private static final String TABLE = "table";
    private static final String CAPTION = "caption";
    private static final List<String> CHOICES = List.of(TABLE, CAPTION);
    private static final int DATE = 10;

    /** The tables that a document can have. */
    enum Table {
        /** The metrics of every line. */
        RESULTS,
        /** The differences from references. */
        DIFFERENCES,
        /** How much of the gain of fusion its maps alone give. */
        MAPS,
        /** What is recommended, and what it costs. */
        COSTS,
        /** The best test figure of each metric over all epochs. */
        BEST_ON_TEST
    }

    /** How much is said below a table. */
    enum Caption {
        /** Protocol, tests, split, and how the results were made. */
        WHOLE,
        /** A sentence, and the file that has the rest. */
        BRIEF
    }

    /**
     * Reads the words of a marker.
     *
     * @throws UserMistakeException naming every mistake
     */
    static TableMarker parse(String content) {
        List<String> files = new ArrayList<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> mistakes = new ArrayList<>();
        for (String word : content.strip().split("\\s+", -1)) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 && word.endsWith(".json")) {
                files.add(word);
            } else if (!CHOICES.contains(key) && !OPTIONS.contains(key)) {
                if (!key.isEmpty()) {
                    mistakes.add("there is no option '" + key + "'");
                }
            } else if (equals < 0 || equals == word.length() - 1) {
                mistakes.add(key + " is empty");
            } else if (options.put(key, List.of(word.substring(equals + 1).split(",", -1))) != null) {
                mistakes.add("duplicate option '" + key + "'");
            }
        }
        if (files.size() != 1) {
            mistakes.add(files.size() + " results files are named, not one");
        }
        Table table = choice(options, TABLE, Table.class, Table.RESULTS, mistakes);
        Caption caption = choice(options, CAPTION, Caption.class, Caption.WHOLE, mistakes);
        if (caption == Caption.BRIEF && table != Table.RESULTS) {
            mistakes.add("only " + TABLE + "=" + Labels.of(Table.RESULTS) + " has a brief caption");
        }
        for (String value : options.getOrDefault(SEEN_ITEMS, List.of())) {
            if (!Report.SEEN_ITEMS.contains(value)) {
                mistakes.add(SEEN_ITEMS + " is '" + value + "', not " + String.join(" or ", Report.SEEN_ITEMS));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "this marker has mistakes: " + String.join("; ", mistakes) + ".",
                    "Write one like this: '<!-- table results/study.json table=results seen-items=masked"
                            + " metrics=HR@20,MRR@20 methods=vs-knn,sr-gnn arms=base,both -->'.");
        }
        return new TableMarker(files.get(0), table, caption, options);
    }

    /** One of several words; another one is a mistake. */
    private static <E extends Enum<E>> E choice(
            Map<String, List<String>> options, String key, Class<E> type, E otherwise, List<String> mistakes) {
        List<String> given = options.remove(key);
        if (given == null) {
            return otherwise;
        }
        String label = String.join(",", given);
        return Labels.parse(type, label).orElseGet(() -> {
            mistakes.add(key + " is '" + label + "', not one of " + String.join(", ", Labels.all(type)));
            return otherwise;
        });
    }

    /**
     * The lines between the markers.
     *
     * @throws UserMistakeException if the file does not have what the marker asks for
     */
    List<String> lines(ResultsFile results) {
        Report report = results.report();
        List<String> names =
                report.datasets().stream().map(Report.OnDataset::name).toList();
        if (names.size() > 1 && !options.containsKey("dataset")) {
            throw new UserMistakeException(
                    "'" + file + "' has " + names.size() + " data sets.",
                    "'dataset=" + String.join("' or 'dataset=", names) + "' is missing.");
        }
        List<String> wanted = wanted("dataset", names);
        Report.OnDataset on = chosen(report.datasets().stream()
                .filter(one -> wanted.contains(one.name()))
                .findFirst()
                .orElseThrow());
        List<ReportTable> tables =
                tables(on).stream().filter(table -> !table.rows().isEmpty()).toList();
        if (tables.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' has nothing for this table.",
                    "Name methods and arms that the results have, or make results that have them.");
        }
        List<String> lines = new ArrayList<>();
        for (ReportTable shown : tables) {
            lines.addAll(MarkdownTable.lines(shown));
            lines.addAll(List.of("", MarkdownTable.escape(shown.caption()), ""));
        }
        if (caption == Caption.BRIEF) {
            lines.add("Tests, split, seeds and commands: " + link() + ".");
            return lines;
        }
        Protocol.split(on.dataset()).forEach(note -> lines.addAll(List.of(MarkdownTable.escape(note), "")));
        lines.add(source(report, on));
        return lines;
    }

    /** The data set with the lines that are asked for. */
    private Report.OnDataset chosen(Report.OnDataset on) {
        List<String> methods = wanted("methods", on.lines().stream().flatMap(line -> names(line).stream()));
        List<String> arms =
                wanted("arms", on.lines().stream().map(Report.Line::arm).filter(arm -> !arm.isEmpty()));
        return on.only(on.lines().stream()
                .filter(line -> names(line).stream().anyMatch(methods::contains))
                .filter(line -> line.arm().isEmpty() || arms.contains(line.arm()))
                .toList());
    }

    /** What a line can be called by: its method, its name, and of a name such as {@code sasrec (runs/a)} the folder. */
    private static List<String> names(Report.Line line) {
        String name = line.name();
        String beforeFolder = line.method() + " (";
        return name.startsWith(beforeFolder) && name.endsWith(")")
                ? List.of(line.method(), name, name.substring(beforeFolder.length(), name.length() - 1))
                : List.of(line.method(), name);
    }

    private List<ReportTable> tables(Report.OnDataset on) {
        List<String> seenItems = wanted(SEEN_ITEMS, Report.SEEN_ITEMS);
        return switch (table) {
            case RESULTS -> {
                List<String> known = Stream.concat(
                                ReportTables.metrics(on).stream(),
                                on.lines().stream().flatMap(line -> line.masked().keySet().stream()))
                        .distinct()
                        .toList();
                List<String> metrics =
                        options.containsKey("metrics") ? wanted("metrics", known) : ReportTables.metrics(on);
                yield seenItems.stream()
                        .map(items -> {
                            ReportTable whole = ReportTables.results(on, items, metrics);
                            return caption == Caption.WHOLE
                                    ? whole
                                    : whole.captioned(ReportTables.brief(on, items, whole));
                        })
                        .toList();
            }
            case DIFFERENCES -> {
                List<String> metrics =
                        wanted("metrics", on.differences().stream().map(Report.Difference::metric));
                yield seenItems.stream()
                        .flatMap(items -> metrics.stream().map(metric -> ReportTables.differences(on, items, metric)))
                        .toList();
            }
            case MAPS -> {
                List<String> metrics = wanted("metrics", on.mapShares().stream().map(Report.MapShare::metric));
                ReportTable maps = ReportTables.mapShares(on);
                yield List.of(
                        maps.rowsWhere(row -> seenItems.contains(row.get(1).text())
                                && metrics.contains(row.get(2).text())));
            }
            case COSTS -> List.of(columns(ReportTables.costs(on)));
            case BEST_ON_TEST -> List.of(columns(ReportTables.bestOnTest(on)));
        };
    }

    private ReportTable columns(ReportTable whole) {
        return whole.columns(wanted("metrics", whole.head().stream().skip(1))::contains);
    }

    private List<String> wanted(String option, Stream<String> known) {
        return wanted(option, known.distinct().toList());
    }

    /** What an option asks for; all that is known where it is not given. */
    private List<String> wanted(String option, List<String> known) {
        List<String> words = options.getOrDefault(option, known);
        for (String word : words) {
            if (!known.contains(word)) {
                throw new UserMistakeException(
                        option + ": '" + file + "' has no '" + word + "' here.",
                        "Use one of: " + String.join(", ", known) + ".");
            }
        }
        return words;
    }

    private String link() {
        return "[" + MarkdownTable.escape(file) + "](" + file + ")";
    }

    /** Where the figures come from, in Markdown. */
    private String source(Report report, Report.OnDataset on) {
        List<String> seeds = on.lines().stream()
                .flatMap(line -> line.seeds().stream())
                .distinct()
                .map(String::valueOf)
                .toList();
        return String.format(
                Locale.ROOT,
                "From %s: %s%s, %s, %s, %s.",
                link(),
                seeds.isEmpty() ? "" : (seeds.size() == 1 ? "seed " : "seeds ") + String.join(", ", seeds) + ", ",
                Figures.threads(report.threads()),
                report.created().substring(0, DATE),
                report.madeBy(),
                report.reproduce().stream()
                        .map(command -> "`" + command.replaceAll("`|\\R", "'") + "`")
                        .collect(Collectors.joining("; ")));
    }
}
