package io.github.dmsrec.experiment.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The signs that tell which figures of a table differ from their reference by more than chance. */
final class Marks {

    private static final String FROM_BASELINE = "\u2020";
    private static final String FROM_BASE = "\u2021";

    private Marks() {}

    /** What stands behind a figure; empty where nothing is significant or nothing was compared. */
    static String of(Report report, String seenItems, String name, String metric) {
        return report.differences(seenItems).stream()
                .filter(difference -> difference.model().equals(name)
                        && difference.metric().equals(metric)
                        && difference.significant())
                .map(difference -> difference.toBase() ? FROM_BASE : FROM_BASELINE)
                .distinct()
                .sorted()
                .collect(Collectors.joining());
    }

    /** What the signs of a table mean, in one sentence; empty where nothing was compared. */
    static List<String> footnote(Report report, String seenItems) {
        List<Report.Difference> differences = report.differences(seenItems);
        if (differences.isEmpty()) {
            return List.of();
        }
        // All differences of a report are of the same sessions.
        String untested = differences.get(0).untested();
        if (!untested.isEmpty()) {
            return List.of("Differences are " + untested + ".");
        }
        boolean any = differences.stream().anyMatch(Report.Difference::significant);
        boolean toBase = differences.stream().anyMatch(Report.Difference::toBase);
        String metrics =
                differences.stream().map(Report.Difference::metric).distinct().collect(Collectors.joining(" and "));
        String test = String.format(
                Locale.ROOT,
                "p < %.2f after Holm's correction for %d comparison%s of models in %s, paired bootstrap over sessions",
                Report.Difference.SIGNIFICANT,
                differences.size(),
                differences.size() == 1 ? "" : "s",
                metrics);
        if (!any) {
            return List.of("No difference to the best baseline" + (toBase ? ", nor of a fused model to its base," : "")
                    + " is significant: none has " + test + ".");
        }
        return List.of(FROM_BASELINE + " differs from the best baseline of its column"
                + (toBase ? ", " + FROM_BASE + " differs from its base" : "") + ": " + test + ".");
    }
}
