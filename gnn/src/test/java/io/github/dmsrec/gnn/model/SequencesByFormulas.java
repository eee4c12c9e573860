package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.SasRec;
import io.github.dmsrec.gnn.engine.Parameters;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** GRU4Rec, NARM, STAMP, SASRec and CORE straight from their formulas, one session at a time: slow, and plain to see. */
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

    /** The scores of all items. */
    double[] coreAve(int... items) {
        double[] mean = new double[d];
        for (int item : items) {
            mean = sum(mean, times(item(item), 1.0 / items.length));
        }
        return cosines(mean);
    }

    /** The scores of all items. */
    double[] coreTrm(int maxLength, int layers, int heads, int... items) {
        int[] taken = Arrays.copyOfRange(items, Math.max(0, items.length - maxLength), items.length);
        double[][] positions = matrix("net.position_embedding.weight", d);
        double[][] x = new double[taken.length][];
        for (int t = 0; t < x.length; t++) {
            x[t] = norm("net.LayerNorm", 1e-12, sum(item(taken[t]), positions[t]));
        }
        for (int layer = 0; layer < layers; layer++) {
            String name = "net.trm_encoder.layer." + layer;
            double[][] next = new double[x.length][];
            for (int t = 0; t < x.length; t++) {
                double[] attended = linear(name + ".multi_head_attention.dense", heads(name, heads, t, x));
                double[] middle = norm(name + ".multi_head_attention.LayerNorm", 1e-12, sum(attended, x[t]));
                double[] inner = map(linear(name + ".feed_forward.dense_1", middle), SequencesByFormulas::gelu);
                double[] outer = linear(name + ".feed_forward.dense_2", inner);
                next[t] = norm(name + ".feed_forward.LayerNorm", 1e-12, sum(outer, middle));
            }
            x = next;
        }
        double all = 0;
        double[] session = new double[d];
        for (int t = 0; t < x.length; t++) {
            double power = Math.exp(product("net.fn.weight", x[t])[0]);
            session = sum(session, times(item(taken[t]), power));
            all += power;
        }
        return cosines(times(session, 1 / all));
    }

    /** What the heads of a layer give for click t, one after the other. */
    private double[] heads(String layer, int heads, int t, double[]... x) {
        String name = layer + ".multi_head_attention.";
        int width = d / heads;
        double[] joined = new double[d];
        double[] query = linear(name + "query", x[t]);
        for (int head = 0; head < heads; head++) {
            double[] powers = new double[t + 1];
            double all = 0;
            for (int u = 0; u <= t; u++) {
                double[] key = product(name + "key.weight", x[u]);
                double logit = 0;
                for (int i = head * width; i < (head + 1) * width; i++) {
                    logit += query[i] * key[i];
                }
                powers[u] = Math.exp(logit / Math.sqrt(width));
                all += powers[u];
            }
            for (int u = 0; u <= t; u++) {
                double[] value = linear(name + "value", x[u]);
                for (int i = head * width; i < (head + 1) * width; i++) {
                    joined[i] += value[i] * powers[u] / all;
                }
            }
        }
        return joined;
    }

    /** The cosines of all items with a session, over a temperature of 0.07. */
    private double[] cosines(double... session) {
        double[][] table = matrix(Backbone.ITEM_TABLE, d);
        return Arrays.stream(table, 1, table.length)
                .mapToDouble(row -> dot(row, session) / Math.sqrt(dot(row, row) * dot(session, session)) / 0.07)
                .toArray();
    }

    /** x times the normal distribution's share below x, whose density is summed up in small steps. */
    private static double gelu(double x) {
        int steps = 400;
        double width = x / steps;
        double area = 0;
        for (int i = 0; i < steps; i++) {
            // Simpson's rule.
            double left = density(i * width);
            double middle = density((i + 0.5) * width);
            double right = density((i + 1) * width);
            area += width * (left + 4 * middle + right) / 6;
        }
        return x * (0.5 + area);
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
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
        return norm(name, 1e-8, x);
    }

    private double[] norm(String name, double epsilon, double... x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] gain = vector(name + ".weight");
        double[] shift = vector(name + ".bias");
        return IntStream.range(0, d)
                .mapToDouble(i -> (x[i] - mean) / Math.sqrt(variance + epsilon) * gain[i] + shift[i])
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
