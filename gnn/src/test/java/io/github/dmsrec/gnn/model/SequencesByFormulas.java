package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.SasRec;
import io.github.dmsrec.gnn.engine.Parameters;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** GRU4Rec, NARM, STAMP and SASRec straight from their formulas, one session at a time: slow, and plain to see. */
final class SequencesByFormulas {

    private final Parameters parameters;
    private final int d;

    SequencesByFormulas(Parameters parameters, int d) {
        this.parameters = parameters;
        this.d = d;
    }

    /** The scores of all items. */
    double[] gru4rec(int... items) {
        double[][] states = states("G.", items);
        double[] scores = scores(states[items.length - 1]);
        double[] bias = vector("By.weight");
        return IntStream.range(0, scores.length)
                .mapToDouble(item -> scores[item] + bias[item + 1])
                .toArray();
    }

    /** The scores of all items. */
    double[] narm(int... items) {
        double[][] states = states("gru.", items);
        double[] global = states[items.length - 1];
        double[] local = new double[d];
        for (double[] state : states) {
            double[] inner = sum(product("a_1.weight", global), product("a_2.weight", state));
            local = sum(local, times(state, dot(vector("v_t.weight"), map(inner, SequencesByFormulas::sigmoid))));
        }
        double[] both = Arrays.copyOf(global, 2 * d);
        System.arraycopy(local, 0, both, d, d);
        return scores(product("linear_transform.weight", both));
    }

    /** The scores of all items. */
    double[] stamp(int... items) {
        double[] last = item(items[items.length - 1]);
        double[] mean = new double[d];
        for (int item : items) {
            mean = sum(mean, times(item(item), 1.0 / items.length));
        }
        double[] attended = new double[d];
        for (int item : items) {
            double[] x = item(item);
            double[] inner =
                    sum(sum(product("w_1", x), product("w_2", last)), sum(product("w_3", mean), vector("b_a")));
            attended = sum(attended, times(x, dot(vector("w_0"), map(inner, SequencesByFormulas::sigmoid))));
        }
        double[] general = map(sum(product("w_s", attended), vector("b_s")), Math::tanh);
        double[] current = map(sum(product("w_t", last), vector("b_t")), Math::tanh);
        return scores(
                IntStream.range(0, d).mapToDouble(i -> general[i] * current[i]).toArray());
    }

    /** The scores of all items. */
    double[] sasrec(int maxLength, int blocks, int... items) {
        return sasrec(SasRec.Counted.FROM_END, maxLength, blocks, items);
    }

    /** The scores of all items. */
    double[] sasrec(SasRec.Counted counted, int maxLength, int blocks, int... items) {
        double[][] everywhere = sasrecEverywhere(counted, maxLength, blocks, items);
        return everywhere[everywhere.length - 1];
    }

    /** The scores of all items after each of the last clicks, in one pass over them. */
    double[][] sasrecEverywhere(SasRec.Counted counted, int maxLength, int blocks, int... items) {
        int[] taken = Arrays.copyOfRange(items, Math.max(0, items.length - maxLength), items.length);
        double[][] positions = matrix("pos_emb.weight", d);
        double[][] x = new double[taken.length][];
        for (int t = 0; t < x.length; t++) {
            x[t] = sum(
                    times(item(taken[t]), Math.sqrt(d)),
                    positions[counted == SasRec.Counted.FROM_END ? x.length - 1 - t : t]);
        }
        for (int block = 0; block < blocks; block++) {
            double[][] next = new double[x.length][];
            for (int t = 0; t < x.length; t++) {
                double[] normed = norm("attention_layernorms." + block, x[t]);
                double[] query = linear("attention_layers." + block + ".query", normed);
                double[] powers = new double[t + 1];
                for (int u = 0; u <= t; u++) {
                    double[] key = product("attention_layers." + block + ".key.weight", x[u]);
                    powers[u] = Math.exp(dot(query, key) / Math.sqrt(d));
                }
                double all = Arrays.stream(powers).sum();
                double[] seen = normed;
                for (int u = 0; u <= t; u++) {
                    seen = sum(seen, times(linear("attention_layers." + block + ".value", x[u]), powers[u] / all));
                }
                double[] in = norm("forward_layernorms." + block, seen);
                double[] inner = map(linear("forward_layers." + block + ".conv1", in), v -> Math.max(0, v));
                next[t] = sum(in, linear("forward_layers." + block + ".conv2", inner));
            }
            x = next;
        }
        return Arrays.stream(x)
                .map(vector -> scores(norm("last_layernorm", vector)))
                .toArray(double[][]::new);
    }

    private double[][] states(String unit, int... items) {
        double[] h = new double[d];
        double[][] states = new double[items.length][];
        for (int t = 0; t < items.length; t++) {
            double[] input = sum(product(unit + "weight_ih_l0", item(items[t])), vector(unit + "bias_ih_l0"));
            double[] hidden = sum(product(unit + "weight_hh_l0", h), vector(unit + "bias_hh_l0"));
            double[] next = new double[d];
            for (int i = 0; i < d; i++) {
                double reset = sigmoid(input[i] + hidden[i]);
                double update = sigmoid(input[d + i] + hidden[d + i]);
                double proposal = Math.tanh(input[2 * d + i] + reset * hidden[2 * d + i]);
                next[i] = (1 - update) * proposal + update * h[i];
            }
            h = next;
            states[t] = h;
        }
        return states;
    }

    private double[] norm(String name, double... x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] gain = vector(name + ".weight");
        double[] shift = vector(name + ".bias");
        return IntStream.range(0, d)
                .mapToDouble(i -> (x[i] - mean) / Math.sqrt(variance + 1e-8) * gain[i] + shift[i])
                .toArray();
    }

    private double[] scores(double... session) {
        double[][] table = matrix(Backbone.ITEM_TABLE, d);
        return Arrays.stream(table, 1, table.length)
                .mapToDouble(row -> dot(row, session))
                .toArray();
    }

    private double[] item(int item) {
        return matrix(Backbone.ITEM_TABLE, d)[item + 1];
    }

    private double[] linear(String name, double... x) {
        return sum(product(name + ".weight", x), vector(name + ".bias"));
    }

    private double[] product(String name, double... x) {
        return Arrays.stream(matrix(name, x.length))
                .mapToDouble(row -> dot(row, x))
                .toArray();
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

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
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
