package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.experiment.report.Evaluated;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ReportMaker;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The report of a run: its models compared on the test rows, beside popularity and co-occurrence. */
public final class RunReport {

    private RunReport() {}

    /**
     * What came out of a run.
     *
     * @param report its content
     * @param folder where it is
     * @param models the models of the report, base before fused
     */
    public record Outcome(Report report, ArtefactFolder folder, List<Path> models) {}

    /** Writes the report of a run, whose evaluations are there. */
    static Outcome write(Study run, StudySteps steps, String command) throws IOException {
        StepData data = steps.dataOf(run.datasets().get(0));
        List<EvaluationStep> evaluations = Stream.concat(evaluations(run, steps, false), evaluations(run, steps, true))
                .toList();
        Report report = ReportMaker.make(
                run.name(),
                data.content(),
                data.folder(),
                lines(steps.beside(), evaluations),
                run.seed(),
                run.threads(),
                run.examples(),
                List.of(command));
        List<Path> models =
                evaluations.stream().flatMap(step -> step.models().stream()).toList();
        Origin origin =
                Origin.of(run.name(), command, run.seed(), run.threads()).withInput(Provenance.DATASET, data.folder());
        for (Path model : models) {
            origin = origin.withInput(Provenance.MODEL, ArtefactFolder.open(model, ArtefactKind.MODEL));
        }
        return new Outcome(report, ReportFolder.write(run.report(), report, origin), models);
    }

    /** In the order of the file. */
    private static Stream<EvaluationStep> evaluations(Study run, StudySteps steps, boolean fused) {
        return run.datasets().get(0).methods().stream()
                .flatMap(method -> steps.evaluations().stream()
                        .filter(evaluation -> evaluation.method().equals(method.name())))
                .filter(evaluation -> isFused(evaluation) == fused);
    }

    private static boolean isFused(EvaluationStep evaluation) {
        return evaluation.arm().map(Arm::isFused).orElse(false);
    }

    private static List<Evaluated> lines(List<EvaluationStep> beside, List<EvaluationStep> models) {
        List<EvaluationStep> all =
                Stream.concat(beside.stream(), models.stream()).toList();
        List<Evaluated.Run> runs = all.stream().map(StudyResults::run).toList();
        Map<String, Integer> counts = new HashMap<>();
        runs.forEach(run -> counts.merge(run.evaluation().model(), 1, Integer::sum));
        Map<String, String> bases = new HashMap<>();
        List<Evaluated> lines = new ArrayList<>();
        for (int number = 0; number < all.size(); number++) {
            EvaluationStep step = all.get(number);
            Evaluated.Run run = runs.get(number);
            boolean stands = number < beside.size();
            String name = run.evaluation().model();
            // A baseline may be trained with other options than those that it stands beside all others with.
            String inTables =
                    counts.getOrDefault(name, 0) < 2 ? name : name + " (" + (stands ? name : run.path()) + ")";
            String base = isFused(step) ? bases.get(step.method()) : null;
            if (!stands && !isFused(step)) {
                bases.put(step.method(), inTables);
            }
            lines.add(new Evaluated(
                    inTables,
                    step.method(),
                    "",
                    step.counts() ? Report.BASELINE : Report.TRAINED,
                    isFused(step),
                    stands,
                    "",
                    base == null ? List.of() : List.of(new Evaluated.Reference(base, ReportMaker.OF_FUSION)),
                    List.of(stands ? withoutSource(run) : run)));
        }
        return lines;
    }

    /** Baselines that stand beside all models are not listed among the sources of a report. */
    private static Evaluated.Run withoutSource(Evaluated.Run run) {
        return new Evaluated.Run(null, run.evaluation(), run.costs(), null, "", null);
    }
}
