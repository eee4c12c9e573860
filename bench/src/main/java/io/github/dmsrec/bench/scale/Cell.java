package io.github.dmsrec.bench.scale;

/**
 * The size of a synthetic shop.
 *
 * @param clicks about how many its log has
 * @param items how many its catalogue has, whether clicked or not
 */
record Cell(long clicks, int items) {

    /** Whether the other is as large or larger in both. */
    boolean fitsIn(Cell other) {
        return clicks <= other.clicks && items <= other.items;
    }

    /** The name of its folder. */
    String folderName() {
        return clicks + "x" + items;
    }
}
