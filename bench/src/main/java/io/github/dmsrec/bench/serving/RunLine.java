package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.load.LoadReport;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run in a line for people. */
final class RunLine {

    private RunLine() {}

    static String of(Figure.Run run) {
        LoadReport report = run.report();
        return String.format(
                Locale.ROOT,
                "%-28s %,9d items %6.0f req/s: achieved %.1f, p50 %s, p90 %s, p99 %s, p99.9 %s ms; %s; server %.0f us/request,"
                        + " %.0f MiB; generator %.0f us/request, late p50 %.2f, p99 %.2f ms",
                run.subject(),
                run.items(),
                report.plan().rate(),
                report.achieved(),
                millis(report.due50()),
                millis(report.due90()),
                millis(report.due99()),
                millis(report.due999()),
                outcomes(report),
                run.serverMicros(),
                run.server().resident(),
                report.processorMicros(),
                report.late().p50(),
                report.late().p99());
    }

    /** A latency; "none" where too few requests had a good answer. */
    static String millis(@Nullable Double value) {
        return value == null ? "none" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** How many had which status, or which fate. */
    static String outcomes(LoadReport report) {
        return outcomes(report, true);
    }

    /** The same without the good ones. */
    static String notGood(LoadReport report) {
        return outcomes(report, false);
    }

    private static String outcomes(LoadReport report, boolean withGood) {
        Stream<String> answers = report.answers().entrySet().stream()
                .filter(entry -> entry.getValue().count() > 0
                        && (withGood || !entry.getKey().equals(LoadReport.GOOD)))
                .map(entry -> entry.getKey() + ": " + entry.getValue().count());
        Stream<String> misses = report.misses().entrySet().stream()
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + ": " + entry.getValue());
        return Stream.concat(answers, misses).collect(Collectors.joining(", "));
    }
}
