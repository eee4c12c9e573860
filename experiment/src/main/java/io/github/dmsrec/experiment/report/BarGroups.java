package io.github.dmsrec.experiment.report;

import io.github.dmsrec.datasets.check.Histogram;
import java.util.List;

/**
 * Horizontal bars in groups, one for each series.
 *
 * @param groups from top to bottom
 */
record BarGroups(List<Group> groups) {

    /**
     * A group of bars.
     *
     * @param name what it is of
     * @param values fractions, one for each series
     */
    record Group(String name, List<Double> values) {}

    /** MRR@20 of every line with seen items masked and ranked. */
    static BarGroups of(Report.OnDataset on) {
        return new BarGroups(on.lines().stream()
                .map(line -> new Group(
                        Protocol.marked(line),
                        Report.SEEN_ITEMS.stream()
                                .map(seenItems -> line.mean(seenItems, Report.METRIC))
                                .toList()))
                .toList());
    }

    /** The shares of a histogram. */
    static BarGroups of(Histogram histogram) {
        double total = Math.max(1, histogram.total());
        return new BarGroups(histogram.bars().stream()
                .map(bar -> new Group(bar.label(), List.of(bar.count() / total)))
                .toList());
    }

    /** The width of a bar in per cent of the longest. */
    String width(double value) {
        double most = groups.stream()
                .flatMap(group -> group.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        return Figures.decimals(100 * value / Math.max(most, 1e-9), 1);
    }
}
