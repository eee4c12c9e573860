package io.github.dmsrec.datasets.format.srgnn;

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
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.source.LineCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports data in the format of SR-GNN (Wu et al., AAAI 2019) and its successors: the Python pickles {@code train.txt}
 * and {@code test.txt}, each a pair of sequences and targets, and {@code all_train_seq.txt}, the complete training
 * sessions. One of {@code train.txt} and {@code all_train_seq.txt} may be absent. Nothing in a pickle is executed.
 *
 * <p>The last 10 % of the training sessions, in file order, become the validation split.
 */
public final class SrgnnImport {

    /** How training sessions are divided, in words. */
    static final String SPLIT_RULE = "test: the rows of test.txt; validation: the last floor(10 %) of the training "
            + "sessions in file order, with their rows; train: the other training sessions";

    /** What the split leaks, in words. */
    static final String LEAKS =
            "The files have no times: whether their sessions stand in time order, and those of the test"
                    + " are the latest, is up to the files; if not, models learn from the future. The catalogue has the"
                    + " items of all"
                    + " files, those of the test included.";

    private static final String TRAIN = "train.txt";
    private static final String TEST = "test.txt";
    private static final String SESSIONS = "all_train_seq.txt";

    private record Sources(Optional<Path> train, Path test, Optional<Path> sessions, Optional<Path> items) {

        List<Path> files() {
            List<Path> files = new ArrayList<>();
            train.ifPresent(files::add);
            files.add(test);
            sessions.ifPresent(files::add);
            items.ifPresent(files::add);
            return files;
        }
    }

    private SrgnnImport() {}

    /**
     * Reads a data set. Its fingerprint is that of the source files; once it is written as a folder, the folder's counts.
     *
     * @param folder holds the pickles
     * @param items tab-separated texts of the items with the columns {@code item_id} and {@code title}, if there are any;
     *     all other columns become attributes
     * @param name what reports call the data set
     * @throws UserMistakeException if a file is missing, malformed, or does not fit the others
     */
    public static SessionDataset read(Path folder, Optional<Path> items, String name, Progress progress)
            throws IOException {
        return read(sources(folder, items), name, new ArrayList<>(), progress);
    }

    /**
     * Reads a data set and writes it as a folder.
     *
     * @param out the folder to write
     * @param origin its name becomes the data set's; the source files are added to its inputs
     * @throws UserMistakeException as {@link #read}, or if something else is at {@code out}; then nothing is written
     */
    public static ArtefactFolder run(Path folder, Optional<Path> items, Path out, Origin origin, Progress progress)
            throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        Sources sources = sources(folder, items);
        List<LineCounts> lines = new ArrayList<>();
        SessionDataset dataset = read(sources, origin.name(), lines, progress);
        List<Manifest.Input> inputs = new ArrayList<>(origin.inputs());
        List<Map<String, Object>> described = new ArrayList<>();
        for (Path file : sources.files()) {
            String fingerprint = Fingerprint.ofFile(file);
            String fileName = String.valueOf(file.getFileName());
            inputs.add(new Manifest.Input(
                    fileName, file.toAbsolutePath().normalize().toString(), fingerprint));
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("file", fileName);
            facts.put("bytes", Files.size(file));
            facts.put("sha256", fingerprint);
            described.add(facts);
        }
        Origin complete =
                new Origin(origin.name(), origin.command(), origin.seed(), origin.threads(), inputs, origin.options());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "SR-GNN");
        facts.put(DatasetFolder.SPLIT_RULE, SPLIT_RULE);
        facts.put(DatasetFolder.LEAKS, LEAKS);
        facts.put(LineCounts.FACT, lines.get(0));
        facts.put("filters", List.of());
        facts.put("sources", described);
        return DatasetFolder.write(out, dataset, complete, facts);
    }

    private static SessionDataset read(Sources sources, String name, List<LineCounts> lines, Progress progress)
            throws IOException {
        List<Path> paths = sources.files();
        try (Progress.Stage stage = progress.stage("read " + name, "files", paths.size())) {
            Optional<SrgnnFile> train = Optional.empty();
            if (sources.train().isPresent()) {
                train = Optional.of(SrgnnFile.readPairs(sources.train().get()));
                stage.advance(1, TRAIN);
            }
            SrgnnFile test = SrgnnFile.readPairs(sources.test());
            stage.advance(1, TEST);
            Optional<SrgnnFile> sessions = Optional.empty();
            if (sources.sessions().isPresent()) {
                sessions = Optional.of(SrgnnFile.readSessions(sources.sessions().get()));
                stage.advance(1, SESSIONS);
            }
            List<SrgnnFile> data = new ArrayList<>();
            sessions.ifPresent(data::add);
            train.ifPresent(data::add);
            data.add(test);
            Catalogue catalogue;
            if (sources.items().isPresent()) {
                catalogue = SrgnnItems.withTexts(sources.items().get(), data);
                stage.advance(1, "items");
            } else {
                catalogue = SrgnnItems.withoutTexts(data);
            }
            Map<Split, Examples> examples =
                    split(training(train, sessions), data.get(0).file());
            examples.put(Split.TEST, SrgnnSessions.merged(test));
            lines.add(lines(train, test, sessions, examples));
            return new SessionDataset(name, fingerprint(paths), catalogue, examples);
        }
    }

    /** From the clicks that the files list, with their targets, to those of the sessions. */
    private static LineCounts lines(
            Optional<SrgnnFile> train, SrgnnFile test, Optional<SrgnnFile> sessions, Map<Split, Examples> examples) {
        long ofTrain = train.map(SrgnnFile::listed).orElse(0L);
        long ofSessions = sessions.map(SrgnnFile::listed).orElse(0L);
        long kept = examples.values().stream()
                .mapToLong(rows -> rows.sessions().clicks())
                .sum();
        long all = ofTrain + test.listed() + ofSessions;
        long again = sessions.isPresent() ? ofTrain : 0;
        return LineCounts.of("clicks that the files list", all)
                .then("in " + TRAIN + ", as " + SESSIONS + " has them", -again)
                .then("of rows of one session, but the longest", kept - (all - again));
    }

    private static Examples training(Optional<SrgnnFile> train, Optional<SrgnnFile> sessions) {
        if (train.isPresent() && sessions.isPresent()) {
            return SrgnnSessions.located(train.get(), sessions.get());
        }
        return train.map(SrgnnSessions::merged).orElseGet(() -> SrgnnSessions.everyPrefix(sessions.orElseThrow()));
    }

    private static Map<Split, Examples> split(Examples training, Path source) {
        Sessions sessions = training.sessions();
        int validationSessions = sessions.size() / 10;
        if (validationSessions == 0) {
            throw new UserMistakeException(
                    "'" + source + "' has " + sessions.size()
                            + " training sessions; at least 10 are needed, as the last 10 % become the validation split.",
                    "Use a larger sample.");
        }
        int cut = sessions.size() - validationSessions;
        Map<Split, Examples> examples = new LinkedHashMap<>();
        examples.put(Split.TRAIN, ofSessions(training, 0, cut));
        examples.put(Split.VALIDATION, ofSessions(training, cut, sessions.size()));
        return examples;
    }

    private static Examples ofSessions(Examples training, int from, int to) {
        int[] session = new int[training.size()];
        int[] length = new int[training.size()];
        int count = 0;
        for (int row = 0; row < training.size(); row++) {
            int number = training.session(row);
            if (number >= from && number < to) {
                session[count] = number - from;
                length[count++] = training.length(row);
            }
        }
        return new Examples(
                training.sessions().range(from, to), Arrays.copyOf(session, count), Arrays.copyOf(length, count));
    }

    private static Sources sources(Path folder, Optional<Path> items) {
        if (!Files.isDirectory(folder)) {
            throw new UserMistakeException(
                    "'" + folder + "' is not a folder.",
                    "Check the path; relative paths start at" + " the current directory.");
        }
        Optional<Path> train = ifThere(folder.resolve(TRAIN));
        Optional<Path> sessions = ifThere(folder.resolve(SESSIONS));
        Path test = folder.resolve(TEST);
        if (train.isEmpty() && sessions.isEmpty()) {
            throw new UserMistakeException(
                    "'" + folder + "' has neither '" + TRAIN + "' nor '" + SESSIONS + "'.",
                    "Give the folder that holds the files, and check their names.");
        }
        if (!Files.isRegularFile(test)) {
            throw new UserMistakeException(
                    "'" + test + "' does not exist.", "Give the folder that holds the files, and check their names.");
        }
        if (items.isPresent() && !Files.isRegularFile(items.get())) {
            throw new UserMistakeException("'" + items.get() + "' does not exist.", "Check the path given to --items.");
        }
        return new Sources(train, test, sessions, items);
    }

    private static Optional<Path> ifThere(Path file) {
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    private static String fingerprint(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(file.getFileName())
                    .append(' ')
                    .append(Fingerprint.ofFile(file))
                    .append('\n');
        }
        return Fingerprint.ofText(text.toString());
    }
}
