package io.github.dmsrec.datasets.format.srgnn;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of one SR-GNN file in flat arrays, checked: every one has a click, every id is in {@code 1..10,000,000}.
 *
 * @param file where they come from
 * @param offsets sequence {@code r} is {@code ids[offsets[r]..offsets[r+1]-1]}
 * @param ids item ids as in the file
 * @param targets the target of each sequence; empty for complete sessions
 */
record SrgnnFile(Path file, int[] offsets, int[] ids, int[] targets) {

    // Every item gets a row in the item table and a score: far beyond what these models are for.
    private static final int LARGEST_ID = 10_000_000;

    private static final String RENUMBER =
            "Renumber the items to 1..N as SR-GNN's preprocessing does; 0 is its padding, not an item.";

    /** Reads {@code [sequences, targets]}. */
    static SrgnnFile readPairs(Path file) throws IOException {
        @Nullable List<?> pair = asList(IntegerPickle.read(file));
        if (pair == null || pair.size() != 2) {
            throw notInShape(file, "a pair [sequences, targets]", describe(pair));
        }
        @Nullable List<?> sequences = asList(pair.get(0));
        @Nullable List<?> targets = asList(pair.get(1));
        if (sequences == null || targets == null) {
            throw notInShape(file, "a pair [sequences, targets]", "a pair whose members are not both lists");
        }
        if (sequences.size() != targets.size()) {
            throw new UserMistakeException(
                    "'" + file + "' has " + sequences.size() + " sequences but " + targets.size() + " targets.",
                    "Write both lists from the same data.");
        }
        int[] targetIds = new int[targets.size()];
        for (int row = 0; row < targetIds.length; row++) {
            targetIds[row] = id(file, row, "target", targets.get(row));
        }
        return flat(file, sequences, targetIds);
    }

    /** Reads a list of complete sessions. */
    static SrgnnFile readSessions(Path file) throws IOException {
        @Nullable List<?> sessions = asList(IntegerPickle.read(file));
        if (sessions == null) {
            throw notInShape(file, "a list of sessions", "a single number");
        }
        return flat(file, sessions, new int[0]);
    }

    /** The number of sequences. */
    int size() {
        return offsets.length - 1;
    }

    /** The number of clicks of all sequences, and of targets. */
    long listed() {
        return (long) ids.length + targets.length;
    }

    /** The number of clicks of a sequence, its target not counted. */
    int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** Whether a sequence and its target are the first clicks of a session of another file. */
    boolean rowBegins(int row, SrgnnFile sessions, int session) {
        int length = length(row);
        int start = sessions.offsets[session];
        return sessions.length(session) > length
                && sessions.ids[start + length] == targets[row]
                && Arrays.equals(ids, offsets[row], offsets[row + 1], sessions.ids, start, start + length);
    }

    /** Whether a sequence and its target are together the sequence of another row. */
    boolean rowIsPrefixOf(int row, int other) {
        int length = length(row);
        int start = offsets[other];
        return length(other) == length + 1
                && ids[start + length] == targets[row]
                && Arrays.equals(ids, offsets[row], offsets[row + 1], ids, start, start + length);
    }

    /** The clicks of a row and then its target, as ids. */
    int[] sequenceAndTarget(int row) {
        int[] all = Arrays.copyOfRange(ids, offsets[row], offsets[row + 1] + 1);
        all[all.length - 1] = targets[row];
        return all;
    }

    private static SrgnnFile flat(Path file, List<?> sequences, int[] targets) {
        if (sequences.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' is an empty list.", "Check the filters of its preprocessing.");
        }
        int[] offsets = new int[sequences.size() + 1];
        long total = 0;
        for (int row = 0; row < sequences.size(); row++) {
            @Nullable List<?> sequence = asList(sequences.get(row));
            if (sequence == null) {
                throw notInShape(file, "a list of ids in row " + row, String.valueOf(sequences.get(row)));
            }
            if (sequence.isEmpty()) {
                throw new UserMistakeException(
                        "'" + file + "' row " + row + " is an empty sequence.", "Remove sessions without clicks.");
            }
            total += sequence.size();
            if (total > Integer.MAX_VALUE - 8) {
                throw new UserMistakeException(
                        "'" + file + "' has more than " + (Integer.MAX_VALUE - 8) + " clicks up to row " + row + ".",
                        "Use a part of the data.");
            }
            offsets[row + 1] = (int) total;
        }
        int[] ids = new int[offsets[sequences.size()]];
        int next = 0;
        for (int row = 0; row < sequences.size(); row++) {
            List<?> sequence = asListOrEmpty(sequences.get(row));
            for (int i = 0; i < sequence.size(); i++) {
                ids[next++] = id(file, row, "position " + i, sequence.get(i));
            }
        }
        return new SrgnnFile(file, offsets, ids, targets);
    }

    private static int id(Path file, int row, String where, Object value) {
        if (!(value instanceof Number number)) {
            throw notInShape(file, "an item id in row " + row + ", " + where, describe(value));
        }
        // Longs and big integers do not fit when their int value differs.
        int id = number.intValue();
        if (!number.toString().equals(Integer.toString(id)) || id < 1 || id > LARGEST_ID) {
            throw new UserMistakeException(
                    "'" + file + "' row " + row + ", " + where + ": item id " + number + " is not in 1.." + LARGEST_ID
                            + ".",
                    RENUMBER);
        }
        return id;
    }

    private static @Nullable List<?> asList(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        return value instanceof Object[] tuple ? Arrays.asList(tuple) : null;
    }

    private static List<?> asListOrEmpty(Object value) {
        @Nullable List<?> list = asList(value);
        return list == null ? List.of() : list;
    }

    private static String describe(@Nullable Object value) {
        @Nullable List<?> list = asList(value);
        if (list != null) {
            return "a list of " + list.size();
        }
        return value == null ? "a single number" : "'" + value + "'";
    }

    private static UserMistakeException notInShape(Path file, String expected, String found) {
        return new UserMistakeException(
                "'" + file + "' should hold " + expected + ", but holds " + found + ".",
                "Check that no files were swapped and that they are in SR-GNN's format: train.txt and test.txt are pairs"
                        + " [sequences, targets], all_train_seq.txt is a list of sessions.");
    }
}
