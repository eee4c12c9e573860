package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.gnn.engine.Tensor;
import java.util.stream.IntStream;

/**
 * The scores of a batch's targets and negatives.
 *
 * @param all [B, B + n]: a column for the target of each of the B rows, in their order, then one for each negative
 * @param rows B
 */
record BatchScores(Tensor all, int rows) {

    static BatchScores of(Scores scores, int[] targets, int[] negatives) {
        int[] items =
                IntStream.concat(IntStream.of(targets), IntStream.of(negatives)).toArray();
        return new BatchScores(scores.of(items), targets.length);
    }

    int columns() {
        return Math.toIntExact(all.size(1));
    }

    /** Of the first row the column {@code first}, of the next one the column after it, and so on: [B, 1]. */
    Tensor diagonal(int first) {
        int[] places = IntStream.range(0, rows)
                .map(row -> row * columns() + first + row)
                .toArray();
        return all.reshape(all.count(), 1).gather(Tensor.indices(places));
    }
}
