package io.github.dmsrec.experiment.step;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps, each after those that it needs. For one thread. */
public final class StepGraph {

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, String> processes = new HashMap<>();

    /**
     * Adds a step, unless one with its id is there.
     *
     * @param id its name in the graph
     * @param needs what makes its inputs; ids of no step here stand for artefacts that were there before
     * @param process steps with the same one are made one after the other by the same process, where there are several
     * @return the id
     */
    public String add(String id, Step step, Set<String> needs, String process) {
        Set<String> inGraph = new HashSet<>(needs);
        inGraph.retainAll(steps.keySet());
        steps.putIfAbsent(id, step.inGraph(id, inGraph));
        processes.putIfAbsent(id, process);
        return id;
    }

    /** Each after those that it needs. */
    public List<Step> steps() {
        return List.copyOf(steps.values());
    }

    /**
     * The step of an id.
     *
     * @throws UserMistakeException if there is none
     */
    public Step step(String id) {
        return Optional.ofNullable(steps.get(id))
                .orElseThrow(() -> new UserMistakeException("There is no step '" + id + "' here. The steps are: "
                        + String.join(", ", steps.keySet()) + "."));
    }

    /** The process that makes a step. */
    public String processOf(String id) {
        return Optional.ofNullable(processes.get(id)).orElseThrow();
    }

    /**
     * The steps to make, in their order, each with the reason: it is not there as it would be made now, or something that it
     * needs is to be made.
     */
    public Map<String, String> undone() throws IOException {
        Map<String, String> undone = new LinkedHashMap<>();
        for (Step step : steps.values()) {
            Optional<String> input =
                    step.needs().stream().filter(undone::containsKey).sorted().findFirst();
            Optional<String> why = input.isPresent() ? input.map(id -> "after " + id) : step.whyStale();
            why.ifPresent(reason -> undone.put(step.id(), reason));
        }
        return undone;
    }
}
