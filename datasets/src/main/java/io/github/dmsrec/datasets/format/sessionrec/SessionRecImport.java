package io.github.dmsrec.datasets.format.sessionrec;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.datasets.format.sessionrec.ClickLogFile.Click;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Imports the files of session-rec (Ludewig et al., UMUAI 2020): a training and a test file with the columns
 * {@code SessionId}, {@code ItemId} and {@code Time}. The given split is kept. As in session-rec, test clicks on items
 * that the training file does not have are dropped, then test sessions of a single click; every click but the first of a
 * session is a prediction target. A column {@code UserId}, in both files or in none, is kept.
 */
public final class SessionRecImport {

    /** How sessions are divided, in words. */
    static final String SPLIT_RULE =
            "test: the sessions of the test file, ascending by id; validation: the floor(10 %) of "
                    + "the training file's sessions that end last; train: its other sessions; both in file order";

    /** What the rule itself leaks, in words; the rest is counted. */
    static final String LEAKS =
            "Test clicks on items that the training file does not have were dropped, so no target is a new" + " item.";

    private SessionRecImport() {}

    /**
     * Reads a data set and writes it as a folder.
     *
     * @param train the training file
     * @param test the test file
     * @param out the folder to write
     * @param origin its name becomes the data set's; the files are added to its inputs
     * @throws UserMistakeException if a file is missing or malformed, nothing is left of the test file, or something else
     *     is at {@code out}; then nothing is written
     */
    public static ArtefactFolder run(Path train, Path test, Path out, Origin origin, Progress progress)
            throws IOException {
        return run(train, test, true, out, origin, progress);
    }

    /**
     * As {@link #run(Path, Path, Path, Origin, Progress)}, which takes all times as they are.
     *
     * @param allowOddTimes whether times are taken that are before 1990 or in the future
     * @throws UserMistakeException likewise, or if there is such a time and that is not allowed
     */
    public static ArtefactFolder run(
            Path train, Path test, boolean allowOddTimes, Path out, Origin origin, Progress progress)
            throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        List<FilterCount> filters = new ArrayList<>();
        List<ClickTimes> times = new ArrayList<>();
        SessionDataset dataset = read(train, test, origin.name(), allowOddTimes, filters, times, progress);
        Origin complete = origin.withInput(input("train", train)).withInput(input("test", test));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "session-rec");
        facts.put(DatasetFolder.SPLIT_RULE, SPLIT_RULE);
        Map<Split, Examples> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            rows.put(split, dataset.examples(split));
        }
        facts.put(DatasetFolder.LEAKS, SplitLeaks.of(new Division(rows, false)).words() + " " + LEAKS);
        facts.put(ClickTimes.FACT, times.get(0));
        facts.put(LineCounts.FACT, lines(train, test));
        facts.put("filters", filters);
        facts.put("bytes", Map.of("train", Files.size(train), "test", Files.size(test)));
        return DatasetFolder.write(out, dataset, complete, facts);
    }

    private static LineCounts lines(Path train, Path test) throws IOException {
        long lines = 0;
        long blank = 0;
        for (Path file : List.of(train, test)) {
            FileScan scan = FileScan.of(file, LogFiles.Kind.CSV);
            lines += scan.lines();
            blank += scan.blankLines();
        }
        return LineCounts.of("lines of the files", lines).then("headers", -2).then("blank lines", -blank);
    }

    private static Manifest.Input input(String role, Path file) throws IOException {
        return new Manifest.Input(role, file.toAbsolutePath().normalize().toString(), Fingerprint.ofFile(file));
    }

    /**
     * Reads a data set. Its fingerprint is that of the files; once it is written as a folder, the folder's counts.
     *
     * @throws UserMistakeException as {@link #run}
     */
    public static SessionDataset read(Path train, Path test, String name, Progress progress) throws IOException {
        return read(train, test, name, true, new ArrayList<>(), new ArrayList<>(), progress);
    }

    private static SessionDataset read(
            Path trainFile,
            Path testFile,
            String name,
            boolean allowOddTimes,
            List<FilterCount> filters,
            List<ClickTimes> times,
            Progress progress)
            throws IOException {
        try (Progress.Stage stage = progress.stage("read " + name, "files", 2)) {
            ClickLogFile train = ClickLogFile.read(trainFile);
            stage.advance(1);
            ClickLogFile test = ClickLogFile.read(testFile);
            stage.advance(1);
            if (!allowOddTimes) {
                train.oddTime().or(test::oddTime).ifPresent(mistake -> {
                    throw mistake;
                });
            }
            times.add(times(train, test));
            requireUsersInBothOrNone(train, test);
            Catalogue catalogue = catalogue(train);
            Map<Split, Examples> examples = new EnumMap<>(Split.class);
            splitTraining(train, sessions(train.sessions(), train, catalogue), examples);
            examples.put(Split.TEST, Examples.everyPrefixOf(testSessions(test, train, catalogue, filters)));
            String content = Fingerprint.ofFile(trainFile) + '\n' + Fingerprint.ofFile(testFile);
            return new SessionDataset(name, Fingerprint.ofText(content), catalogue, examples);
        }
    }

    private static ClickTimes times(ClickLogFile train, ClickLogFile test) {
        DoubleSummaryStatistics all = Stream.of(train, test)
                .flatMap(file -> file.sessions().values().stream())
                .flatMap(List::stream)
                .mapToDouble(Click::time)
                .summaryStatistics();
        return ClickTimes.between(all.getMin(), all.getMax(), "UTC", "seconds since 1970, as session-rec writes them");
    }

    private static void requireUsersInBothOrNone(ClickLogFile train, ClickLogFile test) {
        if (train.users().isPresent() != test.users().isPresent()) {
            ClickLogFile with = train.users().isPresent() ? train : test;
            ClickLogFile without = train.users().isPresent() ? test : train;
            throw new UserMistakeException(
                    "'" + with.file() + "' has the column 'UserId', but '" + without.file() + "' does not.",
                    "Export both files alike: the column must be in both or in neither.");
        }
    }

    private static Catalogue catalogue(ClickLogFile train) {
        TreeSet<String> ids = new TreeSet<>(byId(train.sessions().values().stream()
                .flatMap(List::stream)
                .map(Click::item)
                .toList()));
        train.sessions().values().forEach(clicks -> clicks.forEach(click -> ids.add(click.item())));
        return new Catalogue(ids.stream().map(id -> new Item(id, "", Map.of())).toList());
    }

    // Numbers by value, if all are numbers.
    private static Comparator<String> byId(Collection<String> ids) {
        return ids.stream().allMatch(id -> id.matches("[0-9]{1,18}"))
                ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
    }

    private static Sessions sessions(Map<String, List<Click>> kept, ClickLogFile source, Catalogue catalogue) {
        Map<String, Integer> places = new LinkedHashMap<>();
        source.sessions().keySet().forEach(id -> places.put(id, places.size()));
        int[] offsets = new int[kept.size() + 1];
        String[] ids = kept.keySet().toArray(new String[0]);
        int[] placeOf = new int[ids.length];
        int total = kept.values().stream().mapToInt(List::size).sum();
        int[] items = new int[total];
        double[] times = new double[total];
        int click = 0;
        for (int s = 0; s < ids.length; s++) {
            placeOf[s] = places.getOrDefault(ids[s], -1);
            for (Click next : kept.getOrDefault(ids[s], List.of())) {
                items[click] = catalogue.indexOf(next.item()).orElseThrow();
                times[click++] = next.time();
            }
            offsets[s + 1] = click;
        }
        Optional<List<String>> users = source.users()
                .map(known ->
                        Arrays.stream(ids).map(id -> known.getOrDefault(id, "")).toList());
        return new Sessions(offsets, items, Optional.of(new SessionLog(List.of(ids), placeOf, times, users)));
    }

    private static void splitTraining(ClickLogFile train, Sessions sessions, Map<Split, Examples> examples) {
        int validationSessions = sessions.size() / 10;
        if (validationSessions == 0) {
            throw new UserMistakeException(
                    "'" + train.file() + "' has " + sessions.size()
                            + " sessions; at least 10 are needed, as the last 10 % become the validation split.",
                    "Use a larger sample.");
        }
        int[] byEnd = IntStream.range(0, sessions.size())
                .boxed()
                .sorted(Comparator.comparingDouble(sessions::time))
                .mapToInt(Integer::intValue)
                .toArray();
        int cut = byEnd.length - validationSessions;
        examples.put(Split.TRAIN, Examples.everyPrefixOf(inFileOrder(sessions, byEnd, 0, cut)));
        examples.put(Split.VALIDATION, Examples.everyPrefixOf(inFileOrder(sessions, byEnd, cut, byEnd.length)));
    }

    private static Sessions inFileOrder(Sessions sessions, int[] byEnd, int from, int to) {
        return sessions.select(
                IntStream.range(from, to).map(i -> byEnd[i]).sorted().toArray());
    }

    private static long itemsOf(ClickLogFile train, ClickLogFile test) {
        return Stream.of(train, test)
                .flatMap(file -> file.sessions().values().stream())
                .flatMap(List::stream)
                .map(Click::item)
                .distinct()
                .count();
    }

    private static Sessions testSessions(
            ClickLogFile test, ClickLogFile train, Catalogue catalogue, List<FilterCount> filters) {
        Map<String, List<Click>> kept = new LinkedHashMap<>();
        int clicks = 0;
        for (String id : test.sessions().keySet().stream()
                .sorted(byId(test.sessions().keySet()))
                .toList()) {
            List<Click> known = test.sessions().getOrDefault(id, List.of()).stream()
                    .filter(click -> catalogue.indexOf(click.item()).isPresent())
                    .toList();
            clicks += known.size();
            if (known.size() > 1) {
                kept.put(id, known);
            }
        }
        if (kept.isEmpty()) {
            throw new UserMistakeException(
                    "no session of '" + test.file() + "' has two clicks on items that '" + train.file() + "' has.",
                    "Give two files of the same data.");
        }
        int left = kept.values().stream().mapToInt(List::size).sum();
        long sessions = train.sessions().size() + (long) test.sessions().size();
        long ofBoth = (long) train.clicks() + test.clicks();
        int items = catalogue.size();
        filters.add(new FilterCount("read", 0, 0, ofBoth, sessions, itemsOf(train, test)));
        filters.add(new FilterCount(
                "test clicks on items unseen in training",
                test.clicks() - clicks,
                0,
                ofBoth - (test.clicks() - clicks),
                sessions,
                items));
        filters.add(new FilterCount(
                "test sessions of less than two clicks then",
                clicks - left,
                test.sessions().size() - kept.size(),
                train.clicks() + (long) left,
                sessions - (test.sessions().size() - kept.size()),
                items));
        return sessions(kept, test, catalogue);
    }
}
