package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.ItemTable;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.function.BinaryOperator;

/**
 * Item vectors made of trained rows and title vectors, row by row: for training that reads few rows of a large catalogue.
 *
 * @param trained [N + 1, d]
 * @param titles [N + 1, T]
 * @param combination makes vectors [rows, d] of the same rows of both
 */
record TitledRows(Tensor trained, Tensor titles, BinaryOperator<Tensor> combination) implements ItemTable {

    @Override
    public Tensor whole() {
        return combination.apply(trained, titles);
    }

    @Override
    public Tensor rows(Tensor indices) {
        return combination.apply(trained.gather(indices), titles.gather(indices));
    }

    @Override
    public Precision precision() {
        return trained.precision();
    }
}
