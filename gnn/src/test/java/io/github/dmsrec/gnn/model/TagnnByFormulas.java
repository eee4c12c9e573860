package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.engine.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** TAGNN straight from the formulas, for one session at a time and place by place: slow, and plain to see. */
final class TagnnByFormulas {

    private final Parameters parameters;
    private final int d;

    TagnnByFormulas(Parameters parameters, int d) {
        this.parameters = parameters;
        this.d = d;
    }

    /**
     * What a session gives.
     *
     * @param global g
     * @param last h_n
     * @param scores of all items
     */
    record Result(double[] global, double[] last, double[] scores) {}

    /**
     * Encodes a session and scores all items.
     *
     * @param places the clicked items, and after them -1 for each place of padding that competes
     * @param u the session vector that the read-out map is taken to have made
     */
    Result of(int[] places, double[] u, Logits form, double scale) {
        int clicks = (int) Arrays.stream(places).filter(item -> item >= 0).count();
        Map<Integer, double[]> nodes = nodes(places, clicks);
        double[][] h = Arrays.stream(places).mapToObj(nodes::get).toArray(double[][]::new);
        double[] last = h[clicks - 1];
        double[] query = linear("linear_one", last);
        double[] logits = new double[h.length];
        for (int t = 0; t < h.length; t++) {
            double[] gate = sum(query, linear("linear_two", h[t]));
            logits[t] = dot(vector("linear_three.weight"), map(gate, TagnnByFormulas::sigmoid));
        }
        double[] alpha = softmax(logits);
        double[] global = new double[d];
        double[][] masked = new double[h.length][];
        for (int t = 0; t < h.length; t++) {
            masked[t] = t < clicks ? h[t] : new double[d];
            global = sum(global, times(masked[t], alpha[t]));
        }
        double[][] table = matrix(Backbone.ITEM_TABLE, d);
        double[] scores = new double[table.length - 1];
        for (int item = 0; item < scores.length; item++) {
            double[] v = table[item + 1];
            double[] beta = softmax(Arrays.stream(masked)
                    .mapToDouble(value -> dot(v, timesVector(matrix("linear_t.weight", d), value)))
                    .toArray());
            double[] asked = u;
            for (int t = 0; t < h.length; t++) {
                asked = sum(asked, times(masked[t], beta[t]));
            }
            scores[item] = form == Logits.DOT ? dot(asked, v) : scale * dot(asked, v) / (length(asked) * length(v));
        }
        return new Result(global, last, scores);
    }

    /** The vectors of the distinct items, and of padding under -1, after the gated layer. */
    private Map<Integer, double[]> nodes(int[] places, int clicks) {
        Map<Integer, double[]> result = new LinkedHashMap<>();
        double[][] table = matrix(Backbone.ITEM_TABLE, d);
        for (int item : places) {
            double[] in = neighbours(places, clicks, item, -1, "in", table);
            double[] out = neighbours(places, clicks, item, 1, "out", table);
            double[] both = new double[2 * d];
            System.arraycopy(sum(in, vector("gnn.b_iah")), 0, both, 0, d);
            System.arraycopy(sum(out, vector("gnn.b_oah")), 0, both, d, d);
            double[] x = table[item + 1];
            double[] input = sum(timesVector(matrix("gnn.w_ih", 2 * d), both), vector("gnn.b_ih"));
            double[] hidden = sum(timesVector(matrix("gnn.w_hh", d), x), vector("gnn.b_hh"));
            double[] next = new double[d];
            for (int i = 0; i < d; i++) {
                double reset = sigmoid(input[i] + hidden[i]);
                double update = sigmoid(input[d + i] + hidden[d + i]);
                double proposal = Math.tanh(input[2 * d + i] + reset * hidden[2 * d + i]);
                next[i] = proposal + update * (x[i] - proposal);
            }
            result.put(item, next);
        }
        return result;
    }

    /** The mean of the mapped vectors of the distinct items that stand a step before or behind an item. */
    private double[] neighbours(int[] places, int clicks, int item, int step, String side, double[][] table) {
        Set<Integer> found = new LinkedHashSet<>();
        for (int t = 0; t < clicks; t++) {
            if (places[t] == item && t + step >= 0 && t + step < clicks) {
                found.add(places[t + step]);
            }
        }
        double[] mean = new double[d];
        for (int neighbour : found) {
            double[] mapped = linear("gnn.linear_edge_" + side, table[neighbour + 1]);
            mean = sum(mean, times(mapped, 1.0 / found.size()));
        }
        return mean;
    }

    private double[] linear(String layer, double[] x) {
        return sum(timesVector(matrix(layer + ".weight", x.length), x), vector(layer + ".bias"));
    }

    private double[] vector(String name) {
        return parameters.get(name).doubles();
    }

    private double[][] matrix(String name, int columns) {
        double[] values = vector(name);
        return IntStream.range(0, values.length / columns)
                .mapToObj(row -> Arrays.copyOfRange(values, row * columns, (row + 1) * columns))
                .toArray(double[][]::new);
    }

    private static double[] timesVector(double[][] matrix, double[] x) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, x)).toArray();
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double length(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[] sum(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    private static double[] times(double[] a, double factor) {
        return map(a, value -> value * factor);
    }

    private static double[] map(double[] a, DoubleUnaryOperator function) {
        return Arrays.stream(a).map(function).toArray();
    }
}
