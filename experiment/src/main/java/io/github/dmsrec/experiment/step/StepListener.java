package io.github.dmsrec.experiment.step;

import io.github.dmsrec.stage.Step;
import java.io.IOException;

/** Hears what becomes of steps. Used by as many threads as make steps at once. */
public interface StepListener {

    /** Hears nothing: for steps that report themselves. */
    StepListener NONE = new StepListener() {};

    /**
     * A step is not made, because it is there as it would be made now.
     *
     * @param place of the step among all, for the beginning of a line; may be empty
     */
    default void isThere(Step step, String place) {}

    /**
     * A step begins.
     *
     * @param place as of {@link #isThere}
     * @param why it is made
     */
    default void begins(Step step, String place, String why) throws IOException {}

    /** A step has ended. One with a limit of time may not be made. */
    default void ended(Step step) throws IOException {}

    /** Processes of their own begin to make what is not there. */
    default void begin(int there, int toMake) {}
}
