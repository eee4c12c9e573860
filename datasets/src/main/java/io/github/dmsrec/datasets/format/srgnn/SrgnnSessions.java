package io.github.dmsrec.datasets.format.srgnn;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;

/** Finds the sessions that the rows of an SR-GNN file were cut from. */
final class SrgnnSessions {

    private SrgnnSessions() {}

    /** Every prefix of complete sessions, for data without rows of its own. */
    static Examples everyPrefix(SrgnnFile sessions) {
        return Examples.everyPrefixOf(clicks(sessions));
    }

    /**
     * The rows of a file as cuts of the sessions of another. Rows come in the sessions' order; those of one session may
     * come shortest or longest first, and sessions may have no row.
     *
     * @throws UserMistakeException if a row is the beginning of none of the sessions that are left
     */
    static Examples located(SrgnnFile rows, SrgnnFile sessions) {
        Sessions clicks = clicks(sessions);
        Examples lastClicks = Examples.lastClickOf(clicks);
        if (sameRows(lastClicks, rows, sessions)) {
            return lastClicks;
        }
        int[] session = new int[rows.size()];
        int[] length = new int[rows.size()];
        int current = 0;
        for (int row = 0; row < rows.size(); row++) {
            boolean sameSession =
                    row > 0 && rows.length(row) != length[row - 1] && rows.rowBegins(row, sessions, current);
            if (!sameSession) {
                current = next(rows, row, sessions, row == 0 ? 0 : current + 1);
            }
            session[row] = current;
            length[row] = rows.length(row);
        }
        return new Examples(clicks, session, length);
    }

    /**
     * The rows of a file as cuts of sessions that are put together from them: neighbouring rows belong to one session
     * where one of them, with its target, is the sequence of the other.
     */
    static Examples merged(SrgnnFile rows) {
        int ascending = 0;
        int descending = 0;
        for (int row = 1; row < rows.size(); row++) {
            ascending += rows.rowIsPrefixOf(row - 1, row) ? 1 : 0;
            descending += rows.rowIsPrefixOf(row, row - 1) ? 1 : 0;
        }
        // A file has one order. The rarer links are different sessions that happen to begin alike.
        boolean shortestFirst = ascending >= descending;
        int[] session = new int[rows.size()];
        int[] longestRow = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            boolean linked =
                    row > 0 && (shortestFirst ? rows.rowIsPrefixOf(row - 1, row) : rows.rowIsPrefixOf(row, row - 1));
            if (!linked) {
                longestRow[count++] = row;
            } else if (shortestFirst) {
                longestRow[count - 1] = row;
            }
            session[row] = count - 1;
        }
        return new Examples(sessionsOf(rows, Arrays.copyOf(longestRow, count)), session, lengths(rows));
    }

    private static boolean sameRows(Examples examples, SrgnnFile rows, SrgnnFile sessions) {
        if (examples.size() != rows.size()) {
            return false;
        }
        for (int row = 0; row < rows.size(); row++) {
            if (examples.length(row) != rows.length(row) || !rows.rowBegins(row, sessions, examples.session(row))) {
                return false;
            }
        }
        return true;
    }

    private static int next(SrgnnFile rows, int row, SrgnnFile sessions, int from) {
        for (int candidate = from; candidate < sessions.size(); candidate++) {
            if (rows.rowBegins(row, sessions, candidate)) {
                return candidate;
            }
        }
        int[] clicks = rows.sequenceAndTarget(row);
        String shown = Arrays.toString(clicks.length <= 8 ? clicks : Arrays.copyOf(clicks, 8));
        throw new UserMistakeException(
                "'" + rows.file() + "' row " + row + " (clicks and target " + shown
                        + (clicks.length <= 8 ? "" : " and so on") + ") is the beginning of no session from row " + from
                        + " on of '" + sessions.file() + "'.",
                "Give two files of the same data with rows in the same order, or remove all_train_seq.txt: the sessions are"
                        + " then made from train.txt alone.");
    }

    private static Sessions clicks(SrgnnFile file) {
        return new Sessions(file.offsets(), indices(file.ids()));
    }

    private static Sessions sessionsOf(SrgnnFile rows, int[] longestRows) {
        int[] offsets = new int[longestRows.length + 1];
        for (int s = 0; s < longestRows.length; s++) {
            offsets[s + 1] = offsets[s] + rows.length(longestRows[s]) + 1;
        }
        int[] ids = new int[offsets[longestRows.length]];
        for (int s = 0; s < longestRows.length; s++) {
            int[] clicks = rows.sequenceAndTarget(longestRows[s]);
            System.arraycopy(clicks, 0, ids, offsets[s], clicks.length);
        }
        return new Sessions(offsets, indices(ids));
    }

    private static int[] lengths(SrgnnFile rows) {
        int[] lengths = new int[rows.size()];
        Arrays.setAll(lengths, rows::length);
        return lengths;
    }

    private static int[] indices(int[] ids) {
        int[] indices = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            indices[i] = ids[i] - 1;
        }
        return indices;
    }
}
