package io.github.dmsrec.baseline;

import io.github.dmsrec.core.progress.Progress;
import java.util.stream.IntStream;

/** Gives the rows of a matrix to all processors, some at a time. */
final class RowParts {

    /** So many rows are given to a processor at once. */
    private static final int ROWS_AT_ONCE = 32;

    /** So many parts are waited for before they are reported. */
    private static final int PARTS_AT_ONCE = 16;

    private RowParts() {}

    /** Works on some rows. */
    @FunctionalInterface
    interface Part {

        /**
         * Works.
         *
         * @param first row
         * @param last exclusive
         */
        void of(int first, int last);
    }

    /** Works on the rows 0 to {@code n - 1}. */
    static void run(int n, Part part) {
        run(0, n, part);
    }

    /**
     * Works on the rows 0 to {@code n - 1}.
     *
     * @param stage counts rows; it is told by the calling thread
     */
    static void run(int n, Progress.Stage stage, Part part) {
        for (int from = 0; from < n; from += ROWS_AT_ONCE * PARTS_AT_ONCE) {
            int to = Math.min(from + ROWS_AT_ONCE * PARTS_AT_ONCE, n);
            run(from, to, part);
            stage.advance(to - from);
        }
    }

    private static void run(int from, int to, Part part) {
        IntStream.range(0, (to - from + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
                .parallel()
                .forEach(number ->
                        part.of(from + number * ROWS_AT_ONCE, Math.min(from + (number + 1) * ROWS_AT_ONCE, to)));
    }
}
