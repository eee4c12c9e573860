package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.RankMetric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of a study on one data set, whatever they are written as. */
final class StudyTables {

    private static final String FROM_BASELINE = "\u2020";
    private static final String FROM_CONTROL = "\u2021";
    private static final String UNKNOWN = "-";
    private static final String METRIC = "MRR@20";

    private StudyTables() {}

    /**
     * The results.
     *
     * @param metrics the columns
     * @param names the lines; empty for all
     */
    static SideTable results(StudyReport.OnDataset on, String seenItems, List<String> metrics, List<String> names) {
        List<StudyReport.Line> lines = on.lines().stream()
                .filter(line -> names.isEmpty() || names.contains(line.name()))
                .toList();
        List<String> head = new ArrayList<>(List.of("method", "seeds"));
        head.addAll(metrics);
        List<List<String>> rows = new ArrayList<>();
        List<Set<Integer>> best = new ArrayList<>();
        for (StudyReport.Line line : lines) {
            List<String> row = new ArrayList<>();
            row.add(Protocol.marked(line.name(), line.selectedOn()));
            row.add(
                    line.seeds().isEmpty()
                            ? UNKNOWN
                            : String.valueOf(line.seeds().size()));
            Set<Integer> bold = new HashSet<>();
            for (String metric : metrics) {
                Optional<StudyReport.Spread> figure =
                        Optional.ofNullable(line.figures(seenItems).get(metric));
                if (figure.isPresent() && isBest(line, lines, seenItems, metric)) {
                    bold.add(row.size());
                }
                row.add(figure.map(spread -> Figures.spread(metric, spread)).orElse(UNKNOWN)
                        + marks(on, line, seenItems, metric));
            }
            rows.add(row);
            best.add(bold);
        }
        return new SideTable(
                "Session items " + seenItems,
                String.format(
                        Locale.ROOT,
                        "Per cent, %,d test rows, session items %s; mean \u00b1 standard deviation over seeds where"
                                + " there are several; the best sound figure of a column is bold. %s%s",
                        on.rows(),
                        seenItems,
                        protocol(on, lines),
                        footnote(on, seenItems)),
                head,
                rows,
                best);
    }

    /** Lines that the test rows have chosen compete with nobody. */
    private static boolean isBest(
            StudyReport.Line line, List<StudyReport.Line> lines, String seenItems, String metric) {
        if (Protocol.isTest(line.selectedOn()) || !RankMetric.isName(metric)) {
            return false;
        }
        double value = mean(line, seenItems, metric);
        return lines.stream()
                .filter(other -> !Protocol.isTest(other.selectedOn()))
                .allMatch(other -> mean(other, seenItems, metric) <= value);
    }

    private static double mean(StudyReport.Line line, String seenItems, String metric) {
        return Optional.ofNullable(line.figures(seenItems).get(metric))
                .map(StudyReport.Spread::mean)
                .orElse(0.0);
    }

    private static String marks(StudyReport.OnDataset on, StudyReport.Line line, String seenItems, String metric) {
        String marks = "";
        for (StudyReport.Effect effect : on.effects()) {
            if (effect.significant()
                    && effect.line().equals(line.name())
                    && effect.seenItems().equals(seenItems)
                    && effect.metric().equals(metric)) {
                if (effect.toBaseline()) {
                    marks = FROM_BASELINE + marks.replace(FROM_BASELINE, "");
                } else if (isClosestControl(on, effect)) {
                    marks = marks + FROM_CONTROL;
                }
            }
        }
        return marks;
    }

    /** The first effect of a line is the one with its closest control. */
    private static boolean isClosestControl(StudyReport.OnDataset on, StudyReport.Effect effect) {
        return on.effects().stream()
                .filter(other -> !other.toBaseline()
                        && other.line().equals(effect.line())
                        && other.seenItems().equals(effect.seenItems())
                        && other.metric().equals(effect.metric()))
                .findFirst()
                .map(effect::equals)
                .orElse(false);
    }

    private static String protocol(StudyReport.OnDataset on, List<StudyReport.Line> lines) {
        List<String> selectedOn =
                lines.stream().map(StudyReport.Line::selectedOn).toList();
        List<String> names = lines.stream().map(StudyReport.Line::name).toList();
        return "Protocol: " + Protocol.named(selectedOn)
                + Protocol.learning(on.cells().stream()
                        .filter(cell -> names.contains(cell.line()))
                        .map(StudyReport.Cell::options)
                        .toList())
                + "."
                + (selectedOn.stream().anyMatch(Protocol::isTest) ? " * " + Protocol.WORDS + "." : "");
    }

    private static String footnote(StudyReport.OnDataset on, String seenItems) {
        List<StudyReport.Effect> effects = on.effects().stream()
                .filter(effect -> effect.seenItems().equals(seenItems))
                .toList();
        if (effects.isEmpty()) {
            return "";
        }
        String untested = untested(effects);
        if (!untested.isEmpty()) {
            return " Differences are " + untested + ".";
        }
        List<String> signs = new ArrayList<>();
        if (effects.stream().anyMatch(StudyReport.Effect::toBaseline)) {
            signs.add(FROM_BASELINE + " differs from the best method that counts");
        }
        if (effects.stream().anyMatch(effect -> !effect.toBaseline())) {
            signs.add(FROM_CONTROL + " differs from its closest control");
        }
        return String.format(
                Locale.ROOT,
                " %s: p < %.2f after Holm's correction for %d comparison%s, paired bootstrap over sessions.",
                String.join(", ", signs),
                Report.Difference.SIGNIFICANT,
                effects.size(),
                effects.size() == 1 ? "" : "s");
    }

    /** Why effects were not tested; empty where they were. All of them are of the same sessions. */
    private static String untested(List<StudyReport.Effect> effects) {
        return effects.stream().findFirst().map(StudyReport.Effect::untested).orElse("");
    }

    /** The comparisons in one metric. */
    static Optional<SideTable> effects(StudyReport.OnDataset on, String seenItems, String metric) {
        List<List<String>> rows = new ArrayList<>();
        List<Set<Integer>> best = new ArrayList<>();
        String untested = untested(on.effects());
        for (StudyReport.Effect effect : on.effects()) {
            if (!effect.seenItems().equals(seenItems) || !effect.metric().equals(metric)) {
                continue;
            }
            double control = on.line(effect.control())
                    .map(line -> mean(line, seenItems, metric))
                    .orElse(0.0);
            StudyReport.Spread bySeed = effect.bySeed().isEmpty()
                    ? new StudyReport.Spread(0, 0, 0)
                    : StudyReport.Spread.of(effect.bySeed().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
            rows.add(List.of(
                    effect.line(),
                    effect.control(),
                    effect.question(),
                    Figures.points(effect.difference()),
                    effect.tested()
                            .map(tested -> Figures.points(tested.low()) + " to " + Figures.points(tested.high()))
                            .orElse(UNKNOWN),
                    control > 0 ? Figures.relative(effect.difference() / control) : UNKNOWN,
                    effect.tested()
                            .map(tested -> Figures.decimals(tested.corrected()))
                            .orElse(UNKNOWN),
                    bySeed.runs() < 2 ? UNKNOWN : Figures.percent(bySeed.deviation()) + " of " + bySeed.runs(),
                    bySeed.runs() < 2 || bySeed.deviation() == 0
                            ? UNKNOWN
                            : String.format(Locale.ROOT, "%+.1f", bySeed.mean() / bySeed.deviation())));
            best.add(effect.significant() ? Set.of(3) : Set.of());
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new SideTable(
                        metric + ", session items " + seenItems,
                        (untested.isEmpty()
                                        ? "Differences in points, with 95 % intervals of a paired bootstrap over"
                                                + " sessions; significant ones are bold. Relative to the control; p after"
                                                + " Holm's correction; the standard"
                                        : "Differences in points, " + untested
                                                + ". Relative to the control; the standard")
                                + " deviation of the differences of single seeds, and the mean of these in its units"
                                + " (Cohen's d).",
                        List.of(
                                "method",
                                "control",
                                "what it tells",
                                metric,
                                "95 % interval",
                                "relative",
                                "p",
                                "sd of seeds",
                                "d"),
                        rows,
                        best));
    }

    /** How much of the gain of fusion the maps alone give. */
    static Optional<SideTable> mapShares(StudyReport.OnDataset on) {
        List<List<String>> rows = new ArrayList<>();
        for (StudyReport.MapShare share : on.mapShares()) {
            double gain = share.both() - share.base();
            double ofMaps = share.zero() - share.base();
            rows.add(List.of(
                    share.method(),
                    share.seenItems(),
                    share.metric(),
                    Figures.percent(share.base()),
                    Figures.points(gain),
                    Figures.points(ofMaps),
                    Figures.points(share.both() - share.zero()),
                    gain > 0 ? String.format(Locale.ROOT, "%.0f %%", 100 * ofMaps / gain) : UNKNOWN));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new SideTable(
                        "How much of the gain the extra maps give",
                        "A fused model has maps that its base does not have. With zero vectors in the place of intents"
                                + " they gain what stands under 'maps alone'; only the rest can be the intents'. Points;"
                                + " the share has no meaning where fusion gains nothing.",
                        List.of(
                                "method",
                                "session items",
                                "metric",
                                "base",
                                "fusion gains",
                                "maps alone",
                                "intents add",
                                "share of maps"),
                        rows));
    }

    /** What is recommended, and what it costs. */
    static SideTable breadthAndCost(StudyReport.OnDataset on) {
        Set<String> breadth = new LinkedHashSet<>();
        Set<String> costs = new LinkedHashSet<>();
        for (StudyReport.Line line : on.lines()) {
            line.masked().keySet().stream()
                    .filter(name -> !RankMetric.isName(name))
                    .forEach(breadth::add);
            costs.addAll(line.costs().keySet());
        }
        List<String> head = new ArrayList<>(List.of("method"));
        head.addAll(breadth);
        head.addAll(costs);
        List<List<String>> rows = new ArrayList<>();
        for (StudyReport.Line line : on.lines()) {
            List<String> row = new ArrayList<>(List.of(Protocol.marked(line.name(), line.selectedOn())));
            breadth.forEach(name -> row.add(cell(line.masked(), name)));
            costs.forEach(name -> row.add(cell(line.costs(), name)));
            rows.add(row);
        }
        return new SideTable(
                "What is recommended, and what it costs",
                "Per cent, session items masked; milliseconds for the scores of 1,000 rows; the most memory of the"
                        + " process in MiB; seconds and epochs of training; trained parameters. Other work of the machine"
                        + " is in the times. " + Protocol.sentences(on),
                head,
                rows);
    }

    private static String cell(Map<String, StudyReport.Spread> figures, String name) {
        return Optional.ofNullable(figures.get(name))
                .map(spread -> Figures.of(name, spread.mean()))
                .orElse(UNKNOWN);
    }

    /** The results on parts of the rows. */
    static List<SideTable> breakdowns(StudyReport.OnDataset on) {
        List<SideTable> tables = new ArrayList<>();
        for (Report.Breakdown breakdown : on.breakdowns()) {
            for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
                List<String> head = new ArrayList<>(List.of("method"));
                breakdown
                        .parts()
                        .forEach(part -> head.add(String.format(Locale.ROOT, "%s (%,d)", part.name(), part.rows())));
                List<List<String>> rows = new ArrayList<>();
                for (StudyReport.Line line : on.lines()) {
                    List<String> row = new ArrayList<>(List.of(Protocol.marked(line.name(), line.selectedOn())));
                    breakdown
                            .parts()
                            .forEach(part -> row.add(part.results().stream()
                                    .filter(one -> one.name().equals(line.name())
                                            && one.seenItems().equals(seenItems))
                                    .findFirst()
                                    .map(one -> Figures.percent(one.metrics().getOrDefault(METRIC, 0.0)))
                                    .orElse(UNKNOWN)));
                    rows.add(row);
                }
                tables.add(new SideTable(
                        "By " + breakdown.by() + ", session items " + seenItems,
                        METRIC + " in per cent, mean over seeds, in brackets the rows of each part. "
                                + Protocol.sentences(on),
                        head,
                        rows));
            }
        }
        return tables;
    }

    /** Where the figures come from. */
    static SideTable provenance(StudyReport.OnDataset on) {
        return new SideTable(
                "Where every figure comes from",
                "Fingerprints are SHA-256 over the files of a folder, shortened; study.json has them whole, with all"
                        + " options.",
                List.of("method", "seed", "model", "ranks", "made", "by"),
                on.cells().stream()
                        .map(cell -> List.of(
                                cell.line(),
                                cell.seed().isEmpty() ? UNKNOWN : cell.seed(),
                                cell.model().isEmpty() ? UNKNOWN : shortened(cell.model()),
                                shortened(cell.ranks()),
                                cell.created(),
                                cell.command()))
                        .toList());
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() <= 12 ? fingerprint : fingerprint.substring(0, 12);
    }

    /** The metrics of rankings that a study has, those at the last cut-off first. */
    static List<String> metrics(StudyReport.OnDataset on) {
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
