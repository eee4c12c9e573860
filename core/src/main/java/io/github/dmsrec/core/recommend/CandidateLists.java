package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The candidates of rows {@code 0..size-1}, best first; a row may have fewer than asked for when the catalogue is small. Rows
 * lie in blocks, so that all lists together may have more than 2^31 entries. Immutable; safe for use by several threads.
 */
public final class CandidateLists {

    private static final int BITS = 10;

    private static final int ROWS_OF_BLOCK = 1 << BITS;

    private static final int PLACE = ROWS_OF_BLOCK - 1;

    /**
     * Rows in a run.
     *
     * @param offsets row {@code r} of the block is {@code items[offsets[r]..offsets[r+1]-1]}
     * @param items catalogue indices
     * @param scores the score of each item
     */
    private record Block(int[] offsets, int[] items, float[] scores) {}

    private final Block[] blocks;
    private final int size;

    private CandidateLists(Block[] blocks, int size) {
        this.blocks = blocks;
        this.size = size;
    }

    /**
     * Lists in flat arrays.
     *
     * @param offsets row {@code r} is {@code items[offsets[r]..offsets[r+1]-1]}
     * @param items catalogue indices
     * @param scores the score of each item
     */
    public static CandidateLists of(int[] offsets, int[] items, float[] scores) {
        if (offsets.length == 0
                || offsets[0] != 0
                || offsets[offsets.length - 1] != items.length
                || items.length != scores.length) {
            throw new IllegalArgumentException(
                    "offsets end at " + (offsets.length == 0 ? -1 : offsets[offsets.length - 1]) + ", items are "
                            + items.length + ", scores " + scores.length);
        }
        Builder lists = new Builder();
        for (int row = 0; row + 1 < offsets.length; row++) {
            for (int at = offsets[row]; at < offsets[row + 1]; at++) {
                lists.add(items[at], scores[at]);
            }
            lists.endRow();
        }
        return lists.build();
    }

    /** The number of rows. */
    public int size() {
        return size;
    }

    /** The number of candidates of a row. */
    public int count(int row) {
        Block block = blocks[row >> BITS];
        return block.offsets[(row & PLACE) + 1] - block.offsets[row & PLACE];
    }

    /** The catalogue index of a row's candidate, rank 0 being the best. */
    public int item(int row, int rank) {
        Block block = blocks[row >> BITS];
        return block.items[block.offsets[row & PLACE] + rank];
    }

    /** The score of a row's candidate. */
    public float score(int row, int rank) {
        Block block = blocks[row >> BITS];
        return block.scores[block.offsets[row & PLACE] + rank];
    }

    /** A row's candidates, best first. */
    public int[] items(int row) {
        Block block = blocks[row >> BITS];
        return Arrays.copyOfRange(block.items, block.offsets[row & PLACE], block.offsets[(row & PLACE) + 1]);
    }

    /** Takes lists candidate by candidate, row after row. For one thread. */
    public static final class Builder {

        private final List<Block> blocks = new ArrayList<>();
        private final IntList items = new IntList();
        private final FloatList scores = new FloatList();
        private final int[] offsets = new int[ROWS_OF_BLOCK + 1];
        private int rows;

        /** Adds a candidate to the current row, which is worse than those that it has. */
        public void add(int item, float score) {
            items.add(item);
            scores.add(score);
        }

        /** Adds a row of other lists. */
        public void addRow(CandidateLists lists, int row) {
            int count = lists.count(row);
            for (int rank = 0; rank < count; rank++) {
                add(lists.item(row, rank), lists.score(row, rank));
            }
            endRow();
        }

        /** Ends the current row, which may be empty. */
        public void endRow() {
            rows++;
            int ofBlock = rows & PLACE;
            offsets[ofBlock == 0 ? ROWS_OF_BLOCK : ofBlock] = items.size();
            if (ofBlock == 0) {
                endBlock(ROWS_OF_BLOCK);
            }
        }

        private void endBlock(int ofBlock) {
            blocks.add(new Block(Arrays.copyOf(offsets, ofBlock + 1), items.toArray(), scores.toArray()));
            items.clear();
            scores.truncate(0);
        }

        /** The lists. Nothing is added afterwards. */
        public CandidateLists build() {
            if ((rows & PLACE) > 0) {
                endBlock(rows & PLACE);
            }
            return new CandidateLists(blocks.toArray(new Block[0]), rows);
        }
    }
}
