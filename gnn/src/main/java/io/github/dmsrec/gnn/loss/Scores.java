package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.gnn.engine.Tensor;

/** The scores of a batch of B sessions, which are computed for the items that are asked for. */
public interface Scores {

    /**
     * The mean cross entropy over the whole catalogue.
     *
     * @param targets the item that followed each session
     */
    Tensor crossEntropy(int... targets);

    /**
     * The scores of some items.
     *
     * @param items in any order; an item may stand there several times
     * @return [B, items]
     */
    Tensor of(int... items);
}
