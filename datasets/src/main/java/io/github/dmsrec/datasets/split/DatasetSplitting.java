package io.github.dmsrec.datasets.split;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.OutputPlace;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.Splitting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes data set folders from another by joining all its sessions and dividing them again. The catalogue stays; splits of the
 * source are forgotten.
 */
public final class DatasetSplitting {

    /** What the folder of a window is called, before its number from 1. */
    public static final String WINDOW = "window-";

    private DatasetSplitting() {}

    /**
     * Splits a data set.
     *
     * @param source the data set
     * @param out the folder to write; several data sets become folders {@code window-1}, {@code window-2}, ... in it
     * @param origin its name becomes the data set's, with the number of the window if there are several; the source is added
     *     to its inputs
     * @return what was written, in time order
     * @throws UserMistakeException if the source is not a data set or lacks the times that the rule needs, a split would
     * have no session or no row, two sessions have
     *     the same id, or something else is at {@code out}; then nothing is written
     */
    public static List<ArtefactFolder> run(Path source, Splitting splitting, Path out, Origin origin)
            throws IOException {
        boolean several = splitting.results() > 1;
        OutputPlace.requireApart(out, source);
        if (several) {
            ArtefactFolder.checkAllReplaceable(out, ArtefactKind.DATASET);
        } else {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        }
        ArtefactFolder folder = ArtefactFolder.open(source, ArtefactKind.DATASET);
        SessionDataset dataset = DatasetFolder.read(source);
        Sessions all = dataset.allSessions();
        all.log().ifPresent(log -> requireOwnIds(source, log));
        if (splitting instanceof Splitting.ByDays && !all.isLogged()) {
            throw new UserMistakeException(
                    "'" + source + "' has no times, so it cannot be split by days.",
                    "Split by time, which then uses the order of the sessions; or import the logs again with their times.");
        }
        SplitChecks.requireEnough(splitting, all.size(), "'" + source + "'");
        List<Division> divisions = splitting.divide(all);
        for (int i = 0; i < divisions.size(); i++) {
            requireRows(source, splitting, several ? WINDOW + (i + 1) + ": " : "", divisions.get(i));
        }
        Origin complete = origin.withInput("source", folder);
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String kept : List.of("format", "sessionRule", "lines", "filters", "times", "itemJoin")) {
            JsonNode fact = folder.manifest().facts().path(kept);
            if (!fact.isMissingNode()) {
                facts.put(kept, fact);
            }
        }
        if (!several) {
            return List.of(DividedDataset.write(out, dataset, splitting, all, divisions.get(0), complete, facts));
        }
        return ArtefactFolder.writeTogether(out, ArtefactKind.DATASET, temporary -> {
            for (int i = 0; i < divisions.size(); i++) {
                DividedDataset.write(
                        temporary.resolve(WINDOW + (i + 1)),
                        dataset,
                        splitting,
                        all,
                        divisions.get(i),
                        complete.named(origin.name() + " window " + (i + 1)),
                        facts);
            }
        });
    }

    /** Sessions are found by their ids, so no two in a split may share one. */
    private static void requireOwnIds(Path source, SessionLog log) {
        Set<String> ids = new HashSet<>();
        for (String id : log.ids()) {
            if (!ids.add(id)) {
                throw new UserMistakeException(
                        "'" + source + "' has two sessions with the id '" + id
                                + "', which cannot be distinguished once they" + " are joined.",
                        "Make the session ids unique across the training and test files, and import them again.");
            }
        }
    }

    private static void requireRows(Path source, Splitting splitting, String where, Division division) {
        SplitChecks.requireRows(
                division,
                "'" + source + "', split by " + splitting.label() + ": " + where + SplitChecks.ofSessions(division),
                "Use another share or number of days or windows, or a larger data set: this one is too small for"
                        + " the rule, or its sessions are too short.");
    }
}
