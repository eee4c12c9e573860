package io.github.dmsrec.intent.answers.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.answers.replay.RecordedAnswer;
import io.github.dmsrec.intent.answers.replay.RecordedAnswers;
import io.github.dmsrec.intent.answers.replay.ReplayOptions;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.Repairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The raw answers behind a folder of intents, as far as they are still where the run kept them. For one thread. */
public final class Answers implements AutoCloseable {

    private final IntentRecord record;
    private final Optional<ReplayOptions> options;
    private final Optional<RecordedAnswers> kept;
    private final String note;

    private Answers(IntentRecord record, Optional<ReplayOptions> options, Optional<RecordedAnswers> kept, String note) {
        this.record = record;
        this.options = options;
        this.kept = kept;
        this.note = note;
    }

    static Answers of(IntentRecord record) {
        Optional<ReplayOptions> options;
        try {
            options = options(record);
        } catch (UserMistakeException e) {
            // A template of the user's own may have changed; what the folder holds can be looked at without it.
            return new Answers(
                    record,
                    Optional.empty(),
                    Optional.empty(),
                    "they are found by their questions, which cannot be written again: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        if (options.isEmpty()) {
            return new Answers(record, options, Optional.empty(), "no language model was asked");
        }
        Path from = options.get().from();
        if (!record.hasCandidates()) {
            return new Answers(
                    record,
                    options,
                    Optional.empty(),
                    "they are found by their questions, which cannot be written again without the candidates: these are"
                            + " not in '" + record.candidatesPath()
                            + "' as they were; --candidates says where they are");
        }
        if (!RecordedAnswers.exist(options.get())) {
            return new Answers(record, options, Optional.empty(), "there are none in '" + from + "' any more");
        }
        if (isAnotherFile(record, from)) {
            return new Answers(record, options, Optional.empty(), "'" + from + "' was changed since");
        }
        InferenceSetting setting = new InferenceSetting(
                record.catalogue(),
                // Nobody is asked, so that no vector is needed.
                new IntentVectors(1, new float[record.catalogue().size()]),
                IntentFolder.example(record.folder().manifest()));
        Map<Split, Integer> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            rows.put(split, record.dataset().examples(split).size());
        }
        return new Answers(
                record,
                options,
                Optional.of(RecordedAnswers.open(options.get(), setting, rows)),
                "read from '" + from + "'");
    }

    /** How the answers of a run are found again; empty if no model was asked. */
    private static Optional<ReplayOptions> options(IntentRecord record) {
        Manifest manifest = record.folder().manifest();
        Map<String, String> choices = IntentFolder.inferrerOptions(manifest);
        if (record.inferrer().equals(ReplayOptions.NAME)) {
            return Optional.of(ReplayOptions.ofMap(choices));
        }
        return Inferrers.find(record.inferrer()).filter(InferrerKind::asks).isPresent()
                ? Optional.of(ReplayOptions.ofRun(
                        choices, model(record), fact(manifest, "identity").asText("")))
                : Optional.empty();
    }

    private static boolean isAnotherFile(IntentRecord record, Path from) {
        String known = fact(record.folder().manifest(), "sourceFingerprint").asText("");
        try {
            return Files.isRegularFile(from)
                    && !known.isEmpty()
                    && !Fingerprint.ofFile(from).equals(known);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The file '" + from + "' of answers cannot be read: " + e.getMessage() + ".",
                    "it may not be read by this user.",
                    e);
        }
    }

    /** What the inferrer counted or found out. */
    static JsonNode fact(Manifest manifest, String key) {
        return manifest.facts().path("inferrer").path(key);
    }

    /** The model's name, empty if there is none. */
    public static String model(IntentRecord record) {
        Manifest manifest = record.folder().manifest();
        String model = IntentFolder.inferrerOptions(manifest).getOrDefault("model", "");
        return ChatProviders.find(record.inferrer())
                .map(provider -> provider.modelName(model))
                .orElseGet(() -> fact(manifest, "model").asText(model));
    }

    /** Whether answers can be looked at. */
    public boolean available() {
        return kept.isPresent();
    }

    /** Where they are, or why they are not there. */
    public String note() {
        return note;
    }

    /** The answer behind a row; empty if there is none. */
    public Optional<RecordedAnswer> find(RecordedRow row) {
        return kept.flatMap(answers -> answers.find(record.request(row)));
    }

    /** What had to be dropped from an answer; empty if it is not usable, or its text was not kept. */
    public Optional<Repairs> repairs(RecordedRow row, RecordedAnswer answer) {
        return kept.flatMap(answers -> answers.repairs(record.request(row), answer));
    }

    /** How the answers are read, if that is known. */
    Optional<PromptOptions> prompt() {
        return options.map(ReplayOptions::prompt);
    }

    @Override
    public void close() {
        kept.ifPresent(RecordedAnswers::close);
    }
}
