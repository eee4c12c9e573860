package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of answers in batch files ({@code {"custom_id", "response": {"status_code", "body"}, "error"}} a line, in any
 * order), which are kept as those of questions that were asked.
 *
 * @param lines in all files, empty ones excepted
 * @param kept questions that have a usable answer now and had none before
 * @param failed questions without a usable answer by reason; they can be asked again
 * @param repeated lines about questions that had a usable answer already
 * @param ofOthers lines about questions of other rows, another model or other options
 * @param unreadable lines that are not such objects
 * @param firstUnreadable file and line of the first of them; empty if there are none
 * @param missing questions that no file has a line about and that have no usable answer
 */
public record BatchImport(
        int lines,
        int kept,
        Map<String, Integer> failed,
        int repeated,
        int ofOthers,
        int unreadable,
        String firstUnreadable,
        int missing) {

    private static final int KEPT_AT_ONCE = 256;

    public BatchImport {
        failed = Map.copyOf(failed);
    }

    /** For people. */
    public List<String> report() {
        List<String> report = new ArrayList<>();
        report.add(line("lines", lines));
        report.add(line("answers kept", kept));
        int failures = failed.values().stream().mapToInt(Integer::intValue).sum();
        report.add(line("failed", failures));
        new TreeMap<>(failed)
                .forEach((reason, count) -> report.add(String.format(Locale.ROOT, "  %,d: %s", count, reason)));
        report.add(line("repeated", repeated));
        report.add(line("of other runs", ofOthers));
        report.add(line("unreadable", unreadable) + (unreadable == 0 ? "" : ", the first is " + firstUnreadable));
        report.add(line("missing", missing));
        return report;
    }

    private static String line(String key, int value) {
        return String.format(Locale.ROOT, "%-14s %,d", key, value);
    }

    /**
     * These figures, if any line answers a question of this run.
     *
     * @param where the lines came from
     * @throws UserMistakeException if there are lines, and none does
     */
    public BatchImport requireOfThisRun(String where) {
        if (lines > 0 && ofOthers + unreadable == lines) {
            throw new UserMistakeException("None of the " + lines + " lines of " + where
                    + " answers a question of this run (" + ofOthers + " of other questions, " + unreadable
                    + " unreadable" + (unreadable == 0 ? "" : ", the first is " + firstUnreadable)
                    + "). Use the data set, the candidates and the options of the export: model, template,"
                    + " sampling, answer-form, answer-format and the folder of answers.");
        }
        return this;
    }

    static BatchImport read(
            LanguageModelOptions options, Questions questions, AnswerStore store, List<Path> files, Progress progress) {
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new UserMistakeException("There is no readable file of answers '" + file
                        + "'. Name the files that the batch endpoint wrote.");
            }
        }
        Reading reading = new Reading(options, questions, store);
        reading.index(progress);
        try (Progress.Stage stage = progress.stage("read answers", "files", files.size())) {
            for (Path file : files) {
                reading.read(file);
                stage.advance(1);
            }
        }
        return reading.result(files);
    }

    private static final class Reading {
        private final LanguageModelOptions options;
        private final Questions questions;
        private final AnswerStore store;
        /** The first row of every question without a usable answer. */
        private final Map<String, Integer> open = new HashMap<>();

        private final Set<String> answered = new TreeSet<>();
        private final Map<String, String> failures = new HashMap<>();
        private final List<StoredAnswer> pending = new ArrayList<>();
        private int lines;
        private int kept;
        private int repeated;
        private int ofOthers;
        private int unreadable;
        private String firstUnreadable = "";

        private Reading(LanguageModelOptions options, Questions questions, AnswerStore store) {
            this.options = options;
            this.questions = questions;
            this.store = store;
        }

        private void index(Progress progress) {
            try (Progress.Stage stage = progress.stage("look up answers", "rows", questions.rows())) {
                Map<String, Integer> batch = new HashMap<>();
                for (int row = 0; row < questions.rows(); row++) {
                    int at = row;
                    questions.of(row).ifPresent(question -> batch.putIfAbsent(question.key(), at));
                    if (batch.size() == KEPT_AT_ONCE || row == questions.rows() - 1) {
                        Map<String, StoredAnswer> found = store.findAll(List.copyOf(batch.keySet()));
                        batch.forEach((key, first) -> {
                            if (Optional.ofNullable(found.get(key))
                                    .filter(StoredAnswer::answered)
                                    .isPresent()) {
                                answered.add(key);
                            } else {
                                open.putIfAbsent(key, first);
                            }
                        });
                        stage.advance(batch.size());
                        batch.clear();
                    }
                }
            }
        }

        private void read(Path file) {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                int number = 0;
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    number++;
                    if (!text.isBlank()) {
                        lines++;
                        take(text, file, number);
                    }
                }
            } catch (IOException e) {
                throw new UserMistakeException(
                        "The file of answers '" + file + "' cannot be read: " + e.getMessage()
                                + ". Fetch it again; what was read so far is kept.",
                        e);
            } finally {
                flush();
            }
        }

        private void take(String text, Path file, int number) {
            BatchLine line = BatchLine.parse(text);
            if (line == null) {
                unreadable++;
                if (unreadable == 1) {
                    firstUnreadable = "line " + number + " of '" + file + "'";
                }
            } else if (answered.contains(line.key())) {
                repeated++;
            } else if (open.containsKey(line.key())) {
                keep(line.read(
                                options,
                                questions,
                                questions.of(open.get(line.key())).orElseThrow())
                        .stored());
            } else {
                ofOthers++;
            }
        }

        private void keep(StoredAnswer answer) {
            if (answer.answered()) {
                kept++;
                answered.add(answer.key());
                failures.remove(answer.key());
            } else {
                failures.put(answer.key(), answer.reason());
            }
            pending.add(answer);
            if (pending.size() == KEPT_AT_ONCE) {
                flush();
            }
        }

        private void flush() {
            store.putAll(pending);
            pending.clear();
        }

        private BatchImport result(List<Path> files) {
            Map<String, Integer> reasons = new TreeMap<>();
            failures.values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            int missing = open.size() - kept - failures.size();
            return new BatchImport(lines, kept, reasons, repeated, ofOthers, unreadable, firstUnreadable, missing)
                    .requireOfThisRun(files.toString());
        }
    }
}
