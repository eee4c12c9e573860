package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.llm.ChatProvider;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Questions as files of requests, in the form that OpenAI's batch endpoint and {@code vllm run-batch} take: one JSON object
 * a line with the question's key as {@code custom_id}.
 *
 * @param files what was written, in order; empty if all questions are answered
 * @param questions how many lines they have together
 * @param answered how many questions have a usable answer already and are not among them
 * @param bytes the length of all files together
 */
public record BatchExport(List<Path> files, int questions, int answered, long bytes) {

    /** What hosted endpoints allow in a file. */
    static final Limits USUAL = new Limits(50_000, 100_000_000);

    private static final String UNFINISHED = ".part";

    /**
     * The bounds of a file.
     *
     * @param lines at most, at least 1
     * @param bytes at most
     */
    record Limits(int lines, long bytes) {}

    public BatchExport {
        files = List.copyOf(files);
    }

    /** Refuses a folder that has such files: a second export beside the first would be paid twice. */
    static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> earlier = files.filter(
                            file -> file.getFileName().toString().matches("requests-\\d{5}\\.jsonl"))
                    .findFirst();
            if (earlier.isPresent()) {
                throw new UserMistakeException("The folder '" + folder + "' has requests already: '"
                        + earlier.get().getFileName() + "'. Choose another folder, or delete the files.");
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Writes the questions without answer. */
    static BatchExport write(
            ChatProvider provider,
            LanguageModelOptions options,
            Questions questions,
            WorkList work,
            Path folder,
            Limits limits,
            Progress progress) {
        BitSet open = work.open();
        try (Progress.Stage stage = progress.stage("write requests", "questions", open.cardinality());
                Shards shards = new Shards(folder, limits)) {
            for (int row = open.nextSetBit(0); row >= 0; row = open.nextSetBit(row + 1)) {
                Question question = questions.of(row).orElseThrow();
                String line =
                        BatchRequest.of(provider, options, questions, question).line() + "\n";
                shards.add(line.getBytes(StandardCharsets.UTF_8));
                stage.advance(1);
            }
            return new BatchExport(shards.finish(), open.cardinality(), work.answered(), shards.bytes);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static UserMistakeException unwritable(Path folder, IOException cause) {
        return new UserMistakeException(
                "Requests cannot be written to '" + folder + "': " + cause.getMessage()
                        + ". Free some disk space, or choose a folder that may be written.",
                cause);
    }

    /** Files that get their names when all are complete. */
    private static final class Shards implements AutoCloseable {
        private final Path folder;
        private final Limits limits;
        private final List<Path> files = new ArrayList<>();
        private Optional<OutputStream> out = Optional.empty();
        private int lines;
        private long bytesOfFile;
        private long bytes;

        private Shards(Path folder, Limits limits) {
            this.folder = folder;
            this.limits = limits;
        }

        private void add(byte[] line) throws IOException {
            if (out.isEmpty() || lines == limits.lines() || bytesOfFile + line.length > limits.bytes()) {
                next();
            }
            out.orElseThrow().write(line);
            lines++;
            bytesOfFile += line.length;
            bytes += line.length;
        }

        private void next() throws IOException {
            close();
            Files.createDirectories(folder);
            Path file = folder.resolve(String.format(Locale.ROOT, "requests-%05d.jsonl", files.size() + 1));
            out = Optional.of(new BufferedOutputStream(Files.newOutputStream(unfinished(file)), 1 << 16));
            files.add(file);
            lines = 0;
            bytesOfFile = 0;
        }

        private static Path unfinished(Path file) {
            return file.resolveSibling(file.getFileName() + UNFINISHED);
        }

        private List<Path> finish() throws IOException {
            close();
            for (Path file : files) {
                Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE);
            }
            return files;
        }

        @Override
        public void close() throws IOException {
            if (out.isPresent()) {
                OutputStream open = out.get();
                out = Optional.empty();
                open.close();
            }
        }
    }
}
