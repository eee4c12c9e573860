package io.github.dmsrec.core.data;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Checks, row by row, that a file lists its rows split by split (train, validation, test), each split's numbered from 0
 * without a gap. For one thread.
 */
public final class SplitRows {

    private static final String FIX = "the file was sorted, filtered or edited; make it again.";

    private final Path file;
    private final Map<Split, Integer> counts = new EnumMap<>(Split.class);
    private Split current = Split.TRAIN;

    /** For the rows of a file, which messages name. */
    public SplitRows(Path file) {
        this.file = file;
    }

    /**
     * Checks the next row.
     *
     * @param label the split's label
     * @param number the row's number within the split
     * @return the split
     * @throws UserMistakeException if this row does not come next
     */
    public Split next(String label, int number) {
        Split split = split(label);
        if (split.compareTo(current) < 0) {
            throw mistake(label + " row " + number + " comes after rows of the split '" + current.label() + "'");
        }
        current = split;
        int expected = count(split);
        if (number != expected) {
            throw mistake(label + " row " + number + " stands where row " + expected + " belongs");
        }
        counts.put(split, expected + 1);
        return split;
    }

    /** How many rows of a split came so far. */
    public int count(Split split) {
        return counts.getOrDefault(split, 0);
    }

    private Split split(String label) {
        try {
            return Split.ofLabel(label);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("'" + file + "': " + e.getMessage() + ".", FIX, e);
        }
    }

    private UserMistakeException mistake(String problem) {
        return new UserMistakeException("'" + file + "': " + problem + ".", FIX);
    }
}
