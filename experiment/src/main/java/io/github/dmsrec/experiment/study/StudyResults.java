package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.evaluate.Breakdown;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.EvaluationFolder;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.report.Protocol;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportMaker;
import io.github.dmsrec.experiment.report.StudyReport;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.ModelSelection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers the report of a study from its evaluations on disk. */
final class StudyResults {

    private static final String CURVE_METRIC = "MRR@20";

    private final Study study;
    private final StudySteps steps;

    StudyResults(Study study, StudySteps steps) {
        this.study = study;
        this.steps = steps;
    }

    /**
     * A line of the tables with its cells, one for each seed.
     *
     * @param cells at least one
     * @param evaluations of the cells, in their order
     */
    record Results(List<EvaluationStep> cells, List<EvaluationFolder> evaluations) {

        EvaluationStep first() {
            return cells.get(0);
        }

        String name() {
            return first().line();
        }

        int[] ranks(int cell, boolean masked) {
            Evaluation evaluation = evaluations.get(cell).evaluation();
            return masked ? evaluation.maskedRanks() : evaluation.rankedRanks();
        }

        double mean(boolean masked, String metric) {
            return evaluations.stream()
                    .map(EvaluationFolder::evaluation)
                    .mapToDouble(evaluation -> (masked ? evaluation.masked() : evaluation.ranked()).get(metric))
                    .average()
                    .orElseThrow();
        }

        /** The models that were evaluated. */
        List<ArtefactFolder> models() {
            return cells.stream()
                    .filter(cell -> !cell.models().isEmpty())
                    .map(cell -> StudySteps.chosen(cell.models()))
                    .toList();
        }

        String selectedOn() {
            return models().stream().findFirst().map(ModelSelection::splitOf).orElse("");
        }
    }

    /**
     * The report.
     *
     * @param command what makes it again
     */
    StudyReport report(String command) {
        List<StudyReport.OnDataset> datasets =
                study.datasets().stream().map(this::onDataset).toList();
        return new StudyReport(
                StudyReport.FORMAT,
                study.name(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "dmsrec " + Version.current(),
                Manifest.Machine.current(),
                study.threads(),
                study.workers(),
                datasets,
                StudyFindings.of(datasets, study.intents().inferrer()),
                List.of(command));
    }

    private StudyReport.OnDataset onDataset(Study.DatasetPlan plan) {
        SessionDataset dataset = steps.dataOf(plan).content();
        List<Results> lines = lines(plan);
        StudyEffects effects = new StudyEffects(lines, dataset, study.seed());
        return new StudyReport.OnDataset(
                plan.name(),
                ReportMaker.datasetOf(dataset, steps.dataOf(plan).folder()),
                Protocol.named(lines.stream().map(Results::selectedOn).toList()),
                dataset.examples(Split.TEST).size(),
                lines.stream().map(StudyResults::line).toList(),
                effects.all(),
                effects.mapShares(),
                breakdowns(dataset, lines),
                lines.stream().flatMap(line -> curve(line).stream()).toList(),
                lines.stream().flatMap(line -> cells(line).stream()).toList());
    }

    private List<Results> lines(Study.DatasetPlan plan) {
        Map<String, List<EvaluationStep>> byLine = new LinkedHashMap<>();
        steps.evaluations().stream()
                .filter(cell -> cell.dataset().equals(plan.name()))
                .forEach(cell -> byLine.computeIfAbsent(cell.line(), name -> new ArrayList<>())
                        .add(cell));
        return byLine.values().stream()
                .map(cells -> new Results(
                        cells,
                        cells.stream()
                                .map(cell -> EvaluationFolder.read(cell.out()))
                                .toList()))
                .toList();
    }

    private static StudyReport.Line line(Results results) {
        EvaluationStep first = results.first();
        return new StudyReport.Line(
                results.name(),
                first.method(),
                first.arm().map(Arm::name).orElse(""),
                kind(first),
                results.cells().stream().flatMap(cell -> cell.seed().stream()).toList(),
                results.selectedOn(),
                first.tuning().orElse(""),
                spreads(results.evaluations().stream()
                        .map(one -> figures(one.evaluation(), false))
                        .toList()),
                spreads(results.evaluations().stream()
                        .map(one -> figures(one.evaluation(), true))
                        .toList()),
                costs(results));
    }

    private static String kind(EvaluationStep step) {
        if (step.counts()) {
            return StudyReport.COUNTING;
        }
        return step.models().isEmpty() ? StudyReport.ELSEWHERE : StudyReport.TRAINED;
    }

    private static Map<String, Double> figures(Evaluation evaluation, boolean masked) {
        Map<String, Double> figures =
                new LinkedHashMap<>((masked ? evaluation.masked() : evaluation.ranked()).values());
        (masked ? evaluation.maskedBreadth() : evaluation.rankedBreadth())
                .ifPresent(breadth -> figures.putAll(breadth.values()));
        return figures;
    }

    /** What scoring cost, and what training did. */
    private static Map<String, StudyReport.Spread> costs(Results results) {
        List<Map<String, Double>> costs = new ArrayList<>();
        results.evaluations().forEach(one -> costs.add(new LinkedHashMap<>(one.costs())));
        List<ArtefactFolder> models = results.models();
        for (int i = 0; i < models.size(); i++) {
            ArtefactFolder model = models.get(i);
            if (Methods.of(model).capabilities().epochs()) {
                var facts = model.manifest().facts();
                double seconds = 0;
                for (var epoch : facts.path("secondsPerEpoch")) {
                    seconds += epoch.asDouble();
                }
                costs.get(i).put(StudyReport.TRAINING_TIME, seconds);
                costs.get(i).put("epochs", facts.path("epochs").asDouble());
                costs.get(i).put("parameters", facts.path("parameters").asDouble());
            }
        }
        return spreads(costs);
    }

    private static Map<String, StudyReport.Spread> spreads(List<Map<String, Double>> runs) {
        Map<String, StudyReport.Spread> spreads = new LinkedHashMap<>();
        for (String name : runs.get(0).keySet()) {
            spreads.put(
                    name,
                    StudyReport.Spread.of(runs.stream()
                            .flatMap(run -> Optional.ofNullable(run.get(name)).stream())
                            .mapToDouble(Double::doubleValue)
                            .toArray()));
        }
        return spreads;
    }

    private static List<Report.Breakdown> breakdowns(SessionDataset dataset, List<Results> lines) {
        ItemPopularity popularity = new ItemPopularity(
                dataset.sessions(Split.TRAIN), dataset.catalogue().size());
        return Breakdown.ofTestRows(dataset, popularity).stream()
                .map(breakdown -> new Report.Breakdown(
                        breakdown.by(),
                        breakdown.parts().stream()
                                .map(part -> new Report.Part(
                                        part.name(), part.rows().length, partResults(part, lines), List.of()))
                                .toList()))
                .toList();
    }

    private static List<Report.PartResult> partResults(Breakdown.Part part, List<Results> lines) {
        List<Report.PartResult> results = new ArrayList<>();
        for (Results line : lines) {
            for (boolean masked : new boolean[] {false, true}) {
                Map<String, Double> sums = new LinkedHashMap<>();
                for (int cell = 0; cell < line.cells().size(); cell++) {
                    part.metrics(line.ranks(cell, masked))
                            .values()
                            .forEach((metric, value) -> sums.merge(metric, value, Double::sum));
                }
                sums.replaceAll((metric, sum) -> sum / line.cells().size());
                results.add(new Report.PartResult(line.name(), masked ? Report.MASKED : Report.RANKED, sums));
            }
        }
        return results;
    }

    private static Optional<StudyReport.Curve> curve(Results line) {
        List<List<Report.Epoch>> runs = line.models().stream()
                .map(ReportMaker::epochs)
                .filter(epochs -> !epochs.isEmpty())
                .toList();
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        int common = runs.stream().mapToInt(List::size).min().orElseThrow();
        List<Double> values = new ArrayList<>();
        for (int epoch = 0; epoch < common; epoch++) {
            int number = epoch;
            values.add(runs.stream()
                    .mapToDouble(run -> run.get(number).metrics().getOrDefault(CURVE_METRIC, 0.0))
                    .average()
                    .orElseThrow());
        }
        return Optional.of(new StudyReport.Curve(
                line.name(), line.first().method(), runs.get(0).get(0).split(), values));
    }

    private static List<StudyReport.Cell> cells(Results line) {
        List<StudyReport.Cell> cells = new ArrayList<>();
        for (int i = 0; i < line.cells().size(); i++) {
            EvaluationStep cell = line.cells().get(i);
            Manifest ranks = line.evaluations().get(i).folder().manifest();
            Manifest made = cell.models().isEmpty()
                    ? ranks
                    : StudySteps.chosen(cell.models()).manifest();
            cells.add(new StudyReport.Cell(
                    line.name(),
                    cell.seed().map(String::valueOf).orElse(""),
                    cell.models().isEmpty() ? "" : made.fingerprint(),
                    ranks.fingerprint(),
                    made.command(),
                    made.created(),
                    new TreeMap<>(made.options())));
        }
        return cells;
    }
}
