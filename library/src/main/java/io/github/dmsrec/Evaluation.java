package io.github.dmsrec;

import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Comparison;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How well models rank the next items of a data set's test rows, over the full catalogue. Immutable and safe for use by
 * several threads.
 */
public final class Evaluation {

    private static final String DECIDING_METRIC = "MRR@20";

    private final Examples rows;
    private final long seed;
    private final List<Figures> baselines;
    private final Map<Evaluable, Figures> figures;

    private Evaluation(Examples rows, long seed, List<Figures> baselines, Map<Evaluable, Figures> figures) {
        this.rows = rows;
        this.seed = seed;
        this.baselines = List.copyOf(baselines);
        this.figures = figures;
    }

    static Evaluation of(Dataset dataset, List<Evaluable> entries, List<Model> models, Settings settings)
            throws IOException {
        Comparison comparison = Comparison.of(
                dataset.content(),
                dataset.folder(),
                models.stream().map(Model::path).toList(),
                List.of(),
                settings.threads(),
                settings.memoryBytes(),
                settings.progress());
        List<Figures> baselines = comparison.entries().stream()
                .filter(Comparison.Entry::standsBesideAll)
                .map(entry -> new Figures(entry.name(), entry.evaluation()))
                .toList();
        Map<Evaluable, Figures> figures = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Comparison.Entry entry = comparison.entries().get(baselines.size() + i);
            figures.put(entries.get(i), new Figures(entries.get(i).name(), entry.evaluation()));
        }
        return new Evaluation(dataset.content().examples(Split.TEST), settings.seed(), baselines, figures);
    }

    /** The figures of one model or method. */
    public static final class Figures {

        private final String name;
        private final io.github.dmsrec.core.evaluate.Evaluation ranks;

        private Figures(String name, io.github.dmsrec.core.evaluate.Evaluation ranks) {
            this.name = name;
            this.ranks = ranks;
        }

        /** {@return what tables call it} */
        public String name() {
            return name;
        }

        /**
         * HR@k (hit rate, the papers' P@k), from 0 to 1; k is 5, 10 or 20.
         *
         * @param k the length of the list: 5, 10 or 20
         * @param seenItems whether clicked items are ranked or masked
         * @return a fraction
         * @throws InvalidInputException if k is none of these
         */
        public double hr(int k, SeenItems seenItems) {
            return get("HR@" + k, seenItems);
        }

        /**
         * MRR@k (mean reciprocal rank), from 0 to 1; k is 5, 10 or 20.
         *
         * @param k the length of the list: 5, 10 or 20
         * @param seenItems whether clicked items are ranked or masked
         * @return a fraction
         * @throws InvalidInputException if k is none of these
         */
        public double mrr(int k, SeenItems seenItems) {
            return get("MRR@" + k, seenItems);
        }

        /**
         * NDCG@k (normalised discounted cumulative gain), from 0 to 1; k is 5, 10 or 20.
         *
         * @param k the length of the list: 5, 10 or 20
         * @param seenItems whether clicked items are ranked or masked
         * @return a fraction
         * @throws InvalidInputException if k is none of these
         */
        public double ndcg(int k, SeenItems seenItems) {
            return get("NDCG@" + k, seenItems);
        }

        private double get(String metric, SeenItems seenItems) {
            Map<String, Double> values = (seenItems == SeenItems.MASKED ? ranks.masked() : ranks.ranked()).values();
            Double value = values.get(metric);
            if (value == null) {
                throw new InvalidInputException("No metric is named '" + metric + "'. The cut-offs are "
                        + Metrics.CUT_OFFS.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".");
            }
            return value;
        }

        private int[] of(SeenItems seenItems) {
            return seenItems == SeenItems.MASKED ? ranks.maskedRanks() : ranks.rankedRanks();
        }
    }

    /**
     * The difference of two models in a metric, by a paired bootstrap over sessions. Below {@link #LEAST_SESSIONS} sessions it
     * has neither an interval nor a p-value, for these would mislead; {@link #toString} says so.
     *
     * @param difference of the first from the second, in fractions
     * @param relative the difference as a fraction of the second's figure; NaN if that is 0
     * @param sessions how many sessions the test rows belong to
     * @param interval the 95 % interval; empty where there are too few sessions
     * @param pValue two-sided, of this one comparison: correct it where several are made; empty where there are too few
     *     sessions
     */
    public record Difference(
            double difference, double relative, int sessions, Optional<Interval> interval, OptionalDouble pValue) {

        /** With fewer sessions there is neither an interval nor a p-value. */
        public static final int LEAST_SESSIONS = PairedBootstrap.LEAST_SESSIONS;

        private static Difference of(PairedBootstrap found, double reference) {
            PairedBootstrap.Inference inference = found.inference();
            return new Difference(
                    found.difference(),
                    reference > 0 ? found.difference() / reference : Double.NaN,
                    found.sessions(),
                    inference == null ? Optional.empty() : Optional.of(new Interval(inference.low(), inference.high())),
                    inference == null ? OptionalDouble.empty() : OptionalDouble.of(inference.pValue()));
        }

        /** In words: points, per cent of the second's figure, the interval and the p-value, or why there are none. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "difference %+.2f points", 100 * difference)
                    + (Double.isNaN(relative) ? "" : String.format(Locale.ROOT, " or %+.1f %%", 100 * relative))
                    + interval.map(ends -> String.format(
                                    Locale.ROOT,
                                    ", 95 %% interval %+.2f to %+.2f, p = %.4f, %,d sessions",
                                    100 * ends.low(),
                                    100 * ends.high(),
                                    pValue.orElse(Double.NaN),
                                    sessions))
                            .orElseGet(() -> ", " + PairedBootstrap.tooFew(sessions));
        }
    }

    /**
     * An interval of differences.
     *
     * @param low its lower end, in fractions
     * @param high its upper end
     */
    public record Interval(double low, double high) {}

    /**
     * The figures of a model or method that was evaluated.
     *
     * @param entry one that was evaluated
     * @return its figures
     * @throws InvalidInputException if it was not
     */
    public Figures of(Evaluable entry) {
        Figures found = figures.get(entry);
        if (found == null) {
            throw new InvalidInputException("'" + entry.name() + "' was not evaluated here. Evaluated were "
                    + figures.values().stream().map(Figures::name).collect(Collectors.joining(", ")) + ".");
        }
        return found;
    }

    /** {@return the figures of the methods that stand beside every model: popularity and co-occurrence} */
    public List<Figures> baselines() {
        return baselines;
    }

    /** {@return the figures of all that was evaluated, in the order given} */
    public List<Figures> figures() {
        return List.copyOf(figures.values());
    }

    /** {@return the number of test rows} */
    public int rows() {
        return rows.size();
    }

    /**
     * The difference of two models in MRR@20, seen items masked.
     *
     * @param first one that was evaluated
     * @param second another one
     * @return the first minus the second
     * @throws InvalidInputException if one of them was not evaluated
     */
    public Difference compare(Evaluable first, Evaluable second) {
        return compare(first, second, DECIDING_METRIC, SeenItems.MASKED);
    }

    /**
     * The difference of two models in a metric.
     *
     * @param first one that was evaluated
     * @param second another one
     * @param metric e.g. {@code "HR@20"}
     * @param seenItems whether clicked items are ranked or masked
     * @return the first minus the second
     * @throws InvalidInputException if one of them was not evaluated, or there is no such metric
     */
    public Difference compare(Evaluable first, Evaluable second, String metric, SeenItems seenItems) {
        RankMetric found = Metrics.CUT_OFFS.stream()
                .flatMap(cutOff -> RankMetric.at(cutOff).stream())
                .filter(candidate -> candidate.name().equals(metric))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "No metric is named '" + metric + "'. Name one like " + DECIDING_METRIC + "."));
        PairedBootstrap difference =
                PairedBootstrap.compare(of(second).of(seenItems), of(first).of(seenItems), found, rows, seed);
        return Difference.of(difference, of(second).get(found.name(), seenItems));
    }

    /** A table: HR@20 and MRR@20 in per cent, seen items ranked and masked. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-28s %10s %10s %10s %10s%n", "per cent", "HR@20", "MRR@20", "HR@20", "MRR@20"));
        table.append(String.format(Locale.ROOT, "%-28s %21s %21s%n", "", "seen items ranked", "masked"));
        List<Figures> all = new java.util.ArrayList<>(baselines);
        all.addAll(figures.values());
        for (Figures each : all) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-28s %10.2f %10.2f %10.2f %10.2f%n",
                    each.name(),
                    100 * each.hr(20, SeenItems.RANKED),
                    100 * each.mrr(20, SeenItems.RANKED),
                    100 * each.hr(20, SeenItems.MASKED),
                    100 * each.mrr(20, SeenItems.MASKED)));
        }
        return table.toString();
    }
}
