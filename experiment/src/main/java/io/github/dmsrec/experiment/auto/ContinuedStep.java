package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A training whose model is there, but that time ended: it is made again, which continues it where it was.
 *
 * @param training that is continued
 */
record ContinuedStep(Step training) implements Step {

    @Override
    public String id() {
        return training.id();
    }

    @Override
    public String label() {
        return training.label();
    }

    @Override
    public Set<String> needs() {
        return training.needs();
    }

    @Override
    public Path out() {
        return training.out();
    }

    @Override
    public boolean isThere() {
        return training.isThere();
    }

    @Override
    public Optional<String> whyStale() {
        return Optional.of("time ended its training, and there is more now");
    }

    @Override
    public void make(Progress progress) throws IOException {
        training.make(progress);
    }

    @Override
    public OptionalDouble recordedSeconds() throws IOException {
        return training.recordedSeconds();
    }

    @Override
    public Step inGraph(String name, Set<String> inputs) {
        return new ContinuedStep(training.inGraph(name, inputs));
    }
}
