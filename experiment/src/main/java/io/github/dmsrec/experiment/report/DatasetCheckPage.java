package io.github.dmsrec.experiment.report;

import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.Finding;
import io.github.dmsrec.datasets.check.Histogram;
import io.github.dmsrec.datasets.check.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The findings on a data set as one HTML page that needs nothing from anywhere else. */
public final class DatasetCheckPage {

    private static final Map<Verdict, String> HEADINGS = Map.of(
            Verdict.STOP, "Stop: figures on this data would mislead",
            Verdict.LOOK, "Look: to be known before figures are read",
            Verdict.FINE, "Fine");

    private DatasetCheckPage() {}

    /** The page. */
    public static String of(CheckReport report) {
        Html html = new Html();
        String title = "Check of the data set '" + report.name() + "'";
        Page.begin(html, title);
        html.element("h1", title);
        html.element(
                "p",
                report.summary() + "; fingerprint " + report.fingerprint() + ", seed " + report.seed(),
                "class",
                "lead");
        for (Verdict verdict : List.of(Verdict.STOP, Verdict.LOOK, Verdict.FINE)) {
            List<Finding> findings = report.with(verdict);
            if (!findings.isEmpty()) {
                html.element("h2", HEADINGS.getOrDefault(verdict, verdict.label()));
                findings.forEach(finding -> finding(html, finding));
            }
        }
        return Page.end(html);
    }

    private static void finding(Html html, Finding finding) {
        boolean fine = finding.verdict() == Verdict.FINE;
        html.element("h3", finding.id(), "id", finding.id());
        html.open("div", "class", "finding").text(finding.measured() + ".").close("div");
        html.open("dl");
        Page.definition(html, "why", List.of(finding.why()));
        if (!fine) {
            Page.definition(html, "fix", List.of(finding.fix()));
        }
        html.close("dl");
        if (!finding.examples().isEmpty()) {
            html.list("ul", finding.examples());
        }
        for (int i = 0; i < finding.histograms().size(); i++) {
            histogram(html, finding.id() + "-" + i, finding.histograms().get(i));
        }
    }

    private static void histogram(Html html, String id, Histogram histogram) {
        double total = Math.max(1, histogram.total());
        html.open("details").element("summary", histogram.title());
        Charts.bars(
                html,
                id,
                histogram.title(),
                List.of("share of all"),
                histogram.bars().stream()
                        .map(bar -> new Charts.Bars(bar.label(), List.of(bar.count() / total)))
                        .toList());
        Page.table(
                html,
                new SideTable(
                        histogram.title(),
                        "The numbers of the chart.",
                        List.of("value", "count"),
                        histogram.bars().stream()
                                .map(bar -> List.of(bar.label(), String.format(Locale.ROOT, "%,d", bar.count())))
                                .toList()));
        html.close("details");
    }
}
