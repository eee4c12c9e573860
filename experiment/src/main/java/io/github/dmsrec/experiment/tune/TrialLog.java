package io.github.dmsrec.experiment.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The finished trials, one JSON object a line. Each is appended whole and forced to the disk before anything builds on it;
 * a last line that a killed run left unfinished is cut off. One process at a time has it; safe for several threads.
 */
final class TrialLog implements AutoCloseable {

    static final String FILE_NAME = "trials.jsonl";

    private static final String KEY = "key";

    // A line that lacks something is no trial.
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private final @Nullable FileChannel channel;
    private final Map<TrialRecord.Key, TrialRecord> records = new HashMap<>();

    private TrialLog(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * The log of a work folder to look at, whoever has it; nothing can be appended.
     *
     * @throws UserMistakeException if a whole line is no trial
     */
    static TrialLog look(Path work) throws IOException {
        Path file = work.resolve(FILE_NAME);
        TrialLog log = new TrialLog(null);
        if (Files.exists(file)) {
            log.read(file, whole(Files.readString(file)));
        }
        return log;
    }

    /**
     * Opens the log of a work folder, or begins one.
     *
     * @param messages gets a line if something was cut off
     * @throws UserMistakeException if a whole line is no trial, or another run has the log
     */
    static TrialLog open(Path work, Consumer<String> messages) throws IOException {
        Files.createDirectories(work);
        Path file = work.resolve(FILE_NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        TrialLog log = new TrialLog(channel);
        try {
            if (!isMine(channel)) {
                throw new UserMistakeException(
                        "'" + file + "' belongs to another tuning that is still running.",
                        "Wait for it, or give this one a folder of its own with --work.");
            }
            String text = Files.readString(file);
            String whole = whole(text);
            if (whole.length() < text.length()) {
                messages.accept("The last line of '" + file + "' is not finished; its trial runs again.");
                channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
            }
            channel.position(channel.size());
            log.read(file, whole);
            return log;
        } catch (IOException | UserMistakeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isMine(FileChannel channel) throws IOException {
        try {
            // Closing the channel releases it.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another run in this process has it.
            return false;
        }
    }

    /** Without a last line that is not finished. */
    private static String whole(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private void read(Path file, String whole) {
        int number = 0;
        for (String line : whole.lines().toList()) {
            number++;
            try {
                TrialRecord trial = parse(line);
                records.put(trial.key(), trial);
            } catch (JsonProcessingException e) {
                throw new UserMistakeException(
                        "'" + file + "', line " + number + " is not a trial: " + e.getOriginalMessage(),
                        "Delete the line, which may have been edited; its trial then runs again.",
                        e);
            }
        }
    }

    /** What a trial depends on and what came of it side by side, so that a line is a row of a table. */
    private static String format(TrialRecord trial) throws JsonProcessingException {
        ObjectNode outcome = JSON.valueToTree(trial);
        ObjectNode flat = JSON.createObjectNode();
        flat.setAll((ObjectNode) outcome.remove(KEY));
        flat.setAll(outcome);
        return JSON.writeValueAsString(flat);
    }

    /** The trial of a line. */
    static TrialRecord parse(String line) throws JsonProcessingException {
        ObjectNode flat = JSON.readValue(line, ObjectNode.class);
        flat.set(KEY, flat.deepCopy());
        return JSON.treeToValue(flat, TrialRecord.class);
    }

    /** The trial of a key, if it has been finished. */
    synchronized Optional<TrialRecord> find(TrialRecord.Key key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Adds a finished trial. */
    synchronized void append(TrialRecord trial) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((format(trial) + "\n").getBytes(StandardCharsets.UTF_8));
        FileChannel open = Objects.requireNonNull(channel, "the log is only looked at");
        while (line.hasRemaining()) {
            open.write(line);
        }
        open.force(false);
        records.put(trial.key(), trial);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
