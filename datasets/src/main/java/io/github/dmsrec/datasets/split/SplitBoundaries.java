package io.github.dmsrec.datasets.split;

import io.github.dmsrec.core.session.Split;

/**
 * The boundaries of a split of ordered sessions: training begins at {@code from}, validation at {@code validation}, the test at {@code test},
 * which ends before {@code end}.
 */
public record SplitBoundaries(int from, int validation, int test, int end) {

    /** The first session of a split. */
    public int begin(Split split) {
        return switch (split) {
            case TRAIN -> from;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The session after the last of a split. */
    public int end(Split split) {
        return switch (split) {
            case TRAIN -> validation;
            case VALIDATION -> test;
            case TEST -> end;
        };
    }

    /** SQL that chooses a value by the split of a session's number. */
    public String choose(String number, String train, String ofValidation, String ofTest) {
        return "CASE WHEN " + number + " < " + validation + " THEN " + train + " WHEN " + number + " < " + test
                + " THEN " + ofValidation + " ELSE " + ofTest + " END";
    }
}
