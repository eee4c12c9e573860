package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * MSGIFSR's forward pass once more, one session at a time, in plain loops over plain numbers, straight from its formulas:
 * what the packed one is compared with.
 */
final class SlowMsgifsr {

    private final Map<String, double[]> parameters;
    private final int d;
    private final int order;
    private final int heads;
    private final String reduction;
    private final boolean norm;
    private final boolean orderFusion;
    private final boolean extra;
    private final int firstClass;
    private final double scale;

    SlowMsgifsr(Parameters parameters, Map<String, String> options) {
        try (Scope scope = Scope.inference()) {
            this.parameters = parameters.specs().stream()
                    .collect(Collectors.toMap(
                            ParameterSpec::name,
                            spec -> parameters.get(spec.name()).doubles()));
        }
        d = Integer.parseInt(of(options, "dimension"));
        order = Integer.parseInt(of(options, "order"));
        heads = Integer.parseInt(of(options, "heads"));
        reduction = of(options, "reduction");
        norm = of(options, "norm").equals("on");
        orderFusion = of(options, "order-fusion").equals("on");
        extra = of(options, "extra").equals("on");
        firstClass = of(options, "padding-row").equals("random") ? 0 : 1;
        scale = Double.parseDouble(of(options, "logit-scale"));
    }

    /**
     * @param logProbabilities of all classes
     * @param alignment of the session with both its intents, summed over granularities; zero without intents
     */
    record Result(double[] logProbabilities, double alignment) {}

    /** A directed edge of the graph: the runs of items that it joins. */
    private record Edge(List<Integer> from, List<Integer> to) {}

    /**
     * @param items catalogue indices
     * @param intents the projected explicit and latent intent; none for a base model
     */
    Result score(int[] items, List<double[]> intents) {
        List<Integer> session = Arrays.stream(items).boxed().toList();
        int n = session.size();
        List<Set<List<Integer>>> nodes = new ArrayList<>();
        List<List<Integer>> last = new ArrayList<>();
        for (int k = 1; k <= order; k++) {
            Set<List<Integer>> ofGranularity = new LinkedHashSet<>();
            for (int i = 0; i + k <= n; i++) {
                ofGranularity.add(session.subList(i, i + k));
            }
            if (n < k) {
                int lowest = Arrays.stream(items).min().orElseThrow();
                ofGranularity.add(Collections.nCopies(k, lowest));
                last.add(Collections.nCopies(k, lowest));
            } else {
                last.add(session.subList(n - k, n));
            }
            nodes.add(ofGranularity);
        }

        Map<List<Integer>, double[]> f = new HashMap<>();
        nodes.forEach(set -> set.forEach(run -> f.put(run, feature(run))));

        Map<List<Integer>, double[]> h = new HashMap<>();
        for (int k = 1; k <= order; k++) {
            double[] mean = new double[d];
            for (List<Integer> run : nodes.get(k - 1)) {
                mean = plus(mean, times(of(f, run), 1.0 / nodes.get(k - 1).size()));
            }
            for (List<Integer> run : nodes.get(k - 1)) {
                double[] highest = new double[d];
                Arrays.fill(highest, Double.NEGATIVE_INFINITY);
                for (int head = 0; head < heads; head++) {
                    double[] both = plus(
                            convolution("layers.0.conv1.mods.", session, run, head, f, false),
                            convolution("layers.0.conv2.mods.", session, run, head, f, true));
                    for (int j = 0; j < d; j++) {
                        highest[j] = Math.max(highest[j], both[j]);
                    }
                }
                double[] vector = plus(highest, mean);
                h.put(run, norm ? normalised(vector) : vector);
            }
        }

        List<List<Integer>> all = new ArrayList<>();
        nodes.forEach(all::addAll);
        double alignment = 0;
        double[] mixed = new double[0];
        double[] a = order > 1 && orderFusion ? softmax(of(parameters, "alpha")) : new double[] {1};
        for (int k = 1; k <= (orderFusion ? order : 1); k++) {
            double[] c = of(h, last.get(k - 1));
            String readOut = "readouts." + (k - 1) + ".";
            double[] logits = new double[all.size()];
            for (int i = 0; i < logits.length; i++) {
                double[] inner = plus(
                        plus(
                                product(readOut + "fc_u.weight", of(h, all.get(i))),
                                of(parameters, readOut + "fc_u.bias")),
                        product(readOut + "fc_v.weight", c));
                for (int j = 0; j < d; j++) {
                    logits[i] += of(parameters, readOut + "fc_e.weight")[j] * sigmoid(inner[j]);
                }
            }
            double[] pi = softmax(logits);
            double[] global = new double[d];
            for (int i = 0; i < pi.length; i++) {
                global = plus(global, times(of(h, all.get(i)), pi[i]));
            }
            double[] joined = beside(c, global);
            for (double[] z : intents) {
                joined = beside(joined, z);
            }
            double[] u = plus(product("linear_transform.weight", joined), of(parameters, "linear_transform.bias"));
            double[] p = times(distribution(normalised(u), k, items), a[k - 1]);
            mixed = k == 1 ? p : plus(mixed, p);
            if (!intents.isEmpty()) {
                alignment += divergence(global, intents.get(0)) + divergence(c, intents.get(1));
            }
        }
        return new Result(Arrays.stream(mixed).map(Math::log).toArray(), alignment);
    }

    private double[] feature(List<Integer> run) {
        int k = run.size();
        List<double[]> x = new ArrayList<>();
        for (int item : run) {
            double[] row = row(item + 1);
            double length = Math.sqrt(dot(row, row));
            x.add(length > 1 ? times(row, 1 / length) : row);
        }
        double[] feature = x.get(0);
        if (k > 1) {
            double[] reduced = new double[d];
            double[] joined = new double[0];
            for (double[] vector : x) {
                joined = beside(joined, vector);
            }
            for (int j = 0; j < d; j++) {
                int coordinate = j;
                reduced[j] = reduction.equals("mean")
                        ? x.stream().mapToDouble(v -> v[coordinate]).average().orElseThrow()
                        : x.stream().mapToDouble(v -> v[coordinate]).max().orElseThrow();
            }
            if (reduction.equals("concat")) {
                String map = "expander.Ws." + (k - 1) + ".";
                reduced = plus(product(map + "weight", joined), of(parameters, map + "bias"));
            }
            feature = times(plus(reduced, gru(x, "expander.GRUs." + (k - 1) + ".")), 0.5);
        }
        return norm ? normalised(feature) : feature;
    }

    private double[] gru(List<double[]> x, String name) {
        double[] h = new double[d];
        for (double[] input : x) {
            double[] in = plus(product(name + "weight_ih_l0", input), of(parameters, name + "bias_ih_l0"));
            double[] hidden = plus(product(name + "weight_hh_l0", h), of(parameters, name + "bias_hh_l0"));
            double[] next = new double[d];
            for (int j = 0; j < d; j++) {
                double r = sigmoid(in[j] + hidden[j]);
                double z = sigmoid(in[d + j] + hidden[d + j]);
                double candidate = Math.tanh(in[2 * d + j] + r * hidden[2 * d + j]);
                next[j] = (1 - z) * candidate + z * h[j];
            }
            h = next;
        }
        return h;
    }

    /** One head's vector of a node: the sum over all relations that can lead to its granularity. */
    private double[] convolution(
            String direction,
            List<Integer> session,
            List<Integer> run,
            int head,
            Map<List<Integer>, double[]> f,
            boolean reversed) {
        double[] sum = new double[d];
        for (int source = 1; source <= order; source++) {
            int k = run.size();
            if (source != k && source != 1 && k != 1) {
                continue;
            }
            String module = direction + (source == k ? "intra" + k : "inter") + ".";
            Set<List<Integer>> neighbours = new LinkedHashSet<>();
            for (Edge edge : reversed ? edges(session, k, source) : edges(session, source, k)) {
                if (reversed && edge.from().equals(run)) {
                    neighbours.add(edge.to());
                } else if (!reversed && edge.to().equals(run)) {
                    neighbours.add(edge.from());
                }
            }
            sum = plus(sum, attention(module, run, List.copyOf(neighbours), head, f));
        }
        return sum;
    }

    /** The edges from one granularity to another one or itself; none if the session is too short for either. */
    private static List<Edge> edges(List<Integer> session, int from, int to) {
        List<Edge> edges = new ArrayList<>();
        int n = session.size();
        for (int i = 0; i < n; i++) {
            // The run that starts at i is followed by the run that starts a click later; an item by the run after it.
            int next = from == to || from == 1 ? i + 1 : i + from;
            if (i + from <= n && next + to <= n) {
                edges.add(new Edge(session.subList(i, i + from), session.subList(next, next + to)));
            }
        }
        return edges;
    }

    private double[] attention(
            String module,
            List<Integer> target,
            List<List<Integer>> neighbours,
            int head,
            Map<List<Integer>, double[]> f) {
        double[] bias = Arrays.copyOfRange(of(parameters, module + "bias"), head * d, (head + 1) * d);
        double[] sum = plus(of(f, target), bias);
        double[] logits = new double[neighbours.size()];
        for (int i = 0; i < logits.length; i++) {
            double logit = dot(part(module + "attn_l", head), ofHead(module, of(f, neighbours.get(i)), head))
                    + dot(part(module + "attn_r", head), ofHead(module, of(f, target), head));
            logits[i] = logit > 0 ? logit : 0.2 * logit;
        }
        double[] weights = softmax(logits);
        for (int i = 0; i < logits.length; i++) {
            sum = plus(sum, times(ofHead(module, of(f, neighbours.get(i)), head), weights[i]));
        }
        return sum;
    }

    private double[] ofHead(String module, double[] x, int head) {
        double[] all = product(module + "fc.weight", x);
        return Arrays.copyOfRange(all, head * d, (head + 1) * d);
    }

    private double[] part(String name, int head) {
        return Arrays.copyOfRange(of(parameters, name), head * d, (head + 1) * d);
    }

    private double[] distribution(double[] u, int k, int[] items) {
        int classes = of(parameters, "embedding.weight").length / d - firstClass;
        double[] logits = new double[classes];
        for (int c = 0; c < classes; c++) {
            logits[c] = scale * dot(u, normalised(row(c + firstClass)));
        }
        if (!extra) {
            return softmax(logits);
        }
        String part = "sc_sr." + (k - 1) + ".";
        double[] inner = plus(product(part + "0.weight", u), of(parameters, part + "0.bias"));
        double[] phi = softmax(product(
                part + "2.weight", Arrays.stream(inner).map(v -> Math.max(0, v)).toArray()));
        Set<Integer> clicked = new TreeSet<>();
        for (int item : items) {
            clicked.add(item + 1 - firstClass);
        }
        double ofClicked = 0;
        double ofOthers = 0;
        for (int c = 0; c < classes; c++) {
            if (clicked.contains(c)) {
                ofClicked += Math.exp(logits[c]);
            } else {
                ofOthers += Math.exp(logits[c]);
            }
        }
        double[] p = new double[classes];
        for (int c = 0; c < classes; c++) {
            p[c] = clicked.contains(c)
                    ? phi[0] * Math.exp(logits[c]) / ofClicked
                    : phi[1] * Math.exp(logits[c]) / ofOthers;
        }
        return p;
    }

    private double divergence(double[] structural, double[] semantic) {
        double[] p = softmax(structural);
        double[] q = softmax(semantic);
        double sum = 0;
        for (int j = 0; j < p.length; j++) {
            sum += (p[j] + 1e-8) * (Math.log(p[j] + 1e-8) - Math.log(q[j] + 1e-8));
        }
        return sum;
    }

    private double[] row(int row) {
        return Arrays.copyOfRange(of(parameters, "embedding.weight"), row * d, (row + 1) * d);
    }

    private double[] product(String matrix, double[] x) {
        return product(of(parameters, matrix), x);
    }

    static double[] product(double[] matrix, double[] x) {
        double[] result = new double[matrix.length / x.length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < x.length; j++) {
                result[i] += matrix[i * x.length + j] * x[j];
            }
        }
        return result;
    }

    static double[] plus(double[] a, double[] b) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    static double[] times(double[] a, double factor) {
        return Arrays.stream(a).map(v -> v * factor).toArray();
    }

    static double[] beside(double[] a, double[] b) {
        double[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double[] normalised(double[] a) {
        return times(a, 1 / Math.sqrt(dot(a, a)));
    }

    static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> key + " of " + map.keySet());
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
