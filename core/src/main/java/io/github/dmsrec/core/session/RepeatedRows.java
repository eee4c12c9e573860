package io.github.dmsrec.core.session;

import java.nio.IntBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows whose whole prefix and target are also a row of other data: a model that learned from it can memorise them. */
public final class RepeatedRows {

    private RepeatedRows() {}

    /**
     * The numbers of the rows that one of the others has, too.
     *
     * @param rows what is looked for
     * @param others where it is looked for
     */
    public static BitSet of(Examples rows, List<Examples> others) {
        BitSet repeated = new BitSet(rows.size());
        if (others.isEmpty()) {
            return repeated;
        }
        Set<IntBuffer> sought = new HashSet<>(rows.size() * 2);
        for (int row = 0; row < rows.size(); row++) {
            sought.add(prefixAndTarget(rows, row));
        }
        Set<IntBuffer> found = new HashSet<>();
        for (Examples other : others) {
            for (int row = 0; row < other.size(); row++) {
                IntBuffer key = prefixAndTarget(other, row);
                if (sought.contains(key)) {
                    found.add(key);
                }
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            repeated.set(row, found.contains(prefixAndTarget(rows, row)));
        }
        return repeated;
    }

    // An IntBuffer is equal to another of the same numbers, as an array is not.
    private static IntBuffer prefixAndTarget(Examples rows, int row) {
        int length = rows.length(row);
        int[] all = new int[length + 1];
        for (int i = 0; i < length; i++) {
            all[i] = rows.item(row, i);
        }
        all[length] = rows.target(row);
        return IntBuffer.wrap(all);
    }
}
