package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Tensor;

/** The vectors of padding (row 0) and of all items (row {@code i + 1} is item {@code i}), within one pass. For one thread. */
public interface ItemTable {

    /** All rows [N + 1, d]. */
    Tensor whole();

    /**
     * Some rows; they may be computed without the others.
     *
     * @param indices their numbers, in any order; a row may be taken several times
     * @return [rows, d]
     */
    Tensor rows(Tensor indices);

    /** The number type. */
    Precision precision();

    /** A table that is there as a whole [N + 1, d]. */
    static ItemTable of(Tensor table) {
        return new ItemTable() {
            @Override
            public Tensor whole() {
                return table;
            }

            @Override
            public Tensor rows(Tensor indices) {
                return table.gather(indices);
            }

            @Override
            public Precision precision() {
                return table.precision();
            }
        };
    }
}
