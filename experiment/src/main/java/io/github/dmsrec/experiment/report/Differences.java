package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.Breakdown;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How models, and recommendations made elsewhere, differ from their references, on all test rows and on parts of them. The references are the best baseline in
 * the metric and, for a fused model, its base.
 */
final class Differences {

    /** What is tested: few metrics, because every comparison costs the others power. */
    private static final List<String> TESTED = List.of("HR@20", "MRR@20");

    /** What is shown on parts of the rows. */
    private static final List<String> SHOWN = List.of("MRR@20");

    private final Comparison comparison;
    private final Examples rows;
    private final long seed;

    /**
     * @param seed of the bootstrap
     */
    Differences(Comparison comparison, long seed) {
        this.comparison = comparison;
        this.rows = comparison.dataset().examples(Split.TEST);
        this.seed = seed;
    }

    /** One comparison to make. */
    private record Pair(
            Comparison.Entry model, Comparison.Entry reference, boolean toBase, boolean masked, String metric) {

        IntToDoubleFunction difference() {
            RankMetric of = RankMetric.of(metric);
            int[] ranks = model.ranks(masked);
            int[] others = reference.ranks(masked);
            return row -> of.of(ranks[row]) - of.of(others[row]);
        }

        String seenItems() {
            return masked ? Report.MASKED : Report.RANKED;
        }
    }

    /** The differences on all rows, with p-values that are corrected over those under the same protocol. */
    List<Report.Difference> onAllRows() {
        List<Report.Difference> differences = new ArrayList<>();
        int[] all = IntStream.range(0, rows.size()).toArray();
        List<Pair> pairs = pairs(TESTED);
        List<PairedBootstrap> found = bootstrap(pairs, all);
        for (boolean masked : new boolean[] {false, true}) {
            int[] family = IntStream.range(0, pairs.size())
                    .filter(i -> pairs.get(i).masked() == masked)
                    .toArray();
            List<@Nullable Double> corrected =
                    Corrected.of(IntStream.of(family).mapToObj(found::get).toList());
            for (int i = 0; i < family.length; i++) {
                Pair pair = pairs.get(family[i]);
                PairedBootstrap difference = found.get(family[i]);
                PairedBootstrap.Inference inference = difference.inference();
                double reference = pair.reference().metrics(masked).get(pair.metric());
                differences.add(new Report.Difference(
                        pair.seenItems(),
                        pair.metric(),
                        pair.model().name(),
                        pair.reference().name(),
                        pair.toBase(),
                        difference.difference(),
                        reference > 0 ? difference.difference() / reference : null,
                        inference == null ? null : inference.low(),
                        inference == null ? null : inference.high(),
                        inference == null ? null : inference.pValue(),
                        corrected.get(i),
                        inference == null ? PairedBootstrap.tooFew(difference.sessions()) : ""));
            }
        }
        return differences;
    }

    /** The metrics and the differences on parts of the rows. */
    List<Report.Breakdown> onParts() {
        ItemPopularity popularity = new ItemPopularity(
                comparison.dataset().sessions(Split.TRAIN),
                comparison.dataset().catalogue().size());
        return Breakdown.ofTestRows(comparison.dataset(), popularity).stream()
                .map(breakdown -> new Report.Breakdown(
                        breakdown.by(),
                        breakdown.parts().stream().map(this::part).toList()))
                .toList();
    }

    private Report.Part part(Breakdown.Part part) {
        List<Report.PartResult> results = new ArrayList<>();
        for (Comparison.Entry entry : comparison.entries()) {
            for (boolean masked : new boolean[] {false, true}) {
                results.add(new Report.PartResult(
                        entry.name(),
                        masked ? Report.MASKED : Report.RANKED,
                        part.metrics(entry.ranks(masked)).values()));
            }
        }
        List<Pair> pairs = pairs(SHOWN);
        List<PairedBootstrap> found = bootstrap(pairs, part.rows());
        List<Report.PartDifference> differences = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            PairedBootstrap.Inference inference = found.get(i).inference();
            differences.add(new Report.PartDifference(
                    pair.seenItems(),
                    pair.metric(),
                    pair.model().name(),
                    pair.reference().name(),
                    found.get(i).difference(),
                    inference == null ? null : inference.low(),
                    inference == null ? null : inference.high()));
        }
        return new Report.Part(part.name(), part.rows().length, results, differences);
    }

    private List<PairedBootstrap> bootstrap(List<Pair> pairs, int[] among) {
        return PairedBootstrap.compare(pairs.stream().map(Pair::difference).toList(), rows, among, seed);
    }

    /**
     * Ranked before masked; within each, a fused model is compared with its base first. A trained baseline is compared with
     * those that stand beside every model, and is one of the baselines for networks.
     */
    private List<Pair> pairs(List<String> metrics) {
        List<Pair> pairs = new ArrayList<>();
        for (boolean masked : new boolean[] {false, true}) {
            for (Comparison.Entry model : comparison.entries()) {
                if (model.standsBesideAll()) {
                    continue;
                }
                for (String metric : metrics) {
                    comparison.baseOf(model).ifPresent(base -> pairs.add(new Pair(model, base, true, masked, metric)));
                    comparison.entries().stream()
                            .filter(baseline -> model.isBaseline() ? baseline.standsBesideAll() : baseline.isBaseline())
                            .max(Comparator.comparingDouble(
                                    baseline -> baseline.metrics(masked).get(metric)))
                            .ifPresent(baseline -> pairs.add(new Pair(model, baseline, false, masked, metric)));
                }
            }
        }
        return pairs;
    }
}
