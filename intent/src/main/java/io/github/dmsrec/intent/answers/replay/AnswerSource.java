package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.asking.Questions;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where answers are kept that are read again. For one thread. */
interface AnswerSource extends AutoCloseable {

    /** The answer to a row, if there is one. */
    Optional<RecordedAnswer> find(IntentRequest request);

    /** Refuses answers that no row asked for. */
    void requireAllUsed();

    /** Facts for the manifest. */
    void describe(ObjectNode facts);

    @Override
    void close();

    /**
     * Opens the source that options name.
     *
     * @param setting what the rows share
     * @param rows the number of rows of each split
     * @throws UserMistakeException if there is none, or it cannot be read
     */
    static AnswerSource open(ReplayOptions options, InferenceSetting setting, Map<Split, Integer> rows) {
        Path from = options.from();
        if (!Files.exists(from)) {
            throw new UserMistakeException(
                    "There is no '" + from + "' to replay answers from.",
                    "its name has a typing mistake, or the run that asked kept its answers elsewhere.");
        }
        QuestionRebuilder questions = new QuestionRebuilder(options, setting);
        Optional<Path> folder = storeFolder(from);
        return folder.isPresent()
                ? store(folder.get(), options, questions)
                : new FileAnswers(from, setting.catalogue(), questions, AnswerLines.open(from, rows));
    }

    /** The folder of the store that a path names; empty if it names a file of answers made elsewhere. */
    static Optional<Path> storeFolder(Path from) {
        if (Files.isDirectory(from)) {
            return Optional.of(from);
        }
        return String.valueOf(from.getFileName()).equals(AnswerStore.FILE_NAME)
                ? Optional.of(from.toAbsolutePath().resolveSibling(""))
                : Optional.empty();
    }

    private static AnswerSource store(Path folder, ReplayOptions options, QuestionRebuilder questions) {
        if (!Files.isRegularFile(folder.resolve(AnswerStore.FILE_NAME))) {
            // To open it would make an empty one.
            throw new UserMistakeException(
                    "The folder '" + folder + "' holds no " + AnswerStore.FILE_NAME + ".",
                    "another folder was meant: that of the option 'answers' of the run that asked.");
        }
        if (options.endpoint().model().isEmpty()) {
            throw new UserMistakeException(
                    "To replay from a store, the inferrer 'replay' needs the option 'model': a store may hold answers"
                            + " of several.",
                    "'model Qwen/Qwen2.5-7B-Instruct' fits; the manifest of the run that asked names it.");
        }
        AnswerStore store = AnswerStore.open(folder);
        try {
            Questions.requireSameWords(options.prompt().template(), store, folder);
        } catch (UserMistakeException e) {
            store.close();
            throw e;
        }
        return new StoreAnswers(folder, store, questions);
    }
}
