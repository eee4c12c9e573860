package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.session.Split;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row whose intents are wanted.
 *
 * @param session the clicks as catalogue indices, oldest first, at least one
 * @param candidates catalogue indices, best first
 * @param row which example of the data set it is; empty for a session that is none
 * @param sessionVector of the model that gave the candidates; null if it has none or the inferrer does not want it
 */
public record IntentRequest(int[] session, int[] candidates, Optional<Row> row, float @Nullable [] sessionVector) {

    /** Without a session vector. */
    public IntentRequest(int[] session, int[] candidates, Optional<Row> row) {
        this(session, candidates, row, null);
    }

    /** A session that is no example of a data set. */
    public IntentRequest(int[] session, int[] candidates) {
        this(session, candidates, Optional.empty());
    }

    /**
     * An example of a data set.
     *
     * @param number from 0 within the split
     */
    public record Row(Split split, int number) {

        @Override
        public String toString() {
            return "row " + number + " of the split '" + split.label() + "'";
        }
    }
}
