package io.github.dmsrec.gnn.engine;

/** How a training step treats parameters that have a row for each item. */
public enum ItemGradients {
    /** Every row has a gradient and moves in every step: for losses that score the whole catalogue. */
    DENSE,
    /**
     * Rows that a step gathers have a gradient and move, others stay as they are: for losses that score a few items of a large
     * catalogue. A step costs nothing that grows with the catalogue.
     */
    SPARSE
}
