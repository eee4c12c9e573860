package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.session.Split;

/** The session vectors of a data set's rows. Safe for use by several threads. */
@FunctionalInterface
public interface RowVectors {

    /**
     * The vector of a row.
     *
     * @param row from 0 within the split
     */
    float[] of(Split split, int row);
}
