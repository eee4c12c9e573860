package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions.PatienceCounting;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.gnn.recipe.TrainingOptions.Selection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How epochs are compared: by one validation metric, or as published, by the running maxima of six test metrics, session
 * items ranked.
 *
 * @param selection which of the two
 * @param selectBy whether items of the session are left out of the one metric
 */
record EpochSelection(Selection selection, SelectBy selectBy) {

    /** The metric of the epoch whose weights are kept. */
    static final String METRIC = "MRR@20";

    private static final String HITS = "HR@20";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The rows that an epoch is evaluated on. */
    Split split() {
        return selection == Selection.TEST ? Split.TEST : Split.VALIDATION;
    }

    /** Adds what an epoch reached to its record. */
    void record(Evaluation evaluation, ObjectNode epoch) {
        epoch.set(split().label(), JSON.valueToTree(evaluation.ranked()));
        epoch.set(masked(), JSON.valueToTree(evaluation.masked()));
    }

    /** The index of the best epoch, the first of equals. */
    int bestEpoch(ArrayNode history) {
        List<Double> figures = figures(history);
        int best = 0;
        for (int epoch = 1; epoch < figures.size(); epoch++) {
            best = figures.get(epoch) > figures.get(best) ? epoch : best;
        }
        return best;
    }

    /** The learning rates of the epochs up to the best. */
    double[] ratesUpToBest(ArrayNode history) {
        return IntStream.rangeClosed(0, bestEpoch(history))
                .mapToDouble(epoch -> history.get(epoch).path("learningRate").asDouble())
                .toArray();
    }

    /** What epochs are compared by, epoch by epoch. */
    List<Double> figures(ArrayNode history) {
        List<Double> figures = new ArrayList<>();
        history.forEach(epoch -> figures.add(epoch.path(figure()).path(METRIC).asDouble()));
        return figures;
    }

    /** Where the record of an epoch has the metrics that it is chosen by. */
    private String figure() {
        return selectBy.keyOf(split().label());
    }

    /** The number of epochs that count towards the patience. */
    int epochsWithoutImprovement(ArrayNode history, PatienceCounting counting) {
        return selection == Selection.TEST ? withoutAnyMaximum(history, counting) : withoutBetter(history, counting);
    }

    private int withoutBetter(ArrayNode history, PatienceCounting counting) {
        double best = Double.NEGATIVE_INFINITY;
        int without = 0;
        for (double value : figures(history)) {
            if (value > best) {
                best = value;
                without = counting == PatienceCounting.CONSECUTIVE ? 0 : without;
            } else {
                without++;
            }
        }
        return without;
    }

    /** As published: an epoch counts if it neither raises nor equals any of the six maxima. */
    private int withoutAnyMaximum(ArrayNode history, PatienceCounting counting) {
        List<String> metrics = publishedMetrics();
        double[] best = new double[metrics.size()];
        int without = 0;
        for (JsonNode epoch : history) {
            boolean improved = false;
            for (int m = 0; m < best.length; m++) {
                double value = value(epoch, metrics.get(m));
                improved |= value >= best[m];
                best[m] = Math.max(best[m], value);
            }
            if (!improved) {
                without++;
            } else if (counting == PatienceCounting.CONSECUTIVE) {
                without = 0;
            }
        }
        return without;
    }

    /**
     * What the last epoch of a history reached, in words, by the figure that epochs are chosen by.
     *
     * @param epochs how many there are at most
     * @param patience how many may count towards it
     */
    String line(ArrayNode history, int epochs, int patience, PatienceCounting counting) {
        JsonNode epoch = history.get(history.size() - 1);
        JsonNode figures = epoch.path(figure());
        int best = bestEpoch(history);
        return String.format(
                Locale.ROOT,
                "epoch %d of at most %d: %s, loss %.4f, %s %s %.2f %%, %s %.2f %% (session items %s), %s, patience %d of %d"
                        + " left, learning rate %s",
                epoch.path("epoch").asInt(),
                epochs,
                Durations.words(epoch.path("seconds").asDouble()),
                epoch.path("trainLoss").asDouble(),
                split().label(),
                METRIC,
                100 * figures.path(METRIC).asDouble(),
                HITS,
                100 * figures.path(HITS).asDouble(),
                Labels.of(selectBy),
                best == history.size() - 1
                        ? "the best so far"
                        : String.format(
                                Locale.ROOT,
                                "best %.2f %% in epoch %d",
                                100 * figures(history).get(best),
                                best + 1),
                Math.max(0, patience - epochsWithoutImprovement(history, counting)),
                patience,
                rate(epoch.path("learningRate").asDouble()));
    }

    /** A learning rate with three digits and no zeros behind them. */
    static String rate(double learningRate) {
        return new BigDecimal(learningRate)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The results of a whole run, for the manifest. */
    ObjectNode results(ArrayNode history) {
        JsonNode best = history.get(bestEpoch(history));
        ObjectNode results = JSON.createObjectNode();
        results.put("selectedBy", split().label() + " " + METRIC + ", session items " + Labels.of(selectBy));
        results.put("selectedOn", split().label());
        results.put("bestEpoch", best.path("epoch").asInt());
        results.put("epochs", history.size());
        results.set(split().label(), best.path(split().label()));
        results.set(masked(), best.path(masked()));
        if (selection == Selection.TEST) {
            ObjectNode maxima = results.putObject("bestOnTest");
            for (String metric : publishedMetrics()) {
                JsonNode epoch = history.get(bestRanked(history, metric));
                maxima.putObject(metric)
                        .put("value", value(epoch, metric))
                        .put("epoch", epoch.path("epoch").asInt());
            }
        }
        return results;
    }

    private int bestRanked(ArrayNode history, String metric) {
        int best = 0;
        for (int i = 1; i < history.size(); i++) {
            if (value(history.get(i), metric) > value(history.get(best), metric)) {
                best = i;
            }
        }
        return best;
    }

    private double value(JsonNode epoch, String metric) {
        return epoch.path(split().label()).path(metric).asDouble();
    }

    private String masked() {
        return SelectBy.MASKED.keyOf(split().label());
    }

    private static List<String> publishedMetrics() {
        List<String> metrics = new ArrayList<>();
        for (int cutOff : Metrics.CUT_OFFS) {
            metrics.add("HR@" + cutOff);
            metrics.add("MRR@" + cutOff);
        }
        return metrics;
    }
}
