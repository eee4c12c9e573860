package io.github.dmsrec.experiment.step;

import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.util.List;

/** How a process of its own makes steps. */
@FunctionalInterface
public interface StepProcess {

    /**
     * The command line that makes them, without the program's name. Asked when all that they need is made; they are among
     * those that a look at the graph found to be made.
     *
     * @return none where nothing is left to do
     */
    List<String> arguments(List<Step> steps) throws IOException;

    /** Takes over, in this process, what the other has made; nothing where steps keep it themselves. */
    default void ended(List<Step> steps) throws IOException {}
}
