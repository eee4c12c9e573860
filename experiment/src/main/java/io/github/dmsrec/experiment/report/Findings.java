package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.gnn.fusion.FusionOptions;
import io.github.dmsrec.intent.Inferrers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts into words what results show, and no more than they show. */
final class Findings {

    private static final String INFERRER = "inferrer";
    private static final String ZERO = "zero";
    /** The arms that claim something about intents; the others are their controls. */
    private static final Set<String> WITH_INTENTS = Set.of("both", "student", "facets", "facets-student");

    private Findings() {}

    /** The results with their headline and findings. */
    static Report.OnDataset in(Report.OnDataset on) {
        return new Report.OnDataset(
                on.name(),
                on.dataset(),
                on.protocol(),
                on.rows(),
                winner(on, Report.MASKED),
                sentences(on),
                on.lines(),
                on.differences(),
                on.mapShares(),
                on.breakdowns(),
                on.training(),
                on.exposure(),
                on.sessions(),
                on.items(),
                on.sources());
    }

    private static List<String> sentences(Report.OnDataset on) {
        List<String> sentences = new ArrayList<>();
        sentences.add(winner(on, Report.RANKED));
        for (String seenItems : Report.SEEN_ITEMS) {
            fusion(on, seenItems).ifPresent(sentences::add);
        }
        sentences.addAll(inferrers(on.sources()));
        names(on, line -> Protocol.isTest(line.selectedOn()))
                .ifPresent(names -> sentences.add("Models " + Protocol.WORDS + ": " + names
                        + ". The test rows chose the epoch, so these figures are better than unseen rows would give; they"
                        + " are for comparison with published ones alone."));
        smallCatalogue(on.dataset().items()).ifPresent(sentences::add);
        names(on, line -> line.kind().equals(Report.ELSEWHERE))
                .ifPresent(names -> sentences.add("Recommendations made elsewhere: " + names
                        + ". What they were made from and how their model was chosen is not known here; a target that is"
                        + " not in a row's list is a miss."));
        names(on, line -> line.kind().equals(Report.TRAINED) && line.seeds().size() < 2)
                .ifPresent(names -> sentences.add("Trained with one seed: " + names
                        + ". Another seed changes these figures; intervals and p-values cover the choice of test sessions,"
                        + " not that of seeds."));
        if (on.lines().stream().anyMatch(Report.Line::fused) && !hasZero(on)) {
            sentences.add("A fused model has more parameters than its base, so a gain alone does not prove that the"
                    + " intents caused it.");
        }
        return sentences;
    }

    /** How intents were inferred, and of which lines where that differs. Vectors of zero have none, whatever they replace. */
    static List<String> inferrers(List<Report.Source> sources) {
        Map<String, Set<String>> lines = new LinkedHashMap<>();
        sources.stream()
                .filter(source -> source.intents().containsKey(INFERRER)
                        && !ZERO.equals(source.options().get(FusionOptions.INTENT_CONTROL.key())))
                .forEach(source -> lines.computeIfAbsent(
                                Inferrers.how(source.intents().get(INFERRER)), how -> new LinkedHashSet<>())
                        .add(source.line()));
        return lines.entrySet().stream()
                .map(entry ->
                        "The intents " + (lines.size() == 1 ? "" : "of " + String.join(", ", entry.getValue()) + " ")
                                + "were " + entry.getKey() + ".")
                .toList();
    }

    private static Optional<String> names(Report.OnDataset on, Predicate<Report.Line> which) {
        String names = on.lines().stream().filter(which).map(Report.Line::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    /** Who wins and by how much. Models that the test rows chose compete only where no other was trained. */
    private static String winner(Report.OnDataset on, String seenItems) {
        List<Report.Line> trained = on.lines().stream()
                .filter(line -> !line.kind().equals(Report.BASELINE))
                .toList();
        List<Report.Line> sound = trained.stream()
                .filter(line -> !Protocol.isTest(line.selectedOn()))
                .toList();
        Comparator<Report.Line> byMetric = Comparator.comparingDouble(line -> line.mean(seenItems, Report.METRIC));
        Report.Line best =
                (sound.isEmpty() ? trained : sound).stream().max(byMetric).orElse(null);
        Report.Line baseline = on.lines().stream()
                .filter(line -> line.kind().equals(Report.BASELINE))
                .max(byMetric)
                .orElse(null);
        String with = "With seen items " + seenItems + ", ";
        if (best == null || baseline == null) {
            Report.Line only = best == null ? baseline : best;
            return only == null
                    ? "Nothing was compared."
                    : with + only.name() + " has the highest " + Report.METRIC + ", " + percent(only, seenItems) + ".";
        }
        Report.Difference difference = on.differences().stream()
                .filter(one -> one.toBaseline() && one.isOf(best.name(), seenItems, Report.METRIC))
                .findFirst()
                .orElse(null);
        String name = best.name() + (Protocol.isTest(best.selectedOn()) ? " (" + Protocol.WORDS + ")" : "");
        double lead = best.mean(seenItems, Report.METRIC) - baseline.mean(seenItems, Report.METRIC);
        String test = difference == null ? "not tested" : test(difference);
        if (difference == null || !difference.significant()) {
            return String.format(
                    "%sno method clearly wins: the best trained method, %s, has an %s of %s and the best non-neural"
                            + " baseline, %s, of %s; the difference of %s points is %s.",
                    with,
                    name,
                    Report.METRIC,
                    percent(best, seenItems),
                    baseline.name(),
                    percent(baseline, seenItems),
                    Figures.points(lead),
                    difference == null || !difference.untested().isEmpty() ? test : "not significant (" + test + ")");
        }
        if (lead > 0) {
            return String.format(
                    "%s%s wins: its %s of %s is %s points%s above that of the best non-neural baseline, %s, with %s (significant: %s)%s.",
                    with,
                    name,
                    Report.METRIC,
                    percent(best, seenItems),
                    Figures.percent(lead),
                    difference.relative() == null ? "" : " (" + Figures.relative(difference.relative()) + ")",
                    baseline.name(),
                    percent(baseline, seenItems),
                    test,
                    closest(on, best, seenItems));
        }
        return String.format(
                "%sthe best non-neural baseline, %s, wins: its %s of %s is %s points above that of the best trained method,"
                        + " %s, with %s (difference %s points, significant: %s).",
                with,
                baseline.name(),
                Report.METRIC,
                percent(baseline, seenItems),
                Figures.percent(-lead),
                name,
                percent(best, seenItems),
                Figures.points(lead),
                test);
    }

    /** A winner that is not significantly better than its base or control; empty otherwise. */
    private static String closest(Report.OnDataset on, Report.Line best, String seenItems) {
        return toModels(on, best.name(), seenItems)
                .findFirst()
                .filter(one -> !one.significant())
                .map(one -> "; its difference of " + Figures.points(one.difference()) + " points from "
                        + one.reference() + " is not significant")
                .orElse("");
    }

    private static String percent(Report.Line line, String seenItems) {
        return Figures.percent(line.mean(seenItems, Report.METRIC)) + " %";
    }

    /** What the bootstrap says of a difference. */
    private static String test(Report.Difference difference) {
        return difference.low() == null || difference.high() == null || difference.corrected() == null
                ? difference.untested()
                : String.format(
                        Locale.ROOT,
                        "95 %% interval %+.2f to %+.2f, p = %.4f after Holm's correction",
                        100 * difference.low(),
                        100 * difference.high(),
                        difference.corrected());
    }

    /** What intents add: to the same model with zero vectors in their place if it is there, else to the base. */
    private static Optional<String> fusion(Report.OnDataset on, String seenItems) {
        boolean toZero = hasZero(on);
        String found = on.lines().stream()
                .filter(line -> line.fused() && (!toZero || WITH_INTENTS.contains(line.arm())))
                .flatMap(line -> toModels(on, line.name(), seenItems))
                .filter(one -> toZero ? one.reference().endsWith(" zero") : !toAnother(one))
                .map(one -> one.line() + " " + tested(one) + ofAnother(on, one.line(), seenItems))
                .collect(Collectors.joining("; "));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of("With seen items " + seenItems + ", intents change " + Report.METRIC + " against "
                        + (toZero ? "the same model with zero vectors in their place" : "the base model") + " by: "
                        + found
                        + ".");
    }

    /** A line against its control with the intents of another session or item, which tells whether they must be its own; empty without. */
    private static String ofAnother(Report.OnDataset on, String line, String seenItems) {
        return toModels(on, line, seenItems)
                .filter(Findings::toAnother)
                .map(one -> ", against " + one.reference() + " " + tested(one))
                .collect(Collectors.joining());
    }

    private static boolean toAnother(Report.Difference one) {
        return one.reference().endsWith("shuffled");
    }

    /** The differences of a line from other models and controls. */
    private static Stream<Report.Difference> toModels(Report.OnDataset on, String line, String seenItems) {
        return on.differences().stream().filter(one -> !one.toBaseline() && one.isOf(line, seenItems, Report.METRIC));
    }

    private static String tested(Report.Difference one) {
        return Figures.points(one.difference()) + " points "
                + (one.untested().isEmpty()
                        ? String.format(
                                Locale.ROOT,
                                "(%ssignificant, p = %.4f)",
                                one.significant() ? "" : "not ",
                                one.corrected())
                        : "(" + one.untested() + ")");
    }

    private static boolean hasZero(Report.OnDataset on) {
        return on.lines().stream().anyMatch(line -> line.arm().equals(ZERO))
                && on.lines().stream().anyMatch(line -> WITH_INTENTS.contains(line.arm()));
    }

    /** What to know of metrics whose cut-off is above the number of items. */
    static Optional<String> smallCatalogue(int items) {
        List<String> above = Metrics.CUT_OFFS.stream()
                .filter(cutOff -> cutOff > items)
                .map(cutOff -> "@" + cutOff)
                .toList();
        return above.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "The catalogue has " + items + " items, fewer than the cut-off of " + String.join(", ", above)
                                + ": these metrics see the whole ranking, and HR is 1 wherever the method scores the target.");
    }
}
