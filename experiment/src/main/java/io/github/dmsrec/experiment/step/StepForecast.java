package io.github.dmsrec.experiment.step;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do: which steps are there, which are to be made and why, and what the rest may take.
 *
 * <p>The time of a step is what it took when it was made before, by its own record or {@code steps.jsonl}, or the mean of the nearest steps with the same action that were
 * measured in the work folder: those that differ in the seed alone, else in the arm, else in the method. Where none was
 * measured, it is that of a rule of thumb, which says so, or unknown.
 *
 * @param steps all steps in their order
 * @param seconds of all steps to be made, as far as they are known
 * @param atLeast the time that passes until all are made: the longest chain of steps that need each other, or the work
 *     divided by the workers
 * @param unknown how many steps to be made have no known time
 * @param workers how many processes at once
 * @param workerBytes the memory that one process may need
 * @param memoryBasis what that is known by
 * @param besides what is done besides, in a clause without a full stop
 */
public record StepForecast(
        List<Line> steps,
        double seconds,
        double atLeast,
        int unknown,
        int workers,
        long workerBytes,
        String memoryBasis,
        String besides) {

    /** Whether a step is to be made. */
    public enum State {
        /** It is there as it would be made now. */
        DONE,
        /** It is not there. */
        MAKE,
        /** It is there, made from other inputs or with other options. */
        MAKE_AGAIN;

        @JsonValue
        String label() {
            return Labels.of(this);
        }
    }

    /** What a step may take by a rule that was not measured here. */
    @FunctionalInterface
    public interface RuleOfThumb {

        /** The time and the rule in words; null for a step that no rule is known for. */
        @Nullable Guess of(Step step);
    }

    /**
     * A guess.
     *
     * @param seconds the time
     * @param words the rule
     */
    public record Guess(double seconds, String words) {

        /**
         * Most networks of {@code docs/results} took 0.2 to 2.3 ms for a row and epoch with one thread of two shared cores,
         * TAGNN up to 6.6.
         */
        private static final double MILLISECONDS_PER_ROW = 1;

        /** The training of a network, whose time grows with its rows. */
        public static Guess ofTraining(int rows, int epochs) {
            return new Guess(
                    MILLISECONDS_PER_ROW * rows * epochs / 1000,
                    String.format(
                            Locale.ROOT,
                            "rule of thumb: %.0f ms for each of %,d training rows in each of at most %d epochs",
                            MILLISECONDS_PER_ROW,
                            rows,
                            epochs));
        }
    }

    /**
     * One step.
     *
     * @param id of the step
     * @param label of the step
     * @param state whether it is to be made
     * @param why it is to be made; empty for a step that is done
     * @param seconds what it may take; null where that is unknown, and for a step that is done
     * @param basis what the time is known by, or that it is unknown; empty for a step that is done
     */
    public record Line(String id, String label, State state, String why, @Nullable Double seconds, String basis) {}

    /**
     * Looks at what is there. Makes nothing.
     *
     * @param work the work folder
     * @param workers how many processes at once
     * @param rule for steps like which none was measured
     * @param besides what a run does besides the steps, in a clause without a full stop
     */
    public static StepForecast of(StepGraph graph, Path work, int workers, RuleOfThumb rule, String besides)
            throws IOException {
        Map<String, String> undone = graph.undone();
        Map<String, StepTime> times = StepTimes.of(work).read();
        for (Step step : graph.steps()) {
            if (!undone.containsKey(step.id())) {
                step.recordedSeconds()
                        .ifPresent(
                                seconds -> times.put(step.id(), new StepTime(step.id(), step.label(), seconds, null)));
            }
        }
        List<Line> lines = new ArrayList<>();
        Map<String, Double> ends = new HashMap<>();
        double sum = 0;
        double longest = 0;
        int unknown = 0;
        for (Step step : graph.steps()) {
            String why = undone.get(step.id());
            if (why == null) {
                lines.add(new Line(step.id(), step.label(), State.DONE, "", null, ""));
                continue;
            }
            Line line = line(step, why, times, rule);
            lines.add(line);
            double seconds = Objects.requireNonNullElse(line.seconds(), 0.0);
            unknown += line.seconds() == null ? 1 : 0;
            sum += seconds;
            double end = seconds
                    + step.needs().stream()
                            .mapToDouble(need -> ends.getOrDefault(need, 0.0))
                            .max()
                            .orElse(0);
            ends.put(step.id(), end);
            longest = Math.max(longest, end);
        }
        OptionalDouble peak = times.values().stream()
                .flatMap(time -> Optional.ofNullable(time.peakMiB()).stream())
                .mapToDouble(Double::doubleValue)
                .max();
        return new StepForecast(
                lines,
                sum,
                Math.max(longest, sum / workers),
                unknown,
                workers,
                peak.isPresent()
                        ? (long) (peak.getAsDouble() * (1L << 20))
                        : WorkerMemory.ofThisMachine().ofWorker(workers),
                peak.isPresent()
                        ? "the most that a step held that was made here"
                        : "rule of thumb: the heap and half as much again for the tensor engine; no step was measured",
                besides);
    }

    private static Line line(Step step, String why, Map<String, StepTime> times, RuleOfThumb rule) {
        State state = step.isThere() ? State.MAKE_AGAIN : State.MAKE;
        StepTime own = times.get(step.id());
        if (own != null && own.label().equals(step.label())) {
            String basis = "as it took before"
                    + (state == State.MAKE_AGAIN ? ", from other inputs or with other options" : "");
            return new Line(step.id(), step.label(), state, why, own.seconds(), basis);
        }
        String prefix = parent(step.id());
        while (true) {
            String within = prefix;
            double[] seconds = times.values().stream()
                    .filter(time ->
                            time.id().startsWith(within) && action(time.label()).equals(action(step.label())))
                    .mapToDouble(StepTime::seconds)
                    .toArray();
            if (seconds.length > 0) {
                double mean = Arrays.stream(seconds).average().orElseThrow();
                String of = within.isEmpty() ? "in this work folder" : "below " + within;
                return new Line(
                        step.id(), step.label(), state, why, mean, "mean of " + seconds.length + " measured " + of);
            }
            if (prefix.isEmpty()) {
                Guess guess = rule.of(step);
                return guess == null
                        ? new Line(
                                step.id(), step.label(), state, why, null, "unknown: no step like it was measured here")
                        : new Line(step.id(), step.label(), state, why, guess.seconds(), guess.words());
            }
            prefix = parent(prefix.substring(0, prefix.length() - 1));
        }
    }

    /** The forecast as lines of a terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int width = steps.stream().mapToInt(line -> line.id().length()).max().orElse(0);
        for (Line line : steps) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-10s  %-" + Math.max(1, width) + "s  %s%s",
                    line.state().label(),
                    line.id(),
                    line.label(),
                    line.state() == State.DONE ? "" : ": " + time(line)));
            if (line.state() == State.MAKE_AGAIN) {
                lines.add("              " + line.why());
            }
        }
        long done = steps.stream().filter(line -> line.state() == State.DONE).count();
        lines.add("");
        lines.add(done + " of " + steps.size() + " steps are done, " + (steps.size() - done) + " to make; " + besides
                + ".");
        if (done < steps.size()) {
            lines.add(
                    unknown == steps.size() - done
                            ? "Time: unknown; no step like these was measured here."
                            : String.format(
                                    Locale.ROOT,
                                    "Time: about %s of work, at least %s with %d at once%s.",
                                    Durations.words(seconds),
                                    Durations.words(atLeast),
                                    workers,
                                    unknown == 0 ? "" : ", without " + unknown + " steps whose time is unknown"));
            lines.add(String.format(
                    Locale.ROOT,
                    "Memory: up to %.1f GiB for each of %d at once (%s).",
                    workerBytes / (double) (1L << 30),
                    workers,
                    memoryBasis));
        }
        return lines;
    }

    private static String time(Line line) {
        Double seconds = line.seconds();
        return seconds == null ? line.basis() : "about " + Durations.words(seconds) + ", " + line.basis();
    }

    /** What is before the last part of an id, with a slash at its end; empty for nothing. */
    private static String parent(String id) {
        return id.substring(0, id.lastIndexOf('/') + 1);
    }

    private static String action(String label) {
        return label.split(" ", 2)[0];
    }
}
