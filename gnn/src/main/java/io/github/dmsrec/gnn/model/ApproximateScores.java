package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.recommend.Rescoring;
import io.github.dmsrec.gnn.backbone.Encoding;
import io.github.dmsrec.gnn.engine.HalfRows;
import io.github.dmsrec.gnn.engine.Tensor;

/** Scores by item vectors of half precision: of each row, what exact ones are made of. */
final class ApproximateScores implements Rescoring {

    /** Gives the scores of items for a session vector. */
    interface Scoring {

        /**
         * The scores of some items.
         *
         * @param scorer of the pass that gave the vector
         * @param session the vector
         */
        float[] of(Encoding.Scorer scorer, float[] session, int... items);
    }

    private final Scoring scoring;
    private final Encoding.Scorer[] scorers;
    private final float[][] sessions;
    private final float[] errors;

    ApproximateScores(Scoring scoring, int rows) {
        this.scoring = scoring;
        this.scorers = new Encoding.Scorer[rows];
        this.sessions = new float[rows][];
        this.errors = new float[rows];
    }

    /**
     * Takes some rows from a pass of the network.
     *
     * @param start the first of them
     * @param output of the pass
     * @param items the vectors of all items
     * @param scores receives the scores of the first row from 0 on
     */
    void take(int start, SessionNetwork.Output output, HalfRows items, float[] scores) {
        Tensor queries = output.queries();
        items.multiply(queries, scores, start);
        float[] lengths = queries.normOfEachRow().floats();
        Tensor vectors = output.sessions().get(0);
        for (int row = 0; row < lengths.length; row++) {
            scorers[start + row] = output.scorer();
            sessions[start + row] = vectors.rows(row, row + 1L).floats();
            errors[start + row] = (float) (lengths[row] * items.error());
        }
    }

    @Override
    public float error(int row) {
        return errors[row];
    }

    @Override
    public float[] exact(int row, int... items) {
        return items.length == 0 ? new float[0] : scoring.of(scorers[row], sessions[row], items);
    }
}
