package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;

/** The scores of a batch of B sessions, which are computed for the items that are asked for. */
public interface Scores {

    /** A score for each class [B, C]; the classes are the items, after others that compete with them. */
    Tensor logits();

    /** The class of item 0. */
    int firstItem();

    /**
     * The mean cross entropy over the whole catalogue.
     *
     * @param targets the item that followed each session
     */
    default Tensor crossEntropy(int... targets) {
        return logits().crossEntropy(Tensor.indices(
                Arrays.stream(targets).map(item -> item + firstItem()).toArray()));
    }

    /**
     * The scores of some items.
     *
     * @param items in any order; an item may stand there several times
     * @return [B, items]
     */
    Tensor of(int... items);
}
