package io.github.dmsrec.datasets.append;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.OutputPlace;
import io.github.dmsrec.core.artefact.TemporaryFolder;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.imports.ImportPlan;
import io.github.dmsrec.datasets.imports.Imported;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.split.SplitChecks;
import io.github.dmsrec.datasets.split.SplitFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** New logs join a data set: they are imported whole beside the target, then joined and divided in memory. */
public final class AppendRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path base;
    private final Importer news;
    private final ImportPlan plan;
    private final boolean resplit;
    private final Path out;
    private final Origin origin;

    public AppendRun(Path base, Importer news, boolean resplit, Path out, Origin origin) {
        this.base = base;
        this.news = news;
        this.plan = news.plan();
        // These rules divide users, or each session: sessions of before cannot stay out of it.
        this.resplit =
                resplit || plan.split() instanceof Splitting.ByUser || plan.split() instanceof Splitting.LeaveLast;
        this.out = out.toAbsolutePath().normalize();
        this.origin = origin;
    }

    public Appended run() throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        if (plan.split().results() > 1) {
            throw new UserMistakeException(
                    "Logs join one data set, but a split into " + plan.split().results() + " windows makes several.",
                    "Use another --split; 'dmsrec split' makes windows of the longer data set.");
        }
        ArtefactFolder folder = ArtefactFolder.open(base, ArtefactKind.DATASET);
        SessionDataset old = DatasetFolder.read(base);
        OutputPlace.requireApart(out, base);
        try (TemporaryFolder temporary = TemporaryFolder.beside(out, TemporaryFolder.IMPORT)) {
            Imported imported = news.writeForAppending(
                    temporary.path().resolve("news"),
                    Origin.of("new logs", origin.command(), origin.seed(), origin.threads()));
            return joined(folder, old, imported);
        }
    }

    private Appended joined(ArtefactFolder folder, SessionDataset old, Imported imported) throws IOException {
        ArtefactFolder newsFolder = imported.folders().get(0);
        SessionDataset news = DatasetFolder.read(newsFolder.path());
        JoinedItems items = JoinedItems.of(old.catalogue(), news.catalogue());
        JoinedSessions sessions = JoinedSessions.of(
                old.allSessions(),
                renumbered(news.allSessions(), items.indices()),
                plan.rule(),
                plan.filters().minSessionLength(),
                base.toString());
        Division division = divide(sessions);
        requireRows(sessions, division);
        SplitLeaks leaks = SplitLeaks.of(division);
        Lineage lineage = lineage(folder, old, items, sessions, newsFolder);
        List<Manifest.Input> logs = newsFolder.manifest().inputs();
        Origin complete = origin.withInput("source", folder);
        for (Manifest.Input log : logs) {
            complete = complete.withInput(log);
        }
        complete = complete.withOptions(newsFolder.manifest().options())
                .withOption("min-session-length", plan.filters().minSessionLength());
        SessionDataset dataset = new SessionDataset(
                origin.name(),
                Fingerprint.ofText(old.fingerprint() + news.fingerprint()),
                items.catalogue(),
                division.examples(),
                division.sameSessions());
        ArtefactFolder written =
                DatasetFolder.write(out, dataset, complete, facts(folder, sessions, leaks, lineage, imported));
        List<String> notes = new ArrayList<>(imported.notes());
        older(sessions, leaks).ifPresent(notes::add);
        return new Appended(written, lineage, imported.filters(), imported.lines(), times(sessions, imported), notes);
    }

    private static Sessions renumbered(Sessions sessions, int[] indices) {
        int[] offsets = new int[sessions.size() + 1];
        int[] clicks = new int[sessions.clicks()];
        for (int s = 0; s < sessions.size(); s++) {
            offsets[s + 1] = offsets[s] + sessions.length(s);
            for (int i = 0; i < sessions.length(s); i++) {
                clicks[offsets[s] + i] = indices[sessions.item(s, i)];
            }
        }
        return new Sessions(offsets, clicks, sessions.log());
    }

    private Division divide(JoinedSessions sessions) {
        if (resplit) {
            return plan.split().divide(sessions.old().plus(sessions.fresh())).get(0);
        }
        Division ofNew = plan.split().divide(sessions.fresh()).get(0);
        Map<Split, Examples> examples = new EnumMap<>(ofNew.examples());
        Sessions trained = sessions.old().plus(ofNew.rows(Split.TRAIN).sessions());
        examples.put(Split.TRAIN, Examples.everyPrefixOf(trained.inTimeOrder()));
        return new Division(examples, false);
    }

    private void requireRows(JoinedSessions sessions, Division division) {
        String what = resplit
                ? SplitChecks.ofSessions(division)
                : String.format(
                        Locale.ROOT, "of %,d new sessions", sessions.fresh().size());
        SplitChecks.requireRows(
                division,
                "Split by " + plan.split().label() + ": " + what,
                resplit
                        ? "Use another --split."
                        : "Add --resplit, which divides all sessions: the new logs are too few to be divided by"
                                + " themselves.");
    }

    private Lineage lineage(
            ArtefactFolder folder,
            SessionDataset old,
            JoinedItems items,
            JoinedSessions sessions,
            ArtefactFolder newsFolder) {
        int known = old.catalogue().size();
        Sessions all = sessions.old().plus(sessions.fresh());
        int[] clicks = all.clicksPerItem(items.catalogue().size());
        int unclicked = 0;
        for (int item = known; item < clicks.length; item++) {
            unclicked += clicks[item] == 0 ? 1 : 0;
        }
        List<Lineage.Parent> parents = new ArrayList<>();
        Sessions before = old.allSessions();
        parents.add(
                new Lineage.Parent(folder.manifest().name(), folder.manifest().fingerprint(), known, before.size()));
        JsonNode earlier = folder.manifest().facts().path(Lineage.FACT);
        if (!earlier.isMissingNode()) {
            parents.addAll(read(folder, earlier).parents());
        }
        return new Lineage(
                parents,
                newsFolder.manifest().inputs().stream()
                        .map(Manifest.Input::path)
                        .toList(),
                (long) all.clicks() - before.clicks(),
                sessions.fresh().size(),
                sessions.continued(),
                sessions.dropped(),
                items.catalogue().size() - known,
                unclicked,
                items.newTitles(),
                !resplit);
    }

    private static Lineage read(ArtefactFolder folder, JsonNode fact) {
        try {
            return JSON.treeToValue(fact, Lineage.class);
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + folder.file(Manifest.FILE_NAME) + "', \"" + Lineage.FACT + "\": " + e.getOriginalMessage(),
                    "Make the folder again: the file may have been edited.",
                    e);
        }
    }

    private Map<String, Object> facts(
            ArtefactFolder folder, JoinedSessions sessions, SplitLeaks measured, Lineage lineage, Imported imported) {
        Sessions all = sessions.old().plus(sessions.fresh());
        Splitting split = plan.split();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", plan.format());
        facts.put("sessionRule", plan.rule().words());
        facts.put(
                DatasetFolder.SPLIT_RULE,
                resplit
                        ? "all sessions resplit, after new logs have joined: " + split.rule(all)
                        : String.format(
                                Locale.ROOT,
                                "the %,d sessions of '%s' train, also those that went on; of the %,d new ones: %s",
                                sessions.old().size(),
                                folder.manifest().name(),
                                sessions.fresh().size(),
                                split.rule(all)));
        StringBuilder leaks = new StringBuilder(measured.words());
        if (resplit) {
            leaks.append(" A model of '")
                    .append(folder.manifest().name())
                    .append("' may have learned from sessions that are held out now.");
        }
        leaks.append(continuedLeak(sessions)).append(' ').append(split.leaks(all));
        facts.put(DatasetFolder.LEAKS, leaks.toString());
        facts.put(SplitFacts.ASSUMPTIONS, split.assumptions(all));
        facts.put(LineCounts.FACT, imported.lines());
        facts.put("filters", imported.filters());
        times(sessions, imported).ifPresent(found -> facts.put(ClickTimes.FACT, found));
        List<String> notes = new ArrayList<>(imported.notes());
        older(sessions, measured).ifPresent(notes::add);
        facts.put("notes", notes);
        facts.put(Lineage.FACT, lineage);
        return facts;
    }

    /** The times of all clicks, as those of the new logs were read. */
    private static Optional<ClickTimes> times(JoinedSessions sessions, Imported imported) {
        Sessions all = sessions.old().plus(sessions.fresh());
        if (imported.times().isEmpty() || !all.isLogged()) {
            return imported.times();
        }
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < all.size(); s++) {
            first = Math.min(first, all.time(s, 0));
            last = Math.max(last, all.time(s));
        }
        ClickTimes read = imported.times().get();
        return Optional.of(ClickTimes.between(first, last, read.zone(), read.readAs()));
    }

    /** Tells that new logs are older than what they join, and what that does to the split. */
    private Optional<String> older(JoinedSessions sessions, SplitLeaks leaks) {
        Sessions old = sessions.old();
        Sessions fresh = sessions.fresh();
        if (resplit || !old.isLogged() || !fresh.isLogged() || old.size() == 0) {
            return Optional.empty();
        }
        double end = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < old.size(); s++) {
            end = Math.max(end, old.time(s));
        }
        int earlier = 0;
        for (int s = 0; s < fresh.size(); s++) {
            earlier += fresh.time(s) < end ? 1 : 0;
        }
        long later = leaks.times().map(SplitLeaks.Times::endLater).orElse(0L);
        return earlier == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the new logs are older than the data set: %,d of %,d new sessions end before its last one, so"
                                + " that %,d of"
                                + " %,d sessions of training and validation end later than the first of the test;"
                                + " --resplit divides"
                                + " all sessions by time",
                        earlier,
                        fresh.size(),
                        later,
                        leaks.before()));
    }

    private static String continuedLeak(JoinedSessions sessions) {
        return sessions.continued() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " %,d sessions that went on train with all their clicks, however late.",
                        sessions.continued());
    }
}
