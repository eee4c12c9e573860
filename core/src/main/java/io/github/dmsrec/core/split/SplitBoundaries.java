package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.Split;

/**
 * The boundaries of a split of ordered sessions: training begins at {@code from}, validation at {@code validation}, the test at {@code test},
 * which ends before {@code end}.
 */
public record SplitBoundaries(int from, int validation, int test, int end) {

    /** All of so many sessions, as those of training. */
    public static SplitBoundaries undivided(int sessions) {
        return new SplitBoundaries(0, sessions, sessions, sessions);
    }

    /** The last sessions of {@code from..end-1} for the test, the last of the others for validation. */
    static SplitBoundaries of(Shares shares, int from, int end) {
        int test = end - shares.testOf(end - from);
        return new SplitBoundaries(from, test - shares.validationOf(end - from), test, end);
    }

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
}
