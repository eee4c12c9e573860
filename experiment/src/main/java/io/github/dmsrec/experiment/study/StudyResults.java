package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.evaluate.EvaluationFolder;
import io.github.dmsrec.experiment.report.DatasetResults;
import io.github.dmsrec.experiment.report.Evaluated;
import io.github.dmsrec.experiment.report.ExampleRows;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportMaker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the report of a study from its cells on disk. */
final class StudyResults {

    private StudyResults() {}

    /**
     * The report.
     *
     * @param command what makes it again
     */
    static Report report(Study study, StudyUnits units, String command) {
        List<Report.OnDataset> datasets = study.datasets().stream()
                .map(plan -> DatasetResults.of(
                        plan.name(),
                        units.dataset(plan),
                        units.datasetFolder(plan),
                        lines(units, plan),
                        false,
                        ExampleRows.NONE,
                        study.seed()))
                .toList();
        return ReportMaker.of(study.name(), study.seed(), study.threads(), study.workers(), datasets, List.of(command));
    }

    private static List<Evaluated> lines(StudyUnits units, Study.DatasetPlan plan) {
        Map<String, List<Cell>> byLine = new LinkedHashMap<>();
        units.cells().stream()
                .filter(cell -> cell.dataset().equals(plan.name()))
                .forEach(cell -> byLine.computeIfAbsent(cell.line(), name -> new ArrayList<>())
                        .add(cell));
        return byLine.values().stream().map(StudyResults::line).toList();
    }

    private static Evaluated line(List<Cell> cells) {
        Cell first = cells.get(0);
        return new Evaluated(
                first.line(),
                first.method(),
                first.arm().map(Arm::name).orElse(""),
                kind(first),
                first.arm().map(Arm::isFused).orElse(false),
                false,
                first.tuning().orElse(""),
                first.arm().map(Arm::controls).orElse(List.of()).stream()
                        .map(control ->
                                new Evaluated.Reference(Cell.line(first.method(), control.arm()), control.question()))
                        .toList(),
                cells.stream().map(StudyResults::run).toList());
    }

    private static String kind(Cell cell) {
        if (cell.counts()) {
            return Report.BASELINE;
        }
        return cell.models().isEmpty() ? Report.ELSEWHERE : Report.TRAINED;
    }

    private static Evaluated.Run run(Cell cell) {
        EvaluationFolder ranks = EvaluationFolder.read(cell.evaluation());
        ArtefactFolder model = cell.models().isEmpty() ? null : StudyUnits.chosen(cell.models());
        return new Evaluated.Run(
                cell.seed().orElse(null),
                ranks.evaluation(),
                ranks.costs(),
                model,
                model == null ? "" : model.path().toString(),
                ranks.folder());
    }
}
