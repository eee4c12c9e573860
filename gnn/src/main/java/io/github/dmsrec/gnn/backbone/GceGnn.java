package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.LocalGraph;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * GCE-GNN (Wang et al., Global Context Enhanced Graph Neural Networks for Session-based Recommendation, SIGIR 2020):
 * attention over the typed session graph plus attention over each item's neighbours in the global graph, then a read-out
 * with reversed positions. One hop, as the intent paper uses it.
 *
 * <p>Clicks further back than the position table reaches share its last row.
 */
public final class GceGnn implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "gce-gnn";

    /** The key of {@link GlobalNeighbours}. */
    public static final String GLOBAL_NEIGHBOURS = "global-neighbours";

    private static final String GLOBAL_DROPOUT = "global-dropout";
    private static final String READ_OUT_START = "read-out-start";
    private static final int POSITIONS = 256;
    private static final double SLOPE = 0.2;
    /** A logit that no soft-max sees. */
    private static final float ABSENT = -1e9f;

    private final int d;
    private final Anatomy anatomy;
    private final NeighbourTable neighbours;
    private final GlobalNeighbours reading;
    private final float[] neighbourWeights;
    private final double globalDropout;

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Wang et al., Global Context Enhanced Graph Neural Networks for Session-based Recommendation, SIGIR 2020",
            true,
            List.of(
                    Choice.rate(GLOBAL_DROPOUT, "drop-out on the branch of the global graph", 0.5, 0.5),
                    Choice.oneOf(
                            GLOBAL_NEIGHBOURS,
                            "how counts and missing neighbours of the global graph enter",
                            GlobalNeighbours.class,
                            GlobalNeighbours.RAW_COUNTS,
                            GlobalNeighbours.LOG_COUNTS_MASKED),
                    Choice.oneOf(
                            READ_OUT_START,
                            "whether the read-out's weights start around zero or above it",
                            ReadOutStart.class,
                            ReadOutStart.RANDOM,
                            ReadOutStart.POSITIVE)),
            Map.of(
                    "epochs", "20",
                    "patience", "3",
                    "learning-rate-decay-at", "epoch-end",
                    "alignment-weight", "0.7",
                    "intent-dropout", "0.6"),
            Map.of(),
            GceGnn::new);

    /**
     * The start of the vector that the read-out weighs clicks with. The session vector is a weighted sum of the clicked
     * items' vectors and scores items without a map between, so the sign of the weights at the start decides whether
     * training finds items like the clicked ones or unlike them; it does not change sides afterwards.
     */
    public enum ReadOutStart {
        /** Evenly around zero, as published: which side a model is on is up to the seed. */
        RANDOM,
        /** Evenly above zero: clicks speak for items like them. */
        POSITIVE
    }

    /** How the global graph is read. */
    public enum GlobalNeighbours {
        /** Counts enter as they are, and empty places are the padding item: the published code. */
        RAW_COUNTS,
        /** Counts enter as {@code ln(1 + count)}, and empty places are left out. */
        LOG_COUNTS_MASKED
    }

    /** @param options must carry neighbours */
    public GceGnn(BackboneOptions options) {
        this(options, POSITIONS);
    }

    /** For checkpoints with a position table of another length. */
    public GceGnn(BackboneOptions options, int positions) {
        d = options.dimension();
        neighbours = options.neighbours()
                .orElseThrow(() -> new IllegalArgumentException(NAME + " needs the neighbours of the global graph"));
        reading = options.choices().oneOf(GLOBAL_NEIGHBOURS, GlobalNeighbours.class);
        neighbourWeights = new float[neighbours.counts().length];
        for (int i = 0; i < neighbourWeights.length; i++) {
            int count = neighbours.counts()[i];
            neighbourWeights[i] = reading == GlobalNeighbours.RAW_COUNTS ? count : (float) Math.log1p(count);
        }
        globalDropout = options.choices().real(GLOBAL_DROPOUT);
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> parameters = List.of(
                options.itemTable(),
                uniform("pos_embedding.weight", bound, positions, d),
                uniform("local_agg.a_0", bound, d, 1),
                uniform("local_agg.a_1", bound, d, 1),
                uniform("local_agg.a_2", bound, d, 1),
                uniform("local_agg.a_3", bound, d, 1),
                uniform("agg_gcn_0.w_1", bound, d + 1L, d),
                uniform("agg_gcn_0.w_2", bound, d, 1),
                uniform("agg_gcn_0.w_3", bound, 2L * d, d),
                uniform("w_1", bound, 2L * d, d),
                readOutWeights(options, bound),
                uniform("glu1.weight", bound, d, d),
                uniform("glu1.bias", bound, d),
                uniform("glu2.weight", bound, d, d));
        anatomy = new Anatomy(
                NAME,
                parameters,
                1,
                1,
                ReadOutForm.NONE,
                ReadOutForm.LINEAR,
                false,
                Set.of("local_agg.bias", "agg_gcn_0.bias"));
    }

    private ParameterSpec readOutWeights(BackboneOptions options, double bound) {
        ParameterSpec weights = uniform("w_2", bound, d, 1);
        return options.choices().oneOf(READ_OUT_START, ReadOutStart.class) == ReadOutStart.RANDOM
                ? weights
                : weights.startingAs(new ParameterSpec.Start.Uniform(0, bound));
    }

    @Override
    public Anatomy anatomy() {
        return anatomy;
    }

    private record Batch(
            PackedPositions positions,
            int[] itemRows,
            int[] nodeSession,
            int[] clickRows,
            int[] reversedPosition,
            int[] node,
            int[] neighbour,
            int[] type,
            int[] globalRows,
            float[] globalWeights,
            float[] globalAbsent,
            float[] hasGlobal)
            implements PackedBatch {

        @Override
        public int sessions() {
            return positions.sessions();
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        PackedPositions.Builder positions = new PackedPositions.Builder();
        IntList itemRows = new IntList();
        IntList nodeSession = new IntList();
        IntList clickRows = new IntList();
        IntList reversedPosition = new IntList();
        IntList node = new IntList();
        IntList neighbour = new IntList();
        IntList type = new IntList();
        for (int s = 0; s < rows.length; s++) {
            int[] items = PackedPositions.itemsOf(prefixes, rows[s]);
            LocalGraph graph = LocalGraph.of(items);
            int firstNode = itemRows.size();
            positions.add(graph.alias(), firstNode);
            for (int item : graph.nodes()) {
                itemRows.add(item + 1);
                nodeSession.add(s);
            }
            for (int t = 0; t < items.length; t++) {
                clickRows.add(items[t] + 1);
                reversedPosition.add(items.length - 1 - t);
            }
            for (int e = 0; e < graph.node().length; e++) {
                node.add(firstNode + graph.node()[e]);
                neighbour.add(firstNode + graph.neighbour()[e]);
                type.add(graph.type()[e]);
            }
        }
        int[] nodeRows = itemRows.toArray();
        int k = neighbours.perItem();
        boolean masked = reading == GlobalNeighbours.LOG_COUNTS_MASKED;
        int[] globalRows = new int[nodeRows.length * k];
        float[] globalWeights = new float[globalRows.length];
        float[] globalAbsent = new float[masked ? globalRows.length : 0];
        float[] hasGlobal = new float[masked ? nodeRows.length : 0];
        for (int n = 0; n < nodeRows.length; n++) {
            for (int place = 0; place < k; place++) {
                int source = nodeRows[n] * k + place;
                int target = n * k + place;
                int row = neighbours.rows()[source];
                globalRows[target] = row;
                globalWeights[target] = neighbourWeights[source];
                if (masked) {
                    globalAbsent[target] = row == 0 ? ABSENT : 0;
                    hasGlobal[n] = Math.max(hasGlobal[n], row == 0 ? 0 : 1);
                }
            }
        }
        return new Batch(
                positions.build(),
                nodeRows,
                nodeSession.toArray(),
                clickRows.toArray(),
                reversedPosition.toArray(),
                node.toArray(),
                neighbour.toArray(),
                type.toArray(),
                globalRows,
                globalWeights,
                globalAbsent,
                hasGlobal);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor table = items.table();
        Tensor x = items.of(batch.itemRows);
        Segments sessions = batch.positions.segments();
        Tensor perClick = Tensor.of(parameters.precision(), inverse(batch.positions.lengths()), batch.sessions(), 1);
        Tensor global = globalLayer(parameters, batch, table, x, sessions, perClick);
        Tensor nodes = localLayer(parameters, batch, x).plus(training ? global.dropout(globalDropout) : global);
        Tensor sum = readOut(parameters, batch, nodes, sessions, perClick);
        return Encoding.of(SessionVectors.aligning(sum, List.of(sum)));
    }

    private Tensor localLayer(Parameters parameters, Batch batch, Tensor x) {
        Segments nodes = new Segments(batch.node, batch.itemRows.length);
        Tensor values = x.gather(Tensor.indices(batch.neighbour));
        Tensor typeVectors = Tensor.beside(List.of(
                        parameters.get("local_agg.a_0"),
                        parameters.get("local_agg.a_1"),
                        parameters.get("local_agg.a_2"),
                        parameters.get("local_agg.a_3")))
                .transposed();
        Tensor logits = nodes.spread(x)
                .times(values)
                .times(typeVectors.gather(Tensor.indices(batch.type)))
                .sumOfEachRow()
                .leakyRelu(SLOPE);
        return nodes.sum(values.times(nodes.softmax(logits)));
    }

    private Tensor globalLayer(
            Parameters parameters, Batch batch, Tensor table, Tensor x, Segments sessions, Tensor perClick) {
        Precision precision = parameters.precision();
        long n = batch.itemRows.length;
        int k = neighbours.perItem();
        Tensor mean =
                sessions.sum(table.gather(Tensor.indices(batch.clickRows))).times(perClick);
        Tensor values = table.gather(Tensor.indices(batch.globalRows)).reshape(n, k, d);
        Tensor meanOfNode = mean.gather(Tensor.indices(batch.nodeSession)).reshape(n, 1, d);
        // [m (*) x ; w] Q_1, with the weight's row of Q_1 taken apart instead of a wider copy of all neighbours.
        Tensor q1 = parameters.get("agg_gcn_0.w_1");
        Tensor q = Tensor.of(precision, batch.globalWeights, n * k, 1)
                .matmul(q1.rows(d, d + 1L))
                .plusProduct(values.times(meanOfNode).reshape(n * k, d), q1.rows(0, d))
                .leakyRelu(SLOPE);
        Tensor logits = q.matmul(parameters.get("agg_gcn_0.w_2")).reshape(n, k);
        if (reading == GlobalNeighbours.LOG_COUNTS_MASKED) {
            logits = logits.plus(Tensor.of(precision, batch.globalAbsent, n, k));
        }
        Tensor weights = logits.softmax(1).reshape(n, 1, k);
        Tensor neighbourhood = weights.matmul(values).reshape(n, d);
        if (reading == GlobalNeighbours.LOG_COUNTS_MASKED) {
            neighbourhood = neighbourhood.times(Tensor.of(precision, batch.hasGlobal, n, 1));
        }
        return Tensor.beside(List.of(x, neighbourhood))
                .matmul(parameters.get("agg_gcn_0.w_3"))
                .relu();
    }

    private Tensor readOut(Parameters parameters, Batch batch, Tensor nodes, Segments sessions, Tensor perClick) {
        Tensor clicks = batch.positions.clicks(nodes);
        Tensor mean = sessions.sum(clicks).times(perClick);
        // [p_t ; H_t] R_1, position 0 being the most recent click.
        Tensor r1 = parameters.get("w_1");
        Tensor positionTable = parameters.get("pos_embedding.weight");
        int beyond = (int) positionTable.size(0) - 1;
        int[] position = batch.reversedPosition.clone();
        int furthest = 0;
        for (int t = 0; t < position.length; t++) {
            position[t] = Math.min(position[t], beyond);
            furthest = Math.max(furthest, position[t]);
        }
        Tensor positions = positionTable.rows(0, furthest + 1L).matmul(r1.rows(0, d));
        Tensor keys = clicks.matmul(r1.rows(d, 2L * d))
                .plus(positions.gather(Tensor.indices(position)))
                .tanh();
        Tensor query = mean.linear(parameters.get("glu2.weight"));
        Tensor beta = keys.linear(parameters.get("glu1.weight"), parameters.get("glu1.bias"))
                .plus(sessions.spread(query))
                .sigmoid()
                .matmul(parameters.get("w_2"));
        return sessions.sum(clicks.times(beta));
    }

    private static float[] inverse(float[] values) {
        float[] inverse = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            inverse[i] = 1 / values[i];
        }
        return inverse;
    }
}
