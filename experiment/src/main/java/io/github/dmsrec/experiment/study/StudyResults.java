package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.evaluate.EvaluationFolder;
import io.github.dmsrec.experiment.report.DatasetResults;
import io.github.dmsrec.experiment.report.Evaluated;
import io.github.dmsrec.experiment.report.ExampleRows;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportMaker;
import io.github.dmsrec.stage.StepData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the report of a study from its evaluations on disk. */
final class StudyResults {

    private StudyResults() {}

    /**
     * The report.
     *
     * @param command what makes it again
     */
    static Report report(Study study, StudySteps steps, String command) {
        List<Report.OnDataset> datasets = study.datasets().stream()
                .map(plan -> onDataset(study, plan, steps))
                .toList();
        return ReportMaker.of(study.name(), study.seed(), study.threads(), study.workers(), datasets, List.of(command));
    }

    private static Report.OnDataset onDataset(Study study, Study.DatasetPlan plan, StudySteps steps) {
        StepData data = steps.dataOf(plan);
        List<Evaluated> lines = lines(steps, plan);
        return DatasetResults.of(
                plan.name(),
                data.content(),
                data.folder(),
                lines,
                false,
                ExampleRows.of(data.content(), lines, study.examples(), study.seed(), study.threads()),
                study.seed());
    }

    private static List<Evaluated> lines(StudySteps steps, Study.DatasetPlan plan) {
        Map<String, List<EvaluationStep>> byLine = new LinkedHashMap<>();
        steps.evaluations().stream()
                .filter(step -> step.dataset().equals(plan.name()))
                .forEach(step -> byLine.computeIfAbsent(step.line(), name -> new ArrayList<>())
                        .add(step));
        return byLine.values().stream().map(StudyResults::line).toList();
    }

    private static Evaluated line(List<EvaluationStep> evaluations) {
        EvaluationStep first = evaluations.get(0);
        return new Evaluated(
                first.line(),
                first.method(),
                first.arm().map(Arm::name).orElse(""),
                kind(first),
                first.arm().map(Arm::isFused).orElse(false),
                false,
                first.tuning().orElse(""),
                first.arm().map(Arm::controls).orElse(List.of()).stream()
                        .map(control -> new Evaluated.Reference(
                                EvaluationStep.line(first.method(), control.arm()), control.question()))
                        .toList(),
                evaluations.stream().map(StudyResults::run).toList());
    }

    private static String kind(EvaluationStep step) {
        if (step.counts()) {
            return Report.BASELINE;
        }
        return step.models().isEmpty() ? Report.ELSEWHERE : Report.TRAINED;
    }

    /** What an evaluation on disk says. */
    static Evaluated.Run run(EvaluationStep step) {
        EvaluationFolder ranks = EvaluationFolder.read(step.out());
        ArtefactFolder model = step.models().isEmpty() ? null : StudySteps.chosen(step.models());
        return new Evaluated.Run(
                step.seed().orElse(null),
                ranks.evaluation(),
                ranks.costs(),
                model,
                model == null ? "" : model.path().toString(),
                ranks.folder());
    }
}
