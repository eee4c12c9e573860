package io.github.dmsrec.live;

import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;

/**
 * A row of sessions and its scores.
 *
 * @param recommender gave them
 * @param sessions rows of the model's items
 * @param row which
 * @param scores hold those of the model's items
 * @param offset where that of item 0 is
 */
record ScoredRow(Recommender recommender, Prefixes sessions, int row, float[] scores, int offset) {

    /** Scores a row alone. */
    static ScoredRow of(Recommender recommender, Prefixes sessions, int row) {
        float[] scores = new float[recommender.catalogueSize()];
        recommender.score(sessions, row, row + 1, scores);
        return new ScoredRow(recommender, sessions, row, scores, 0);
    }

    /** How many items the model scores. */
    int known() {
        return recommender.catalogueSize();
    }

    /** Whether a score of 0 says that nothing is known of an item. */
    boolean zeroIsUnknown() {
        return recommender.isZeroUnknown();
    }
}
