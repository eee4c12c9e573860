package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.gnn.engine.Tensor;

/**
 * A table of scores.
 *
 * @param logits [B, N]
 */
record ScoreTable(Tensor logits) implements Scores {

    @Override
    public int firstItem() {
        return 0;
    }

    @Override
    public Tensor of(int... items) {
        return logits.transposed().gather(Tensor.indices(items)).transposed();
    }
}
