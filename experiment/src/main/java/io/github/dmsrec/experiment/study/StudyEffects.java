package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.report.Corrected;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.StudyReport;
import io.github.dmsrec.experiment.study.StudyResults.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The comparisons of a study on one data set: each arm with its controls, and each line with the best of the methods that
 * count. Rows are averaged over seeds before sessions are drawn, so that the interval is of the mean over the seeds.
 */
final class StudyEffects {

    /** What is tested: few metrics, because every comparison costs the others power. */
    private static final List<String> TESTED = List.of("HR@20", "MRR@20");

    private final List<Results> lines;
    private final Examples rows;
    private final long seed;

    /**
     * @param seed of the bootstrap
     */
    StudyEffects(List<Results> lines, SessionDataset dataset, long seed) {
        this.lines = lines;
        this.rows = dataset.examples(Split.TEST);
        this.seed = seed;
    }

    private record Pair(Results line, Results control, String question, boolean toBaseline, String metric) {}

    /** All comparisons, with p-values that are corrected over those under the same protocol. */
    List<StudyReport.Effect> all() {
        List<StudyReport.Effect> effects = new ArrayList<>();
        for (boolean masked : new boolean[] {false, true}) {
            List<Pair> pairs = pairs(masked);
            if (pairs.isEmpty()) {
                continue;
            }
            List<PairedBootstrap> found = PairedBootstrap.compare(
                    pairs.stream().map(pair -> difference(pair, masked)).toList(),
                    rows,
                    IntStream.range(0, rows.size()).toArray(),
                    seed);
            List<@Nullable Double> corrected = Corrected.of(found);
            for (int i = 0; i < pairs.size(); i++) {
                Pair pair = pairs.get(i);
                PairedBootstrap.Inference inference = found.get(i).inference();
                effects.add(new StudyReport.Effect(
                        masked ? Report.MASKED : Report.RANKED,
                        pair.metric(),
                        pair.line().name(),
                        pair.control().name(),
                        pair.question(),
                        pair.toBaseline(),
                        found.get(i).difference(),
                        inference == null ? null : inference.low(),
                        inference == null ? null : inference.high(),
                        inference == null ? null : inference.pValue(),
                        corrected.get(i),
                        inference == null ? PairedBootstrap.tooFew(found.get(i).sessions()) : "",
                        bySeed(pair, masked)));
            }
        }
        return effects;
    }

    private List<Pair> pairs(boolean masked) {
        List<Pair> pairs = new ArrayList<>();
        for (Results line : lines) {
            for (String metric : TESTED) {
                line.first().arm().ifPresent(arm -> arm.controls().forEach(control -> armOf(
                                line.first().method(), control.arm())
                        .ifPresent(other -> pairs.add(new Pair(line, other, control.question(), false, metric)))));
                if (!line.first().counts()) {
                    lines.stream()
                            .filter(other -> other.first().counts())
                            .max(Comparator.comparingDouble(other -> other.mean(masked, metric)))
                            .ifPresent(best -> pairs.add(
                                    new Pair(line, best, "more than the best method that counts", true, metric)));
                }
            }
        }
        return pairs;
    }

    private Optional<Results> armOf(String method, Arm arm) {
        return lines.stream()
                .filter(other -> other.first().method().equals(method)
                        && other.first().arm().equals(Optional.of(arm)))
                .findFirst();
    }

    private static IntToDoubleFunction difference(Pair pair, boolean masked) {
        IntToDoubleFunction line = mean(pair.line(), pair.metric(), masked);
        IntToDoubleFunction control = mean(pair.control(), pair.metric(), masked);
        return row -> line.applyAsDouble(row) - control.applyAsDouble(row);
    }

    private static IntToDoubleFunction mean(Results line, String metric, boolean masked) {
        RankMetric of = RankMetric.of(metric);
        List<int[]> ranks = IntStream.range(0, line.cells().size())
                .mapToObj(cell -> line.ranks(cell, masked))
                .toList();
        return row -> {
            double sum = 0;
            for (int[] ofCell : ranks) {
                sum += of.of(ofCell[row]);
            }
            return sum / ranks.size();
        };
    }

    /** The differences of the seeds that both have. */
    private static List<Double> bySeed(Pair pair, boolean masked) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < pair.line().cells().size(); i++) {
            Optional<Long> own = pair.line().cells().get(i).seed();
            for (int j = 0; j < pair.control().cells().size(); j++) {
                if (own.isPresent() && own.equals(pair.control().cells().get(j).seed())) {
                    differences.add(metric(pair.line(), i, masked, pair.metric())
                            - metric(pair.control(), j, masked, pair.metric()));
                }
            }
        }
        return differences;
    }

    private static double metric(Results line, int cell, boolean masked, String metric) {
        var evaluation = line.evaluations().get(cell).evaluation();
        return (masked ? evaluation.masked() : evaluation.ranked()).get(metric);
    }

    /** For each method with these three arms, how much of the gain the maps give. */
    List<StudyReport.MapShare> mapShares() {
        List<StudyReport.MapShare> shares = new ArrayList<>();
        for (Results line : lines) {
            if (!line.first().arm().equals(Optional.of(Arm.of("both")))) {
                continue;
            }
            String method = line.first().method();
            Optional<Results> base = armOf(method, Arm.BASE);
            Optional<Results> zero = armOf(method, Arm.of("zero"));
            if (base.isEmpty() || zero.isEmpty()) {
                continue;
            }
            for (boolean masked : new boolean[] {false, true}) {
                for (String metric : TESTED) {
                    shares.add(new StudyReport.MapShare(
                            method,
                            masked ? Report.MASKED : Report.RANKED,
                            metric,
                            base.get().mean(masked, metric),
                            zero.get().mean(masked, metric),
                            line.mean(masked, metric)));
                }
            }
        }
        return shares;
    }
}
