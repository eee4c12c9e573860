package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.gnn.engine.Tensor;

/**
 * The scores of a batch of sessions, in which some items of each do not compete: they stand below any score, and no gradient
 * flows to them.
 *
 * @param all the scores of all items
 * @param leftOut those that do not compete, for each session
 */
public record UnseenScores(Scores all, int[][] leftOut) implements Scores {

    @Override
    public Tensor logits() {
        Tensor logits = all.logits();
        int classes = Math.toIntExact(logits.size(1));
        IntList places = new IntList();
        for (int row = 0; row < leftOut.length; row++) {
            for (int item : leftOut[row]) {
                places.add(Math.addExact(Math.multiplyExact(row, classes), firstItem() + item));
            }
        }
        return logits.hiding(places.toArray());
    }

    @Override
    public int firstItem() {
        return all.firstItem();
    }

    @Override
    public Tensor of(int... items) {
        IntList places = new IntList();
        for (int row = 0; row < leftOut.length; row++) {
            for (int item : leftOut[row]) {
                for (int column = 0; column < items.length; column++) {
                    if (items[column] == item) {
                        places.add(Math.addExact(Math.multiplyExact(row, items.length), column));
                    }
                }
            }
        }
        return all.of(items).hiding(places.toArray());
    }
}
