package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.experiment.report.Figures;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepRun;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs a study, or a run: makes each step that is not there as it would be made now, then the report. So an interrupted study
 * continues where it was, and a changed option makes again only what depends on it. With several workers, steps are made by
 * processes of their own.
 */
public final class StudyRun {

    private final Study study;
    private final String command;
    private final Reporter reporter;
    private final StudySteps steps;

    private StudyRun(Study study, String command, Reporter reporter) {
        this.study = study;
        this.command = command;
        this.reporter = reporter;
        this.steps = new StudySteps(study, command);
    }

    /**
     * What came out of a study.
     *
     * @param report its content
     * @param folder where it is
     */
    public record Outcome(Report report, ArtefactFolder folder) {}

    /**
     * Runs a study.
     *
     * @param command what was asked for, for the manifests
     * @param stepArguments the command line, without the program's name, that makes steps: their ids come after it
     * @param reporter gets progress and messages
     * @throws io.github.dmsrec.core.UserMistakeException if another run has the work folder
     */
    public static Outcome run(Study study, String command, List<String> stepArguments, Reporter reporter)
            throws IOException {
        try (FolderLock lock = FolderLock.take(study.work())) {
            StudyRun run = new StudyRun(study, command, reporter);
            WorkerMemory.ofThisMachine().report(study.workers(), study.threads(), reporter);
            run.makeSteps(stepArguments);
            return run.studyReport();
        }
    }

    /**
     * Runs a study of one data set with one seed, in this process, and reports it as a comparison of its models.
     *
     * @param command what was asked for, for the manifests
     * @param reporter gets progress and messages
     * @throws io.github.dmsrec.core.UserMistakeException if another run has the work folder
     */
    public static RunReport.Outcome compare(Study study, String command, Reporter reporter) throws IOException {
        try (FolderLock lock = FolderLock.take(study.work())) {
            StudyRun run = new StudyRun(study, command, reporter);
            run.makeSteps(List.of());
            run.sayLast("report");
            return RunReport.write(study, run.steps, command);
        }
    }

    /**
     * Makes some steps, unless they are there.
     *
     * @param ids of the steps, each after those that it needs
     * @throws io.github.dmsrec.core.UserMistakeException if there is none of such an id, or something that it needs is missing
     */
    public static void makeOnly(Study study, List<String> ids, String command, Reporter reporter) throws IOException {
        StudyRun run = new StudyRun(study, command, reporter);
        run.stepRun().makeOnly(ids);
    }

    /** What is there, what would be made, and what that may take. Makes nothing. */
    public static StepForecast forecast(Study study, String command, Reporter reporter) throws IOException {
        StudyRun run = new StudyRun(study, command, reporter);
        return StepForecast.of(
                run.steps.graph(), study.work(), study.workers(), run.steps::ruleOfThumb, "the report is always made");
    }

    private StepRun stepRun() {
        return new StepRun(steps.graph(), study.work(), reporter);
    }

    private void makeSteps(List<String> stepArguments) throws IOException {
        ArtefactFolder.checkReplaceable(study.report(), ArtefactKind.REPORT);
        steps.requireFacets();
        reporter.say(study.name() + ": " + steps.graph().steps().size() + " steps, " + study.workers() + " at once, "
                + Figures.threads(study.threads()) + " each");
        if (study.workers() == 1) {
            stepRun().makeAll();
        } else {
            stepRun().makeAll(study.workers(), made -> {
                List<String> arguments = new ArrayList<>(stepArguments);
                arguments.add(made.stream().map(Step::id).collect(Collectors.joining(",")));
                return arguments;
            });
        }
    }

    private void sayLast(String what) {
        int all = steps.graph().steps().size() + 1;
        reporter.say("[" + all + "/" + all + "] " + what + ": " + study.report());
    }

    private Outcome studyReport() throws IOException {
        sayLast("report");
        Report report = StudyResults.report(study, steps, command);
        Origin origin = Origin.of(study.name(), command, study.seed(), study.threads());
        return new Outcome(report, ReportFolder.write(study.report(), report, origin));
    }
}
