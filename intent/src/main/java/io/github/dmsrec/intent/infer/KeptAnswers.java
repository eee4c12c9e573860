package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.store.AnswerStore;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** The answers of a run, to be looked at again. Asks nobody. For one thread. */
public final class KeptAnswers implements AutoCloseable {

    private final AnswerSource source;
    private final InferenceSetting setting;

    private KeptAnswers(AnswerSource source, InferenceSetting setting) {
        this.source = source;
        this.setting = setting;
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
    public static KeptAnswers open(ReplayOptions options, InferenceSetting setting, Map<Split, Integer> rows) {
        return new KeptAnswers(AnswerSource.open(options, setting, rows), setting);
    }

    /** The answer to a row; empty if there is none, or nothing was asked about the row. */
    public Optional<KeptAnswer> find(IntentRequest request) {
        return AnswerReader.askable(setting.catalogue(), request) ? source.find(request) : Optional.empty();
    }

    @Override
    public void close() {
        source.close();
    }
}
