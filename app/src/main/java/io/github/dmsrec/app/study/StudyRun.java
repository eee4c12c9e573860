package io.github.dmsrec.app.study;

import io.github.dmsrec.app.console.Console;
import io.github.dmsrec.app.jobs.Job;
import io.github.dmsrec.app.jobs.JobPool;
import io.github.dmsrec.app.report.StudyFolder;
import io.github.dmsrec.app.report.StudyReport;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.ArtefactKind;
import io.github.dmsrec.core.provenance.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a study: makes each unit that is not there as it would be made now, then the report. So an interrupted study goes on,
 * and a changed option makes again only what depends on it. With several workers, units are made by processes of their own.
 */
public final class StudyRun {

    private final Study study;
    private final String command;
    private final Console console;
    private final StudyUnits units;

    private StudyRun(Study study, String command, Console console) {
        this.study = study;
        this.command = command;
        this.console = console;
        this.units = new StudyUnits(study, command, console.progress());
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
     * @param console gets progress and messages
     */
    public static Outcome run(Study study, String command, List<String> unitArguments, Console console)
            throws IOException {
        return new StudyRun(study, command, console).run(unitArguments);
    }

    /**
     * Makes one unit, unless it is there.
     *
     * @param id of the unit
     * @throws UserMistakeException if there is none of that id, or something that it needs is missing
     */
    public static void makeOne(Study study, String id, String command, Console console) throws IOException {
        new StudyRun(study, command, console).makeOne(id);
    }

    private Outcome run(List<String> unitArguments) throws IOException {
        ArtefactFolder.checkReplaceable(study.report(), ArtefactKind.REPORT);
        List<Unit> all = units.units();
        console.say(study.name() + ": " + units.cells().size() + " cells of " + all.size() + " parts, "
                + study.workers() + " at once, " + study.threads() + (study.threads() == 1 ? " thread" : " threads")
                + " each");
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
            console.say(head + unit.id() + " is there already");
            return;
        }
        console.say(
                head + unit.id() + (java.nio.file.Files.exists(unit.out()) ? " is made again: " + stale.get() : ""));
        unit.make();
    }

    /** What is there is left out, unless something that it needs is made again. */
    private void makeInProcesses(List<Unit> all, List<String> unitArguments) throws IOException {
        List<Job> jobs = new ArrayList<>();
        Set<String> undone = new HashSet<>();
        for (Unit unit : all) {
            Set<String> needs = new LinkedHashSet<>(unit.needs());
            needs.retainAll(undone);
            if (needs.isEmpty() && unit.whyStale().isEmpty()) {
                continue;
            }
            undone.add(unit.id());
            List<String> arguments = new ArrayList<>(unitArguments);
            arguments.add(unit.id());
            jobs.add(new Job(unit.id(), needs, arguments));
        }
        console.say((all.size() - jobs.size()) + " parts are there already, " + jobs.size() + " are to be made");
        new JobPool(study.workers(), console).run(jobs);
    }

    private void makeOne(String id) throws IOException {
        Unit unit = units.units().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UserMistakeException(
                        "The study has no part '" + id + "'.",
                        "it is one of: "
                                + String.join(
                                        ", ",
                                        units.units().stream().map(Unit::id).toList()) + "."));
        make(unit, "");
    }

    private Outcome report() throws IOException {
        console.say("report: " + study.report());
        StudyReport report = new StudyResults(study, units).report(command);
        Origin origin = Origin.of(study.name(), command, study.seed(), study.threads());
        return new Outcome(report, StudyFolder.write(study.report(), report, origin));
    }
}
