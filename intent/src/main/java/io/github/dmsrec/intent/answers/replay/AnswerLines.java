package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.inferrer.IntentRequest.Row;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of answers made or exported elsewhere: JSONL in UTF-8, one object on every line, or Parquet with the same columns.
 * An object names its question either by the row ({@code "split"}: {@code "train"}, {@code "validation"} or
 * {@code "test"}, and {@code "row"}: from 0 within the split) or by {@code "key"}, the key of the question in a store of
 * answers. {@code "answer"} is the model's raw text, empty if it gave none; where it was not kept, {@code "numbers"} (the
 * candidates picked, from 1 in the order shown) and {@code "phrases"} stand for it.
 *
 * <p>There may be: {@code "finish_reason"} ({@code "length"}: cut off, not
 * usable but for titles, one a line, before the last); {@code "status"} (other than {@code "answered"}:
 * not usable) and {@code "reason"}; {@code "format"}, how the answer's form was asked for; {@code "clicked"} and
 * {@code "shown"}, the ids of the clicks and of the candidates in the order shown, which are compared with the row's;
 * {@code "model"} and {@code "template"}, the same in all lines; {@code "prompt_tokens"}, {@code "completion_tokens"},
 * {@code "attempts"} and {@code "latency_ms"}. Other fields are ignored.
 *
 * <pre>{"split":"test","row":0,"answer":"{\"intents\":[\"space films\"],\"ids\":[3,17]}"}</pre>
 *
 * <p>Answers stay in the file: a row takes 16 bytes of memory, a key about 150. For one thread.
 */
final class AnswerLines implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONGEST_LINE = 1 << 24;
    private static final int NONE = -1;

    private final Path file;
    private final Path content;
    private final FileChannel channel;
    private long[] offsets = new long[1024];
    private final IntList lengths = new IntList();
    private final Map<Split, int[]> linesOfRows = new EnumMap<>(Split.class);
    private final Map<String, Integer> linesOfKeys = new HashMap<>();
    private final Map<String, String> sameInAllLines = new HashMap<>();

    /**
     * An answer.
     *
     * @param text as the model gave it, or written from the numbers
     * @param verbatim whether the model gave it
     * @param asked whether the model was asked
     * @param failure why it is not usable
     * @param numbers the candidates picked; empty if not said
     * @param clicked the ids of the clicks; empty if not said
     * @param shown the ids of the candidates in the order shown; empty if not said
     * @param format how the answer's form was asked for, if said
     * @param place file and line, to begin a message
     * @param usage what it took
     * @param origin who gave it
     */
    record Line(
            String text,
            boolean verbatim,
            boolean asked,
            Optional<String> failure,
            int[] numbers,
            List<String> clicked,
            List<String> shown,
            Optional<AnswerFormat> format,
            String place,
            RecordedAnswer.Usage usage,
            RecordedAnswer.Origin origin) {}

    private AnswerLines(Path file, Path content) throws IOException {
        this.file = file;
        this.content = content;
        this.channel = FileChannel.open(content);
    }

    /**
     * Opens a file and checks every line of it.
     *
     * @param file ends in {@code .parquet}, or is JSONL
     * @param rows the number of rows of each split
     * @throws UserMistakeException if it cannot be read, or a line is malformed, names a row that is not there or was named
     *     before
     */
    static AnswerLines open(Path file, Map<Split, Integer> rows) {
        try {
            AnswerLines lines =
                    new AnswerLines(file, ParquetAnswers.isParquet(file) ? ParquetAnswers.asLines(file) : file);
            try {
                lines.index(rows);
                return lines;
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The file '" + file + "' of answers cannot be read: "
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    "Check the spelling of its name, and its permissions.",
                    e);
        }
    }

    /**
     * The first object of a file.
     *
     * @throws UserMistakeException if the file cannot be read or has none
     */
    static JsonNode first(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException("There is no file '" + file + "'.", "Check the spelling of its name.");
        }
        String problem = "is not a JSON object";
        try {
            JsonNode node = JSON.readTree(firstLine(file).orElse(""));
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            problem = "is not JSON: " + e.getOriginalMessage();
        } catch (IOException | UncheckedIOException e) {
            problem = "cannot be read: " + e;
        }
        throw new UserMistakeException(
                "Line 1 of '" + file + "' " + problem + ".", "Check that it is the right file and not empty.");
    }

    private static Optional<String> firstLine(Path file) throws IOException {
        if (ParquetAnswers.isParquet(file)) {
            return ParquetAnswers.firstLine(file);
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst();
        }
    }

    /** The model that all answers are of, if the lines name it. */
    Optional<String> model() {
        return Optional.ofNullable(sameInAllLines.get("model"));
    }

    /** The version of the prompt's wording that all answers are to, if the lines name it. */
    Optional<String> template() {
        return Optional.ofNullable(sameInAllLines.get("template"));
    }

    /** The answer to a row, if there is one. */
    Optional<Line> find(Row row) {
        int[] lines = linesOfRows.getOrDefault(row.split(), new int[0]);
        return row.number() < lines.length && lines[row.number()] != NONE
                ? Optional.of(read(lines[row.number()]))
                : Optional.empty();
    }

    /** The answer to a question, if there is one. */
    Optional<Line> find(String key) {
        return Optional.ofNullable(linesOfKeys.get(key)).map(this::read);
    }

    /** Whether lines name questions by their keys. */
    boolean hasKeys() {
        return !linesOfKeys.isEmpty();
    }

    /** The keys with their lines, from 1. */
    Map<String, Integer> keys() {
        Map<String, Integer> lines = new HashMap<>();
        linesOfKeys.forEach((key, line) -> lines.put(key, line + 1));
        return lines;
    }

    private void index(Map<Split, Integer> rows) throws IOException {
        rows.forEach((split, count) -> {
            int[] lines = new int[count];
            Arrays.fill(lines, NONE);
            linesOfRows.put(split, lines);
        });
        try (InputStream in = new BufferedInputStream(Files.newInputStream(content), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long begin = 0;
            long at = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                at++;
                if (next == '\n') {
                    add(begin, line.toByteArray());
                    line.reset();
                    begin = at;
                } else {
                    line.write(next);
                    if (line.size() > LONGEST_LINE) {
                        throw wrong(lengths.size(), "is longer than 16 MiB", "Check that it is the right file.");
                    }
                }
            }
            if (line.size() > 0) {
                add(begin, line.toByteArray());
            }
        }
    }

    private void add(long offset, byte[] bytes) {
        int line = lengths.size();
        JsonNode node = parse(line, bytes);
        checkAnswer(line, node);
        if (node.has("key")) {
            require(
                    line,
                    node.path("key").isTextual() && !node.has("row") && !node.has("split"),
                    "has a 'key' that is not a text, or a row beside it");
            refuseSecond(
                    line,
                    Optional.ofNullable(linesOfKeys.putIfAbsent(node.path("key").asText(), line)));
        } else {
            addRow(line, node);
        }
        if (line == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        offsets[line] = offset;
        lengths.add(bytes.length);
    }

    private void checkAnswer(int line, JsonNode node) {
        boolean failed = !status(node).equals(RowStatus.ANSWERED.label());
        require(
                line,
                node.path("answer").isTextual() || failed || numbers(line, node).length > 0,
                "has no text 'answer' and no 'numbers'");
        texts(line, node, "clicked");
        texts(line, node, "shown");
        texts(line, node, "phrases");
        format(line, node);
        for (String field : List.of("model", "template")) {
            String value = node.path(field).asText("");
            Optional<String> first = Optional.ofNullable(sameInAllLines.get(field));
            if (!value.isEmpty() && first.isEmpty()) {
                sameInAllLines.put(field, value);
            } else if (!value.isEmpty() && first.filter(value::equals).isEmpty()) {
                throw wrong(
                        line,
                        "has the " + field + " '" + value + "', but lines before have '" + first.orElse("") + "'",
                        "Import the answers of each run separately.");
            }
        }
    }

    private void addRow(int line, JsonNode node) {
        require(
                line,
                node.path("split").isTextual() && node.path("row").isInt(),
                "has neither a 'key' nor both a text 'split' and an integer 'row'");
        String label = node.path("split").asText();
        int row = node.path("row").asInt();
        Split split = Arrays.stream(Split.values())
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> wrong(
                        line,
                        "names the split '" + label + "', which does not exist",
                        "Use train, validation or test."));
        int[] lines = linesOfRows.getOrDefault(split, new int[0]);
        if (row < 0 || row >= lines.length) {
            throw wrong(
                    line,
                    "names " + new Row(split, row) + ", of which the data set has " + lines.length,
                    "Give answers for this data set; rows count from 0.");
        }
        refuseSecond(line, lines[row] == NONE ? Optional.empty() : Optional.of(lines[row]));
        lines[row] = line;
    }

    private void refuseSecond(int line, Optional<Integer> first) {
        if (first.isPresent()) {
            throw wrong(
                    line,
                    "answers what line " + (first.get() + 1) + " answered before",
                    "Keep one answer for each row.");
        }
    }

    private JsonNode parse(int line, byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            require(line, node.isObject(), "is not a JSON object");
            return node;
        } catch (JsonProcessingException e) {
            throw wrong(
                    line, "is not JSON: " + e.getOriginalMessage(), "Check that it is the right file and complete.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private void require(int line, boolean holds, String problem) {
        if (!holds) {
            throw wrong(line, problem, "Write it like {\"split\":\"test\",\"row\":0,\"answer\":\"the raw text\"}.");
        }
    }

    private UserMistakeException wrong(int line, String problem, String fix) {
        return new UserMistakeException(place(line) + " " + problem + ".", fix);
    }

    private Line read(int line) {
        ByteBuffer bytes = ByteBuffer.allocate(lengths.get(line));
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offsets[line] + bytes.position()) < 0) {
                    throw wrong(
                            line,
                            "is no longer there",
                            "Run the command again: the file was changed while it was read.");
                }
            }
        } catch (IOException e) {
            throw wrong(line, "cannot be read: " + e.getMessage(), "Check the disk.");
        }
        return line(line, parse(line, bytes.array()));
    }

    private Line line(int line, JsonNode node) {
        int[] numbers = numbers(line, node);
        Optional<String> failure = Optional.empty();
        if (!status(node).equals(RowStatus.ANSWERED.label())) {
            String reason = node.path("reason").asText("");
            failure = Optional.of(reason.isEmpty() ? status(node) : reason);
        } else if (node.path("finish_reason").asText("").equals(ChatReply.CUT_OFF)
                && format(line, node).filter(AnswerFormat::isLines).isEmpty()) {
            failure = Optional.of(AnswerException.cutOff().reason());
        }
        boolean verbatim = node.path("answer").isTextual();
        return new Line(
                verbatim ? node.path("answer").asText() : answerOf(texts(line, node, "phrases"), numbers),
                verbatim,
                !status(node).equals(RowStatus.NOT_ASKED.label()),
                failure,
                numbers,
                texts(line, node, "clicked"),
                texts(line, node, "shown"),
                format(line, node),
                place(line),
                new RecordedAnswer.Usage(
                        node.path("prompt_tokens").asInt(),
                        node.path("completion_tokens").asInt(),
                        node.path("attempts").asInt(),
                        node.path("latency_ms").asLong()),
                new RecordedAnswer.Origin(
                        node.path("model").asText(""),
                        node.path("template").asText(""),
                        node.path("finish_reason").asText("")));
    }

    /** An answer as the prompt asks for it; none of no numbers. */
    private static String answerOf(List<String> phrases, int[] numbers) {
        if (numbers.length == 0) {
            return "";
        }
        ObjectNode answer = JSON.createObjectNode();
        phrases.forEach(answer.putArray("intents")::add);
        Arrays.stream(numbers).forEach(answer.putArray("ids")::add);
        return answer.toString();
    }

    private static String status(JsonNode node) {
        return node.path("status").asText(RowStatus.ANSWERED.label());
    }

    private int[] numbers(int line, JsonNode node) {
        JsonNode array = node.path("numbers");
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            require(line, array.get(i).isInt(), "has 'numbers' that are not a list of integers");
            numbers[i] = array.get(i).asInt();
        }
        return numbers;
    }

    private List<String> texts(int line, JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : node.path(field)) {
            require(
                    line,
                    text.isTextual() || text.isIntegralNumber(),
                    "has '" + field + "' that is not a list of texts");
            texts.add(text.asText());
        }
        return texts;
    }

    private Optional<AnswerFormat> format(int line, JsonNode node) {
        String label = node.path("format").asText("");
        Optional<AnswerFormat> format = AnswerFormat.ofLabel(label);
        if (!label.isEmpty() && format.isEmpty()) {
            throw wrong(line, "has the format '" + label + "'", "Use json-schema, json-object or text.");
        }
        return format;
    }

    private String place(int line) {
        return "Line " + (line + 1) + " of '" + file + "'";
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!content.equals(file)) {
                Files.deleteIfExists(content);
            }
        } catch (IOException e) {
            throw new IllegalStateException("'" + file + "' cannot be closed", e);
        }
    }
}
