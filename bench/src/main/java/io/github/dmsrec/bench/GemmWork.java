package io.github.dmsrec.bench;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The operations of a training step's matrix products, two for each multiplication, counted from the models' formulas as
 * the papers write them. A model that rearranges its formulas may do with fewer.
 */
final class GemmWork {

    private static final int NEIGHBOURS = 12;

    /** The multiplications of each backbone's forward pass, with its scores of the catalogue but without fusion. */
    private static final Map<String, Formula> FORWARD = Map.of(
            "sr-gnn", load -> gatedGraph(load) + load.scoring(1),
            // A map of all distinct vectors; each of them meets each item as a key and as a value.
            "tagnn",
                    load -> gatedGraph(load)
                            + load.nodes * load.square()
                            + 2 * load.nodes * load.d * load.items
                            + load.scoring(1),
            // Q_1 for each neighbour, Q_3; R_1's two halves (positions once a table) and K_1 per click; K_2.
            "gce-gnn",
                    load -> load.nodes * load.square() * (NEIGHBOURS + 2)
                            + load.clicks * load.square() * 2
                            + load.sessions * load.square()
                            + load.scoring(1),
            // M_2 in both layers and M_1 per node; M_3 in both layers per hyperedge; keys and values per click; query,
            // output and the two inner maps for the last click, which alone is read.
            "share",
                    load -> load.nodes * load.square() * 3
                            + load.hyperedges * load.square() * 2
                            + load.clicks * (load.square() * 2 + load.d * 2)
                            + load.sessions * load.square() * 4
                            + load.scoring(1),
            "msgifsr", GemmWork::multiGranularity,
            // Input and hidden maps of three gates.
            "gru4rec", load -> load.clicks * load.square() * 6 + load.scoring(1),
            // A_2 and v for each click; A_1.
            "narm",
                    load -> load.clicks * (load.square() * 7 + load.d)
                            + load.sessions * load.square()
                            + load.scoring(1),
            // W_1 and w_0 for each click; W_2, W_3, W_s, W_t.
            "stamp",
                    load -> load.clicks * (load.square() + load.d)
                            + load.sessions * load.square() * 4
                            + load.scoring(1));

    /** Counts multiplications. */
    private interface Formula {
        double of(Load load);
    }

    /**
     * What a batch holds.
     *
     * @param sessions its samples B
     * @param clicks in all prefixes
     * @param nodes the sum of each prefix's distinct items
     * @param hyperedges SHARE's, with the window of the options
     * @param grams MSGIFSR's nodes of each granularity from 1 to the order of the options
     * @param heads MSGIFSR's attention heads
     * @param d the length of vectors
     * @param items the size of the catalogue N
     */
    private record Load(
            double sessions,
            double clicks,
            double nodes,
            double hyperedges,
            double[] grams,
            double heads,
            double d,
            double items) {

        static Load of(Examples examples, int[] rows, TrainingOptions options, int items) {
            int window = whole(options, "window", 1);
            double[] grams = new double[whole(options, "order", 1)];
            double clicks = 0;
            double hyperedges = 0;
            for (int row : rows) {
                int[] prefix = examples.items(row);
                clicks += prefix.length;
                for (int wider = 0; wider <= Math.min(window, prefix.length - 1); wider++) {
                    hyperedges += prefix.length - wider;
                }
                for (int k = 1; k <= grams.length; k++) {
                    grams[k - 1] += distinctRuns(prefix, k);
                }
            }
            return new Load(
                    rows.length,
                    clicks,
                    grams[0],
                    hyperedges,
                    grams,
                    whole(options, "heads", 8),
                    options.dimension(),
                    items);
        }

        /** One matrix applied to one vector. */
        double square() {
            return d * d;
        }

        /** Every session against every item. */
        double scoring(int times) {
            return times * sessions * d * items;
        }

        private static int whole(TrainingOptions options, String key, int otherwise) {
            return Integer.parseInt(options.toMap().getOrDefault(key, String.valueOf(otherwise)));
        }

        /** The distinct runs of {@code k} clicks; a session that is too short has a stand-in. */
        private static int distinctRuns(int[] prefix, int k) {
            Set<List<Integer>> runs = new HashSet<>();
            for (int start = 0; start + k <= prefix.length; start++) {
                runs.add(Arrays.stream(prefix, start, start + k).boxed().toList());
            }
            return Math.max(1, runs.size());
        }
    }

    private GemmWork() {}

    /**
     * The operations of a step, forward and backward: each product has two in the backward pass. Not a number for a
     * backbone whose products nobody has counted yet; its steps are timed all the same.
     *
     * @param parts how many vectors the read-out map joins, 0 if there is no map
     * @param intentDimension the length of intent vectors, for a fused model
     */
    static double flops(
            TrainingOptions options, Examples examples, int[] rows, int items, int parts, OptionalInt intentDimension) {
        Formula formula = FORWARD.get(options.backbone());
        if (formula == null) {
            return Double.NaN;
        }
        Load load = Load.of(examples, rows, options, items);
        double readOut = load.grams.length * parts * load.sessions * load.square();
        // Nothing flows back to the intents' vectors, so their projection has one product in the backward pass.
        double projection = 2 * load.sessions * load.d * intentDimension.orElse(0);
        return 2 * (3 * (formula.of(load) + readOut) + 2 * projection);
    }

    /** Two edge maps, the gates' input 2d to 3d and hidden d to 3d; M_2 per click; M_1. */
    private static double gatedGraph(Load load) {
        return load.nodes * load.square() * (2 + 6 + 3) + load.clicks * load.square() + load.sessions * load.square();
    }

    /**
     * Both directions: each relation's heads map every vector that it takes from. The gated units read {@code k} clicks of
     * a k-gram. One read-out over all nodes, and one softmax, for each granularity.
     */
    private static double multiGranularity(Load load) {
        double all = Arrays.stream(load.grams).sum();
        double attention = 2 * load.heads * load.square() * (load.grams.length > 1 ? 2 * all : all);
        double gatedUnits = 0;
        for (int k = 2; k <= load.grams.length; k++) {
            gatedUnits += load.grams[k - 1] * load.square() * (3 * k + 3 * (k - 1));
        }
        double readOut = load.grams.length * load.square() * (all + load.sessions);
        return attention + gatedUnits + readOut + load.scoring(load.grams.length);
    }
}
