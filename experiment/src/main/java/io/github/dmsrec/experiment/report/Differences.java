package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.Holm;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.session.Examples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How lines differ from their references, on all test rows and on parts of them: each from the lines that it names and from
 * the best non-neural baseline in the metric. A baseline is compared only with those that stand beside all. The metric of
 * each row is averaged over the seeds before sessions are drawn, so that the interval is of the mean over the seeds.
 */
final class Differences {

    /** What is tested: few metrics, because every comparison costs the others power. */
    private static final List<String> TESTED = List.of("HR@20", "MRR@20");

    private final List<Evaluated> lines;
    private final Examples rows;
    private final long seed;

    /**
     * @param rows the test rows
     * @param seed of the bootstrap
     */
    Differences(List<Evaluated> lines, Examples rows, long seed) {
        this.lines = lines;
        this.rows = rows;
        this.seed = seed;
    }

    private record Pair(
            Evaluated line, Evaluated reference, String question, boolean toBaseline, boolean masked, String metric) {

        IntToDoubleFunction difference() {
            IntToDoubleFunction own = line.byRow(masked, metric);
            IntToDoubleFunction other = reference.byRow(masked, metric);
            return row -> own.applyAsDouble(row) - other.applyAsDouble(row);
        }

        /** The differences of the seeds that both have. */
        List<Double> bySeed() {
            List<Double> differences = new ArrayList<>();
            for (Evaluated.Run own : line.runs()) {
                for (Evaluated.Run other : reference.runs()) {
                    if (own.seed() != null && own.seed().equals(other.seed())) {
                        differences.add(own.metrics(masked).get(metric)
                                - other.metrics(masked).get(metric));
                    }
                }
            }
            return differences;
        }
    }

    /** The differences on all rows, with p-values that are corrected over those with the same treatment of seen items. */
    List<Report.Difference> onAllRows() {
        List<Report.Difference> differences = new ArrayList<>();
        int[] all = IntStream.range(0, rows.size()).toArray();
        for (boolean masked : new boolean[] {false, true}) {
            List<Pair> pairs = pairs(masked, TESTED);
            List<PairedBootstrap> found = bootstrap(pairs, all);
            List<@Nullable Double> corrected = corrected(found);
            for (int i = 0; i < pairs.size(); i++) {
                Pair pair = pairs.get(i);
                PairedBootstrap.Inference inference = found.get(i).inference();
                double reference = pair.reference().mean(masked, pair.metric());
                differences.add(new Report.Difference(
                        masked ? Report.MASKED : Report.RANKED,
                        pair.metric(),
                        pair.line().name(),
                        pair.reference().name(),
                        pair.question(),
                        pair.toBaseline(),
                        found.get(i).difference(),
                        reference > 0 ? found.get(i).difference() / reference : null,
                        inference == null ? null : inference.low(),
                        inference == null ? null : inference.high(),
                        inference == null ? null : inference.pValue(),
                        corrected.get(i),
                        inference == null ? PairedBootstrap.tooFew(found.get(i).sessions()) : "",
                        pair.bySeed()));
            }
        }
        return differences;
    }

    /** The differences in MRR@20 on some of the rows. */
    List<Report.PartDifference> onPart(int[] part) {
        List<Report.PartDifference> differences = new ArrayList<>();
        for (boolean masked : new boolean[] {false, true}) {
            List<Pair> pairs = pairs(masked, List.of(Report.METRIC));
            List<PairedBootstrap> found = bootstrap(pairs, part);
            for (int i = 0; i < pairs.size(); i++) {
                PairedBootstrap.Inference inference = found.get(i).inference();
                differences.add(new Report.PartDifference(
                        masked ? Report.MASKED : Report.RANKED,
                        pairs.get(i).metric(),
                        pairs.get(i).line().name(),
                        pairs.get(i).reference().name(),
                        found.get(i).difference(),
                        inference == null ? null : inference.low(),
                        inference == null ? null : inference.high()));
            }
        }
        return differences;
    }

    private List<PairedBootstrap> bootstrap(List<Pair> pairs, int[] among) {
        return pairs.isEmpty()
                ? List.of()
                : PairedBootstrap.compare(pairs.stream().map(Pair::difference).toList(), rows, among, seed);
    }

    /** By Holm's method; null where there is no p-value; such a comparison is not in the family. */
    private static List<@Nullable Double> corrected(List<PairedBootstrap> family) {
        double[] corrected = Holm.correct(family.stream()
                .map(PairedBootstrap::inference)
                .filter(Objects::nonNull)
                .mapToDouble(PairedBootstrap.Inference::pValue)
                .toArray());
        List<@Nullable Double> all = new ArrayList<>();
        int next = 0;
        for (PairedBootstrap comparison : family) {
            all.add(comparison.inference() == null ? null : corrected[next++]);
        }
        return all;
    }

    private List<Pair> pairs(boolean masked, List<String> metrics) {
        List<Pair> pairs = new ArrayList<>();
        for (Evaluated line : lines) {
            if (line.standsBesideAll()) {
                continue;
            }
            for (String metric : metrics) {
                for (Evaluated.Reference reference : line.references()) {
                    named(reference.line())
                            .ifPresent(other ->
                                    pairs.add(new Pair(line, other, reference.question(), false, masked, metric)));
                }
                lines.stream()
                        .filter(other -> line.isBaseline() ? other.standsBesideAll() : other.isBaseline())
                        .max(Comparator.comparingDouble(other -> other.mean(masked, metric)))
                        .ifPresent(best -> pairs.add(
                                new Pair(line, best, "more than the best non-neural baseline", true, masked, metric)));
            }
        }
        return pairs;
    }

    private Optional<Evaluated> named(String name) {
        return lines.stream().filter(line -> line.name().equals(name)).findFirst();
    }
}
