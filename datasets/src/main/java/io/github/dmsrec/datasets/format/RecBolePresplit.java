package io.github.dmsrec.datasets.format;

import io.github.dmsrec.core.IntList;
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
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * RecBole's files that are divided already: {@code X.train.inter}, {@code X.valid.inter} and {@code X.test.inter}, in which a
 * line is a row: the session's id, the items so far as a list separated by blanks, and the target. Rows of one id in which one
 * continues from the other are one session. The given split is kept. Titles are those of {@code X.item}.
 *
 * @param files by split
 * @param items the file of the items, if there is one
 */
public record RecBolePresplit(Map<Split, Path> files, Optional<Path> items) {

    private static final Map<Split, String> ENDINGS =
            Map.of(Split.TRAIN, ".train.inter", Split.VALIDATION, ".valid.inter", Split.TEST, ".test.inter");
    private static final String TARGET = "item_id";

    public RecBolePresplit {
        files = Map.copyOf(files);
    }

    /**
     * What was written.
     *
     * @param folder the data set
     * @param lines the lines of the files
     * @param notes what was found out, as sentences without a full stop
     */
    public record Written(ArtefactFolder folder, LineCounts lines, List<String> notes) {}

    /** The files of a folder; empty if it has no file of training. */
    static Optional<RecBolePresplit> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || RecBole.only(folder, ".train.inter").isEmpty()) {
            return Optional.empty();
        }
        Map<Split, Path> found = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            String ending = ENDINGS.getOrDefault(split, "");
            found.put(
                    split,
                    RecBole.only(folder, ending)
                            .orElseThrow(() -> new UserMistakeException(
                                    "'" + folder + "' has a file *.train.inter, but none *" + ending + ".",
                                    "Remove it, or give a log that is not divided as one file X.inter.")));
        }
        return Optional.of(new RecBolePresplit(found, RecBole.only(folder, ".item")));
    }

    /**
     * Writes them as a data set.
     *
     * @param origin its name becomes the data set's; the files are added to its inputs
     * @throws UserMistakeException if a file is malformed or something else is at {@code out}; then nothing is written
     */
    public Written write(Path out, Origin origin, Progress progress) throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        Map<String, Integer> numbers = new HashMap<>();
        Map<Split, Rows> rows = new EnumMap<>(Split.class);
        LineCounts lines = LineCounts.of("lines of the files", 0);
        Origin complete = origin;
        try (Progress.Stage stage = progress.stage("import " + origin.name(), "files", files.size())) {
            long total = 0;
            long blank = 0;
            for (Split split : Split.values()) {
                Path file = Optional.ofNullable(files.get(split)).orElseThrow();
                Rows read = new Rows(file, numbers);
                read.readAll();
                rows.put(split, read);
                total += read.lines;
                blank += read.blank;
                complete = complete.withInput(new Manifest.Input(
                        split.label(), file.toAbsolutePath().normalize().toString(), Fingerprint.ofFile(file)));
                stage.advance(1);
            }
            long clicks = rows.values().stream().mapToLong(Rows::clicks).sum();
            lines = LineCounts.of("lines of the files", total)
                    .then("headers", -files.size())
                    .then("blank lines", -blank)
                    .then("clicks of sessions, beyond one a row", clicks - (total - files.size() - blank));
        }
        String[] ids = sorted(numbers);
        int[] indices = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            indices[numbers.getOrDefault(ids[i], 0)] = i;
        }
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        rows.forEach((split, read) -> examples.put(split, read.examples(indices)));
        List<String> notes = new ArrayList<>();
        Catalogue catalogue = catalogue(ids, notes);
        notes.add(
                "the files are divided already, so their split is kept: options of sessions, filters and split do not count");
        SessionDataset dataset = new SessionDataset(
                origin.name(), Fingerprint.ofText(complete.inputs().toString()), catalogue, examples);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "recbole");
        facts.put("sessionRule", "the rows of one id that continue each other");
        facts.put(
                DatasetFolder.SPLIT_RULE,
                "test: the rows of the file *.test.inter; validation: those of *.valid.inter; train: those of *.train.inter");
        facts.put(
                DatasetFolder.LEAKS,
                SplitLeaks.of(new Division(examples, false)).words()
                        + " Whether the sessions of the test are the latest is up to the files. The catalogue has the"
                        + " items of all"
                        + " files, those of the test included.");
        facts.put(LineCounts.FACT, lines);
        facts.put("notes", notes);
        return new Written(DatasetFolder.write(out, dataset, complete, facts), lines, notes);
    }

    // Numbers by value, if all are numbers.
    private static String[] sorted(Map<String, Integer> numbers) {
        boolean all = numbers.keySet().stream().allMatch(id -> id.matches("[0-9]{1,18}"));
        Comparator<String> order = all
                ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return numbers.keySet().stream().sorted(order).toArray(String[]::new);
    }

    private Catalogue catalogue(String[] ids, List<String> notes) throws IOException {
        Map<String, Item> texts = items.isPresent() ? RecBole.texts(items.get()) : Map.of();
        long without = Arrays.stream(ids).filter(id -> !texts.containsKey(id)).count();
        if (items.isPresent()) {
            notes.add(String.format(Locale.ROOT, "items: %,d of %,d clicked ones have no text", without, ids.length));
        }
        if (items.isPresent() && without * 2 > ids.length) {
            throw new UserMistakeException(
                    String.format(
                            Locale.ROOT,
                            "'%s': of %,d clicked items %,d have a line there; clicks have '%s', the texts %s.",
                            items.get(),
                            ids.length,
                            ids.length - without,
                            Source.shortened(Arrays.stream(ids)
                                    .filter(id -> !texts.containsKey(id))
                                    .findFirst()
                                    .orElse("")),
                            texts.keySet().stream().sorted().limit(3).toList()),
                    "Move the file away if it belongs to other data.");
        }
        return new Catalogue(Arrays.stream(ids)
                .map(id -> texts.getOrDefault(id, new Item(id, "", Map.of())))
                .toList());
    }

    /** The rows of a file, and the sessions that they were cut from. */
    private static final class Rows {

        private final Path file;
        private final Map<String, Integer> numbers;
        private final Map<String, Integer> lastOfId = new HashMap<>();
        private final List<int[]> sessions = new ArrayList<>();
        private final IntList sessionOf = new IntList();
        private final IntList lengthOf = new IntList();
        private long lines;
        private long blank;

        Rows(Path file, Map<String, Integer> numbers) {
            this.file = file;
            this.numbers = numbers;
        }

        long clicks() {
            return sessions.stream().mapToLong(session -> session.length).sum();
        }

        void readAll() throws IOException {
            List<String> columns = RecBole.header(file);
            int list = RecBole.position(columns, RecBole.LIST)
                    .orElseThrow(() -> new UserMistakeException(
                            "'" + file + "' line 1 has no column '" + RecBole.LIST + ":token_seq'; its columns: "
                                    + columns + ".",
                            "Join the files, which have one click per line, into one file X.inter."));
            int target = columns.indexOf(RecBole.required(file, columns, TARGET));
            int id = RecBole.position(columns, "session_id")
                    .or(() -> RecBole.position(columns, "user_id"))
                    .orElseThrow(() -> new UserMistakeException(
                            "'" + file
                                    + "' line 1 has neither a column 'session_id:token' nor 'user_id:token'; its columns: "
                                    + columns + ".",
                            "Complete the header."));
            FileScan scan = FileScan.of(file, LogFiles.Kind.CSV);
            lines = scan.lines();
            blank = scan.blankLines();
            try (BufferedReader text =
                    new BufferedReader(new InputStreamReader(FileScan.open(file), StandardCharsets.UTF_8))) {
                text.readLine();
                long number = 1;
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    number++;
                    if (line.isEmpty()) {
                        continue;
                    }
                    String[] fields = line.split("\t", -1);
                    if (fields.length != columns.size()) {
                        throw new UserMistakeException(
                                "'" + file + "' line " + number + " has " + fields.length + " fields, but "
                                        + columns.size() + " columns are known: '" + Source.shortened(line) + "'.",
                                "Complete the line, or remove the tab within a value.");
                    }
                    take(fields[id].strip(), sequence(fields[list], fields[target].strip(), number));
                }
            }
            if (sessions.isEmpty()) {
                throw new UserMistakeException(
                        "'" + file + "' has a header but no rows.",
                        "Make or fetch the file again:" + " it may have been cut off.");
            }
        }

        private int[] sequence(String list, String target, long line) {
            String[] before = Stream.of(list.strip().split("\\s+"))
                    .filter(item -> !item.isEmpty())
                    .toArray(String[]::new);
            if (before.length == 0 || target.isEmpty()) {
                throw new UserMistakeException(
                        "'" + file + "' line " + line + ", column '" + (target.isEmpty() ? TARGET : RecBole.LIST)
                                + "': '' is empty.",
                        "Complete the line; a row needs at least one clicked item and one to predict.");
            }
            int[] items = new int[before.length + 1];
            for (int i = 0; i < before.length; i++) {
                items[i] = number(before[i]);
            }
            items[before.length] = number(target);
            return items;
        }

        private int number(String item) {
            return numbers.computeIfAbsent(item, unseen -> numbers.size());
        }

        /** A row of the session that its id had last, if one continues from the other; else one of a new session. */
        private void take(String id, int[] items) {
            int known = lastOfId.getOrDefault(id, -1);
            int[] last = known < 0 ? new int[0] : sessions.get(known);
            int same = Math.min(last.length, items.length);
            if (known < 0 || !Arrays.equals(last, 0, same, items, 0, same)) {
                known = sessions.size();
                lastOfId.put(id, known);
                sessions.add(items);
            } else if (items.length > last.length) {
                sessions.set(known, items);
            }
            sessionOf.add(known);
            lengthOf.add(items.length - 1);
        }

        Examples examples(int[] indices) {
            int[] offsets = new int[sessions.size() + 1];
            for (int s = 0; s < sessions.size(); s++) {
                offsets[s + 1] = offsets[s] + sessions.get(s).length;
            }
            int[] clicks = sessions.stream()
                    .flatMapToInt(IntStream::of)
                    .map(item -> indices[item])
                    .toArray();
            Sessions whole = new Sessions(offsets, clicks);
            Examples every = Examples.everyPrefixOf(whole);
            int[] session = sessionOf.toArray();
            int[] length = lengthOf.toArray();
            boolean same = every.size() == session.length;
            for (int row = 0; same && row < session.length; row++) {
                same = every.session(row) == session[row] && every.length(row) == length[row];
            }
            return same ? every : new Examples(whole, session, length);
        }
    }
}
