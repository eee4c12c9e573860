package io.github.dmsrec.core.progress;

/**
 * Receives the progress of long work. A stage has a name, a unit and a known number of units; reports may come from one
 * thread only.
 */
public interface Progress {

    /** Reports nothing. */
    Progress NONE = (name, unit, total) -> Stage.NONE;

    /**
     * Begins a stage.
     *
     * @param name what is being done, e.g. {@code "train sr-gnn, epoch 3"}
     * @param unit the plural of what is counted, e.g. {@code "samples"}
     * @param total the number of units, greater than or equal to 0
     */
    Stage stage(String name, String unit, long total);

    /**
     * Reports what a stage has come to, as a line of its own; while no stage is running.
     *
     * @param line without its end
     */
    default void result(String line) {}

    /**
     * The same for stages whose end is no news, because {@link #result} then says what they have come to: their totals are not
     * reported, and what they show while they run goes away where it can.
     *
     * @return a listener; this one unless it tells such stages apart
     */
    default Progress untilResult() {
        return this;
    }

    /** A running stage; closing it prints its total and rate. */
    interface Stage extends AutoCloseable {

        /** Reports nothing. */
        Stage NONE = (units, note) -> {};

        /**
         * Counts units as done.
         *
         * @param units how many more
         * @param note what else to show, e.g. {@code "loss 5.1234"}; may be empty
         */
        void advance(long units, String note);

        /** Counts units as done. */
        default void advance(long units) {
            advance(units, "");
        }

        @Override
        default void close() {}
    }
}
