package io.github.dmsrec.core.session;

/**
 * Some rows and then others.
 *
 * @param shift what is added to the session numbers of the second rows
 */
record JoinedRows(Rows first, Rows second, int shift) implements Rows {

    @Override
    public int size() {
        return first.size() + second.size();
    }

    @Override
    public int session(int row) {
        return row < first.size() ? first.session(row) : second.session(row - first.size()) + shift;
    }

    @Override
    public int prefixLength(int row, int session) {
        return row < first.size()
                ? first.prefixLength(row, session)
                : second.prefixLength(row - first.size(), session - shift);
    }
}
