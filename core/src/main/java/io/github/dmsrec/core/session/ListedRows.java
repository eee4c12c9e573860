package io.github.dmsrec.core.session;

/** Any rows, listed one by one. */
final class ListedRows implements Rows {

    private final int[] sessionOfRow;
    private final int[] prefixLengths;

    /**
     * The arrays are not copied and must not be changed afterwards.
     *
     * @throws IllegalArgumentException if a row is cut where its session has no prefix and target
     */
    ListedRows(Sessions sessions, int[] sessionOfRow, int[] prefixLengths) {
        if (sessionOfRow.length != prefixLengths.length) {
            throw new IllegalArgumentException(
                    sessionOfRow.length + " session numbers but " + prefixLengths.length + " prefix lengths");
        }
        for (int row = 0; row < sessionOfRow.length; row++) {
            int length = sessions.length(sessionOfRow[row]);
            if (prefixLengths[row] < 1 || prefixLengths[row] >= length) {
                throw new IllegalArgumentException("row " + row + " takes " + prefixLengths[row]
                        + " clicks as the prefix of session " + sessionOfRow[row] + ", which has " + length);
            }
        }
        this.sessionOfRow = sessionOfRow;
        this.prefixLengths = prefixLengths;
    }

    @Override
    public int size() {
        return sessionOfRow.length;
    }

    @Override
    public int session(int row) {
        return sessionOfRow[row];
    }

    @Override
    public int prefixLength(int row, int session) {
        return prefixLengths[row];
    }
}
