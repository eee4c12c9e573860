package io.github.dmsrec.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the requests of a run. Thread-safe. */
final class Tally {

    private static final long LONGEST_NANOS = 600_000_000_000L;
    private static final int DIGITS = 3;

    private static final byte[] ITEMS = bytes("\"items\":[");
    private static final byte[] NO_ITEMS = bytes("\"items\":[]");
    private static final byte[] DEGRADED_KEY = bytes("\"degraded\":");
    private static final byte[] DEGRADED = bytes("\"degraded\":\"");
    private static final byte[] FALLBACK = bytes("\"fallback\":\"");

    private final Map<String, Histogram> answers = new TreeMap<>();
    private final Map<Miss, Long> misses = new EnumMap<>(Miss.class);
    private final Histogram late = histogram();
    private final Histogram good = histogram();
    private long due;
    private long lastAnswer;
    private @Nullable String failure;

    Tally() {
        answers.put(LoadReport.GOOD, good);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** A request is due; it is sent, or dropped, so many nanoseconds later. */
    synchronized void due(long lateNanos) {
        due++;
        late.recordValue(Math.min(LONGEST_NANOS, Math.max(0, lateNanos)));
    }

    /** A request is answered so many nanoseconds after its time. */
    synchronized void answered(ResponseParser answer, long nanos, long now) {
        label(answer).recordValue(Math.min(LONGEST_NANOS, Math.max(0, nanos)));
        lastAnswer = now;
    }

    private Histogram label(ResponseParser answer) {
        int status = answer.status();
        if (status != 200) {
            report("status " + status + ": " + answer.body());
            return answers.computeIfAbsent(Integer.toString(status), label -> histogram());
        }
        // These stand before the items, of which there are many; if they do not, the whole answer is searched.
        int items = answer.find(ITEMS, -1);
        int head = answer.find(DEGRADED_KEY, items) < 0 ? -1 : items;
        if (answer.find(DEGRADED, head) >= 0) {
            return notGood("degraded");
        }
        if (answer.find(FALLBACK, head) >= 0) {
            return notGood("fallback");
        }
        return items >= 0 && answer.find(NO_ITEMS, items + NO_ITEMS.length) < 0 ? good : notGood("empty");
    }

    private Histogram notGood(String why) {
        return answers.computeIfAbsent(LoadReport.GOOD + " " + why, label -> histogram());
    }

    /** A request will have no answer. */
    synchronized void missed(Miss reason, String why) {
        misses.merge(reason, 1L, Long::sum);
        report(reason + ": " + why);
    }

    private void report(String what) {
        if (failure == null) {
            failure = what.substring(0, Math.min(what.length(), 300));
        }
    }

    /**
     * What came of the run.
     *
     * @param begin of the run, by {@link System#nanoTime}
     * @param processorNanos processor time that the generator took
     */
    synchronized LoadReport report(LoadPlan plan, long begin, long processorNanos) {
        double elapsed = Math.max(plan.seconds(), (lastAnswer - begin) / 1e9);
        Map<String, Double> within = new LinkedHashMap<>();
        for (int limit : LoadReport.LIMITS) {
            long inTime = good.getTotalCount() == 0 ? 0 : good.getCountBetweenValues(0, limit * 1_000_000L);
            within.put(Integer.toString(limit), due == 0 ? 0 : (double) inTime / due);
        }
        Map<String, Latencies> latencies = new LinkedHashMap<>();
        answers.forEach((label, histogram) -> latencies.put(label, Latencies.of(histogram)));
        return new LoadReport(
                plan,
                due,
                elapsed,
                good.getTotalCount() / elapsed,
                ofDue(50),
                ofDue(90),
                ofDue(99),
                ofDue(99.9),
                within,
                latencies,
                new EnumMap<>(misses),
                Latencies.of(late),
                due == 0 ? 0 : processorNanos / 1e3 / due,
                failure);
    }

    private @Nullable Double ofDue(double percent) {
        long rank = (long) Math.ceil(percent / 100 * due);
        long count = good.getTotalCount();
        if (rank == 0 || rank > count) {
            return null;
        }
        // Half a rank below, so that rounding cannot reach the next one.
        return good.getValueAtPercentile(100 * (rank - 0.5) / count) / 1e6;
    }
}
