package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ReportMaker;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    /** Evaluates the models of a run, which are there, and writes the report. */
    static Outcome write(Study run, StudySteps steps, String command, Progress progress) throws IOException {
        StepData data = steps.dataOf(run.datasets().get(0));
        List<Path> models = Stream.concat(models(run, steps, false), models(run, steps, true))
                .toList();
        Comparison comparison = Comparison.of(
                data.content(), data.folder(), models, List.of(), run.threads(), CandidateMaker.USUAL_MEMORY, progress);
        Report report = ReportMaker.make(
                run.name(), data.folder(), comparison, run.seed(), run.threads(), run.examples(), List.of(command));
        Origin origin =
                Origin.of(run.name(), command, run.seed(), run.threads()).withInput(Provenance.DATASET, data.folder());
        for (Path model : models) {
            origin = origin.withInput(Provenance.MODEL, ArtefactFolder.open(model, ArtefactKind.MODEL));
        }
        return new Outcome(report, ReportFolder.write(run.report(), report, origin), models);
    }

    /** In the order of the file. */
    private static Stream<Path> models(Study run, StudySteps steps, boolean fused) {
        return run.datasets().get(0).methods().stream()
                .flatMap(method -> steps.evaluations().stream()
                        .filter(evaluation -> evaluation.method().equals(method.name())))
                .filter(evaluation -> evaluation.arm().map(Arm::isFused).orElse(false) == fused)
                .flatMap(evaluation -> evaluation.models().stream());
    }
}
