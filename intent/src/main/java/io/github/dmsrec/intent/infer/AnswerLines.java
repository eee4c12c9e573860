package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.infer.IntentRequest.Row;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of answers made elsewhere: JSONL in UTF-8, one object on every line. An object names its question either by the
 * row ({@code "split"}: {@code "train"}, {@code "validation"} or {@code "test"}, and {@code "row"}: from 0 within the
 * split) or by {@code "key"}, the key of the question in a store of answers. {@code "answer"} is the model's raw text,
 * empty if it gave none. {@code "finish_reason"} ({@code "length"}: cut off), {@code "prompt_tokens"} and
 * {@code "completion_tokens"} may be there; other fields are ignored.
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
    private final FileChannel channel;
    private long[] offsets = new long[1024];
    private final IntList lengths = new IntList();
    private final Map<Split, int[]> linesOfRows = new EnumMap<>(Split.class);
    private final Map<String, Integer> linesOfKeys = new HashMap<>();

    /**
     * An answer.
     *
     * @param text as the model gave it
     * @param cutOff whether the token limit ended it
     * @param promptTokens 0 if unknown
     * @param completionTokens 0 if unknown
     */
    record Line(String text, boolean cutOff, int promptTokens, int completionTokens) {}

    private AnswerLines(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file and checks every line of it.
     *
     * @param rows the number of rows of each split
     * @throws UserMistakeException if it cannot be read, or a line is malformed, names a row that is not there or was named
     *     before
     */
    static AnswerLines open(Path file, Map<Split, Integer> rows) {
        try {
            AnswerLines lines = new AnswerLines(file, FileChannel.open(file));
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
                    "its name has a typing mistake, or it may not be read.",
                    e);
        }
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
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
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
                        throw wrong(lengths.size(), "is longer than 16 MiB", "it is another file.");
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
        require(line, node.path("answer").isTextual(), "has no text 'answer'");
        if (node.has("key")) {
            require(
                    line,
                    node.path("key").isTextual() && !node.has("row") && !node.has("split"),
                    "has a 'key' that is no text, or a row beside it");
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

    private void addRow(int line, JsonNode node) {
        require(
                line,
                node.path("split").isTextual() && node.path("row").isInt(),
                "has neither a 'key' nor both a text 'split' and a whole number 'row'");
        String label = node.path("split").asText();
        int row = node.path("row").asInt();
        Split split = Arrays.stream(Split.values())
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> wrong(
                        line, "names the split '" + label + "', which is none", "it is train, validation or test."));
        int[] lines = linesOfRows.getOrDefault(split, new int[0]);
        if (row < 0 || row >= lines.length) {
            throw wrong(
                    line,
                    "names " + new Row(split, row) + ", of which the data set has " + lines.length,
                    "the answers were made for another data set; rows count from 0.");
        }
        refuseSecond(line, lines[row] == NONE ? Optional.empty() : Optional.of(lines[row]));
        lines[row] = line;
    }

    private void refuseSecond(int line, Optional<Integer> first) {
        if (first.isPresent()) {
            throw wrong(
                    line,
                    "answers what line " + (first.get() + 1) + " answered before",
                    "two files were joined; keep one answer to each row.");
        }
    }

    private JsonNode parse(int line, byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            require(line, node.isObject(), "is no JSON object");
            return node;
        } catch (JsonProcessingException e) {
            throw wrong(line, "is no JSON: " + e.getOriginalMessage(), "it is another file, or was cut off.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private void require(int line, boolean holds, String problem) {
        if (!holds) {
            throw wrong(
                    line, problem, "it should look like {\"split\":\"test\",\"row\":0,\"answer\":\"the raw text\"}.");
        }
    }

    private UserMistakeException wrong(int line, String problem, String fix) {
        return new UserMistakeException("Line " + (line + 1) + " of '" + file + "' " + problem + ".", fix);
    }

    private Line read(int line) {
        ByteBuffer bytes = ByteBuffer.allocate(lengths.get(line));
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offsets[line] + bytes.position()) < 0) {
                    throw wrong(line, "is no longer there", "the file was changed while it was read.");
                }
            }
        } catch (IOException e) {
            throw wrong(line, "cannot be read: " + e.getMessage(), "the disk failed.");
        }
        JsonNode node = parse(line, bytes.array());
        return new Line(
                node.path("answer").asText(),
                node.path("finish_reason").asText("").equals("length"),
                node.path("prompt_tokens").asInt(),
                node.path("completion_tokens").asInt());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("'" + file + "' cannot be closed", e);
        }
    }
}
