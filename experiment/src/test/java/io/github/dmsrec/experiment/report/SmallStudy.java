package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.Manifest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of a study, made by hand: two methods that count, one that is trained, and recommendations made elsewhere. */
final class SmallStudy {

    static final String QUESTION = "what intents add, \"alone\"";

    private SmallStudy() {}

    /** The report on data sets of these names, all with the same figures. */
    static StudyReport of(String... datasets) {
        return withCommand("dmsrec study s.yaml", datasets);
    }

    static StudyReport withCommand(String command, String... datasets) {
        return new StudyReport(
                StudyReport.FORMAT,
                "title",
                "2026-01-01T10:00:00Z",
                "dmsrec 1",
                new Manifest.Machine("Linux", "amd64", 2, "17"),
                1,
                2,
                Arrays.stream(datasets).map(SmallStudy::onDataset).toList(),
                List.of("finding"),
                List.of(command));
    }

    static StudyReport.OnDataset onDataset(String name) {
        return new StudyReport.OnDataset(
                name,
                new Report.Dataset("name", "data", "abc", 10, List.of(), "last sessions", "Nothing later."),
                "sound and published",
                1500,
                List.of(
                        counting("pop", 0.1, 0.05),
                        counting("vs-knn", 0.3, 0.16),
                        trained("base", 0.3, 0.1, 0.1),
                        trained("zero", 0.35, 0.12, 0.12),
                        trained("both", 0.4, 0.13, 0.15),
                        published(),
                        line("mine", "mine", "", StudyReport.ELSEWHERE, List.of(), "", Map.of(), 0.2, 0.08)),
                List.of(
                        effect("MRR@20", "sr-gnn", "vs-knn", true, -0.06, 0.2),
                        effect("MRR@20", "sr-gnn both", "sr-gnn zero", false, 0.02, 0.004, 0.01, 0.03),
                        effect("MRR@20", "sr-gnn both", "sr-gnn", false, 0.04, 0.3, 0.03, 0.05),
                        effect("MRR@20", "sr-gnn both", "vs-knn", true, -0.02, 0.03),
                        effect("HR@20", "sr-gnn both", "sr-gnn zero", false, 0.05, 0.4, 0.05, 0.05),
                        effect("HR@20", "sr-gnn both", "sr-gnn", false, 0.1, 0.001, 0.1, 0.1)),
                List.of(
                        new StudyReport.MapShare("sr-gnn", Report.MASKED, "MRR@20", 0.10, 0.12, 0.14),
                        new StudyReport.MapShare("sr-gnn", Report.RANKED, "MRR@20", 0.14, 0.12, 0.13)),
                List.of(),
                List.of(),
                List.of(new StudyReport.Cell("sr-gnn", "1", "f", "g", "c", "2026", Map.of("init-from", "weights"))));
    }

    private static StudyReport.Line counting(String name, double hr, double mrr) {
        return line(
                name,
                name,
                "",
                StudyReport.COUNTING,
                List.of(),
                "",
                Map.of("ms/1000", StudyReport.Spread.of(12.34)),
                hr,
                mrr);
    }

    private static StudyReport.Line trained(String arm, double hr, double... mrr) {
        return line(
                arm.equals("base") ? "sr-gnn" : "sr-gnn " + arm,
                "sr-gnn",
                arm,
                StudyReport.TRAINED,
                List.of(1L, 2L),
                "validation",
                Map.of(StudyReport.TRAINING_TIME, StudyReport.Spread.of(1200.0, 1300.0)),
                hr,
                mrr);
    }

    /** Better than all the others, and chosen by the test rows. */
    private static StudyReport.Line published() {
        return line(
                "sr-gnn published",
                "sr-gnn",
                "published",
                StudyReport.TRAINED,
                List.of(1L),
                "test",
                Map.of(),
                0.5,
                0.25);
    }

    private static StudyReport.Line line(
            String name,
            String method,
            String arm,
            String kind,
            List<Long> seeds,
            String selectedOn,
            Map<String, StudyReport.Spread> costs,
            double hr,
            double... mrr) {
        Map<String, StudyReport.Spread> figures = new LinkedHashMap<>();
        figures.put("HR@5", StudyReport.Spread.of(hr / 2));
        figures.put("MRR@5", StudyReport.Spread.of(mrr[0] / 2));
        figures.put("HR@20", StudyReport.Spread.of(hr));
        figures.put("MRR@20", StudyReport.Spread.of(mrr));
        figures.put("coverage@20", StudyReport.Spread.of(0.9));
        return new StudyReport.Line(name, method, arm, kind, seeds, selectedOn, "", figures, figures, costs);
    }

    private static StudyReport.Effect effect(
            String metric,
            String line,
            String control,
            boolean toBaseline,
            double difference,
            double corrected,
            Double... bySeed) {
        return new StudyReport.Effect(
                Report.MASKED,
                metric,
                line,
                control,
                QUESTION,
                toBaseline,
                difference,
                difference - 0.01,
                difference + 0.01,
                0.001,
                corrected,
                "",
                List.of(bySeed));
    }
}
