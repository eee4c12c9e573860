package io.github.dmsrec.bench.load;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run. A request counts as good if it was answered with status 200 by the model that was asked; all others count,
 * in {@code due}, as slower than any limit.
 *
 * @param plan what was asked for
 * @param due how many requests were due
 * @param elapsedSeconds until the last answer, and at least as long as requests were due
 * @param achieved good answers a second
 * @param due50 milliseconds from the time a request was due within which 50 % of those due had a good answer; null if fewer did
 * @param due90 the same of 90 %
 * @param due99 the same of 99 %
 * @param due999 the same of 99.9 %
 * @param within the share of those due that had a good answer within so many milliseconds
 * @param answers latencies by status; those of 200 that were not good stand apart, as {@code 200 degraded} and so on
 * @param misses how many requests had no answer, by reason
 * @param late how late the generator itself sent: whatever kept it from its processor
 * @param processorMicros microseconds of processor time that the generator took for each request due
 * @param failure an answer of another status than 200, or of none; null if there was no such
 */
public record LoadReport(
        LoadPlan plan,
        long due,
        double elapsedSeconds,
        double achieved,
        @Nullable Double due50,
        @Nullable Double due90,
        @Nullable Double due99,
        @Nullable Double due999,
        Map<String, Double> within,
        Map<String, Latencies> answers,
        Map<Miss, Long> misses,
        Latencies late,
        double processorMicros,
        @Nullable String failure) {

    /** The name of good answers in {@code answers}. */
    public static final String GOOD = "200";

    /** The limits, in milliseconds, for which {@code within} tells the share. */
    public static final List<Integer> LIMITS = List.of(7, 20, 50);

    /** Good answers. */
    @JsonIgnore
    public long good() {
        return answersOf(GOOD).count();
    }

    /** The latencies of the answers that are counted by that name. */
    public Latencies answersOf(String label) {
        return answers.getOrDefault(label, Latencies.NONE);
    }

    /** Requests due without a good answer. */
    @JsonIgnore
    public long failed() {
        return due - good();
    }
}
