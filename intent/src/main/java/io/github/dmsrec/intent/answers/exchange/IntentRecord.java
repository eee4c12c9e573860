package io.github.dmsrec.intent.answers.exchange;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of intents with what they were inferred from. Rows stay in the folder and are read in groups, so that large
 * folders take no memory. For one thread.
 */
public final class IntentRecord {

    private static final int GROUP = 16_384;

    private final ArtefactFolder folder;
    private final SessionDataset dataset;
    private final Optional<Map<Split, CandidateLists>> candidates;
    private final List<String> texts;

    /** Takes a row. */
    @FunctionalInterface
    public interface RowReader {
        void read(RecordedRow row) throws IOException;
    }

    private IntentRecord(
            ArtefactFolder folder,
            SessionDataset dataset,
            Optional<Map<Split, CandidateLists>> candidates,
            List<String> texts) {
        this.folder = folder;
        this.dataset = dataset;
        this.candidates = candidates;
        this.texts = texts;
    }

    /**
     * Opens a folder.
     *
     * @param folder of intents
     * @param dataset that they were inferred for, with the rows that they were inferred for
     * @param candidates that they were inferred from; without them there are no ranks, and no answers of a model
     * @throws UserMistakeException if the folder was made for another data set, or a file of it is missing or broken
     */
    public static IntentRecord open(
            ArtefactFolder folder, SessionDataset dataset, Optional<Map<Split, CandidateLists>> candidates) {
        IntentFolder.requireDataset(folder, dataset);
        return new IntentRecord(folder, dataset, candidates, IntentFolder.readTexts(folder, dataset.catalogue()));
    }

    /** The folder. */
    public ArtefactFolder folder() {
        return folder;
    }

    /** What it was inferred for. */
    public SessionDataset dataset() {
        return dataset;
    }

    public Catalogue catalogue() {
        return dataset.catalogue();
    }

    /** The inferrer's name. */
    public String inferrer() {
        return folder.manifest().options().getOrDefault("inferrer", "unknown");
    }

    boolean hasCandidates() {
        return candidates.isPresent();
    }

    /** Where the candidates were, for messages. */
    Path candidatesPath() {
        return Path.of(
                folder.manifest().input("candidates").map(input -> input.path()).orElse("candidates"));
    }

    /** A row's candidates, best first, as catalogue indices; empty if they are not known. */
    public int[] candidates(RecordedRow row) {
        return candidates
                .flatMap(lists -> Optional.ofNullable(lists.get(row.split())))
                .map(lists -> lists.items(row.number()))
                .orElse(new int[0]);
    }

    /** What the row was inferred from; without candidates if they are not known. */
    IntentRequest request(RecordedRow row) {
        return new IntentRequest(
                clicks(row), candidates(row), Optional.of(new IntentRequest.Row(row.split(), row.number())));
    }

    /** A row's clicks, oldest first. */
    public int[] clicks(RecordedRow row) {
        return dataset.examples(row.split()).items(row.number());
    }

    /** The click that follows; nobody who infers may know it. */
    public int target(RecordedRow row) {
        return dataset.examples(row.split()).target(row.number());
    }

    /** The external id of the session that a row is cut from. */
    public String session(RecordedRow row) {
        Examples rows = dataset.examples(row.split());
        return rows.sessions().id(rows.session(row.number()));
    }

    /** A title, or the id of an item that has none. */
    public String title(int item) {
        return catalogue().title(item).isBlank()
                ? "item " + catalogue().id(item)
                : catalogue().title(item);
    }

    /** The texts of some numbers. */
    public List<String> texts(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(texts::get).toList();
    }

    /** What picks could be taken from: the candidates as shown, else as ranked; empty if neither is known. */
    public int[] choices(RecordedRow row) {
        return row.shown().length > 0 ? row.shown() : candidates(row);
    }

    /**
     * The items picked, each once: in the order of the answer where it has numbers, else the explicit ones and then the
     * latent ones. An answer by titles picks those candidates whose titles it has, the best of equal ones; what it has
     * beyond them is not a pick.
     */
    public int[] picks(RecordedRow row) {
        if (row.numbers().length > 0) {
            return Arrays.stream(row.numbers())
                    .map(number -> row.shown()[number - 1])
                    .toArray();
        }
        int[] choices = choices(row);
        return Arrays.stream(intents(row))
                .filter(text -> text < catalogue().size())
                .flatMap(item -> row.shown().length == 0
                        ? Arrays.stream(new int[] {item})
                        : Arrays.stream(choices)
                                .filter(choice -> catalogue()
                                        .title(choice)
                                        .equals(catalogue().title(item)))
                                .limit(1))
                .distinct()
                .toArray();
    }

    /** How many intents of a row are neither titles of candidates nor sentences: what a model has invented. */
    public int inventions(RecordedRow row) {
        if (row.shown().length == 0 || row.numbers().length > 0) {
            return 0;
        }
        return (int) texts(intents(row)).stream()
                .filter(text -> !text.isBlank() && !row.phrases().contains(text))
                .filter(text -> Arrays.stream(row.shown())
                        .noneMatch(item -> catalogue().title(item).equals(text)))
                .count();
    }

    private static int[] intents(RecordedRow row) {
        int[] all = Arrays.copyOf(row.explicitTexts(), row.explicitTexts().length + row.latentTexts().length);
        System.arraycopy(row.latentTexts(), 0, all, row.explicitTexts().length, row.latentTexts().length);
        return all;
    }

    /** The answers that the intents were read from; closed by the caller. */
    public Answers answers() {
        return Answers.of(this);
    }

    /**
     * One row.
     *
     * @throws UserMistakeException if there is no such row
     */
    public RecordedRow row(Split split, int number) {
        int rows = dataset.examples(split).size();
        if (number < 0 || number >= rows) {
            throw new UserMistakeException(
                    "There is no row " + number + " of the split '" + split.label() + "' in '" + folder.path()
                            + "', which has " + rows + ".",
                    "Check the split and the row; rows count from 0.");
        }
        return rows(split, number, number + 1).get(0);
    }

    /**
     * The rows that are cut from a session, of all splits or of one.
     *
     * @param session the external id
     * @throws UserMistakeException if there is none
     */
    public List<RecordedRow> rowsOf(String session, List<Split> splits) {
        List<RecordedRow> found = new ArrayList<>();
        for (Split split : splits) {
            Examples examples = dataset.examples(split);
            for (int row = 0; row < examples.size(); row++) {
                if (examples.sessions().id(examples.session(row)).equals(session)) {
                    found.add(row(split, row));
                }
            }
        }
        if (found.isEmpty()) {
            throw new UserMistakeException(
                    "No row of data set '" + dataset.name() + "' is cut from a session '" + session + "'.",
                    "Check the id and the split; a session with a single click has no row, and data without session ids"
                            + " numbers sessions from 0 within each split.");
        }
        return found;
    }

    /** All rows of a split, in order. */
    public void forEach(Split split, Progress.Stage stage, RowReader reader) throws IOException {
        int rows = dataset.examples(split).size();
        for (int from = 0; from < rows; from += GROUP) {
            for (RecordedRow row : group(split, from)) {
                reader.read(row);
                stage.advance(1);
            }
        }
    }

    /** The rows from one on, as many as are read at once. */
    public List<RecordedRow> group(Split split, int from) {
        return rows(split, from, Math.min(from + GROUP, dataset.examples(split).size()));
    }

    /** The number of rows of some splits. */
    public long count(List<Split> splits) {
        return splits.stream()
                .mapToLong(split -> dataset.examples(split).size())
                .sum();
    }

    private List<RecordedRow> rows(Split split, int from, int to) {
        List<RecordedRow> rows = new ArrayList<>(to - from);
        ParquetFiles.query(
                folder.file(IntentFolder.INTENTS_FILE),
                "SELECT row, explicit, latent, status, reason, shown, numbers, phrases FROM content WHERE split = '"
                        + split.label() + "' AND row >= " + from + " AND row < " + to,
                row -> {
                    String status = row.text(3);
                    RecordedRow read = new RecordedRow(
                            split,
                            row.integer(0),
                            row.integers(1),
                            row.integers(2),
                            Arrays.stream(RowStatus.values())
                                    .filter(known -> known.label().equals(status))
                                    .findFirst()
                                    .orElseThrow(() -> damaged(split, from, "has the status '" + status + "'")),
                            row.text(4),
                            row.integers(5),
                            row.integers(6),
                            row.texts(7));
                    check(read, from + rows.size());
                    rows.add(read);
                });
        if (rows.size() < to - from) {
            throw damaged(split, from + rows.size(), "is missing");
        }
        return rows;
    }

    private void check(RecordedRow row, int expected) {
        if (row.number() != expected
                || beyond(row.explicitTexts(), 0, texts.size())
                || beyond(row.latentTexts(), 0, texts.size())
                || beyond(row.shown(), 0, catalogue().size())
                || beyond(row.numbers(), 1, row.shown().length + 1)) {
            throw damaged(
                    row.split(),
                    expected,
                    "is out of order, or names a text, an item or a candidate that is not there");
        }
    }

    private static boolean beyond(int[] values, int least, int end) {
        return Arrays.stream(values).anyMatch(value -> value < least || value >= end);
    }

    private UserMistakeException damaged(Split split, int row, String what) {
        return new UserMistakeException(
                "The intents in '" + folder.path() + "' are damaged: " + new IntentRequest.Row(split, row) + " " + what
                        + ".",
                "Infer them again: a file was changed.");
    }
}
