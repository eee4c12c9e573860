package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.experiment.report.ReportTable.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of a report on one data set, whatever they are shown as. A table without rows is not worth showing. */
final class ReportTables {

    private static final String SEEDS = "seeds";
    private static final String FROM_BASELINE = "\u2020";
    private static final String FROM_REFERENCE = "\u2021";
    private static final String CLOSEST = "its closest reference";

    private ReportTables() {}

    /** The metrics of every line. */
    static ReportTable results(Report.OnDataset on, String seenItems) {
        return results(on, seenItems, metrics(on));
    }

    /** The given metrics of every line. */
    static ReportTable results(Report.OnDataset on, String seenItems, List<String> metrics) {
        boolean seeds = on.lines().stream().anyMatch(line -> line.seeds().size() > 1);
        List<String> head = new ArrayList<>(seeds ? List.of("method", SEEDS) : List.of("method"));
        head.addAll(metrics);
        List<List<Cell>> rows = new ArrayList<>();
        for (Report.Line line : on.lines()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(Protocol.marked(line))));
            if (seeds) {
                int runs = line.seeds().size();
                row.add(Cell.orUnknown(runs == 0 ? null : (double) runs, count -> String.valueOf((int) count)));
            }
            for (String metric : metrics) {
                Report.Spread spread = line.figures(seenItems).get(metric);
                row.add(
                        spread == null
                                ? Cell.of(ReportTable.UNKNOWN)
                                : Cell.of(
                                                Figures.spread(metric, spread) + marks(on, line, seenItems, metric),
                                                spread.mean())
                                        .standingOut(isBest(line, on.lines(), seenItems, metric)));
            }
            rows.add(row);
        }
        return new ReportTable(
                "results-" + seenItems,
                "Results, seen items " + seenItems,
                String.format(
                                Locale.ROOT,
                                "Per cent, %,d test rows, seen items %s%s; the best sound figure of a column is bold. ",
                                on.rows(),
                                seenItems,
                                seeds ? "; mean \u00b1 standard deviation over seeds where there are several" : "")
                        + Protocol.sentence(on)
                        + meaningOfMarks(on, seenItems, metrics),
                head,
                rows);
    }

    /** The caption of {@link #results} in one sentence, for documents that refer to the file for the rest. */
    static String brief(Report.OnDataset on, String seenItems, ReportTable results) {
        return String.format(
                Locale.ROOT,
                "Per cent, %,d test rows, seen items %s, %s%s; bold: the best of a column%s%s.",
                on.rows(),
                seenItems,
                Protocol.brief(on.lines()),
                results.head().contains(SEEDS) ? "; mean \u00b1 standard deviation over seeds" : "",
                isMarked(results, FROM_BASELINE)
                        ? "; " + FROM_BASELINE + ": significantly different from the best non-neural baseline"
                                + ofGivenBaselines(results.rows().stream().anyMatch(row -> isMarkedBaseline(on, row)))
                        : "",
                isMarked(results, FROM_REFERENCE)
                        ? "; " + FROM_REFERENCE + ": significantly different from "
                                + reference(on.differences(), CLOSEST)
                        : "");
    }

    private static boolean isMarkedBaseline(Report.OnDataset on, List<Cell> row) {
        return row.stream().anyMatch(cell -> cell.text().contains(FROM_BASELINE))
                && on.line(row.get(0).text())
                        .filter(line -> line.kind().equals(Report.BASELINE))
                        .isPresent();
    }

    private static boolean isMarked(ReportTable table, String mark) {
        return table.rows().stream().flatMap(List::stream).map(Cell::text).anyMatch(text -> text.contains(mark));
    }

    /** Lines that the test rows have chosen compete with nobody; of breadth there is no best. */
    private static boolean isBest(Report.Line line, List<Report.Line> lines, String seenItems, String metric) {
        return RankMetric.isName(metric)
                && !Protocol.isTest(line.selectedOn())
                && lines.stream()
                        .filter(other -> !Protocol.isTest(other.selectedOn()))
                        .allMatch(other -> other.mean(seenItems, metric) <= line.mean(seenItems, metric));
    }

    /** A line's first difference that is not to a baseline is the one from its closest reference. */
    private static String marks(Report.OnDataset on, Report.Line line, String seenItems, String metric) {
        List<Report.Difference> own = on.differences().stream()
                .filter(one -> one.isOf(line.name(), seenItems, metric))
                .toList();
        boolean fromBaseline = own.stream().anyMatch(one -> one.toBaseline() && one.significant());
        boolean fromReference = own.stream()
                .filter(one -> !one.toBaseline())
                .findFirst()
                .map(Report.Difference::significant)
                .orElse(false);
        return (fromBaseline ? FROM_BASELINE : "") + (fromReference ? FROM_REFERENCE : "");
    }

    private static String meaningOfMarks(Report.OnDataset on, String seenItems, List<String> metrics) {
        List<Report.Difference> differences = on.differences(seenItems);
        if (differences.stream()
                .noneMatch(one ->
                        metrics.contains(one.metric()) && on.line(one.line()).isPresent())) {
            return "";
        }
        // All differences on a data set are of the same sessions.
        String untested = differences.get(0).untested();
        if (!untested.isEmpty()) {
            return " Differences are " + untested + ".";
        }
        String test = String.format(
                Locale.ROOT,
                "p < %.2f after Holm's correction for %d comparison%s, paired bootstrap over sessions.",
                Report.Difference.SIGNIFICANT,
                differences.size(),
                differences.size() == 1 ? "" : "s");
        if (differences.stream().noneMatch(Report.Difference::significant)) {
            return " No difference is significant: none has " + test;
        }
        boolean ofBaselines = differences.stream()
                .filter(Report.Difference::toBaseline)
                .flatMap(one -> on.line(one.line()).stream())
                .anyMatch(line -> line.kind().equals(Report.BASELINE));
        return " " + FROM_BASELINE + " significantly different from the best non-neural baseline"
                + ofGivenBaselines(ofBaselines)
                + (differences.stream().allMatch(Report.Difference::toBaseline)
                        ? ""
                        : ", " + FROM_REFERENCE + " from "
                                + reference(differences, CLOSEST + " (of a fused model its base or control)"))
                + ": " + test;
    }

    /** Baselines that were given compete with those that stand in every report. */
    private static String ofGivenBaselines(boolean any) {
        return any ? " (of baselines that were given: from the best of those in every report)" : "";
    }

    /** The model that the user named as the reference of all others. */
    private static String reference(List<Report.Difference> differences, String otherwise) {
        return differences.stream()
                .filter(one -> one.question().equals(ReportMaker.OF_CHOICE))
                .findFirst()
                .map(Report.Difference::reference)
                .orElse(otherwise);
    }

    /** The figures of the published protocol, of the lines that have them. */
    static ReportTable bestOnTest(Report.OnDataset on) {
        List<Report.Source> sources = on.sources().stream()
                .filter(source -> !source.bestOnTest().isEmpty())
                .toList();
        Set<String> metrics = new LinkedHashSet<>();
        sources.forEach(source -> metrics.addAll(source.bestOnTest().keySet()));
        List<List<Cell>> rows = new ArrayList<>();
        for (Report.Source source : sources) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(named(on, source))));
            for (String metric : metrics) {
                Report.BestFigure figure = source.bestOnTest().get(metric);
                row.add(
                        figure == null
                                ? Cell.of(ReportTable.UNKNOWN)
                                : Cell.of(Figures.best(figure), figure.value())
                                        .standingOut(sources.stream()
                                                .flatMap(other ->
                                                        Optional.ofNullable(other.bestOnTest()
                                                                        .get(metric))
                                                                .stream())
                                                .allMatch(other -> other.value() <= figure.value())));
            }
            rows.add(row);
        }
        return new ReportTable(
                "best-on-test",
                Protocol.BEST_FIGURES,
                String.format(
                        Locale.ROOT,
                        "%s. Protocol: %s. Per cent, %,d test rows, seen items ranked, in brackets the epoch.",
                        Protocol.BEST_FIGURES,
                        Protocol.PUBLISHED,
                        on.rows()),
                heads("method", metrics),
                rows);
    }

    /** A line with several seeds has a source for each. */
    private static String named(Report.OnDataset on, Report.Source source) {
        boolean several =
                on.line(source.line()).map(line -> line.seeds().size() > 1).orElse(false);
        return several ? source.line() + ", seed " + source.seed() : source.line();
    }

    private static List<String> heads(String first, Iterable<String> others) {
        List<String> heads = new ArrayList<>(List.of(first));
        others.forEach(heads::add);
        return heads;
    }

    /** The differences in one metric. */
    static ReportTable differences(Report.OnDataset on, String seenItems, String metric) {
        List<Report.Difference> shown = on.differences(seenItems).stream()
                .filter(one ->
                        one.metric().equals(metric) && on.line(one.line()).isPresent())
                .toList();
        boolean seeds = shown.stream().anyMatch(one -> one.bySeed().size() > 1);
        List<List<Cell>> rows = new ArrayList<>();
        for (Report.Difference one : shown) {
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(one.line()),
                    Cell.of(one.reference()),
                    Cell.of(one.question()),
                    Cell.of(Figures.points(one.difference()), one.difference()).standingOut(one.significant()),
                    Cell.of(interval(one.low(), one.high())),
                    Cell.orUnknown(one.relative(), Figures::relative),
                    Cell.orUnknown(one.corrected(), p -> Figures.decimals(p, 4))));
            if (seeds) {
                Report.Spread bySeed = one.bySeed().isEmpty()
                        ? new Report.Spread(0, 0, 0)
                        : Report.Spread.of(one.bySeed().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
                boolean several = one.bySeed().size() > 1;
                row.add(
                        several
                                ? Cell.of(
                                        Figures.percent(bySeed.deviation()) + " of " + bySeed.runs(),
                                        bySeed.deviation())
                                : Cell.of(ReportTable.UNKNOWN));
                row.add(Cell.orUnknown(
                        several && bySeed.deviation() > 0 ? bySeed.mean() / bySeed.deviation() : null,
                        size -> String.format(Locale.ROOT, "%+.1f", size)));
            }
            rows.add(row);
        }
        String untested = shown.isEmpty() ? "" : shown.get(0).untested();
        List<String> head = new ArrayList<>(
                List.of("method", "reference", "what it measures", metric, "95 % interval", "relative", "p"));
        if (seeds) {
            head.addAll(List.of("sd of seeds", "d"));
        }
        return new ReportTable(
                "differences-" + seenItems + "-" + metric,
                "Differences in " + metric + ", seen items " + seenItems,
                "Differences in points"
                        + (untested.isEmpty()
                                ? ", with 95 % intervals of a paired bootstrap over sessions; significant ones are bold."
                                        + " Relative to the reference; p after Holm's correction"
                                : ", " + untested + ". Relative to the reference")
                        + (seeds
                                ? "; the standard deviation of the differences of single seeds, and the mean of these in"
                                        + " its units (Cohen's d)."
                                : "."),
                head,
                rows);
    }

    private static String interval(@Nullable Double low, @Nullable Double high) {
        return low == null || high == null ? ReportTable.UNKNOWN : Figures.points(low) + " to " + Figures.points(high);
    }

    /** How much of the gain of fusion the maps alone give. */
    static ReportTable mapShares(Report.OnDataset on) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Report.MapShare share : on.mapShares()) {
            double gain = share.both() - share.base();
            double ofMaps = share.zero() - share.base();
            rows.add(List.of(
                    Cell.of(share.method()),
                    Cell.of(share.seenItems()),
                    Cell.of(share.metric()),
                    Cell.of(Figures.percent(share.base()), share.base()),
                    Cell.of(Figures.points(gain), gain),
                    Cell.of(Figures.points(ofMaps), ofMaps),
                    Cell.of(Figures.points(share.both() - share.zero()), share.both() - share.zero()),
                    Cell.orUnknown(
                            gain > 0 ? ofMaps / gain : null,
                            part -> String.format(Locale.ROOT, "%.0f %%", 100 * part))));
        }
        return new ReportTable(
                "maps",
                "How much of the gain the extra maps give",
                "A fused model has maps that its base does not have. With zero vectors in the place of intents they gain"
                        + " what stands under 'maps alone'; only the rest can be the intents'. Points; the share has no"
                        + " meaning where fusion gains nothing.",
                List.of(
                        "method",
                        "seen items",
                        "metric",
                        "base",
                        "fusion gains",
                        "maps alone",
                        "intents add",
                        "share of maps"),
                rows);
    }

    /** What is recommended, and what it costs. */
    static ReportTable costs(Report.OnDataset on) {
        Set<String> breadth = new LinkedHashSet<>();
        Set<String> costs = new LinkedHashSet<>();
        for (Report.Line line : on.lines()) {
            line.masked().keySet().stream()
                    .filter(name -> !RankMetric.isName(name))
                    .forEach(breadth::add);
            costs.addAll(line.costs().keySet());
        }
        List<List<Cell>> rows = new ArrayList<>();
        if (!breadth.isEmpty() || !costs.isEmpty()) {
            for (Report.Line line : on.lines()) {
                List<Cell> row = new ArrayList<>(List.of(Cell.of(Protocol.marked(line))));
                breadth.forEach(name -> row.add(cell(line.masked(), name)));
                costs.forEach(name -> row.add(cell(line.costs(), name)));
                rows.add(row);
            }
        }
        List<String> units = new ArrayList<>(List.of("Per cent, seen items masked"));
        if (costs.stream().anyMatch(name -> name.startsWith("ms/"))) {
            units.add("milliseconds for the scores of 1,000 rows, other work of the machine included");
        }
        if (costs.contains("peak-MiB")) {
            units.add("the peak memory of the process in MiB");
        }
        if (costs.contains(Figures.TRAINING_TIME)) {
            units.add("seconds and epochs of training; trained parameters");
        }
        return new ReportTable(
                "costs",
                "What is recommended, and what it costs",
                String.join("; ", units) + ".",
                heads("method", Stream.concat(breadth.stream(), costs.stream()).toList()),
                rows);
    }

    private static Cell cell(Map<String, Report.Spread> figures, String name) {
        Report.Spread spread = figures.get(name);
        return Cell.orUnknown(spread == null ? null : spread.mean(), mean -> Figures.of(name, mean));
    }

    /** The results on parts of the rows: one table for each breakdown and each treatment of seen items. */
    static List<ReportTable> breakdowns(Report.OnDataset on) {
        return on.breakdowns().stream()
                .flatMap(breakdown -> Report.SEEN_ITEMS.stream().map(seenItems -> breakdown(on, breakdown, seenItems)))
                .toList();
    }

    private static ReportTable breakdown(Report.OnDataset on, Report.Breakdown breakdown, String seenItems) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Report.Line line : on.lines()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(Protocol.marked(line))));
            for (Report.Part part : breakdown.parts()) {
                row.add(part.results().stream()
                        .filter(one -> one.name().equals(line.name())
                                && one.seenItems().equals(seenItems))
                        .findFirst()
                        .map(one -> one.metrics().get(Report.METRIC))
                        .map(value -> Cell.of(Figures.percent(value), value))
                        .orElse(Cell.of(ReportTable.UNKNOWN)));
            }
            rows.add(row);
        }
        Set<List<String>> pairs = new LinkedHashSet<>();
        breakdown.parts().forEach(part -> part.differences().stream()
                .filter(one -> one.seenItems().equals(seenItems))
                .forEach(one -> pairs.add(List.of(one.line(), one.reference()))));
        for (List<String> pair : pairs) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(pair.get(0) + " minus " + pair.get(1))));
            breakdown.parts().forEach(part -> row.add(difference(part, pair, seenItems)));
            rows.add(row);
        }
        return new ReportTable(
                ("by-" + breakdown.by() + "-" + seenItems).replace(' ', '-'),
                "By " + breakdown.by() + ", seen items " + seenItems,
                Report.METRIC + " in per cent, in brackets the rows of each part."
                        + (pairs.isEmpty()
                                ? ""
                                : " Differences in points with their 95 % intervals, which are not corrected for their"
                                        + " number; parts of fewer than " + PairedBootstrap.LEAST_SESSIONS
                                        + " sessions have none."),
                heads(
                        "method",
                        breakdown.parts().stream()
                                .map(part -> part.name() + " (" + Figures.count(part.rows()) + ")")
                                .toList()),
                rows);
    }

    private static Cell difference(Report.Part part, List<String> pair, String seenItems) {
        return part.differences().stream()
                .filter(one -> one.seenItems().equals(seenItems) && pair.equals(List.of(one.line(), one.reference())))
                .findFirst()
                .map(one -> Cell.of(
                        Figures.points(one.difference())
                                + (one.low() == null ? "" : " (" + interval(one.low(), one.high()) + ")"),
                        one.difference()))
                .orElse(Cell.of(ReportTable.UNKNOWN));
    }

    /** The epochs of a line. */
    static ReportTable training(Report.Training training) {
        return new ReportTable(
                "training-" + training.line(),
                training.line() + ": epochs",
                "Evaluated on the " + training.split() + " rows, in per cent, seen items masked and ranked."
                        + (Protocol.isTest(training.split()) ? " " + capital(Protocol.WORDS) + "." : ""),
                List.of("epoch", "loss", "MRR@20 masked", "HR@20 masked", "MRR@20 ranked", "HR@20 ranked", "seconds"),
                training.epochs().stream()
                        .map(epoch -> List.of(
                                Cell.of(String.valueOf(epoch.epoch()), epoch.epoch()),
                                Cell.orUnknown(epoch.trainLoss(), loss -> Figures.decimals(loss, 4)),
                                Cell.orUnknown(epoch.masked().get("MRR@20"), Figures::percent),
                                Cell.orUnknown(epoch.masked().get("HR@20"), Figures::percent),
                                Cell.orUnknown(epoch.ranked().get("MRR@20"), Figures::percent),
                                Cell.orUnknown(epoch.ranked().get("HR@20"), Figures::percent),
                                Cell.orUnknown(epoch.seconds(), seconds -> Figures.decimals(seconds, 1))))
                        .toList());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** How often the candidates hold the target. */
    static ReportTable exposure(Report.OnDataset on) {
        Set<Integer> lengths = on.exposure().stream()
                .flatMap(exposure -> exposure.recall().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<List<Cell>> rows = new ArrayList<>();
        for (Report.Exposure exposure : on.exposure()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(exposure.split()), Cell.of(exposure.rows())));
            lengths.forEach(length -> row.add(Cell.orUnknown(exposure.recall().get(length), Figures::percent)));
            rows.add(row);
        }
        List<String> head = new ArrayList<>(List.of("split", "rows"));
        lengths.forEach(length -> head.add("in the first " + length));
        return new ReportTable(
                "exposure",
                "How often the candidates hold the target",
                "Per cent. Intents are chosen among the candidates. Where training rows find their target there far more"
                        + " often than test rows, the fused model learns to trust intents more than is warranted;"
                        + " cross-fitted candidates close that gap.",
                head,
                rows);
    }

    /** Targets and who finds them. */
    static ReportTable items(Report.OnDataset on) {
        List<List<Cell>> rows = new ArrayList<>();
        boolean intents = on.items().stream().anyMatch(item -> !item.intents().isEmpty());
        List<String> head = new ArrayList<>(List.of("target", "training clicks", "test rows"));
        if (intents) {
            head.add("most frequent intents");
        }
        on.lines().forEach(line -> head.add(line.name()));
        for (Report.ItemExample item : on.items()) {
            List<Cell> row =
                    new ArrayList<>(List.of(Cell.of(item.item()), Cell.of(item.clicks()), Cell.of(item.rows())));
            if (intents) {
                row.add(Cell.of(item.intents().isEmpty() ? "none" : String.join("; ", item.intents())));
            }
            on.lines().forEach(line -> row.add(Cell.orUnknown(item.hits().get(line.name()), Figures::percent)));
            rows.add(row);
        }
        return new ReportTable(
                "items",
                "Items: who finds them",
                "Targets of test rows that were drawn at random: HR@20 in per cent on the test rows of each, seen items"
                        + " masked. Few rows, so for illustration only.",
                head,
                rows);
    }

    /** The recommendations of a test row, by rank. */
    static ReportTable recommendations(Report.SessionExample example) {
        int longest = example.recommendations().values().stream()
                .mapToInt(List::size)
                .max()
                .orElse(0);
        List<List<Cell>> rows = new ArrayList<>();
        for (int rank = 0; rank < longest; rank++) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(String.valueOf(rank + 1), rank + 1)));
            for (List<String> titles : example.recommendations().values()) {
                String title = rank < titles.size() ? titles.get(rank) : ReportTable.UNKNOWN;
                row.add(Cell.of(title).standingOut(title.equals(example.target())));
            }
            rows.add(row);
        }
        return new ReportTable(
                "recommendations",
                "",
                "The first recommendations, seen items ranked; the next click is bold.",
                heads("rank", example.recommendations().keySet()),
                rows);
    }

    /** The counts of the splits. */
    static ReportTable splits(Report.Dataset dataset) {
        return new ReportTable(
                "splits",
                "Data",
                String.join(" ", Protocol.split(dataset)),
                List.of("split", "sessions", "clicks", "rows"),
                dataset.splits().stream()
                        .map(split -> List.of(
                                Cell.of(split.split()),
                                Cell.of(split.sessions()),
                                Cell.of(split.clicks()),
                                Cell.of(split.rows())))
                        .toList());
    }

    /** Where the figures come from. */
    static ReportTable sources(Report.OnDataset on) {
        return ReportTable.ofTexts(
                "sources",
                "Where every figure comes from",
                "Fingerprints are SHA-256 over the files of a folder, shortened; results.json has them whole, with all"
                        + " options.",
                List.of("method", "seed", "path", "model", "ranks", "created", "command"),
                on.sources().stream()
                        .map(source -> Stream.of(
                                        source.line(),
                                        source.seed(),
                                        source.path(),
                                        Figures.shortened(source.model()),
                                        Figures.shortened(source.ranks()),
                                        source.created(),
                                        source.command())
                                .map(text -> text.isEmpty() ? ReportTable.UNKNOWN : text)
                                .toList())
                        .toList());
    }

    /** Every option with its values and the models that have them. */
    static ReportTable options(Report.OnDataset on) {
        List<Map<String, String>> all = on.sources().stream()
                .map(source -> {
                    Map<String, String> options = new TreeMap<>(source.options());
                    source.intents().forEach((key, value) -> options.put("intents: " + key, value));
                    return options;
                })
                .toList();
        Set<String> keys = new TreeSet<>();
        all.forEach(options -> keys.addAll(options.keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            Map<String, List<String>> byValue = new TreeMap<>();
            for (int i = 0; i < all.size(); i++) {
                String value = all.get(i).get(key);
                if (value != null) {
                    byValue.computeIfAbsent(value, text -> new ArrayList<>())
                            .add(named(on, on.sources().get(i)));
                }
            }
            boolean common = byValue.size() == 1;
            byValue.forEach((value, names) ->
                    rows.add(List.of(key, value, common ? "all that have it" : String.join("; ", names))));
        }
        return ReportTable.ofTexts(
                "options", "Options", "Every option of every model.", List.of("option", "value", "models"), rows);
    }

    /** The tables in the order of a text, without those that have no rows and without examples and sources. */
    static List<ReportTable> main(Report.OnDataset on) {
        List<ReportTable> tables = new ArrayList<>();
        Report.SEEN_ITEMS.forEach(seenItems -> tables.add(results(on, seenItems)));
        tables.add(bestOnTest(on));
        for (String seenItems : Report.SEEN_ITEMS) {
            for (String metric : List.of("MRR@20", "HR@20")) {
                tables.add(differences(on, seenItems, metric));
            }
        }
        tables.add(mapShares(on));
        tables.add(costs(on));
        tables.add(exposure(on));
        return tables.stream().filter(table -> !table.rows().isEmpty()).toList();
    }

    /** Every figure of every line, one to a row, as fractions. */
    static ReportTable figures(Report report) {
        List<List<String>> rows = new ArrayList<>();
        for (Report.OnDataset on : report.datasets()) {
            for (Report.Line line : on.lines()) {
                for (String seenItems : List.of(Report.RANKED, Report.MASKED, "")) {
                    Map<String, Report.Spread> figures = seenItems.isEmpty() ? line.costs() : line.figures(seenItems);
                    figures.forEach((metric, spread) -> rows.add(List.of(
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
            }
        }
        return ReportTable.ofTexts(
                "figures",
                "",
                "",
                List.of(
                        "dataset",
                        "line",
                        "method",
                        "arm",
                        "kind",
                        "selected_on",
                        "seen_items",
                        "metric",
                        "mean",
                        "sd",
                        "runs"),
                rows);
    }

    /** Every difference, as fractions. */
    static ReportTable differences(Report report) {
        List<List<String>> rows = new ArrayList<>();
        for (Report.OnDataset on : report.datasets()) {
            for (Report.Difference one : on.differences()) {
                rows.add(List.of(
                        on.name(),
                        one.line(),
                        one.reference(),
                        one.question(),
                        one.seenItems(),
                        one.metric(),
                        String.valueOf(one.difference()),
                        orEmpty(one.relative()),
                        orEmpty(one.low()),
                        orEmpty(one.high()),
                        orEmpty(one.pValue()),
                        orEmpty(one.corrected()),
                        one.bySeed().stream().map(String::valueOf).collect(Collectors.joining(";")),
                        one.untested()));
            }
        }
        return ReportTable.ofTexts(
                "differences",
                "",
                "",
                List.of(
                        "dataset",
                        "line",
                        "reference",
                        "question",
                        "seen_items",
                        "metric",
                        "difference",
                        "relative",
                        "low",
                        "high",
                        "p",
                        "p_holm",
                        "by_seed",
                        "untested"),
                rows);
    }

    private static String orEmpty(@Nullable Double value) {
        return value == null ? "" : String.valueOf(value);
    }

    /** The metrics of rankings, those at the largest cut-off first. */
    static List<String> metrics(Report.OnDataset on) {
        return on.lines().stream()
                .findFirst()
                .map(line -> line.masked().keySet().stream()
                        .filter(RankMetric::isName)
                        .map(RankMetric::of)
                        .sorted(Comparator.comparing(RankMetric::cutOff, Comparator.reverseOrder())
                                .thenComparing(metric -> metric.kind() != RankMetric.Kind.MRR))
                        .map(RankMetric::name)
                        .toList())
                .orElse(List.of());
    }
}
