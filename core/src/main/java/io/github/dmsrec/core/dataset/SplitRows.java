package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks, row by row, that a file lists its rows split by split (train, validation, test), each split's numbered from 0
 * without a gap. For one thread.
 */
public final class SplitRows {

    private static final List<Split> SPLITS = List.of(Split.values());

    /**
     * SQL that gives a row's split as a number for {@link #next(int, int)}. A text per row would take several times as long
     * as all numbers of the row.
     */
    static final String SPLIT_NUMBER = IntStream.range(0, SPLITS.size())
            .mapToObj(number -> "WHEN '" + SPLITS.get(number).label() + "' THEN " + number)
            .collect(Collectors.joining(" ", "CASE split ", " ELSE -1 END"));

    private static final String FIX = "Make the file again: it may have been sorted, filtered or edited.";

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
        return next(split(file, label), number);
    }

    /**
     * Checks the next row.
     *
     * @param split what {@link #SPLIT_NUMBER} gave
     * @param number the row's number within the split
     * @return the split
     * @throws UserMistakeException if this row does not come next
     */
    Split next(int split, int number) {
        if (split < 0) {
            throw mistake(
                    "row " + counts.values().stream().mapToInt(count -> count).sum()
                            + " of all belongs to none of the splits train, validation" + " and test");
        }
        return next(SPLITS.get(split), number);
    }

    private Split next(Split split, int number) {
        int expected = count(split);
        if (split.compareTo(current) < 0) {
            throw mistake(
                    split.label() + " row " + number + " comes after rows of the split '" + current.label() + "'");
        }
        current = split;
        if (number != expected) {
            throw mistake(split.label() + " row " + number + " stands where row " + expected + " belongs");
        }
        counts.put(split, expected + 1);
        return split;
    }

    /** How many rows of a split came so far. */
    public int count(Split split) {
        return counts.getOrDefault(split, 0);
    }

    /** The split of a label that a file has. */
    static Split split(Path file, String label) {
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
