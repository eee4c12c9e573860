package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.bench.load.LoadReport;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results in Markdown: for each catalogue what the subjects bear and need, then each run at a set rate. */
final class ServingTables {

    private final ResultsFile<Figure> results;
    private final Cores cores;
    private final List<Integer> limits;

    ServingTables(ResultsFile<Figure> results, Cores cores, List<Integer> limits) {
        this.results = results;
        this.cores = cores;
        this.limits = limits;
    }

    /** The tables of all catalogues in the file of results, for the cores. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        List<Integer> catalogues = results.all(Figure.class, this::isOurs)
                .map(Figure::items)
                .distinct()
                .sorted()
                .toList();
        for (int items : catalogues) {
            List<String> subjects = results.all(Figure.Run.class, run -> isOurs(run) && run.items() == items)
                    .map(Figure.Run::subject)
                    .distinct()
                    .toList();
            text.append(String.format(Locale.ROOT, "%,d items; %s%n%n", items, cores.text()));
            text.append(summary(items, subjects)).append('\n');
            text.append(runs(items, subjects)).append('\n');
        }
        results.all(Figure.SoakRun.class, this::isOurs).forEach(soak -> text.append(line(soak)));
        results.all(Figure.Reloads.class, this::isOurs).forEach(reloads -> text.append(line(reloads)));
        return text.toString();
    }

    private boolean isOurs(Figure figure) {
        return figure.cores().equals(cores);
    }

    private String summary(int items, List<String> subjects) {
        String limitColumns =
                limits.stream().map(limit -> " req/s, p90 ≤ " + limit + " ms |").collect(Collectors.joining());
        StringBuilder table = new StringBuilder("| |" + limitColumns + " ready s | resident MiB | at most MiB |\n|---|"
                + "---:|".repeat(limits.size() + 3) + "\n");
        for (String subject : subjects) {
            List<Figure.Run> runs = ofSubject(Figure.Run.class, items, subject);
            List<Figure.Start> starts = ofSubject(Figure.Start.class, items, subject);
            table.append("| ").append(subject).append(" |");
            for (int limit : limits) {
                List<Figure.Greatest> greatest = ofSubject(Figure.Greatest.class, items, subject).stream()
                        .filter(found -> found.limit() == limit)
                        .toList();
                table.append(' ')
                        .append(greatest.isEmpty() ? "–" : Median.text("%,.0f", greatest, Figure.Greatest::rate))
                        .append(" |");
            }
            table.append(String.format(
                    Locale.ROOT,
                    " %s | %s | %.0f |%n",
                    starts.isEmpty() ? "–" : Median.text("%.2f", starts, Figure.Start::seconds),
                    Median.text("%.0f", runs, run -> run.server().resident()),
                    runs.stream().mapToDouble(run -> run.server().peak()).max().orElseThrow()));
        }
        return table.toString();
    }

    private String runs(int items, List<String> subjects) {
        StringBuilder table = new StringBuilder(
                """
                | | req/s due | good answers/s | p50 ms | p90 | p99 | p99.9 | in %s ms | not good | server, CPU s | generator, CPU s | resident MiB |
                |---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|
                """
                        .formatted(
                                LoadReport.LIMITS.stream().map(String::valueOf).collect(Collectors.joining(" / "))));
        for (String subject : subjects) {
            for (Figure.Run run : ofSubject(Figure.Run.class, items, subject)) {
                if (!run.searched()) {
                    table.append(row(run));
                }
            }
        }
        return table.toString();
    }

    private String row(Figure.Run run) {
        LoadReport report = run.report();
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.1f | %s | %s | %s | %s | %s | %s | %.1f | %.1f | %.0f |%n",
                run.subject(),
                report.plan().rate(),
                report.achieved(),
                millis(report.due50()),
                millis(report.due90()),
                millis(report.due99()),
                millis(report.due999()),
                LoadReport.LIMITS.stream()
                        .map(limit -> String.format(
                                Locale.ROOT,
                                "%.1f",
                                100 * Objects.requireNonNullElse(report.within().get(limit.toString()), 0.0)))
                        .collect(Collectors.joining(" / ", "", " %")),
                report.failed() == 0 ? "0" : report.failed() + " (" + RunLine.notGood(report) + ")",
                run.server().processorSeconds(),
                report.processorMicros() * report.due() / 1e6,
                run.server().resident());
    }

    private String line(Figure.SoakRun soak) {
        return String.format(
                Locale.ROOT,
                "Soak of %s, %,d items: %,.0f req/s for %.0f minutes, p90 %s ms, p99 %s ms, %d of %,d without a good answer;"
                        + " memory %.0f MiB at first, %.0f at the end, %+.1f MiB an hour over the second half.%n%n",
                soak.subject(),
                soak.items(),
                soak.report().plan().rate(),
                soak.report().plan().seconds() / 60,
                millis(soak.report().due90()),
                millis(soak.report().due99()),
                soak.report().failed(),
                soak.report().due(),
                soak.resident().get(0),
                soak.resident().get(soak.resident().size() - 1),
                soak.slope());
    }

    private String line(Figure.Reloads reloads) {
        return String.format(
                Locale.ROOT,
                "%d loads of %s, %,d items, at %,.0f req/s: %s ms each (median), p90 %s ms, p99 %s ms, %d of %,d requests"
                        + " without a good answer; memory %.0f MiB after the first, %.0f after the last, %+.2f MiB a load over"
                        + " the second half.%n%n",
                reloads.millis().size(),
                reloads.subject(),
                reloads.items(),
                reloads.report().plan().rate(),
                Median.text("%.0f", reloads.millis(), millis -> millis),
                millis(reloads.report().due90()),
                millis(reloads.report().due99()),
                reloads.report().failed(),
                reloads.report().due(),
                reloads.resident().get(0),
                reloads.resident().get(reloads.resident().size() - 1),
                reloads.slope());
    }

    private <T extends Figure> List<T> ofSubject(Class<T> kind, int items, String subject) {
        return results.all(
                        kind,
                        figure -> isOurs(figure)
                                && figure.items() == items
                                && figure.subject().equals(subject))
                .toList();
    }

    private static String millis(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.2f", value);
    }
}
