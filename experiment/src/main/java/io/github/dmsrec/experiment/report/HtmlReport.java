package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one HTML page that needs nothing from anywhere else. */
final class HtmlReport {

    private HtmlReport() {}

    /** The page. */
    static String of(Report report) {
        Html html = new Html();
        Page.begin(html, report.title());
        html.element("h1", report.title());
        html.element(
                "p",
                report.madeBy() + ", " + report.created() + ", seed " + report.seed() + ", "
                        + Figures.threads(report.threads()) + ", "
                        + report.machine().os() + " "
                        + report.machine().arch() + ", Java "
                        + report.machine().java(),
                "class",
                "lead");
        html.open("div", "class", "finding").list("ul", report.findings()).close("div");
        results(html, report);
        training(html, report);
        exposure(html, report);
        examples(html, report);
        dataset(html, report);
        models(html, report);
        html.element("h2", "How to make this again");
        html.element("pre", String.join("\n", report.reproduce()));
        glossary(html, report);
        return Page.end(html);
    }

    private static void results(Html html, Report report) {
        html.element("h2", "Results on the test rows");
        if (!report.results().isEmpty()) {
            List<Charts.Bars> groups = new ArrayList<>();
            for (Report.Result ranked : report.results(Report.RANKED)) {
                List<Double> values = new ArrayList<>();
                values.add(ranked.metrics().getOrDefault("MRR@20", 0.0));
                report.results(Report.MASKED).stream()
                        .filter(masked -> masked.model().equals(ranked.model()))
                        .forEach(masked -> values.add(masked.metrics().getOrDefault("MRR@20", 0.0)));
                groups.add(new Charts.Bars(Protocol.marked(ranked.name(), ranked.selectedOn()), values));
            }
            Charts.bars(
                    html,
                    "mrr",
                    "MRR@20 by model, session items ranked and masked",
                    List.of("session items ranked", "session items masked"),
                    groups);
            footnote(html, report.results());
        }
        for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
            metricTable(html, report, seenItems);
        }
        Protocol.split(report.dataset()).forEach(note -> html.element("p", note, "class", "lead"));
        bestFigures(html, report);
        SideTable.differences(report).ifPresent(table -> {
            html.element("h3", table.title());
            Page.table(html, table);
        });
        SideTable.breadthAndCost(report).ifPresent(table -> {
            html.element("h3", table.title());
            Page.table(html, table);
        });
        List<SideTable> breakdowns = SideTable.breakdowns(report);
        if (!breakdowns.isEmpty()) {
            html.element("h2", "Results on parts of the test rows");
        }
        for (SideTable table : breakdowns) {
            html.open("details").element("summary", table.title());
            Page.table(html, table);
            html.close("details");
        }
    }

    private static void footnote(Html html, List<Report.Result> rows) {
        Protocol.footnote(rows).forEach(note -> html.element("p", note, "class", "lead"));
    }

    private static void bestFigures(Html html, Report report) {
        List<Report.Model> models = report.withBestOnTest();
        if (models.isEmpty()) {
            return;
        }
        html.element("h3", Protocol.BEST_FIGURES);
        html.open("div", "class", "scroll").open("table");
        html.element(
                "caption",
                String.format(
                        Locale.ROOT,
                        "Protocol: %s. Session items ranked, in per cent, %,d rows, in brackets the epoch",
                        Protocol.PUBLISHED,
                        report.rows()));
        html.open("thead").open("tr").element("th", "model", "scope", "col");
        models.get(0).bestOnTest().keySet().forEach(metric -> html.element("th", metric, "scope", "col"));
        html.close("tr").close("thead").open("tbody");
        for (Report.Model model : models) {
            html.open("tr").element("td", model.name());
            model.bestOnTest().values().forEach(figure -> html.element("td", Figures.best(figure)));
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
    }

    private static void metricTable(Html html, Report report, String seenItems) {
        List<Report.Result> results = report.results(seenItems);
        if (results.isEmpty()) {
            return;
        }
        List<String> metrics = List.copyOf(results.get(0).metrics().keySet());
        html.open("div", "class", "scroll").open("table");
        html.element(
                "caption",
                String.format(
                        Locale.ROOT,
                        "Session items %s, in per cent, %,d rows, the full catalogue is ranked; the best of each"
                                + " column is bold",
                        seenItems,
                        report.rows()));
        html.open("thead").open("tr").element("th", "model", "scope", "col");
        metrics.forEach(metric -> html.element("th", metric, "scope", "col"));
        html.close("tr").close("thead").open("tbody");
        for (Report.Result result : results) {
            html.open("tr").element("td", Protocol.marked(result.name(), result.selectedOn()));
            for (String metric : metrics) {
                double value = result.metrics().getOrDefault(metric, 0.0);
                boolean best =
                        results.stream().allMatch(other -> other.metrics().getOrDefault(metric, 0.0) <= value);
                html.element(
                        "td",
                        Figures.percent(value) + Marks.of(report, seenItems, result.name(), metric),
                        "class",
                        best ? "best" : "");
            }
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
        footnote(html, results);
        Marks.footnote(report, seenItems).forEach(note -> html.element("p", note, "class", "lead"));
        html.element("p", Protocol.sentence(report) + ".", "class", "lead");
    }

    private static void training(Html html, Report report) {
        List<Report.Model> trained = report.models().stream()
                .filter(model -> !model.epochs().isEmpty())
                .toList();
        if (trained.isEmpty()) {
            return;
        }
        html.element("h2", "Training");
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            curves(
                    html,
                    split.label(),
                    trained.stream()
                            .filter(model -> splitOf(model).equals(split.label()))
                            .toList());
        }
        html.element("h3", "Mean training loss");
        Charts.lines(
                html,
                "loss",
                "Mean training loss by epoch",
                trained.stream()
                        .map(model -> new Charts.Line(
                                model.name(),
                                model.epochs().stream()
                                        .map(Report.Epoch::trainLoss)
                                        .toList()))
                        .toList());
        for (Report.Model model : trained) {
            html.open("details")
                    .element(
                            "summary",
                            model.name() + ": the epochs in figures"
                                    + (Protocol.isTest(model.selectedOn()) ? ", " + Protocol.WORDS : ""));
            html.open("div", "class", "scroll").open("table").open("tr");
            String split = splitOf(model);
            for (String head : List.of("epoch", "loss", split + " MRR@20", split + " HR@20", "seconds")) {
                html.element("th", head, "scope", "col");
            }
            html.close("tr");
            for (Report.Epoch epoch : model.epochs()) {
                html.open("tr")
                        .element("td", String.valueOf(epoch.epoch()))
                        .element("td", Figures.decimals(epoch.trainLoss()))
                        .element("td", Figures.decimals(epoch.metrics().getOrDefault("MRR@20", 0.0)))
                        .element("td", Figures.decimals(epoch.metrics().getOrDefault("HR@20", 0.0)))
                        .element("td", String.format(Locale.ROOT, "%.1f", epoch.seconds()))
                        .close("tr");
            }
            html.close("table").close("div").close("details");
        }
    }

    private static String splitOf(Report.Model trained) {
        return trained.epochs().get(0).split();
    }

    private static void curves(Html html, String split, List<Report.Model> trained) {
        if (trained.isEmpty()) {
            return;
        }
        String label = Protocol.isTest(split) ? ": " + Protocol.WORDS : "";
        html.element("h3", "MRR@20 on the " + split + " rows, which decide when to stop" + label);
        Charts.lines(
                html,
                split,
                "MRR@20 on the " + split + " rows by epoch" + label,
                trained.stream()
                        .map(model -> new Charts.Line(
                                model.name() + ", " + split + " rows",
                                model.epochs().stream()
                                        .map(epoch -> epoch.metrics().getOrDefault("MRR@20", 0.0))
                                        .toList()))
                        .toList());
    }

    private static void exposure(Html html, Report report) {
        if (report.exposure().isEmpty()) {
            return;
        }
        html.element("h2", "How often the candidates hold the target");
        html.element(
                "p",
                "Intents are chosen among the candidates. Where training rows find their target there far more often"
                        + " than test rows, the fused model learns to trust intents more than is warranted; cross-fitted"
                        + " candidates close that gap.");
        html.open("div", "class", "scroll").open("table").open("tr").element("th", "split", "scope", "col");
        html.element("th", "rows", "scope", "col");
        List<Integer> lengths = List.copyOf(report.exposure().get(0).recall().keySet());
        lengths.forEach(k -> html.element("th", "in the first " + k, "scope", "col"));
        html.close("tr");
        for (Report.Exposure row : report.exposure()) {
            html.open("tr").element("td", row.split()).element("td", String.format(Locale.ROOT, "%,d", row.rows()));
            lengths.forEach(k -> html.element("td", Figures.percent(row.recall().getOrDefault(k, 0.0)) + " %"));
            html.close("tr");
        }
        html.close("table").close("div");
    }

    private static void examples(Html html, Report report) {
        if (report.examples().isEmpty()) {
            return;
        }
        html.element("h2", "Examples");
        for (Report.ExampleRow example : report.examples()) {
            html.open("details", "open", "open")
                    .element(
                            "summary",
                            "Test row " + example.row() + ": " + String.join(" > ", last(example.session())));
            html.open("dl");
            Page.definition(html, "next click", List.of(example.target()));
            Page.definition(html, "explicit intents", example.explicit());
            Page.definition(html, "latent intents", example.latent());
            Page.definition(html, "candidates", example.candidates());
            html.close("dl").open("div", "class", "scroll").open("table").open("tr");
            example.recommendations()
                    .keySet()
                    .forEach(model -> html.element("th", model, "scope", "col", "class", "text"));
            html.close("tr");
            int longest = example.recommendations().values().stream()
                    .mapToInt(List::size)
                    .max()
                    .orElse(0);
            for (int rank = 0; rank < longest; rank++) {
                html.open("tr");
                for (List<String> titles : example.recommendations().values()) {
                    String title = rank < titles.size() ? titles.get(rank) : "";
                    html.element(
                            "td",
                            (rank + 1) + ". " + title,
                            "class",
                            title.equals(example.target()) ? "text best" : "text");
                }
                html.close("tr");
            }
            html.close("table").close("div").close("details");
        }
    }

    private static List<String> last(List<String> session) {
        return session.size() <= 4 ? session : session.subList(session.size() - 4, session.size());
    }

    private static void dataset(Html html, Report report) {
        html.element("h2", "Data");
        html.open("dl");
        Page.definition(
                html,
                "data set",
                List.of(report.dataset().name() + " (" + report.dataset().path() + ")"));
        Page.definition(
                html,
                "items",
                List.of(String.format(Locale.ROOT, "%,d", report.dataset().items())));
        Page.definition(html, "fingerprint", List.of(report.dataset().fingerprint()));
        html.close("dl").open("table").open("tr");
        for (String head : List.of("split", "sessions", "clicks", "rows")) {
            html.element("th", head, "scope", "col");
        }
        html.close("tr");
        for (Report.SplitCounts split : report.dataset().splits()) {
            html.open("tr").element("td", split.split());
            for (int count : List.of(split.sessions(), split.clicks(), split.rows())) {
                html.element("td", String.format(Locale.ROOT, "%,d", count));
            }
            html.close("tr");
        }
        html.close("table");
    }

    private static void models(Html html, Report report) {
        html.element("h2", "Models");
        for (Report.Model model : report.models()) {
            html.open("details").element("summary", model.name() + ": " + model.path());
            html.open("dl");
            Page.definition(html, "method", List.of(model.backbone()));
            Page.definition(html, "intents reach the score", List.of(model.fused() ? "yes" : "no"));
            if (Protocol.isTest(model.selectedOn())) {
                Page.definition(html, Protocol.WORDS, List.of(Protocol.MEANING));
            }
            Page.definition(html, "fingerprint", List.of(model.fingerprint()));
            options(html, model.options());
            options(html, model.intents());
            html.close("dl").close("details");
        }
    }

    private static void options(Html html, Map<String, String> options) {
        options.forEach((key, value) -> Page.definition(html, key, List.of(value)));
    }

    private static void glossary(Html html, Report report) {
        html.element("h2", "What the words mean");
        html.open("dl");
        Glossary.of(report).forEach((term, meaning) -> Page.definition(html, term, List.of(meaning)));
        html.close("dl");
    }
}
