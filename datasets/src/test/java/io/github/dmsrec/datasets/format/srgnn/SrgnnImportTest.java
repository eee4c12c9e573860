package io.github.dmsrec.datasets.format.srgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.source.LineCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.razorvine.pickle.Pickler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrgnnImportTest {

    private static final List<List<Integer>> SESSIONS = List.of(
            List.of(1, 2, 3),
            List.of(4),
            List.of(1, 2),
            List.of(5, 5, 1, 5),
            List.of(2, 3),
            List.of(3, 1),
            List.of(6),
            List.of(1, 6),
            List.of(2, 4),
            List.of(3, 2, 1));

    @TempDir
    private Path folder;

    @BeforeEach
    void writeGoodFiles() throws IOException {
        write("all_train_seq.txt", SESSIONS);
        writeRows("train.txt", lastClicks(SESSIONS));
        writeRows("test.txt", List.of(List.of(1, 2), List.of(3, 2), List.of(3, 2, 6)));
    }

    @Test
    void rowsOfLastClicksBelongToTheirOwnSessions() throws IOException {
        SessionDataset dataset = read();

        // Session 2, (1, 2), begins like session 0: the order tells them apart.
        assertThat(rows(dataset.examples(Split.TRAIN)))
                .containsExactly("0: 1,2>3", "2: 1>2", "3: 5,5,1>5", "4: 2>3", "5: 3>1", "7: 1>6", "8: 2>4");
        assertThat(rows(dataset.examples(Split.VALIDATION))).containsExactly("0: 3,2>1");
        assertThat(dataset.sessions(Split.TRAIN).size()).isEqualTo(9);
        assertThat(dataset.catalogue().size()).isEqualTo(6);
        assertThat(dataset.catalogue().id(5)).isEqualTo("6");
    }

    @Test
    void neighbouringTestRowsOfGrowingLengthAreOneSession() throws IOException {
        Examples test = read().examples(Split.TEST);

        assertThat(rows(test)).containsExactly("0: 1>2", "1: 3>2", "1: 3,2>6");
        assertThat(test.sessions().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "train.txt", "all_train_seq.txt"})
    void everyClickOfTheFilesIsAccountedFor(String missing) throws IOException {
        List<List<Integer>> train = new ArrayList<>(lastClicks(SESSIONS));
        train.addAll(missing.startsWith("all") ? lastClicks(SESSIONS) : List.of());
        writeRows("train.txt", train);
        Files.deleteIfExists(folder.resolve(missing.isEmpty() ? "none" : missing));
        Path out = folder.resolve("out");
        ArtefactFolder made =
                SrgnnImport.run(folder, Optional.empty(), out, Origin.of("x", "import", 1, 1), Progress.NONE);

        LineCounts lines =
                new ObjectMapper().convertValue(made.manifest().facts().path(LineCounts.FACT), LineCounts.class);
        long ofSessions = missing.startsWith("all") ? 0 : clicks(SESSIONS);
        long ofTrain = missing.startsWith("train") ? 0 : clicks(train);
        assertThat(lines.total()).isEqualTo(ofSessions + ofTrain + 7);
        assertThat(lines.records())
                .isEqualTo(DatasetFolder.read(out).allSessions().clicks())
                .isEqualTo(lines.total()
                        + lines.steps().stream()
                                .mapToLong(LineCounts.Step::change)
                                .sum());
        assertThat(lines.steps()).extracting(LineCounts.Step::name).contains("of rows of one session, but the longest");
    }

    private static long clicks(List<List<Integer>> sequences) {
        return sequences.stream().mapToLong(List::size).sum();
    }

    @Test
    void prefixRowsMayComeLongestFirst() throws IOException {
        List<List<Integer>> rows = everyPrefixLongestFirst(SESSIONS);
        writeRows("train.txt", rows);
        writeRows("test.txt", everyPrefixLongestFirst(List.of(List.of(1, 2, 6), List.of(2, 2), List.of(2, 2, 2))));

        SessionDataset dataset = read();

        assertThat(rows(dataset.examples(Split.TRAIN)))
                .startsWith("0: 1,2>3", "0: 1>2", "2: 1>2", "3: 5,5,1>5", "3: 5,5>1", "3: 5>5");
        assertThat(rows(dataset.examples(Split.TEST)))
                .containsExactly("0: 1,2>6", "0: 1>2", "1: 2>2", "2: 2,2>2", "2: 2>2");
    }

    @Test
    void sessionsMayHaveRowsLeftOut() throws IOException {
        writeRows("train.txt", List.of(List.of(1, 2), List.of(1, 2, 3), List.of(2, 3), List.of(3, 2, 1)));

        SessionDataset dataset = read();

        assertThat(rows(dataset.examples(Split.TRAIN))).containsExactly("0: 1>2", "0: 1,2>3", "4: 2>3");
        assertThat(rows(dataset.examples(Split.VALIDATION))).containsExactly("0: 3,2>1");
    }

    @Test
    void withoutTrainFileEveryPrefixIsARow() throws IOException {
        Files.delete(folder.resolve("train.txt"));

        SessionDataset dataset = read();

        assertThat(rows(dataset.examples(Split.TRAIN))).startsWith("0: 1>2", "0: 1,2>3", "2: 1>2", "3: 5>5");
        assertThat(rows(dataset.examples(Split.VALIDATION))).containsExactly("0: 3>2", "0: 3,2>1");
    }

    @Test
    void withoutSessionFileSessionsArePutTogetherFromRows() throws IOException {
        Files.delete(folder.resolve("all_train_seq.txt"));
        List<List<Integer>> rows = new ArrayList<>(everyPrefixLongestFirst(SESSIONS));
        rows.addAll(everyPrefixLongestFirst(List.of(List.of(6, 5), List.of(6, 4), List.of(6, 3))));
        writeRows("train.txt", rows);

        SessionDataset dataset = read();

        assertThat(dataset.sessions(Split.TRAIN).size()
                        + dataset.sessions(Split.VALIDATION).size())
                .isEqualTo(11);
        assertThat(dataset.sessions(Split.TRAIN).items(2)).containsExactly(4, 4, 0, 4);
        assertThat(rows(dataset.examples(Split.VALIDATION))).containsExactly("0: 6>3");
    }

    @Test
    void theItemsFileGivesTextsAndTheCatalogueSize() throws IOException {
        Path items = itemsFile(
                "item_id\ttitle\tgenres",
                "8\tLast\tx",
                "1\tOne\ta|b",
                "2\tTwo\t",
                "3\tThree\tc",
                "4\t\td",
                "5\tFive\te",
                "6\tSix\tf");

        SessionDataset dataset = SrgnnImport.read(folder, Optional.of(items), "shop", Progress.NONE);

        assertThat(dataset.catalogue().size()).isEqualTo(8);
        assertThat(dataset.catalogue().title(0)).isEqualTo("One");
        assertThat(dataset.catalogue().item(1).attributes()).containsEntry("genres", "");
        assertThat(dataset.catalogue().item(6).title()).isEmpty();
        assertThat(dataset.catalogue().title(7)).isEqualTo("Last");
    }

    @Test
    void mistakesInTheItemsFileNameLineAndColumn() throws IOException {
        assertItemsMistake("line 3", "'2x'", itemsFile("item_id\ttitle", "1\ta", "2x\tb"));
        assertItemsMistake("line 3", "an earlier line", itemsFile("item_id\ttitle", "1\ta", "1\tb"));
        assertItemsMistake("line 2", "3 fields", itemsFile("item_id\ttitle", "1\ta\tb"));
        assertItemsMistake("line 1", "no column 'title'", itemsFile("item_id\tname", "1\ta"));
        assertItemsMistake("line 1", "'ID'", itemsFile("item_id\ttitle\tID", "1\ta\tb"));
        assertItemsMistake("all_train_seq.txt", "2, 3, 4, 5, 6", itemsFile("item_id\ttitle", "1\ta"));
        Path latin = Files.write(
                folder.resolve("items.tsv"), "item_id\ttitle\n1\tcaf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertItemsMistake("UTF-8", "Latin-1", latin);
    }

    @Test
    void mistakesInTheDataNameFileRowAndValue() throws IOException {
        assertMistake(
                "train.txt", pickle(List.of(List.of(List.of(1), List.of(2)), List.of(2))), "2 sequences", "1 targets");
        assertMistake("train.txt", pickle(List.of(List.of(List.of(1), List.of()), List.of(2, 3))), "row 1", "empty");
        assertMistake("train.txt", pickle(List.of(List.of(List.of(1), List.of(2, 0)), List.of(2, 3))), "row 1", "id 0");
        assertMistake("train.txt", pickle(List.of(List.of(List.of(1)), List.of(-4))), "row 0", "target", "-4");
        assertMistake("train.txt", pickle(List.of(List.of(List.of(9)), List.of(1))), "row 0", "[9, 1]", "no session");
        assertMistake("train.txt", pickle(List.of(1, 2, 3)), "pair", "a list of 3");
        assertMistake("test.txt", pickle(SESSIONS), "pair", "a list of 10");
        assertMistake("test.txt", pickle(List.of(List.of(), List.of())), "empty list");
        assertMistake("all_train_seq.txt", pickle(7), "a list of sessions", "single number");
        assertMistake("all_train_seq.txt", pickle(List.of(List.of(List.of(1)))), "row 0", "position 0");
        assertMistake("all_train_seq.txt", pickle(List.of(List.of(1L << 40))), "row 0", "1099511627776");
    }

    @Test
    void tooFewSessionsForAValidationSplitAreAMistake() throws IOException {
        Files.delete(folder.resolve("train.txt"));
        write("all_train_seq.txt", SESSIONS.subList(0, 9));

        assertThatThrownBy(this::read)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("all_train_seq.txt", "9 training sessions", "at least 10");
    }

    static Stream<byte[]> refusedPickles() throws IOException {
        String shell = "cos\nsystem\n";
        return Stream.of(
                text(shell + "(S'touch executed'\ntR."),
                text("(S'touch executed'\nios\nsystem\n."),
                text("(" + shell + "S'touch executed'\no."),
                text("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0010touch executed\u0085R."),
                text("\u0080\u0002" + shell + ")\u0081."),
                text("\u0080\u0004" + shell + ")}\u0092."),
                text("\u0080\u0002]}b."),
                text("\u0080\u0002]Pid\n."),
                text("\u0080\u0002K\u0001Q."),
                text("\u0080\u0002\u0082\u0001."),
                text("\u0080\u0002]cnumpy\nint64\na."),
                text("\u0080\u0005\u0097."),
                text("cdatetime\ndate\n(K\u0001tR."),
                pickle(List.of(List.of(List.of("1")), List.of(2))),
                pickle(List.of(List.of(List.of(1.5)), List.of(2))),
                pickle(List.of(List.of(List.of(true)), List.of(2))),
                text("(I01\nI00\nl."));
    }

    @ParameterizedTest
    @MethodSource("refusedPickles")
    void whateverIsNoListTupleOrIntegerIsRefusedAndNothingIsWritten(byte[] pickle) throws IOException {
        for (String name : List.of("train.txt", "test.txt", "all_train_seq.txt")) {
            writeGoodFiles();
            Files.write(folder.resolve(name), pickle);
            Path out = folder.resolve("out");

            assertThatThrownBy(() -> SrgnnImport.run(
                            folder, Optional.empty(), out, Origin.of("shop", "test", 1, 1), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining(name);
            assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("out"));
        }
        assertThat(Path.of("executed")).doesNotExist();
    }

    @Test
    void everyTruncationOfAPickleIsAMistake() throws IOException {
        byte[] whole = pickle(List.of(List.of(List.of(1, 300), List.of(70000)), List.of(2, 1)));
        for (int length = 0; length < whole.length; length++) {
            assertMistake("test.txt", Arrays.copyOf(whole, length), "test.txt");
        }
        assertMistake("test.txt", text("row\ttop50\n1\t2\n"), "test.txt");
        byte[] more = Arrays.copyOf(whole, whole.length + 3);
        assertMistake("test.txt", more, "3 bytes after the end");
    }

    @Test
    void aDamagedPickleIsReadOrAMistakeButNothingElse() throws IOException {
        byte[] whole = pickle(List.of(List.of(List.of(1, 300), List.of(70000)), List.of(2, 1)));
        SplittableRandom random = new RandomStreams(11).stream("damage");
        Path file = folder.resolve("test.txt");
        int mistakes = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                SrgnnFile.readPairs(file);
            } catch (UserMistakeException e) {
                mistakes++;
            }
        }
        assertThat(mistakes).isBetween(1000, 1999);
    }

    @Test
    void whateverSessionsArePickledAreReadBack() throws IOException {
        SplittableRandom random = new RandomStreams(12).stream("pickles");
        Path file = folder.resolve("test.txt");
        for (int round = 0; round < 200; round++) {
            // Ids on both sides of a pickle's one, two and four bytes.
            List<List<Integer>> sequences = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(row -> IntStream.range(0, 1 + random.nextInt(300))
                            .mapToObj(click -> 1 + random.nextInt(1 << (1 + random.nextInt(20))))
                            .toList())
                    .toList();
            List<Integer> targets = sequences.stream()
                    .map(sequence -> 1 + random.nextInt(70_000))
                    .toList();
            Files.write(file, pickle(List.of(sequences, targets)));

            SrgnnFile read = SrgnnFile.readPairs(file);

            assertThat(read.size()).as("round %s", round).isEqualTo(sequences.size());
            for (int row = 0; row < sequences.size(); row++) {
                int[] expected = IntStream.concat(
                                sequences.get(row).stream().mapToInt(Integer::intValue), IntStream.of(targets.get(row)))
                        .toArray();
                assertThat(read.sequenceAndTarget(row))
                        .as("round %s, row %s", round, row)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Files.delete(folder.resolve("train.txt"));
        Files.delete(folder.resolve("all_train_seq.txt"));
        assertThatThrownBy(this::read).isInstanceOf(UserMistakeException.class).hasMessageContaining("train.txt");
        writeGoodFiles();
        Files.delete(folder.resolve("test.txt"));
        assertThatThrownBy(this::read).isInstanceOf(UserMistakeException.class).hasMessageContaining("test.txt");
    }

    @Test
    void theFolderReadsBackWithSourcesInItsManifest() throws IOException {
        Path out = folder.resolve("data set");

        ArtefactFolder written =
                SrgnnImport.run(folder, Optional.empty(), out, Origin.of("shop", "test", 1, 1), Progress.NONE);
        SessionDataset read = DatasetFolder.read(out);

        assertThat(read.fingerprint()).isEqualTo(written.manifest().fingerprint());
        assertThat(rows(read.examples(Split.TRAIN))).isEqualTo(rows(read().examples(Split.TRAIN)));
        assertThat(written.manifest().inputs())
                .extracting(input -> input.role())
                .containsExactly("train.txt", "test.txt", "all_train_seq.txt");
        assertThat(written.manifest()
                        .facts()
                        .at("/statistics/train/sessionsOfOneClick")
                        .asInt())
                .isEqualTo(2);
        assertThat(written.manifest().facts().at("/sources/0/sha256").asText()).hasSize(64);
    }

    private SessionDataset read() throws IOException {
        return SrgnnImport.read(folder, Optional.empty(), "shop", Progress.NONE);
    }

    private void assertMistake(String name, byte[] content, String... parts) throws IOException {
        writeGoodFiles();
        Files.write(folder.resolve(name), content);
        assertThatThrownBy(this::read)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(name)
                .hasMessageContainingAll(parts);
    }

    private void assertItemsMistake(String where, String what, Path items) {
        assertThatThrownBy(() -> SrgnnImport.read(folder, Optional.of(items), "shop", Progress.NONE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(where, what);
    }

    private Path itemsFile(String... lines) throws IOException {
        return Files.write(folder.resolve("items.tsv"), List.of(lines));
    }

    /** Each row as its session, its prefix and its target, in ids. */
    private static List<String> rows(Examples examples) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            StringBuilder text = new StringBuilder(examples.session(row) + ":");
            for (int i = 0; i < examples.length(row); i++) {
                text.append(i == 0 ? " " : ",").append(examples.item(row, i) + 1);
            }
            rows.add(text.append('>').append(examples.target(row) + 1).toString());
        }
        return rows;
    }

    private static List<List<Integer>> lastClicks(List<List<Integer>> sessions) {
        return sessions.stream().filter(session -> session.size() > 1).toList();
    }

    private static List<List<Integer>> everyPrefixLongestFirst(List<List<Integer>> sessions) {
        List<List<Integer>> rows = new ArrayList<>();
        for (List<Integer> session : sessions) {
            for (int length = session.size(); length > 1; length--) {
                rows.add(session.subList(0, length));
            }
        }
        return Collections.unmodifiableList(rows);
    }

    private void writeRows(String name, List<List<Integer>> sequencesWithTarget) throws IOException {
        List<List<Integer>> prefixes = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (List<Integer> row : sequencesWithTarget) {
            prefixes.add(row.subList(0, row.size() - 1));
            targets.add(row.get(row.size() - 1));
        }
        write(name, List.of(prefixes, targets));
    }

    private void write(String name, Object value) throws IOException {
        Files.write(folder.resolve(name), pickle(value));
    }

    private static byte[] pickle(Object value) throws IOException {
        return new Pickler().dumps(value);
    }

    private static byte[] text(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
