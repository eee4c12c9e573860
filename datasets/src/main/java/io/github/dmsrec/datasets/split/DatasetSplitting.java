package io.github.dmsrec.datasets.split;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.OutputPlace;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.core.split.Splitting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
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

    /** The fact that lists what the rule takes for granted because the data does not tell it. */
    public static final String ASSUMPTIONS = "assumptions";

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
        if (splitting.results() > all.size()) {
            throw new UserMistakeException(
                    "'" + source + "' has " + all.size() + " sessions, which cannot be split into "
                            + splitting.results() + " " + splitting.label() + ".",
                    "Use a smaller number.");
        }
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
        facts.put(DatasetFolder.SPLIT_RULE, rule(splitting, all));
        facts.put(ASSUMPTIONS, splitting.assumptions(all));
        if (!several) {
            return List.of(write(out, dataset, divisions.get(0), complete, facts, splitting.leaks(all)));
        }
        return ArtefactFolder.writeTogether(out, ArtefactKind.DATASET, temporary -> {
            for (int i = 0; i < divisions.size(); i++) {
                write(
                        temporary.resolve(WINDOW + (i + 1)),
                        dataset,
                        divisions.get(i),
                        complete.named(origin.name() + " window " + (i + 1)),
                        facts,
                        splitting.leaks(all));
            }
        });
    }

    private static String rule(Splitting splitting, Sessions all) {
        StringBuilder rule = new StringBuilder(splitting.rule(all));
        splitting.assumptions(all).forEach(assumption -> rule.append("; ").append(assumption));
        return rule.toString();
    }

    private static ArtefactFolder write(
            Path target,
            SessionDataset source,
            Division division,
            Origin origin,
            Map<String, Object> facts,
            String ofRule)
            throws IOException {
        SessionDataset dataset = new SessionDataset(
                origin.name(), source.fingerprint(), source.catalogue(), division.examples(), division.sameSessions());
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put(DatasetFolder.LEAKS, SplitLeaks.of(division).words() + " " + ofRule);
        if (division.cutInTime() && dataset.sessions(Split.TEST).isLogged()) {
            Map<String, String> cuts = new LinkedHashMap<>();
            for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
                double seconds = dataset.sessions(split).time(0);
                cuts.put(
                        split.label(),
                        Instant.ofEpochMilli(Math.round(seconds * 1000)).toString());
            }
            all.put("cutTimes", cuts);
        }
        return DatasetFolder.write(target, dataset, origin, all);
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
        Map<Split, Examples> rows = new EnumMap<>(division.examples());
        int sessions = division.sameSessions()
                ? rows.values().iterator().next().sessions().size()
                : rows.values().stream()
                        .mapToInt(ofSplit -> ofSplit.sessions().size())
                        .sum();
        rows.forEach((split, ofSplit) -> {
            if (ofSplit.size() == 0) {
                throw new UserMistakeException(
                        "'" + source + "', split by " + splitting.label() + ": " + where + "of " + sessions
                                + " sessions, "
                                + split.label() + " gets " + ofSplit.sessions().size()
                                + " and not one row to predict.",
                        "Use another share or number of days or windows, or a larger data set: this one is too small for"
                                + " the rule, or its sessions are too short.");
            }
        });
    }
}
