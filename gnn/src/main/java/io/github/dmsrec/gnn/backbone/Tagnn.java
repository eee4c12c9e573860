package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.SessionGraph;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * TAGNN (Yu et al., TAGNN: Target Attentive Graph Neural Networks for Session-based Recommendation, SIGIR 2020): SR-GNN's
 * gated graph layer, soft-max attention over the clicks with the last click as the query, and when items are scored a
 * second attention with each item as the query ({@link TargetAttention}).
 *
 * <p>Clicks of one item have the same vector after the layer. They are one <em>slot</em> of both soft-maxes, and the
 * logarithm of their number is added to its logit: the same function with fewer rows. Sessions are packed in ascending
 * order of their number of slots, so that those of equal length lie together; what leaves the backbone is in the order of
 * the batch again.
 */
public final class Tagnn implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "tagnn";

    private final GatedGraph layer;
    private final boolean padded;
    private final BackboneSpec spec;

    /** What the soft-maxes of target attention run over. */
    public static final Option<TargetSoftmax> TARGET_SOFTMAX = Option.label(
                    "target-softmax",
                    "whether both soft-maxes run over the clicks alone, or over padding up to the longest prefix too",
                    TargetSoftmax.class,
                    TargetSoftmax.REAL)
            .published(TargetSoftmax.PADDED);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Yu et al., TAGNN: Target Attentive Graph Neural Networks for Session-based Recommendation, SIGIR 2020",
            false,
            List.of(TARGET_SOFTMAX),
            Map.of("alignment-weight", "0.3", "intent-dropout", "0.2"),
            Map.of(),
            Tagnn::new);

    /** What the two soft-maxes of a session of n clicks run over. */
    public enum TargetSoftmax {
        /** Its clicks. */
        REAL,
        /**
         * Its clicks and L - n places of padding, L being {@link Prefixes#longest()} of the rows that it is packed from:
         * the published code. Padding takes weight and gives nothing, the less of it the shorter the file's longest
         * prefix, so that training and test rows differ.
         */
        PADDED
    }

    /** @param options sizes and the catalogue */
    public Tagnn(BackboneOptions options) {
        int d = options.dimension();
        layer = new GatedGraph(d);
        padded = options.values().get(TARGET_SOFTMAX) == TargetSoftmax.PADDED;
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.addAll(layer.parameters());
        parameters.addAll(LastClickAttention.parameters(d));
        parameters.add(uniform("linear_t.weight", 1 / Math.sqrt(d), d, d));
        spec = BackboneSpec.builder(NAME, parameters)
                .parts(2, 2)
                .readOut(ReadOutForm.LINEAR_WITH_BIAS, ReadOutForm.LINEAR_WITH_BIAS)
                .unusedTensors(GatedGraph.UNUSED)
                .build();
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch, its sessions in ascending order of their number of slots.
     *
     * @param nodes the graphs, and behind them the padding node if there are slots of padding
     * @param slots what the soft-maxes run over
     * @param last the node of each session's last click
     */
    private record Batch(GatedGraph.Nodes nodes, Slots slots, int[] last) implements PackedBatch {

        @Override
        public int sessions() {
            return last.length;
        }
    }

    /** A session on its way into a batch. */
    private record Row(int place, SessionGraph graph, int padding) {

        int slots() {
            return graph.nodes().length + (padding > 0 ? 1 : 0);
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        int longest = padded ? prefixes.longest() : 0;
        List<Row> ascending = IntStream.range(0, rows.length)
                .mapToObj(place -> {
                    SessionGraph graph = SessionGraph.of(PackedPositions.itemsOf(prefixes, rows[place]));
                    return new Row(place, graph, Math.max(0, longest - graph.alias().length));
                })
                .sorted(Comparator.comparing(Row::slots))
                .toList();
        GatedGraph.Builder nodes = new GatedGraph.Builder();
        int paddingNode =
                ascending.stream().mapToInt(row -> row.graph.nodes().length).sum();
        Slots.Builder slots = new Slots.Builder();
        IntList last = new IntList();
        for (Row row : ascending) {
            int[] alias = row.graph.alias();
            int firstNode = nodes.add(row.graph);
            int[] clicks = new int[row.graph.nodes().length];
            for (int node : alias) {
                clicks[node]++;
            }
            slots.beginSession(row.place);
            for (int node = 0; node < clicks.length; node++) {
                slots.add(firstNode + node, clicks[node]);
            }
            if (row.padding > 0) {
                slots.addPadding(paddingNode, row.padding);
            }
            last.add(firstNode + alias[alias.length - 1]);
        }
        Slots packed = slots.build();
        if (packed.isPadded()) {
            nodes.addPadding();
        }
        return new Batch(nodes.build(), packed, last.toArray());
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor nodes = layer.layer(parameters, items, batch.nodes);
        Slots slots = batch.slots;
        // Without padding, slots and nodes are the same rows.
        Tensor all = slots.isPadded() ? nodes.gather(Tensor.indices(slots.node())) : nodes;
        Tensor last = nodes.gather(Tensor.indices(batch.last));
        Segments sessions = new Segments(slots.session(), slots.sessions());
        Tensor logits = LastClickAttention.logits(parameters, last, all, sessions);
        Tensor alpha = sessions.softmax(slots.weighed(logits));
        Tensor values = slots.withoutPadding(all);
        Tensor place = Tensor.indices(slots.place());
        Tensor global = sessions.sum(values.times(alpha)).gather(place);
        TargetAttention attention =
                new TargetAttention(slots, values, values.linear(parameters.get("linear_t.weight")));
        return new Encoding(
                List.of(SessionVectors.aligning(global, List.of(global, last.gather(place)))),
                (vectors, catalogue) -> attention.logits(vectors.get(0), catalogue));
    }
}
