package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The scores of a batch of sessions, in which some items of each do not compete: they stand below any score, and no gradient
 * flows to them.
 *
 * @param all the scores of all items
 * @param leftOut those that do not compete, for each session
 */
public record UnseenScores(Scores all, int[][] leftOut) implements Scores {

    /**
     * Scores in which the items that a session has clicked do not compete, unless one is its target.
     *
     * @param clicked the items of each session
     * @param targets the item that followed each session
     */
    public static UnseenScores of(Scores all, int[][] clicked, int... targets) {
        return new UnseenScores(
                all,
                IntStream.range(0, clicked.length)
                        .mapToObj(row -> Arrays.stream(clicked[row])
                                .filter(item -> item != targets[row])
                                .toArray())
                        .toArray(int[][]::new));
    }

    @Override
    public Tensor logits() {
        Tensor logits = all.logits();
        return logits.hiding(ItemPlaces.amongAll(leftOut, firstItem(), Math.toIntExact(logits.size(1)))
                .places());
    }

    @Override
    public int firstItem() {
        return all.firstItem();
    }

    @Override
    public Tensor of(int... items) {
        return all.of(items).hiding(ItemPlaces.among(leftOut, items).places());
    }
}
