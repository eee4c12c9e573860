package io.github.dmsrec.stage;

import io.github.dmsrec.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One thing to make, whose record on disk says whether it is made: an artefact with its manifest ({@link ArtefactStep}), or a
 * trial of a search with its line in the log. Commands, runs, studies, searches and the library work through steps, so that
 * nothing is made twice.
 */
public interface Step {

    /** Unique among the steps of a graph, with slashes: steps that differ in the last part alone are the most alike. */
    String id();

    /** The action and its object, e.g. {@code train sr-gnn}. */
    String label();

    /** The ids of the steps that make its inputs. */
    Set<String> needs();

    /** Where its record is. */
    Path out();

    /** Whether something is there, made as it would be made now or in another way. */
    boolean isThere();

    /**
     * Why it must be made; empty if it is there as it would be made now. Its inputs must be there.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if something else is at its place, or an input does not fit
     */
    Optional<String> whyStale() throws IOException;

    /**
     * Makes it, whether it is there or not. Its inputs must be there. One that has a limit of time may end before it is made;
     * {@link #whyStale} then says so, and making it again continues.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if something else is at its place, or an input does not fit
     */
    void make(Progress progress) throws IOException;

    /** What making it took in seconds, where its record keeps that; empty where it does not, or it is not made. */
    OptionalDouble recordedSeconds() throws IOException;

    /**
     * This step as part of a graph.
     *
     * @param name its id there
     * @param inputs what it needs there
     */
    Step inGraph(String name, Set<String> inputs);
}
