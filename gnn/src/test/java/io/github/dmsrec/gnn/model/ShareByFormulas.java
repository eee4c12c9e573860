package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** SHARE straight from the formulas, for one session at a time: slow, and plain to see. */
final class ShareByFormulas {

    private final Parameters parameters;
    private final int window;
    private final int d;

    ShareByFormulas(Parameters parameters, int window, int d) {
        this.parameters = parameters;
        this.window = window;
        this.d = d;
    }

    /** The session's vector before the last layer norm. */
    double[] encode(int... items) {
        List<Integer> nodes =
                new ArrayList<>(new LinkedHashSet<>(Arrays.stream(items).boxed().toList()));
        List<Set<Integer>> edges = new ArrayList<>();
        for (int run = 1; run <= Math.min(window + 1, items.length); run++) {
            for (int first = 0; first + run <= items.length; first++) {
                Set<Integer> edge = new LinkedHashSet<>();
                for (int click = first; click < first + run; click++) {
                    edge.add(nodes.indexOf(items[click]));
                }
                edges.add(edge);
            }
        }
        double[][] table = matrix(Backbone.ITEM_TABLE);
        double[][] raw = new double[nodes.size()][];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = table[nodes.get(i) + 1];
        }
        double[][] first = plus(layer("hgnn.gat1", raw, raw, edges), raw);
        double[][] values = timesFromRight(first, matrix("hgnn.gat2.weight"));
        double[][] second = plus(layer("hgnn.gat2", first, values, edges), raw);
        double[][] clicks = new double[items.length][];
        for (int t = 0; t < clicks.length; t++) {
            clicks[t] = second[nodes.indexOf(items[t])];
        }
        return block(clicks);
    }

    private double[][] layer(String layer, double[][] x, double[][] values, List<Set<Integer>> edges) {
        double[][] s = timesFromRight(x, matrix(layer + ".weight2"));
        double[] context = vector(layer + ".word_context.weight");
        double[][] edgeVectors = new double[edges.size()][];
        for (int e = 0; e < edgeVectors.length; e++) {
            List<Integer> members = List.copyOf(edges.get(e));
            double[] logits = members.stream()
                    .mapToDouble(i -> dot(context, s[i]) / Math.sqrt(d))
                    .toArray();
            edgeVectors[e] =
                    mix(softmax(logits), members.stream().map(i -> values[i]).toArray(double[][]::new));
        }
        double[][] keys = timesFromRight(edgeVectors, matrix(layer + ".weight3"));
        double[][] result = new double[x.length][];
        for (int i = 0; i < result.length; i++) {
            int node = i;
            List<Integer> around = IntStream.range(0, edges.size())
                    .filter(e -> edges.get(e).contains(node))
                    .boxed()
                    .toList();
            double[] logits = around.stream()
                    .mapToDouble(e -> dot(s[node], keys[e]) / Math.sqrt(d))
                    .toArray();
            result[i] = mix(
                    softmax(logits), around.stream().map(e -> edgeVectors[e]).toArray(double[][]::new));
        }
        return result;
    }

    private double[] block(double[][] clicks) {
        String attention = "layer_stack.0.slf_attn";
        String feedForward = "layer_stack.0.pos_ffn";
        double[] last = clicks[clicks.length - 1];
        double[] query = times(matrix(attention + ".w_qs.weight"), normalise(attention + ".layer_norm", last));
        double[] logits = new double[clicks.length];
        double[][] values = new double[clicks.length][];
        for (int t = 0; t < clicks.length; t++) {
            logits[t] = dot(query, times(matrix(attention + ".w_ks.weight"), clicks[t])) / Math.sqrt(d);
            values[t] = times(matrix(attention + ".w_vs.weight"), clicks[t]);
        }
        double[] attended = plus(last, times(matrix(attention + ".fc.weight"), mix(softmax(logits), values)));
        double[] inner = plus(
                times(matrix(feedForward + ".w_1.weight"), normalise(feedForward + ".layer_norm", attended)),
                vector(feedForward + ".w_1.bias"));
        double[] positive =
                Arrays.stream(inner).map(value -> Math.max(0, value)).toArray();
        return plus(
                attended,
                plus(times(matrix(feedForward + ".w_2.weight"), positive), vector(feedForward + ".w_2.bias")));
    }

    /** Layer normalisation by a named gain and shift. */
    double[] normalise(String norm, double... row) {
        double mean = Arrays.stream(row).average().orElseThrow();
        double variance = Arrays.stream(row)
                .map(value -> Math.pow(value - mean, 2))
                .average()
                .orElseThrow();
        double[] gain = vector(norm + ".weight");
        double[] shift = vector(norm + ".bias");
        double[] result = new double[d];
        for (int j = 0; j < d; j++) {
            result[j] = (row[j] - mean) / Math.sqrt(variance + 1e-6) * gain[j] + shift[j];
        }
        return result;
    }

    private double[] vector(String name) {
        return parameters.get(name).doubles();
    }

    private double[][] matrix(String name) {
        double[] values = vector(name);
        double[][] rows = new double[values.length / d][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = Arrays.copyOfRange(values, r * d, (r + 1) * d);
        }
        return rows;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int j = 0; j < left.length; j++) {
            sum += left[j] * right[j];
        }
        return sum;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
    }

    private static double[][] timesFromRight(double[][] rows, double[][] matrix) {
        return Arrays.stream(rows).map(row -> mix(row, matrix)).toArray(double[][]::new);
    }

    private static double[] mix(double[] weights, double[][] rows) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += weights[i] * rows[i][j];
            }
        }
        return sum;
    }

    private static double[] plus(double[] left, double[] right) {
        double[] sum = left.clone();
        for (int j = 0; j < sum.length; j++) {
            sum[j] += right[j];
        }
        return sum;
    }

    private static double[][] plus(double[][] left, double[][] right) {
        double[][] sum = new double[left.length][];
        Arrays.setAll(sum, i -> plus(left[i], right[i]));
        return sum;
    }

    private static double[] softmax(double... logits) {
        double[] powers = Arrays.stream(logits).map(Math::exp).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }
}
