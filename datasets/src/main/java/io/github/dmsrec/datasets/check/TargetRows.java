package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Which clicks are targets of rows: every one but the first of each session, or those that a file lists. Immutable. */
final class TargetRows {

    /**
     * The listed rows of one split.
     *
     * @param starts where the clicks of each session begin among those of the split
     * @param targets a bit for each click
     */
    private record Listed(int[] starts, BitSet targets) {}

    private final Map<Split, Listed> listed;

    private TargetRows(Map<Split, Listed> listed) {
        this.listed = listed;
    }

    /** Every click but the first of each session. */
    static TargetRows everyPrefix() {
        return new TargetRows(Map.of());
    }

    /** The rows of a file. Takes a bit per click and a number per session. */
    static TargetRows listedIn(Path examples, Path sessions) {
        Map<Split, IntList> lengths = new EnumMap<>(Split.class);
        ParquetFiles.query(
                sessions,
                "SELECT " + ClickStream.SPLIT_NUMBER + ", len(items)::INTEGER FROM content",
                row -> lengths.computeIfAbsent(ClickStream.split(row.integer(0)), split -> new IntList())
                        .add(row.integer(1)));
        Map<Split, Listed> listed = new EnumMap<>(Split.class);
        lengths.forEach((split, ofSplit) -> {
            int[] starts = new int[ofSplit.size() + 1];
            for (int s = 0; s < ofSplit.size(); s++) {
                starts[s + 1] = Math.addExact(starts[s], ofSplit.get(s));
            }
            listed.put(split, new Listed(starts, new BitSet()));
        });
        ParquetFiles.query(
                examples, "SELECT " + ClickStream.SPLIT_NUMBER + ", session, prefix_length FROM content", row -> {
                    Listed ofSplit = Objects.requireNonNull(listed.get(ClickStream.split(row.integer(0))));
                    ofSplit.targets().set(ofSplit.starts()[row.integer(1)] + row.integer(2));
                });
        return new TargetRows(listed);
    }

    /** Whether a click is the target of a row. */
    boolean isTarget(Split split, int session, int position) {
        if (position == 0) {
            return false;
        }
        if (listed.isEmpty()) {
            return true;
        }
        Listed ofSplit = Objects.requireNonNull(listed.get(split));
        return ofSplit.targets().get(ofSplit.starts()[session] + position);
    }
}
