package io.github.dmsrec.intent.answers.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.answers.replay.ReplayOptions;
import io.github.dmsrec.intent.answers.statistics.IntentStatistics;
import io.github.dmsrec.intent.answers.statistics.RowReport;
import io.github.dmsrec.intent.asking.FakeModel;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.PartialInferrer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model answered is shown, counted, written to a file and read back from it. */
class SharedIntentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 10;
    private static final SessionDataset DATASET = dataset();

    /** Repairs of every kind and two kinds of failure, one after the other. */
    private static final List<String> ANSWERS = List.of(
            "{\"intents\":[\"red \\u001b[31m things\"],\"ids\":[1,2,2,9,3,4]}",
            "I am sorry, but I cannot help with that.",
            "{\"intents\":[],\"ids\":[3]}",
            "{\"intents\":[],\"ids\":[77]}",
            "{\"intents\":[\"b\"],\"ids\":[4,2]}");

    @TempDir
    Path work = Path.of("");

    /** Ten rows of each split. */
    private static SessionDataset dataset() {
        SessionDataset tiny = TinyDataset.create();
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            examples.put(
                    split, tiny.examples(split).rows(IntStream.range(0, ROWS).toArray()));
        }
        return new SessionDataset("few", Fingerprint.ofText("few"), tiny.catalogue(), examples);
    }

    private IntentRecord asked(String style) throws IOException {
        return asked(style, inferrer -> inferrer);
    }

    private IntentRecord asked(String style, UnaryOperator<IntentInferrer> around) throws IOException {
        List<String> answers = style.equals("indexed") ? ANSWERS : List.of("red tea pot;a boat", "blue tea pot");
        try (FakeModel model =
                new FakeModel((request, number) -> FakeModel.says(answers.get(number % answers.size())))) {
            Map<String, String> options = Map.of(
                    "base-url", model.baseUrl(),
                    "model", "fake",
                    "header.X-Team", "search-team",
                    "api-key-variable", "DMSREC_TEST_KEY_THAT_NOBODY_SETS",
                    "template", style.equals("indexed") ? "indexed" : "published",
                    "max-picks", "3",
                    "attempts", "1",
                    "max-failed-share", "1",
                    "concurrency", "1",
                    "answers", work.resolve("answers").toString());
            Map<String, String> all = new HashMap<>(options);
            if (style.equals("indexed")) {
                all.put("answer-format", "json-schema");
            } else {
                all.put("titles", style);
            }
            return SmallRecord.open(
                    DATASET,
                    SmallRecord.write(
                            DATASET,
                            work.resolve("asked"),
                            around.apply(Inferrers.options("openai", all).create())));
        }
    }

    private ArtefactFolder imported(Path file) throws IOException {
        Map<String, String> options = ReplayOptions.saidBy(file);
        options.put("max-failed-share", "1");
        return SmallRecord.write(
                DATASET,
                work.resolve("imported"),
                Inferrers.options("replay", options).create());
    }

    private Path exported(IntentRecord record, String name) throws IOException {
        Path file = work.resolve(name);
        try (Answers answers = record.answers()) {
            assertThat(IntentExport.write(record, answers, file, Progress.NONE)).isEqualTo(3L * ROWS);
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({"indexed, jsonl", "matched, parquet"})
    void whatWasExportedIsImportedToTheByte(String style, String format) throws IOException {
        exportAndImport(style, format);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"indexed, parquet", "published, jsonl"})
    void otherStylesAndFormatsAreImportedToTheByte(String style, String format) throws IOException {
        exportAndImport(style, format);
    }

    private void exportAndImport(String style, String format) throws IOException {
        IntentRecord record = asked(style);
        Path file = exported(record, "shared." + format);
        ArtefactFolder again = imported(file);
        assertThat(again.manifest().fingerprint())
                .isEqualTo(record.folder().manifest().fingerprint());
        for (String name : List.of(IntentFolder.INTENTS_FILE, IntentFolder.TEXTS_FILE, IntentFolder.VECTORS_FILE)) {
            assertThat(again.file(name)).hasSameBinaryContentAs(record.folder().file(name));
        }
        // What was imported can be exported, and says the same of its answers.
        IntentRecord second = SmallRecord.open(DATASET, again);
        Path other = exported(second, "again.jsonl");
        assertThat(Files.readString(other).replace("\"inferrer\":\"replay\"", "\"inferrer\":\"openai\""))
                .isEqualTo(Files.readString(exported(record, "first.jsonl")));
        assertThat(work.toFile().list()).noneMatch(left -> left.contains(".writing-"));
    }

    /** Of every split, a third of the rows. */
    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "parquet"})
    void rowsThatWereNotAskedAboutStayWhatTheyAre(String format) throws IOException {
        BitSet wanted = new BitSet();
        IntStream.range(0, 3 * ROWS).filter(row -> row % 3 == 1).forEach(wanted::set);
        IntentRecord record = asked("indexed", inferrer -> new PartialInferrer(inferrer, wanted));
        Path file = exported(record, "share." + format);
        ArtefactFolder again = imported(file);
        for (String name : List.of(IntentFolder.INTENTS_FILE, IntentFolder.TEXTS_FILE, IntentFolder.VECTORS_FILE)) {
            assertThat(again.file(name)).hasSameBinaryContentAs(record.folder().file(name));
        }
        assertThat(Files.readAllLines(exported(SmallRecord.open(DATASET, again), "again.jsonl")))
                .filteredOn(line -> line.contains("\"status\":\"not-asked\""))
                .hasSize(2 * ROWS)
                .allSatisfy(line -> assertThat(line).doesNotContain("\"answer\":", "\"attempts\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"indexed", "matched"})
    void numbersAreEnoughWhereTheAnswersWereNotKept(String style) throws IOException {
        IntentRecord record = asked(style);
        Files.move(work.resolve("answers"), work.resolve("elsewhere"));
        Path file = exported(record, "numbers.jsonl");
        assertThat(Files.readString(file)).doesNotContain("\"answer\":");
        assertThat(imported(file).manifest().fingerprint())
                .isEqualTo(record.folder().manifest().fingerprint());
        try (Answers answers = record.answers()) {
            assertThat(answers.available()).isFalse();
            assertThat(RowReport.of(record, record.row(Split.TEST, 0), answers).lines())
                    .contains("answer: there are none in '" + work.resolve("answers") + "' any more");
        }
    }

    @Test
    void anExportNamesNoAddressAndNoHeader() throws IOException {
        Path file = exported(asked("indexed"), "shared.jsonl");
        assertThat(Files.readString(file))
                .doesNotContain("localhost", "127.0.0.1", "search-team", "X-Team", "DMSREC_TEST_KEY", work.toString());
        JsonNode first = JSON.readTree(Files.readAllLines(file).get(0));
        assertThat(first.path("clicked_titles")).hasSameSizeAs(first.path("clicked"));
        assertThat(first.path("model").asText()).isEqualTo("fake");
        assertThat(first.path("prompt_tokens").asInt()).isEqualTo(100);
        assertThat(first.has("target")).isFalse();
    }

    @Test
    void aRowThatDoesNotBelongIsRefusedWithItsLine() throws IOException {
        Path file = exported(asked("indexed"), "shared.jsonl");
        List<String> lines = Files.readAllLines(file);
        String[][] changes = {
            {"clicked", "[\"99\"]", "is about the clicks [99], but row 2 of the split 'train' has ["},
            {"shown", "[\"1\",\"40\"]", "shows the item '40', which is not a candidate of row 2 of the split 'train'"},
            {"shown", "[\"1\",\"2\",\"3\"]", "does not show the item '4', a candidate of row 2"},
            {"shown", "[\"1\",\"1\",\"2\",\"3\",\"4\"]", "shows a candidate twice"},
            {"numbers", "[1]", "has the numbers [1], but its answer reads [3]"},
            {"numbers", "[\"x\"]", "has 'numbers' that are not a list of integers"},
            {"model", "\"other\"", "has the model 'other', but lines before have 'fake'"},
            {"format", "\"yaml\"", "has the format 'yaml'"},
            {"row", "99", "names row 99 of the split 'train', of which the data set has 10"},
        };
        for (String[] change : changes) {
            ObjectNode third = (ObjectNode) JSON.readTree(lines.get(2));
            third.set(change[0], JSON.readTree(change[1]));
            List<String> changed = new ArrayList<>(lines);
            changed.set(2, third.toString());
            Files.write(file, changed);
            assertThatThrownBy(() -> imported(file))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("Line 3 of '" + file + "' " + change[2])
                    .hasMessageContaining(System.lineSeparator());
        }
        assertThat(work.resolve("imported")).doesNotExist();
    }

    @Test
    void repairsAndRefusalsAreCountedFromTheAnswers() throws IOException {
        IntentRecord record = asked("indexed");
        JsonNode json = IntentStatistics.of(record, List.of(Split.values()), Progress.NONE)
                .json();
        JsonNode whole = record.folder().manifest().facts().path("inferrer");
        assertThat(whole.path("questions").asInt()).isPositive();
        for (Split split : Split.values()) {
            JsonNode of = json.at("/splits/" + split.label());
            JsonNode answers = of.path("answers");
            int firsts = answers.path("repaired").asInt();
            assertThat(answers.path("read").asInt()).isEqualTo(ROWS);
            assertThat(firsts).isPositive();
            for (String kind : List.of("outOfRange", "duplicates", "beyondLimit")) {
                assertThat(answers.path(kind).asInt()).isEqualTo(firsts);
            }
            assertThat(answers.path("failedWithText").asInt())
                    .isEqualTo(of.at("/rowsByStatus/failed").asInt())
                    .isPositive();
            assertThat(answers.path("promptTokens").asInt()).isEqualTo(100 * ROWS);
            assertThat(answers.path("attempts").asInt()).isEqualTo(ROWS);
        }
        assertThat(json.at("/tokens/completion").asInt())
                .isEqualTo(7 * whole.path("questions").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "matched"})
    void titlesThatNoCandidateHasAreCounted(String style) throws IOException {
        IntentRecord record = asked(style);
        JsonNode json =
                IntentStatistics.of(record, List.of(Split.TEST), Progress.NONE).json();
        assertThat(json.at("/splits/test/inventions").asInt()).isBetween(1, ROWS - 1);
        assertThat(json.at("/splits/test/picks").asInt()).isEqualTo(ROWS);
    }

    @Test
    void aRowIsShownWithItsAnswerAndMovesNoCursor() throws IOException {
        IntentRecord record = asked("indexed");
        try (Answers answers = record.answers()) {
            RowReport report = RowReport.of(record, record.row(Split.TRAIN, 0), answers);
            List<String> lines = report.lines();
            assertThat(String.join("\n", lines))
                    .startsWith("row 0 of the split 'train', session ")
                    .contains("candidates, in the order shown")
                    .contains("model       fake")
                    .contains("json-schema, 1 x asked")
                    .contains("100 tokens in, 7 tokens out")
                    .contains("answer, read from '" + work.resolve("answers") + "':")
                    .contains("sentences   red [31m things")
                    .contains("  {\"intents\":[\"red \\u001b[31m things\"],\"ids\":[1,2,2,9,3,4]}")
                    .doesNotContain("\u001b");
            JsonNode json = report.json();
            assertThat(json.path("candidates")).hasSize(SmallRecord.candidates().length);
            for (int number : List.of(1, 2, 3, 4)) {
                JsonNode candidate = json.path("candidates").get(number - 1);
                assertThat(candidate.path("number").asInt()).isEqualTo(number);
                assertThat(candidate.path("picked").asBoolean()).isEqualTo(number < 4);
                int rank = candidate.path("rank").asInt();
                assertThat(candidate.path("id").asText())
                        .isEqualTo(DATASET.catalogue().id(SmallRecord.candidates()[rank - 1]));
            }
            assertThat(RowReport.of(record, record.row(Split.TRAIN, 1), answers).lines())
                    .contains(
                            "status      failed: no JSON in the answer", "  I am sorry, but I cannot help with that.");
        }
        String session = record.session(record.row(Split.TEST, 4));
        assertThat(record.rowsOf(session, List.of(Split.TEST)))
                .extracting(RecordedRow::number)
                .contains(4);
        assertThatThrownBy(() -> record.row(Split.TEST, ROWS))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("no row 10 of the split 'test'");
        assertThatThrownBy(() -> record.rowsOf("nobody", List.of(Split.TEST)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'nobody'");
    }

    @Test
    void intentsWithoutAnswersCannotBeImported() throws IOException {
        ArtefactFolder folder = SmallRecord.write(
                DATASET,
                work.resolve("similar"),
                Inferrers.options("embedding-similarity", Map.of()).create());
        Path file = exported(SmallRecord.open(DATASET, folder), "similar.jsonl");
        assertThatThrownBy(() -> imported(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("Line 1 of '" + file + "' has no text 'answer' and no 'numbers'");
        for (Map.Entry<String, String> bad : Map.of(
                        "", "is not a JSON object", "intents: [", "is not JSON: ", "[1]", "is not a JSON object")
                .entrySet()) {
            Files.writeString(file, bad.getKey());
            assertThatThrownBy(() -> imported(file))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("Line 1 of '" + file + "' " + bad.getValue());
        }
        Files.move(file, work.resolve("gone"));
        assertThatThrownBy(() -> imported(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("There is no file '" + file + "'");
        assertThatThrownBy(() -> exported(SmallRecord.open(DATASET, folder), "similar.csv"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("ends neither in .jsonl nor in .parquet");
    }
}
