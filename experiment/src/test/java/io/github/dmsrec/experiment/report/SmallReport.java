package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports made by hand: two baselines, one trained method with arms, and recommendations made elsewhere. */
final class SmallReport {

    static final String QUESTION = "what intents add, \"alone\"";
    static final String NASTY = "Tom & \"Jerry\" <script>alert('x')</script> | `a` *b*";
    static final String UNTESTED = PairedBootstrap.tooFew(12);

    private SmallReport() {}

    /** The report on data sets of these names, all with the same figures. */
    static Report of(String... datasets) {
        return of(Arrays.stream(datasets).map(SmallReport::on).toList());
    }

    static Report of(List<Report.OnDataset> datasets) {
        return new Report(
                Report.FORMAT,
                "title",
                "2026-01-01T10:00:00Z",
                "dmsrec 1",
                new Manifest.Machine("Linux", "amd64", 2, "17"),
                7,
                1,
                2,
                datasets,
                List.of("dmsrec study s.yaml"));
    }

    static Report.OnDataset on(String name) {
        return on(
                name,
                List.of(
                        baseline("pop", 0.1, 0.05),
                        baseline("vs-knn", 0.3, 0.16),
                        trained("base", 0.3, 0.1, 0.1),
                        trained("zero", 0.35, 0.12, 0.12),
                        trained("both", 0.4, 0.13, 0.15),
                        line("sr-gnn published", "published", Report.TRAINED, false, List.of(1L), "test", 0.5, 0.25),
                        line("mine", "", Report.ELSEWHERE, false, List.of(), "", 0.2, 0.08)),
                List.of(
                        difference("MRR@20", "sr-gnn", "vs-knn", true, -0.06, 0.2),
                        difference("MRR@20", "sr-gnn both", "sr-gnn zero", false, 0.02, 0.004, 0.01, 0.03),
                        difference("MRR@20", "sr-gnn both", "sr-gnn", false, 0.04, 0.3, 0.03, 0.05),
                        difference("MRR@20", "sr-gnn both", "vs-knn", true, -0.02, 0.03),
                        difference("HR@20", "sr-gnn both", "sr-gnn zero", false, 0.05, 0.4, 0.05, 0.05),
                        difference("HR@20", "sr-gnn both", "sr-gnn", false, 0.1, 0.001, 0.1, 0.1)));
    }

    static Report.OnDataset on(String name, List<Report.Line> lines, List<Report.Difference> differences) {
        return Findings.in(new Report.OnDataset(
                name,
                new Report.Dataset(
                        "name",
                        "data",
                        "abc",
                        1000,
                        List.of(new Report.SplitCounts("train", 90, 1100, 50)),
                        "last sessions",
                        "Nothing later."),
                Protocol.named(lines),
                1500,
                "",
                List.of(),
                lines,
                differences,
                List.of(
                        new Report.MapShare("sr-gnn", Report.MASKED, "MRR@20", 0.10, 0.12, 0.14),
                        new Report.MapShare("sr-gnn", Report.RANKED, "MRR@20", 0.14, 0.12, 0.13)),
                List.of(new Report.Breakdown(
                        "prefix length",
                        List.of(new Report.Part(
                                "3-4",
                                1200,
                                List.of(new Report.PartResult("pop", Report.MASKED, Map.of("MRR@20", 0.0625))),
                                List.of(
                                        new Report.PartDifference(
                                                Report.MASKED, "MRR@20", "sr-gnn", "pop", 0.01, -0.005, 0.025),
                                        new Report.PartDifference(
                                                Report.RANKED, "MRR@20", "sr-gnn", "pop", 0.02, null, null)))))),
                List.of(new Report.Training(
                        "sr-gnn",
                        "sr-gnn",
                        "validation",
                        List.of(
                                new Report.Epoch(1, 4.5, Map.of("MRR@20", 0.1), Map.of("MRR@20", 0.15), 2.0),
                                new Report.Epoch(2, null, Map.of("MRR@20", 0.2), Map.of("MRR@20", 0.25), null)))),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        source("sr-gnn", Map.of("select-by", "masked", "refit", "false"), Map.of(), Map.of()),
                        source(
                                "sr-gnn published",
                                Map.of(),
                                Map.of(),
                                Map.of("MRR@20", new Report.BestFigure(0.26, 3))))));
    }

    /** The same with rows of the data, whose titles hold the signs of all formats. */
    static Report.OnDataset withExamples(Report.OnDataset on) {
        return new Report.OnDataset(
                on.name(),
                on.dataset(),
                on.protocol(),
                on.rows(),
                on.headline(),
                on.findings(),
                on.lines(),
                on.differences(),
                on.mapShares(),
                on.breakdowns(),
                on.training(),
                List.of(new Report.Exposure("train", 100, Map.of(20, 0.75))),
                List.of(new Report.SessionExample(
                        3,
                        List.of("first", NASTY),
                        "target",
                        List.of("candidate"),
                        List.of("clicked"),
                        List.of(),
                        Map.of("sr-gnn", List.of("target", "other")))),
                List.of(new Report.ItemExample(NASTY, 12, 4, List.of("wish"), Map.of("sr-gnn", 0.5))),
                on.sources());
    }

    static Report.Source source(
            String line,
            Map<String, String> options,
            Map<String, String> intents,
            Map<String, Report.BestFigure> best) {
        return new Report.Source(
                line, "1", "models/" + line, "0123456789abcdef", "", "dmsrec train", "2026", options, intents, best);
    }

    static Report.Line baseline(String name, double hr, double mrr) {
        return line(name, "", Report.BASELINE, false, List.of(), "", hr, mrr);
    }

    private static Report.Line trained(String arm, double hr, double... mrr) {
        String name = arm.equals("base") ? "sr-gnn" : "sr-gnn " + arm;
        return line(name, arm, Report.TRAINED, !arm.equals("base"), List.of(1L, 2L), "validation", hr, mrr);
    }

    static Report.Line line(
            String name,
            String arm,
            String kind,
            boolean fused,
            List<Long> seeds,
            String selectedOn,
            double hr,
            double... mrr) {
        Map<String, Report.Spread> figures = new LinkedHashMap<>();
        figures.put("HR@5", Report.Spread.of(hr / 2));
        figures.put("MRR@5", Report.Spread.of(mrr[0] / 2));
        figures.put("HR@20", Report.Spread.of(hr));
        figures.put("MRR@20", Report.Spread.of(mrr));
        figures.put("coverage@20", Report.Spread.of(0.9));
        Map<String, Report.Spread> costs = kind.equals(Report.BASELINE)
                ? Map.of("ms/1000", Report.Spread.of(12.34))
                : Map.of(Figures.TRAINING_TIME, Report.Spread.of(1200.0, 1300.0));
        String method = arm.isEmpty() ? name : "sr-gnn";
        return new Report.Line(name, method, arm, kind, fused, seeds, selectedOn, "", figures, figures, costs);
    }

    static Report.Difference difference(
            String metric,
            String line,
            String reference,
            boolean toBaseline,
            double difference,
            double corrected,
            Double... bySeed) {
        return new Report.Difference(
                Report.MASKED,
                metric,
                line,
                reference,
                QUESTION,
                toBaseline,
                difference,
                difference / 0.16,
                difference - 0.01,
                difference + 0.01,
                0.001,
                corrected,
                "",
                List.of(bySeed));
    }

    /** The same difference over too few sessions. */
    static Report.Difference untested(Report.Difference one) {
        return new Report.Difference(
                one.seenItems(),
                one.metric(),
                one.line(),
                one.reference(),
                one.question(),
                one.toBaseline(),
                one.difference(),
                one.relative(),
                null,
                null,
                null,
                null,
                UNTESTED,
                one.bySeed());
    }

    static Report.OnDataset untested(Report.OnDataset on) {
        return on(
                on.name(),
                on.lines(),
                on.differences().stream().map(SmallReport::untested).toList());
    }
}
