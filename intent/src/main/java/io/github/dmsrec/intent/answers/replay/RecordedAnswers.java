package io.github.dmsrec.intent.answers.replay;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.asking.AnswerReader;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.Repairs;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** The answers of a run, to be looked at again. Asks nobody. For one thread. */
public final class RecordedAnswers implements AutoCloseable {

    private final AnswerSource source;
    private final InferenceSetting setting;
    private final AnswerReader reader;

    private RecordedAnswers(AnswerSource source, InferenceSetting setting, AnswerReader reader) {
        this.source = source;
        this.setting = setting;
        this.reader = reader;
    }

    /** Whether the file or the store that options name is there. */
    public static boolean exist(ReplayOptions options) {
        return Files.exists(options.from())
                && AnswerSource.storeFolder(options.from())
                        .map(AnswerStore::exists)
                        .orElse(true);
    }

    /**
     * Opens answers.
     *
     * @param options where they are, and how the questions were made
     * @param setting what the rows share; vectors are not needed
     * @param rows the number of rows of each split
     * @throws io.github.dmsrec.core.UserMistakeException if they are not there or cannot be read
     */
    public static RecordedAnswers open(ReplayOptions options, InferenceSetting setting, Map<Split, Integer> rows) {
        return new RecordedAnswers(
                AnswerSource.open(options, setting, rows),
                setting,
                new AnswerReader(setting.catalogue(), options.prompt()));
    }

    /** The answer to a row; empty if there is none, or nothing was asked about the row. */
    public Optional<RecordedAnswer> find(IntentRequest request) {
        return AnswerReader.askable(setting.catalogue(), request) ? source.find(request) : Optional.empty();
    }

    /** What is dropped from an answer when it is read; empty if it is not usable, or its text was not kept. */
    public Optional<Repairs> repairs(IntentRequest request, RecordedAnswer answer) {
        if (answer.failure().isPresent() || !answer.verbatim()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(
                            request,
                            new Prompt("", "", answer.shown()),
                            answer.format(),
                            answer.text(),
                            answer.cutOff())
                    .repairs());
        } catch (AnswerException e) {
            // Its row has no intents either, and its reason is counted there.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
