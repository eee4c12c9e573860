package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report of a study as one HTML page that needs nothing from anywhere else. */
final class StudyPage {

    private StudyPage() {}

    /** The page. */
    static String of(StudyReport report) {
        Html html = new Html();
        Page.begin(html, report.title());
        html.element("h1", report.title());
        html.element(
                "p",
                report.madeBy() + ", " + report.created() + ", " + report.workers() + " cells at once with "
                        + Figures.threads(report.threads()) + " each, "
                        + report.machine().os() + " " + report.machine().arch() + ", Java "
                        + report.machine().java(),
                "class",
                "lead");
        html.open("div", "class", "finding").list("ul", report.findings()).close("div");
        for (int i = 0; i < report.datasets().size(); i++) {
            dataset(html, report.datasets().get(i), i);
        }
        html.element("h2", "How to make this again");
        html.element("pre", String.join("\n", report.reproduce()));
        html.element("h2", "What the words mean");
        html.open("dl");
        Glossary.of(report).forEach((term, meaning) -> Page.definition(html, term, List.of(meaning)));
        html.close("dl");
        return Page.end(html);
    }

    private static void dataset(Html html, StudyReport.OnDataset on, int number) {
        html.element("h2", on.name());
        html.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "%,d items; %s; %,d test rows; fingerprint %s",
                        on.dataset().items(),
                        on.dataset().splits().stream()
                                .map(split -> String.format(
                                        Locale.ROOT,
                                        "%s %,d sessions, %,d rows",
                                        split.split(),
                                        split.sessions(),
                                        split.rows()))
                                .collect(Collectors.joining(", ")),
                        on.rows(),
                        on.dataset().fingerprint()),
                "class",
                "lead");
        Protocol.split(on.dataset()).forEach(sentence -> html.element("p", sentence, "class", "lead"));
        html.element("h3", "MRR@20");
        Charts.bars(
                html,
                "mrr-" + number,
                "MRR@20 on " + on.name() + ", session items masked and ranked",
                List.of("session items masked", "session items ranked"),
                on.lines().stream()
                        .map(line -> new Charts.Bars(
                                Protocol.marked(line.name(), line.selectedOn()),
                                List.of(mean(line.masked()), mean(line.ranked()))))
                        .toList());
        for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
            SideTable table = StudyTables.results(on, seenItems, StudyTables.metrics(on), List.of());
            html.element("h3", table.title());
            Page.table(html, table);
        }
        html.element("h3", "Differences that answer a question");
        for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
            for (String metric : List.of("MRR@20", "HR@20")) {
                StudyTables.effects(on, seenItems, metric).ifPresent(table -> folded(html, table));
            }
        }
        StudyTables.mapShares(on).ifPresent(table -> {
            html.element("h3", table.title());
            Page.table(html, table);
        });
        SideTable costs = StudyTables.breadthAndCost(on);
        html.element("h3", costs.title());
        Page.table(html, costs);
        html.element("h3", "Results on parts of the test rows");
        StudyTables.breakdowns(on).forEach(table -> folded(html, table));
        curves(html, on, number);
        html.element("h3", "Provenance");
        folded(html, StudyTables.provenance(on));
    }

    private static double mean(Map<String, StudyReport.Spread> figures) {
        StudyReport.Spread spread = figures.get("MRR@20");
        return spread == null ? 0 : spread.mean();
    }

    private static void folded(Html html, SideTable table) {
        html.open("details").element("summary", table.title());
        Page.table(html, table);
        html.close("details");
    }

    /** One chart for each method, its arms as lines. */
    private static void curves(Html html, StudyReport.OnDataset on, int number) {
        if (on.curves().isEmpty()) {
            return;
        }
        html.element("h3", "Training");
        List<String> methods = new ArrayList<>(
                on.curves().stream().map(StudyReport.Curve::method).distinct().toList());
        for (String method : methods) {
            List<StudyReport.Curve> ofMethod = on.curves().stream()
                    .filter(curve -> curve.method().equals(method))
                    .toList();
            html.open("details").element("summary", method);
            Charts.lines(
                    html,
                    "curve-" + number + "-" + method,
                    "MRR@20 by epoch, session items ranked, mean over seeds: " + method,
                    ofMethod.stream()
                            .map(curve -> new Charts.Line(
                                    curve.line() + ", " + curve.split() + " rows"
                                            + (Protocol.isTest(curve.split()) ? ": " + Protocol.WORDS : ""),
                                    curve.values()))
                            .toList());
            html.close("details");
        }
    }
}
