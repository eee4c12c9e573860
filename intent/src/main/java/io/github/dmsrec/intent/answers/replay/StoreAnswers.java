package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.answers.replay.QuestionRebuilder.Asked;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import java.nio.file.Path;
import java.util.Optional;

/** The answers of a store, found by the keys of their questions. For one thread. */
final class StoreAnswers implements AnswerSource {

    private final Path folder;
    private final QuestionRebuilder questions;
    private final AnswerStore store;

    /** @param store of the folder, closed with this */
    StoreAnswers(Path folder, AnswerStore store, QuestionRebuilder questions) {
        this.folder = folder;
        this.questions = questions;
        this.store = store;
    }

    @Override
    public Optional<RecordedAnswer> find(IntentRequest request) {
        return questions.firstFound(request, asked -> store.find(asked.key()).map(stored -> kept(stored, asked)));
    }

    private RecordedAnswer kept(StoredAnswer stored, Asked asked) {
        return new RecordedAnswer(
                stored.answer(),
                true,
                true,
                stored.answered() ? Optional.empty() : Optional.of(stored.reason()),
                // Titles may be read in another way than when the answer was kept.
                new int[0],
                asked.prompt().shown(),
                asked.format(),
                "The answer " + stored.key() + " in '" + folder.resolve(AnswerStore.FILE_NAME) + "'",
                new RecordedAnswer.Usage(
                        stored.promptTokens(), stored.completionTokens(), stored.attempts(), stored.latencyMillis()),
                new RecordedAnswer.Origin(stored.model(), stored.template(), stored.finishReason()));
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
