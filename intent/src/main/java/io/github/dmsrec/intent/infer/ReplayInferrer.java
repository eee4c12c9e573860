package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.provenance.Fingerprint;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.AnswerStyle;
import io.github.dmsrec.intent.infer.AnswerLines.Line;
import io.github.dmsrec.intent.infer.IntentRequest.Row;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.store.AnswerStore;
import io.github.dmsrec.intent.store.StoredAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Takes raw answers from where they are kept, and asks nobody: from a store of answers ({@code answers.sqlite}), or from
 * a file of answers made elsewhere ({@link AnswerLines}). They are read and checked like those of a model that is asked.
 * Every row needs its answer, and every answer its row.
 */
public final class ReplayInferrer implements IntentInferrer {

    private static final int REPORT_EVERY = 1000;

    private final ReplayOptions options;

    /** @param options the choices */
    public ReplayInferrer(ReplayOptions options) {
        this.options = options;
    }

    /** An answer with what it was asked. */
    private record Found(String text, Optional<String> failure, int promptTokens, int completionTokens, Asked asked) {}

    private record Asked(AnswerFormat format, Prompt prompt) {}

    /** Where answers are. */
    private interface Source extends AutoCloseable {

        Optional<Found> find(IntentRequest request);

        /** Refuses answers that no row asked for. */
        void requireAllUsed();

        void describe(ObjectNode facts);

        @Override
        void close();
    }

    @Override
    public ReplayOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        Catalogue catalogue = setting.catalogue();
        AnswerReader reader = new AnswerReader(catalogue, options.prompt());
        List<InferredRow> rows = new ArrayList<>(requests.size());
        Counts counts = new Counts();
        try (Source source = open(setting, requests);
                Progress.Stage stage = progress.stage("replay", "rows", requests.size())) {
            for (IntentRequest request : requests) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted while replaying answers");
                }
                rows.add(
                        AnswerReader.askable(catalogue, request)
                                ? row(request, source, reader, counts)
                                : AnswerReader.nothingToChoose());
                if (rows.size() % REPORT_EVERY == 0) {
                    stage.advance(REPORT_EVERY);
                }
            }
            stage.advance(rows.size() % REPORT_EVERY);
            counts.refuse(options, requests.size());
            if (!requests.isEmpty() && requests.get(0).row().isPresent()) {
                source.requireAllUsed();
            }
            ObjectNode facts = JsonNodeFactory.instance.objectNode();
            facts.put("askedNow", 0);
            source.describe(facts);
            facts.putObject("tokens").put("prompt", counts.promptTokens).put("completion", counts.completionTokens);
            facts.put("template", options.prompt().template().label());
            counts.dropped.describeDropped(options.prompt(), facts);
            return new Inference(rows, facts);
        }
    }

    private static final class Counts {
        private final Map<String, Integer> failed = new TreeMap<>();
        private final Tally dropped = new Tally();
        private int missing;
        private String firstMissing = "";
        private long promptTokens;
        private long completionTokens;

        private void refuse(ReplayOptions options, int rows) {
            if (missing > 0) {
                throw new UserMistakeException(
                        "'" + options.from() + "' has no answer to " + missing + " of " + rows + " rows; the first is "
                                + firstMissing + ".",
                        "the run that asked was not finished, or it asked another question: the data set, the candidates,"
                                + " the prompt's options, and for a store the model, its sampling and 'identity' must be"
                                + " those of that run.");
            }
            int failures = failed.values().stream().mapToInt(Integer::intValue).sum();
            if (failures > options.maxFailedShare() * rows) {
                throw new UserMistakeException(
                        failures + " of " + rows + " rows have no usable answer in '" + options.from()
                                + "', more than the share " + options.maxFailedShare() + " that may fail: " + failed
                                + ".",
                        "the model was shown another number of candidates, or answered in another style"
                                + " (template, titles).");
            }
        }
    }

    private static InferredRow row(IntentRequest request, Source source, AnswerReader reader, Counts counts) {
        Optional<Found> answer = source.find(request);
        if (answer.isEmpty()) {
            counts.missing++;
            if (counts.missing == 1) {
                counts.firstMissing = request.row().map(Row::toString).orElse("a session beyond the data set");
            }
            return InferredRow.without(RowStatus.FAILED, "no answer");
        }
        Found found = answer.get();
        counts.promptTokens += found.promptTokens();
        counts.completionTokens += found.completionTokens();
        String reason;
        if (found.failure().isPresent()) {
            reason = found.failure().get();
        } else {
            try {
                InferredRow row = reader.read(
                        request, found.asked().prompt(), found.asked().format(), found.text());
                counts.dropped.addDropped(row.repairs());
                return row;
            } catch (AnswerException e) {
                reason = e.reason();
            }
        }
        counts.failed.merge(reason, 1, Integer::sum);
        return InferredRow.without(RowStatus.FAILED, reason);
    }

    private Source open(InferenceSetting setting, List<IntentRequest> requests) {
        Path from = options.from();
        if (!Files.exists(from)) {
            throw new UserMistakeException(
                    "There is no '" + from + "' to replay answers from.",
                    "its name has a typing mistake, or the run that asked kept its answers elsewhere.");
        }
        AskedAgain questions = new AskedAgain(setting);
        if (Files.isDirectory(from)) {
            return store(from, questions);
        }
        if (String.valueOf(from.getFileName()).equals(AnswerStore.FILE_NAME)) {
            return store(from.toAbsolutePath().resolveSibling(""), questions);
        }
        return new FromLines(questions, AnswerLines.open(from, rowsOfSplits(requests)));
    }

    private Source store(Path folder, AskedAgain questions) {
        if (!Files.isRegularFile(folder.resolve(AnswerStore.FILE_NAME))) {
            // To open it would make an empty one.
            throw new UserMistakeException(
                    "The folder '" + folder + "' holds no " + AnswerStore.FILE_NAME + ".",
                    "another folder was meant: that of the option 'answers' of the run that asked.");
        }
        if (options.endpoint().model().isEmpty()) {
            throw new UserMistakeException(
                    "To replay from a store, the inferrer 'replay' needs the option 'model': a store may hold answers of"
                            + " several.",
                    "'model Qwen/Qwen2.5-7B-Instruct' fits; the manifest of the run that asked names it.");
        }
        AnswerStore store = AnswerStore.open(folder);
        try {
            Questions.requireSameWords(options.prompt().template(), store, folder);
        } catch (UserMistakeException e) {
            store.close();
            throw e;
        }
        return new FromStore(questions, store);
    }

    private static Map<Split, Integer> rowsOfSplits(List<IntentRequest> requests) {
        Map<Split, Integer> rows = new EnumMap<>(Split.class);
        for (IntentRequest request : requests) {
            request.row().ifPresent(row -> rows.merge(row.split(), row.number() + 1, Math::max));
        }
        return rows;
    }

    /** Writes the questions anew, in each form that they may have been asked in. */
    private final class AskedAgain {

        private final Map<AnswerFormat, PromptWriter> prompts = new LinkedHashMap<>();

        private AskedAgain(InferenceSetting setting) {
            PromptOptions prompt = options.prompt();
            List<AnswerFormat> formats = prompt.template().answers() == AnswerStyle.TITLES
                    ? List.of(AnswerFormat.TEXT)
                    : List.of(AnswerFormat.values());
            for (AnswerFormat format : formats) {
                prompts.put(
                        format,
                        prompt.writer(
                                setting.catalogue(),
                                new RandomStreams(options.endpoint().seed()),
                                format,
                                setting.example()));
            }
        }

        /** The question by its key, in each form. */
        private Map<String, Asked> of(IntentRequest request) {
            Map<String, Asked> byKey = new LinkedHashMap<>();
            prompts.forEach((format, writer) -> {
                Prompt prompt = writer.write(request.session(), request.candidates());
                String key = QuestionKey.of(
                        options.endpoint(),
                        options.identity(),
                        options.prompt().template(),
                        format,
                        AskingRun.schema(prompt, options.prompt().maxPicks()),
                        prompt);
                byKey.put(key, new Asked(format, prompt));
            });
            return byKey;
        }

        /** The question in words: its answer may have any form. */
        private Asked anyForm(IntentRequest request) {
            PromptWriter writer = prompts.get(AnswerFormat.TEXT);
            if (writer == null) {
                throw new IllegalStateException("no prompts in words");
            }
            return new Asked(AnswerFormat.TEXT, writer.write(request.session(), request.candidates()));
        }
    }

    private static final class FromStore implements Source {

        private final AskedAgain questions;
        private final AnswerStore store;

        private FromStore(AskedAgain questions, AnswerStore store) {
            this.questions = questions;
            this.store = store;
        }

        @Override
        public Optional<Found> find(IntentRequest request) {
            for (Map.Entry<String, Asked> question : questions.of(request).entrySet()) {
                Optional<StoredAnswer> stored = store.find(question.getKey());
                if (stored.isPresent()) {
                    return stored.map(answer -> new Found(
                            answer.answer(),
                            answer.answered() ? Optional.empty() : Optional.of(answer.reason()),
                            answer.promptTokens(),
                            answer.completionTokens(),
                            question.getValue()));
                }
            }
            return Optional.empty();
        }

        @Override
        public void requireAllUsed() {
            // A store is shared by runs: what this one does not need belongs to another.
        }

        @Override
        public void describe(ObjectNode facts) {
            facts.put("source", "store");
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private final class FromLines implements Source {

        private final AskedAgain questions;
        private final AnswerLines lines;
        private final Map<String, Integer> unusedKeys;

        private FromLines(AskedAgain questions, AnswerLines lines) {
            this.questions = questions;
            this.lines = lines;
            this.unusedKeys = new HashMap<>(lines.keys());
        }

        @Override
        public Optional<Found> find(IntentRequest request) {
            Optional<Line> named = request.row().flatMap(lines::find);
            if (named.isPresent()) {
                return named.map(line -> found(line, questions.anyForm(request)));
            }
            if (lines.hasKeys()) {
                for (Map.Entry<String, Asked> question : questions.of(request).entrySet()) {
                    Optional<Line> keyed = lines.find(question.getKey());
                    if (keyed.isPresent()) {
                        unusedKeys.remove(question.getKey());
                        return keyed.map(line -> found(line, question.getValue()));
                    }
                }
            }
            return Optional.empty();
        }

        private static Found found(Line line, Asked asked) {
            return new Found(
                    line.text(),
                    line.cutOff() ? Optional.of("cut off at the token limit") : Optional.empty(),
                    line.promptTokens(),
                    line.completionTokens(),
                    asked);
        }

        @Override
        public void requireAllUsed() {
            unusedKeys.values().stream().min(Integer::compare).ifPresent(line -> {
                throw new UserMistakeException(
                        "Line " + line + " of '" + options.from() + "' answers a question that no row asks, and so do "
                                + (unusedKeys.size() - 1) + " more.",
                        "the answers were made for another data set, other candidates or another model.");
            });
        }

        @Override
        public void describe(ObjectNode facts) {
            facts.put("source", "lines");
            try {
                facts.put("sourceFingerprint", Fingerprint.ofFile(options.from()));
            } catch (IOException e) {
                throw new UserMistakeException(
                        "The file '" + options.from() + "' cannot be read: " + e.getMessage() + ".",
                        "it was moved while it was read.",
                        e);
            }
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    @Override
    public void close() {}
}
