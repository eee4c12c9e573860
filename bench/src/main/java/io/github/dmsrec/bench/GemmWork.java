package io.github.dmsrec.bench;

import io.github.dmsrec.core.session.Examples;
import java.util.Arrays;

/**
 * The multiply-adds of a training step's matrix products, counted from the models' formulas: two operations each, and
 * three times the forward pass, since each product has two in the backward pass.
 */
final class GemmWork {

    private static final int NEIGHBOURS = 12;

    private GemmWork() {}

    static double flops(String backbone, Examples examples, int[] rows, int d, int items) {
        double clicks = 0;
        double nodes = 0;
        for (int row : rows) {
            clicks += examples.length(row);
            nodes += Arrays.stream(examples.items(row)).distinct().count();
        }
        double square = (double) d * d;
        double scoring = (double) rows.length * d * items;
        double forward =
                switch (backbone) {
                    // Two edge maps, the gates' input 2d -> 3d and hidden d -> 3d; M_2 per click; M_1 and 2d -> d.
                    case "sr-gnn" ->
                        nodes * square * (2 + 6 + 3) + clicks * square + rows.length * square * 3 + scoring;
                    // Q_1 for each neighbour, Q_3; R_1's two halves (positions once a table) and K_1 per click; K_2.
                    case "gce-gnn" ->
                        nodes * square * (NEIGHBOURS + 2) + clicks * square * 2 + rows.length * square + scoring;
                    // M_2 in both layers and M_1 per node, M_3 in both per hyperedge (each click, each two in a row);
                    // W_k and
                    // W_v per click; the last click's W_q, W_o and feed-forward.
                    case "share" ->
                        nodes * square * 3
                                + 2 * (2 * clicks - rows.length) * square
                                + clicks * square * 2
                                + rows.length * square * 4
                                + scoring;
                    // SR-GNN's layer; M_2 and T per node, M_1 and 2d -> d; each node meets each item twice, as a key
                    // and
                    // as a value, and what scores the items is in the values.
                    case "tagnn" ->
                        nodes * square * (2 + 6 + 3)
                                + nodes * square * 2
                                + rows.length * square * 3
                                + 2 * nodes * d * items;
                    default -> throw new IllegalArgumentException("no work is counted for " + backbone);
                };
        return 2 * 3 * forward;
    }
}
