package io.github.dmsrec.datasets.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.session.SessionRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a data set folder. Sessions and titles are streamed; what is kept is a few numbers per item, a hash per row of the
 * test (of at most two million) and a sample of the sessions, so that a hundred million clicks need no more memory than
 * their catalogue.
 */
public final class DatasetCheck {

    private static final String ITEMS = "items.parquet";
    private static final String SESSIONS = "sessions.parquet";
    private static final String EXAMPLES = "examples.parquet";

    private final ArtefactFolder folder;
    private final RandomStreams streams;
    private final SplitCheck split;
    private final ClickStream clicks;
    private final TargetRows targets;

    private DatasetCheck(ArtefactFolder folder, RandomStreams streams) {
        this.folder = folder;
        this.streams = streams;
        JsonNode facts = folder.manifest().facts();
        this.split = new SplitCheck(folder.file(SESSIONS), ParquetFiles.columns(folder.file(SESSIONS)), facts);
        this.clicks = new ClickStream(folder.file(SESSIONS), items(), split.isTimed());
        boolean listed =
                !facts.path(DatasetFolder.ROWS).asText(DatasetFolder.LISTED).equals(DatasetFolder.EVERY_PREFIX);
        this.targets =
                listed ? TargetRows.listedIn(folder.file(EXAMPLES), folder.file(SESSIONS)) : TargetRows.everyPrefix();
    }

    /**
     * Checks a data set.
     *
     * @param path its folder
     * @param seed of the shuffles
     * @param progress gets a stage for each pass over the clicks
     * @throws io.github.dmsrec.core.UserMistakeException if the folder is no data set, or a file is missing or cut off
     */
    public static CheckReport run(Path path, long seed, Progress progress) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.DATASET);
        List<Finding> findings = new DatasetCheck(folder, new RandomStreams(seed)).findings(progress);
        return new CheckReport(
                CheckReport.FORMAT, folder.manifest().name(), folder.manifest().fingerprint(), seed, findings);
    }

    private List<Finding> findings(Progress progress) {
        long ofTest = clicksOf(Split.TEST);
        long all = clicksOf(Split.TRAIN) + clicksOf(Split.VALIDATION) + ofTest;
        boolean same = split.hasSameSessions();
        LengthTally lengths = new LengthTally();
        RepeatTally repeats = new RepeatTally();
        TimeTally times = new TimeTally(
                Instant.now().getEpochSecond(),
                folder.manifest().facts().path("sessionRule").asText().equals(new SessionRule.WholeUser().words()));
        IdOrderTally idOrder = new IdOrderTally();
        RowTally rows = new RowTally(targets);
        SupportTally support =
                new SupportTally(clicks.items(), targets, TrainingHalves.of(folder.file(SESSIONS), split));
        SessionSample sample = new SessionSample(same ? ofTest * 9 / 10 : all - ofTest);
        CopyTally copies = new CopyTally(targets, ofTest);
        List<SessionTally> counting = same
                ? List.of(rows, onComplete(lengths, repeats, times, idOrder), beforeLast(support), held(sample))
                : List.of(rows, lengths, repeats, times, idOrder, support, sample);
        try (Progress.Stage stage = progress.stage("count clicks", "clicks", all)) {
            clicks.read(stage, counting);
        }
        if (!same) {
            try (Progress.Stage stage = progress.stage("look for copies", "clicks", all)) {
                clicks.read(Split.TEST, stage, List.of(copies));
                clicks.readBeforeTest(stage, List.of(copies));
            }
        }
        List<Finding> findings = new ArrayList<>();
        findings.addAll(lengths.findings());
        findings.addAll(support.findings(same));
        findings.addAll(rows.findings());
        findings.addAll(repeats.findings());
        findings.addAll(split.isTimed() ? times.findings() : TimeTally.withoutTimes());
        findings.addAll(idOrder.findings());
        try (Progress.Stage stage =
                progress.stage("shuffle sessions", "clicks", sample.training().clicks())) {
            findings.add(OrderSignal.of(sample.training(), sample.test(), streams));
            stage.advance(sample.training().clicks());
        }
        if (!same) {
            findings.addAll(copies.findings());
        }
        findings.addAll(split.findings());
        try (Progress.Stage stage = progress.stage("read titles", "items", clicks.items())) {
            findings.addAll(new Titles(folder.file(ITEMS), support.beforeTest()).findings());
            stage.advance(clicks.items());
        }
        return findings;
    }

    /** Where all splits have the same sessions, those of the test are complete. */
    private static SessionTally onComplete(SessionTally... tallies) {
        return (part, session, taken) -> {
            if (part == Split.TEST) {
                for (SessionTally tally : tallies) {
                    tally.take(part, session, taken);
                }
            }
        };
    }

    /** Where all splits have the same sessions, those of validation hold what comes before the test. */
    private static SessionTally beforeLast(SessionTally tally) {
        return (part, session, taken) -> {
            if (part != Split.TRAIN) {
                tally.take(part, session, taken);
            }
        };
    }

    /** Where all splits have the same sessions, the last tenth is held out for measuring what order is worth. */
    private SessionTally held(SessionSample sample) {
        long cut = count(Split.TEST, "sessions") * 9 / 10;
        return onComplete(
                (part, session, taken) -> sample.take(session < cut ? Split.TRAIN : Split.TEST, session, taken));
    }

    private int items() {
        int[] count = {0};
        ParquetFiles.query(
                folder.file(ITEMS), "SELECT count(*)::INTEGER FROM content", row -> count[0] = row.integer(0));
        return count[0];
    }

    private long clicksOf(Split part) {
        return count(part, "clicks");
    }

    private long count(Split part, String of) {
        return folder.manifest()
                .facts()
                .path("statistics")
                .path(part.label())
                .path(of)
                .asLong();
    }
}
