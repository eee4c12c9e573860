package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A trial as a step, whose record is its line in the log. Which trial takes a place in a later rung follows from the rung
 * before, so that a place may stay empty.
 *
 * @param id of the step
 * @param needs the ids of the trials that choose it, or that the median rule compares it with
 * @param work what trials share
 * @param rung of the trial
 * @param place in the rung, from 0
 */
record TrialStep(String id, Set<String> needs, TuneWork work, Rung rung, int place) implements Step {

    TrialStep {
        needs = Set.copyOf(needs);
    }

    @Override
    public String label() {
        return "try " + rung.space().method();
    }

    @Override
    public Path out() {
        return work.plan().work().resolve(TrialLog.FILE_NAME);
    }

    @Override
    public boolean isThere() {
        return work.find(rung, place).isPresent();
    }

    @Override
    public Optional<String> whyStale() {
        return work.key(rung, place).isEmpty() || isThere()
                ? Optional.empty()
                : Optional.of("the log has no such trial of these options and this data set");
    }

    @Override
    public void make(Progress progress) throws IOException {
        work.run(this, progress);
    }

    @Override
    public OptionalDouble recordedSeconds() {
        return work.find(rung, place)
                .map(trial -> OptionalDouble.of(trial.seconds()))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public TrialStep inGraph(String name, Set<String> inputs) {
        return new TrialStep(name, inputs, work, rung, place);
    }
}
