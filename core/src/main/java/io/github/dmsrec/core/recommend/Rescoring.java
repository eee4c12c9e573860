package io.github.dmsrec.core.recommend;

/** What makes scores exact that {@link Recommender#scoreNearly} gave. For one thread, while the recommender is open. */
public interface Rescoring {

    /**
     * No score of a row is farther than this from the exact one, but for what the exact one is rounded.
     *
     * @param row counted from the first that was scored
     */
    float error(int row);

    /**
     * The exact scores of some items.
     *
     * @param row counted from the first that was scored
     * @param items in any order
     * @return in the order of the items
     */
    float[] exact(int row, int... items);
}
