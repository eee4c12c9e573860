package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.recommend.Rescoring;
import io.github.dmsrec.gnn.backbone.Encoding;
import io.github.dmsrec.gnn.engine.HalfRows;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.loss.ItemPlaces;
import org.jspecify.annotations.Nullable;

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
    /** The items of each row that have an offset, and theirs; null where none do. */
    private final int[] @Nullable [] clicked;

    private final float[] @Nullable [] offsets;

    ApproximateScores(Scoring scoring, int rows) {
        this.scoring = scoring;
        this.scorers = new Encoding.Scorer[rows];
        this.sessions = new float[rows][];
        this.errors = new float[rows];
        this.clicked = new int[rows][];
        this.offsets = new float[rows][];
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
        ClickedItems seen = output.clicked();
        if (seen != null) {
            int n = scores.length / sessions.length;
            for (int row = 0; row < lengths.length; row++) {
                int[] ofRow = seen.items()[row];
                float[] added = seen.offsetsOf(row);
                clicked[start + row] = ofRow;
                offsets[start + row] = added;
                for (int i = 0; i < ofRow.length; i++) {
                    scores[(start + row) * n + ofRow[i]] += added[i];
                }
            }
        }
    }

    @Override
    public float error(int row) {
        return errors[row];
    }

    @Override
    public float[] exact(int row, int... items) {
        if (items.length == 0) {
            return new float[0];
        }
        float[] exact = scoring.of(scorers[row], sessions[row], items);
        int[] ofRow = clicked[row];
        float[] added = offsets[row];
        if (ofRow != null && added != null) {
            ItemPlaces places = ItemPlaces.among(new int[][] {ofRow}, items);
            for (int i = 0; i < places.places().length; i++) {
                exact[places.places()[i]] += added[places.order()[i]];
            }
        }
        return exact;
    }
}
