package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.experiment.report.Figures;
import io.github.dmsrec.experiment.report.StudyFolder;
import io.github.dmsrec.experiment.report.StudyReport;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.experiment.worker.Job;
import io.github.dmsrec.experiment.worker.JobPool;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a study: makes each unit that is not there as it would be made now, then the report. So an interrupted study goes on,
 * and a changed option makes again only what depends on it. With several workers, units are made by processes of their own.
 */
public final class StudyRun {

    private final Study study;
    private final String command;
    private final Reporter reporter;
    private final StudyUnits units;

    private StudyRun(Study study, String command, Reporter reporter) {
        this.study = study;
        this.command = command;
        this.reporter = reporter;
        this.units = new StudyUnits(study, command, reporter.progress());
    }

    /**
     * What came out.
     *
     * @param report its content
     * @param folder where it is
     */
    public record Outcome(StudyReport report, ArtefactFolder folder) {}

    /**
     * Runs a study.
     *
     * @param command what was asked for, for the manifests
     * @param unitArguments the command line, without the program's name, that makes one unit: its id comes after it
     * @param reporter gets progress and messages
     * @throws UserMistakeException if another run has the work folder
     */
    public static Outcome run(Study study, String command, List<String> unitArguments, Reporter reporter)
            throws IOException {
        try (FolderLock lock = FolderLock.take(study.work())) {
            return new StudyRun(study, command, reporter).run(unitArguments);
        }
    }

    /**
     * Makes some parts, unless they are there.
     *
     * @param ids of the parts, each after those that it needs
     * @throws UserMistakeException if there is none of such an id, or something that it needs is missing
     */
    public static void makeOnly(Study study, List<String> ids, String command, Reporter reporter) throws IOException {
        StudyRun run = new StudyRun(study, command, reporter);
        for (String id : ids) {
            run.makeOne(id);
        }
    }

    private Outcome run(List<String> unitArguments) throws IOException {
        ArtefactFolder.checkReplaceable(study.report(), ArtefactKind.REPORT);
        List<Unit> all = units.units();
        reporter.say(study.name() + ": " + units.cells().size() + " cells of " + all.size() + " parts, "
                + study.workers() + " at once, " + Figures.threads(study.threads()) + " each");
        WorkerMemory.ofThisMachine().report(study.workers(), study.threads(), reporter);
        if (study.workers() == 1) {
            for (int i = 0; i < all.size(); i++) {
                make(all.get(i), "[" + (i + 1) + "/" + all.size() + "] ");
            }
        } else {
            makeInProcesses(all, unitArguments);
        }
        return report();
    }

    private void make(Unit unit, String head) throws IOException {
        Optional<String> stale = unit.whyStale();
        if (stale.isEmpty()) {
            reporter.say(head + unit.id() + " is there already");
            return;
        }
        reporter.say(head + unit.id() + (Files.exists(unit.out()) ? " is made again: " + stale.get() : ""));
        List<String> summary = Summary.of(unit.make());
        summary.subList(0, summary.size() - 1).forEach(line -> reporter.say("      " + line));
    }

    /** What is there is left out, unless something that it needs is made again. */
    private void makeInProcesses(List<Unit> all, List<String> unitArguments) throws IOException {
        Map<String, String> jobOf = new HashMap<>();
        Map<String, List<Unit>> undone = new LinkedHashMap<>();
        for (Unit unit : all) {
            if (unit.needs().stream().anyMatch(jobOf::containsKey)
                    || unit.whyStale().isPresent()) {
                jobOf.put(unit.id(), unit.job());
                undone.computeIfAbsent(unit.job(), job -> new ArrayList<>()).add(unit);
            }
        }
        List<Job> jobs = new ArrayList<>();
        undone.forEach((job, units) -> {
            List<String> arguments = new ArrayList<>(unitArguments);
            arguments.add(units.stream().map(Unit::id).collect(Collectors.joining(",")));
            Set<String> needs = units.stream()
                    .flatMap(unit -> unit.needs().stream())
                    .flatMap(need -> Optional.ofNullable(jobOf.get(need)).stream())
                    .filter(need -> !need.equals(job))
                    .collect(Collectors.toSet());
            jobs.add(new Job(job, needs, arguments));
        });
        reporter.say((all.size() - jobOf.size()) + " parts are there already, " + jobOf.size() + " are to be made");
        new JobPool(study.workers(), reporter).run(jobs);
    }

    private void makeOne(String id) throws IOException {
        Unit unit = units.units().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UserMistakeException(
                        "The study has no part '" + id + "'.",
                        "Use one of: "
                                + String.join(
                                        ", ",
                                        units.units().stream().map(Unit::id).toList()) + "."));
        make(unit, "");
    }

    private Outcome report() throws IOException {
        reporter.say("report: " + study.report());
        StudyReport report = new StudyResults(study, units).report(command);
        Origin origin = Origin.of(study.name(), command, study.seed(), study.threads());
        return new Outcome(report, StudyFolder.write(study.report(), report, origin));
    }
}
