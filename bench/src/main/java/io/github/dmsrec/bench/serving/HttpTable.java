package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.bench.http.HttpLibrary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The comparison of HTTP libraries in Markdown: medians over the rounds. */
final class HttpTable {

    private HttpTable() {}

    static String markdown(ResultsFile<Figure> results, Function<HttpLibrary, EmptySubject> subjects)
            throws IOException {
        StringBuilder table = new StringBuilder(
                """
                | library | req/s | p50 ms | p90 ms | p99 ms | server, µs of processor a request | resident MiB | ready s | jars MiB | rounds |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                """);
        for (HttpLibrary library : HttpLibrary.values()) {
            EmptySubject subject = subjects.apply(library);
            List<Figure.Run> all = results.all(
                            Figure.Run.class, run -> run.subject().equals(subject.name()))
                    .toList();
            List<Figure.Start> starts = results.all(
                            Figure.Start.class, start -> start.subject().equals(subject.name()))
                    .toList();
            List<Double> rates = all.stream()
                    .map(run -> run.report().plan().rate())
                    .distinct()
                    .sorted()
                    .toList();
            for (double rate : rates) {
                List<Figure.Run> runs = all.stream()
                        .filter(run -> run.report().plan().rate() == rate)
                        .toList();
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %s | %s | %s | %s | %s | %s | %.1f | %d |%n",
                        library.title(),
                        rate,
                        Median.text("%.2f", runs, run -> run.report().due50()),
                        Median.text("%.2f", runs, run -> run.report().due90()),
                        Median.text("%.2f", runs, run -> run.report().due99()),
                        Median.text("%.0f", runs, Figure.Run::serverMicros),
                        Median.text("%.0f", runs, run -> run.server().resident()),
                        Median.text("%.2f", starts, Figure.Start::seconds),
                        subject.jarMebibytes(),
                        runs.size()));
            }
        }
        return table.toString();
    }
}
