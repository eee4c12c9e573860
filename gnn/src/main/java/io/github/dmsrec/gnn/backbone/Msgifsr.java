package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.BackboneOptions.PaddingRow;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * MSGIFSR (Guo et al., Learning Multi-granularity Consecutive User Intent Unit for Session-based Recommendation, WSDM 2022):
 * attention over a graph whose nodes are runs of 1 to K successive clicks, a read-out for each granularity with its last
 * run as the query, and a mixture of the granularities' distributions.
 *
 * <p>Only the granularities that score have a read-out, and only they are aligned with intents: all K with
 * {@code order-fusion}, else the items alone, which still attend to the runs.
 */
public final class Msgifsr implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "msgifsr";

    private static final int MOST_GRANULARITIES = 3;

    /** Nodes are runs of up to so many clicks. */
    public static final Option<Integer> ORDER =
            Option.integer("order", "nodes are runs of up to so many clicks", 1, 1, MOST_GRANULARITIES);

    /** Attention heads. */
    public static final Option<Integer> HEADS =
            Option.integer("heads", "attention heads, each of the whole dimension", 8, 1, 64);

    /** What stands for a run of clicks. */
    public static final Option<Reduction> REDUCTION = Option.label(
            "reduction", "what stands for a run of clicks beside the recurrent unit", Reduction.class, Reduction.MEAN);

    /** Whether the vectors of nodes have length one. */
    public static final Option<Switch> NORM =
            Option.label("norm", "whether the vectors of nodes have length one", Switch.class, Switch.ON);

    /** Whether all granularities score. */
    public static final Option<Switch> ORDER_FUSION = Option.label(
                    "order-fusion", "whether all granularities score, or the items alone", Switch.class, Switch.ON)
            .published(Switch.OFF);

    /** Whether clicked items have a distribution of their own. */
    public static final Option<Switch> EXTRA = Option.label(
            "extra", "whether clicked items and all others have distributions of their own", Switch.class, Switch.OFF);

    /** Drop-out on what attention takes in. */
    public static final Option<Double> FEATURE_DROPOUT =
            Option.rate("feature-dropout", "drop-out on what attention takes in", 0.1);

    /** Drop-out on attention weights. */
    public static final Option<Double> ATTENTION_DROPOUT =
            Option.rate("attention-dropout", "drop-out on attention weights", 0.1);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Guo et al., Learning Multi-granularity Consecutive User Intent Unit for Session-based Recommendation,"
                    + " WSDM 2022",
            false,
            List.of(ORDER, HEADS, REDUCTION, NORM, ORDER_FUSION, EXTRA, FEATURE_DROPOUT, ATTENTION_DROPOUT),
            Map.ofEntries(
                    Map.entry("dimension", "256"),
                    Map.entry("batch-size", "512"),
                    Map.entry("patience", "3"),
                    Map.entry("patience-counting", "consecutive"),
                    Map.entry("learning-rate-decay-at", "epoch-end"),
                    Map.entry("weight-decay", "1e-4"),
                    Map.entry("item-dropout", "0.1"),
                    Map.entry("logits", "cosine"),
                    Map.entry("intents-in-score", "ignored"),
                    Map.entry("intent-dropout", "0"),
                    // In the optimiser, but without a gradient: it decays.
                    Map.entry("projection", "trained")),
            Map.of(
                    "dimension", "256",
                    "batch-size", "512",
                    "weight-decay", "1e-4",
                    "item-dropout", "0.1",
                    "logits", "cosine"),
            Msgifsr::new);

    /** What stands for a run of clicks beside the recurrent unit. */
    public enum Reduction {
        MEAN,
        MAX,
        /** A linear map of the vectors, one after the other. */
        CONCAT
    }

    /** Whether something is done. */
    public enum Switch {
        ON,
        OFF
    }

    private final int order;
    private final int views;
    private final int firstClass;
    private final GranularityFeatures features;
    private final GranularityAttention attention;
    private final GranularityScorer scorer;
    private final BackboneSpec spec;

    /** @param options sizes and the catalogue */
    public Msgifsr(BackboneOptions options) {
        int d = options.dimension();
        OptionValues values = options.values();
        order = values.get(ORDER);
        views = values.get(ORDER_FUSION) == Switch.ON ? order : 1;
        boolean paddingCompetes = options.paddingRow() == PaddingRow.RANDOM;
        firstClass = paddingCompetes ? 0 : 1;
        boolean normed = values.get(NORM) == Switch.ON;
        features = new GranularityFeatures(values.get(REDUCTION), normed, d);
        attention = new GranularityAttention(
                values.get(HEADS), normed, values.get(FEATURE_DROPOUT), values.get(ATTENTION_DROPOUT), d);
        scorer = new GranularityScorer(views, values.get(EXTRA) == Switch.ON, d);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.addAll(features.parameters(order));
        parameters.addAll(attention.parameters(order));
        double bound = 1 / Math.sqrt(d);
        Set<String> unused = new TreeSet<>(features.unusedTensors());
        for (int view = 0; view < order; view++) {
            List<ParameterSpec> readOut = List.of(
                    uniform(readOut(view) + "fc_u.weight", bound, d, d),
                    uniform(readOut(view) + "fc_u.bias", bound, d).as(Role.TRAINED_WITHOUT_DECAY),
                    uniform(readOut(view) + "fc_v.weight", bound, d, d),
                    uniform(readOut(view) + "fc_e.weight", bound, 1, d));
            if (view < views) {
                parameters.addAll(readOut);
            } else {
                readOut.forEach(spec -> unused.add(spec.name()));
            }
        }
        parameters.addAll(scorer.parameters());
        spec = BackboneSpec.builder(NAME, parameters)
                .parts(2, 2)
                .readOut(ReadOutForm.LINEAR_WITH_BIAS_NOT_DECAYED, ReadOutForm.LINEAR_WITH_BIAS_NOT_DECAYED)
                .paddingCompetes(paddingCompetes)
                .unusedTensors(unused)
                .build();
    }

    private static String readOut(int view) {
        return "readouts." + view + ".";
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        return GranularityBatch.pack(prefixes, rows, order);
    }

    /** The rows of clicked items are never longer than one. */
    @Override
    public void constrain(Parameters parameters, PackedBatch batch) {
        int[] rows = ((GranularityBatch) batch).levels().get(0).rows();
        parameters.capNorms(ITEM_TABLE, Arrays.stream(rows).distinct().toArray(), 1);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        GranularityBatch batch = (GranularityBatch) packed;
        List<Tensor> inputs = new ArrayList<>();
        for (int level = 0; level < order; level++) {
            inputs.add(features.of(
                    parameters, items, level + 1, batch.levels().get(level).rows()));
        }
        List<Tensor> hidden = attention.of(parameters, batch, inputs, training);
        Tensor nodes = order == 1 ? hidden.get(0) : Tensor.below(hidden).gather(Tensor.indices(batch.bySession()));
        Segments sessions = new Segments(batch.sessionOfNode(), batch.sessions());
        List<SessionVectors> vectors = new ArrayList<>();
        for (int view = 0; view < views; view++) {
            Tensor last = hidden.get(view)
                    .gather(Tensor.indices(batch.levels().get(view).last()));
            Tensor global = global(parameters, readOut(view), nodes, last, sessions);
            List<Tensor> parts = List.of(last, global);
            vectors.add(new SessionVectors(global, last, parts, parts));
        }
        return new Encoding(
                vectors, (ofViews, scored) -> scorer.logits(parameters, ofViews, scored, batch, firstClass));
    }

    /** The attention of a session's last run over the nodes of all granularities: [B, d]. */
    private static Tensor global(Parameters parameters, String readOut, Tensor nodes, Tensor last, Segments sessions) {
        Tensor query = last.linear(parameters.get(readOut + "fc_v.weight"));
        Tensor logits = nodes.linear(parameters.get(readOut + "fc_u.weight"), parameters.get(readOut + "fc_u.bias"))
                .plus(sessions.spread(query))
                .sigmoid()
                .linear(parameters.get(readOut + "fc_e.weight"));
        return sessions.sum(nodes.times(sessions.softmax(logits)));
    }
}
