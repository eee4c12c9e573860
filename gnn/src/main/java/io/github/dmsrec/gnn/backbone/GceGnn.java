package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.IntIndex;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.LocalGraph;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final int POSITIONS = 256;
    private static final double SLOPE = 0.2;
    /** The kinds of edges of the local graph. */
    private static final int TYPES = 4;
    /** A logit that no soft-max sees. */
    private static final float ABSENT = -1e9f;

    private final int d;
    private final BackboneSpec spec;
    private final NeighbourTable neighbours;
    private final GlobalNeighbours reading;
    private final float[] neighbourWeights;
    private final double globalDropout;

    /** Drop-out on the branch of the global graph. */
    public static final Option<Double> GLOBAL_DROPOUT =
            Option.rate("global-dropout", "drop-out on the branch of the global graph", 0.5);

    /** How counts and missing neighbours of the global graph enter. */
    public static final Option<GlobalNeighbours> GLOBAL_NEIGHBOURS = Option.label(
                    "global-neighbours",
                    "how counts and missing neighbours of the global graph enter",
                    GlobalNeighbours.class,
                    GlobalNeighbours.LOG_COUNTS_MASKED)
            .published(GlobalNeighbours.RAW_COUNTS);

    /** The global graph, if it was made ahead. */
    public static final Option<Optional<Path>> GLOBAL_GRAPH = Option.optional(
            "global-graph",
            "folder with the global graph of the sessions that are learned, as the job 'graph' on Spark makes it; else it is"
                    + " counted when the training starts",
            "none",
            OptionType.path());

    /** How the read-out's weights start. */
    public static final Option<ReadOutStart> READ_OUT_START = Option.label(
                    "read-out-start",
                    "whether the read-out's weights start around zero or above it",
                    ReadOutStart.class,
                    ReadOutStart.POSITIVE)
            .published(ReadOutStart.RANDOM);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Wang et al., Global Context Enhanced Graph Neural Networks for Session-based Recommendation, SIGIR 2020",
            true,
            LossOptions.after(List.of(GLOBAL_DROPOUT, GLOBAL_NEIGHBOURS, GLOBAL_GRAPH, READ_OUT_START), Loss.FULL),
            Map.of(
                    "epochs", "20",
                    "patience", "3",
                    "learning-rate-decay-at", "epoch-end",
                    "alignment-weight", "0.7",
                    "intent-dropout", "0.6"),
            Map.of(),
            GceGnn::new,
            LossOptions::loss,
            false);

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
        reading = options.values().get(GLOBAL_NEIGHBOURS);
        neighbourWeights = new float[neighbours.counts().length];
        for (int i = 0; i < neighbourWeights.length; i++) {
            int count = neighbours.counts()[i];
            neighbourWeights[i] = reading == GlobalNeighbours.RAW_COUNTS ? count : (float) Math.log1p(count);
        }
        globalDropout = options.values().get(GLOBAL_DROPOUT);
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
        spec = BackboneSpec.builder(NAME, parameters)
                .readOut(ReadOutForm.NONE, ReadOutForm.LINEAR)
                .unusedTensors(Set.of("local_agg.bias", "agg_gcn_0.bias"))
                .build();
    }

    private ParameterSpec readOutWeights(BackboneOptions options, double bound) {
        ParameterSpec weights = uniform("w_2", bound, d, 1);
        return options.values().get(READ_OUT_START) == ReadOutStart.RANDOM
                ? weights
                : weights.startingAs(new ParameterSpec.Start.Uniform(0, bound));
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch. What the global graph brings is computed once for each item in it, or once for each session and
     * neighbour, since the nodes of a session share neighbours.
     *
     * @param nodeType four times the node of each local edge plus its type, ascending
     * @param known the rows of the item table of all clicks and neighbours, each once
     * @param click the place in {@code known} of each click
     * @param pairSession the session of each different neighbour that its nodes have, ascending
     * @param pairNeighbour its place in {@code known}
     * @param pair the pair of each node's places for neighbours [nodes * k]
     * @param globalNeighbour the place in {@code known} of the neighbour there
     */
    private record Batch(
            PackedPositions positions,
            int[] itemRows,
            int[] reversedPosition,
            int[] node,
            int[] nodeType,
            int[] neighbour,
            int[] known,
            int[] click,
            int[] pairSession,
            int[] pairNeighbour,
            int[] pair,
            int[] globalNeighbour,
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
        IntList reversedPosition = new IntList();
        IntList node = new IntList();
        IntList nodeType = new IntList();
        IntList neighbour = new IntList();
        IntList click = new IntList();
        Neighbourhood neighbourhood = new Neighbourhood();
        for (int s = 0; s < rows.length; s++) {
            int[] items = PackedPositions.itemsOf(prefixes, rows[s]);
            LocalGraph graph = LocalGraph.of(items);
            int firstNode = itemRows.size();
            positions.add(graph.alias(), firstNode);
            for (int item : graph.nodes()) {
                itemRows.add(item + 1);
            }
            for (int t = 0; t < items.length; t++) {
                click.add(neighbourhood.known.add(items[t] + 1));
                reversedPosition.add(items.length - 1 - t);
            }
            for (int e = 0; e < graph.node().length; e++) {
                node.add(firstNode + graph.node()[e]);
                nodeType.add(TYPES * (firstNode + graph.node()[e]) + graph.type()[e]);
                neighbour.add(firstNode + graph.neighbour()[e]);
            }
            neighbourhood.add(s, graph.nodes());
        }
        int[] nodeRows = itemRows.toArray();
        int k = neighbours.perItem();
        boolean masked = reading == GlobalNeighbours.LOG_COUNTS_MASKED;
        float[] globalWeights = new float[nodeRows.length * k];
        float[] globalAbsent = new float[masked ? globalWeights.length : 0];
        float[] hasGlobal = new float[masked ? nodeRows.length : 0];
        for (int n = 0; n < nodeRows.length; n++) {
            for (int place = 0; place < k; place++) {
                int source = nodeRows[n] * k + place;
                int target = n * k + place;
                globalWeights[target] = neighbourWeights[source];
                if (masked) {
                    boolean empty = neighbours.rows()[source] == 0;
                    globalAbsent[target] = empty ? ABSENT : 0;
                    hasGlobal[n] = Math.max(hasGlobal[n], empty ? 0 : 1);
                }
            }
        }
        return new Batch(
                positions.build(),
                nodeRows,
                reversedPosition.toArray(),
                node.toArray(),
                nodeType.toArray(),
                neighbour.toArray(),
                neighbourhood.known.toArray(),
                click.toArray(),
                neighbourhood.pairSession.toArray(),
                neighbourhood.pairNeighbour.toArray(),
                neighbourhood.pair.toArray(),
                neighbourhood.globalNeighbour.toArray(),
                globalWeights,
                globalAbsent,
                hasGlobal);
    }

    /** Finds what a batch reads of the global graph several times. */
    private final class Neighbourhood {

        /** The rows of the item table that are read, each once. */
        private final IntIndex known = new IntIndex();

        private final IntList pairSession = new IntList();
        private final IntList pairNeighbour = new IntList();
        private final IntList pair = new IntList();
        private final IntList globalNeighbour = new IntList();
        /** By place in {@link #known}: its last pair plus one. */
        private int[] pairOfPlace = new int[64];

        /** Adds the neighbours of a session's nodes, after those of earlier sessions. */
        private void add(int session, int[] items) {
            int firstPair = pairSession.size();
            int k = neighbours.perItem();
            for (int item : items) {
                for (int place = 0; place < k; place++) {
                    int neighbour = known.add(neighbours.rows()[(item + 1) * k + place]);
                    if (neighbour >= pairOfPlace.length) {
                        pairOfPlace = Arrays.copyOf(pairOfPlace, neighbour * 2);
                    }
                    // A smaller number is that of an earlier session.
                    if (pairOfPlace[neighbour] <= firstPair) {
                        pairSession.add(session);
                        pairNeighbour.add(neighbour);
                        pairOfPlace[neighbour] = pairSession.size();
                    }
                    pair.add(pairOfPlace[neighbour] - 1);
                    globalNeighbour.add(neighbour);
                }
            }
        }
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor x = items.of(batch.itemRows);
        Segments sessions = batch.positions.segments();
        Tensor global = globalLayer(parameters, batch, items, x, sessions);
        Tensor nodes = localLayer(parameters, batch, x).plus(training ? global.dropout(globalDropout) : global);
        Tensor sum = readOut(parameters, batch, nodes, sessions);
        return Encoding.of(SessionVectors.aligning(sum, List.of(sum)));
    }

    private Tensor localLayer(Parameters parameters, Batch batch, Tensor x) {
        Segments nodes = new Segments(batch.node, batch.itemRows.length);
        Tensor neighbour = Tensor.indices(batch.neighbour);
        Tensor typeVectors = parameters.derived("types of local edges", () -> Tensor.beside(List.of(
                        parameters.get("local_agg.a_0"),
                        parameters.get("local_agg.a_1"),
                        parameters.get("local_agg.a_2"),
                        parameters.get("local_agg.a_3")))
                .transposed());
        // a_type (*) x_i, once for each node and type.
        long n = batch.itemRows.length;
        Tensor asked = x.reshape(n, 1, d).times(typeVectors).reshape(TYPES * n, d);
        Tensor logits = asked.gather(Tensor.indices(batch.nodeType))
                .times(x.gather(neighbour))
                .sumOfEachRow()
                .leakyRelu(SLOPE);
        return nodes.weightedSum(x, neighbour, nodes.softmax(logits));
    }

    private Tensor globalLayer(Parameters parameters, Batch batch, ItemVectors items, Tensor x, Segments sessions) {
        Precision precision = parameters.precision();
        int n = batch.itemRows.length;
        int k = neighbours.perItem();
        Tensor known = items.rows(batch.known);
        Tensor mean = sessions.weightedSum(known, Tensor.indices(batch.click), batch.positions.shares(precision));
        // [m (*) x ; w] Q_1: m (*) x is the same for all nodes of a session that share the neighbour.
        Tensor q1 = parameters.get("agg_gcn_0.w_1");
        Tensor logits = new Segments(batch.pairSession, batch.sessions())
                .spread(mean)
                .times(known.gather(Tensor.indices(batch.pairNeighbour)))
                .matmul(q1.rows(0, d))
                .gather(Tensor.indices(batch.pair))
                .plusOuterInPlace(
                        Tensor.of(precision, batch.globalWeights, (long) n * k),
                        q1.rows(d, d + 1L).reshape(d))
                .leakyReluInPlace(SLOPE)
                .matmul(parameters.get("agg_gcn_0.w_2"))
                .reshape(n, k);
        if (reading == GlobalNeighbours.LOG_COUNTS_MASKED) {
            logits = logits.plus(Tensor.of(precision, batch.globalAbsent, n, k));
        }
        int[] nodeOfPlace = new int[n * k];
        Arrays.setAll(nodeOfPlace, place -> place / k);
        Tensor neighbourhood = new Segments(nodeOfPlace, n)
                .weightedSum(known, Tensor.indices(batch.globalNeighbour), logits.softmax(1));
        if (reading == GlobalNeighbours.LOG_COUNTS_MASKED) {
            neighbourhood = neighbourhood.times(Tensor.of(precision, batch.hasGlobal, n, 1));
        }
        return Tensor.beside(List.of(x, neighbourhood))
                .matmul(parameters.get("agg_gcn_0.w_3"))
                .relu();
    }

    private Tensor readOut(Parameters parameters, Batch batch, Tensor nodes, Segments sessions) {
        Tensor clicks = batch.positions.clicks(nodes);
        Tensor node = Tensor.indices(batch.positions.node());
        Tensor mean = sessions.weightedSum(nodes, node, batch.positions.shares(parameters.precision()));
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
        return sessions.weightedSum(nodes, node, beta);
    }
}
