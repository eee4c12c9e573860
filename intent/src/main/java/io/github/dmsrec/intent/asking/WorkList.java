package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.reply.AnswerException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is to be asked: the rows whose question has no usable answer in the store. Of rows with the same question the first
 * asks it. Neither questions nor answers are held; a row takes some bits, and while the list is made some 16 bytes.
 */
final class WorkList {

    private static final int BATCH = 256;

    private final QuestionList questions;
    private final Optional<AnswerStore> store;
    private final BitSet open = new BitSet();
    private final BitSet repeats = new BitSet();
    private final Tally before = new Tally();
    private final PickHabits habits = new PickHabits();
    private final Map<String, Integer> unreadable = new TreeMap<>();
    private int answered;
    private int failedBefore;
    private int withoutTitle;
    private int counted;
    private long countedCharacters;
    private long countedPromptTokens;
    private long countedCompletionTokens;
    private long openCharacters;

    private WorkList(QuestionList questions, Optional<AnswerStore> store) {
        this.questions = questions;
        this.store = store;
    }

    /**
     * Looks every row's question up.
     *
     * @param store empty if there is none yet
     */
    static WorkList of(QuestionList questions, Optional<AnswerStore> store, Progress progress) {
        WorkList list = new WorkList(questions, store);
        LongSet seen = new LongSet();
        try (Progress.Stage stage = progress.stage("look up answers", "rows", questions.rows())) {
            for (int from = 0; from < questions.rows(); from += BATCH) {
                List<Question> batch = new ArrayList<>(BATCH);
                int to = Math.min(from + BATCH, questions.rows());
                for (int row = from; row < to; row++) {
                    questions.of(row).ifPresentOrElse(batch::add, () -> list.withoutTitle++);
                }
                list.sort(batch, seen);
                stage.advance(to - from);
            }
        }
        return list;
    }

    private void sort(List<Question> batch, LongSet seen) {
        Map<String, StoredAnswer> found = find(batch);
        for (Question question : batch) {
            Optional<StoredAnswer> stored = Optional.ofNullable(found.get(question.key()));
            // 64 of the key's 256 bits; should two questions agree in them, the second is seen to be no repeat later.
            boolean first = seen.add(Long.parseUnsignedLong(question.key().substring(0, 16), 16));
            if (first) {
                stored.ifPresent(before::addUsage);
            }
            if (stored.filter(StoredAnswer::answered).isPresent()) {
                if (first) {
                    answered++;
                    countAnswer(question, stored.get());
                }
            } else if (first) {
                open.set(question.row());
                openCharacters += question.characters();
                failedBefore += stored.isPresent() ? 1 : 0;
            } else {
                repeats.set(question.row());
            }
        }
    }

    private void countAnswer(Question question, StoredAnswer answer) {
        try {
            QuestionList.Reading read = questions.check(answer.answer(), answer.cutOff(), question);
            before.addDropped(read.repairs());
            habits.add(read.shown(), read.numbers());
        } catch (AnswerException e) {
            unreadable.merge(e.reason(), 1, Integer::sum);
        }
        if (answer.promptTokens() > 0) {
            counted++;
            countedCharacters += question.characters();
            countedPromptTokens += answer.promptTokens();
            countedCompletionTokens += answer.completionTokens();
        }
    }

    private Map<String, StoredAnswer> find(List<Question> batch) {
        return store.map(present ->
                        present.findAll(batch.stream().map(Question::key).toList()))
                .orElse(Map.of());
    }

    /** The rows whose questions are to be asked. */
    BitSet open() {
        return open;
    }

    /** Rows taken for repeats of open ones whose question has no outcome even after those were asked. */
    BitSet missedRepeats() {
        BitSet missed = new BitSet();
        List<Question> batch = new ArrayList<>(BATCH);
        for (int row = repeats.nextSetBit(0); row >= 0; row = repeats.nextSetBit(row + 1)) {
            batch.add(questions.of(row).orElseThrow());
            if (batch.size() == BATCH || repeats.nextSetBit(row + 1) < 0) {
                Map<String, StoredAnswer> found = find(batch);
                batch.stream()
                        .filter(question -> !found.containsKey(question.key()))
                        .forEach(question -> missed.set(question.row()));
                batch.clear();
            }
        }
        return missed;
    }

    /** The number of rows. */
    int rows() {
        return questions.rows();
    }

    /** The number of different questions. */
    int distinct() {
        return answered + open.cardinality();
    }

    /** How many of them have a usable answer. */
    int answered() {
        return answered;
    }

    /** Answers that were usable when they were kept and are not as titles are read now, by reason. */
    Map<String, Integer> unreadable() {
        return unreadable;
    }

    /** How many of the others were asked by an earlier run in vain. */
    int failedBefore() {
        return failedBefore;
    }

    /** The rows that ask nothing, because nothing in them has a title. */
    int withoutTitle() {
        return withoutTitle;
    }

    /** The length of all prompts that are to be asked. */
    long openCharacters() {
        return openCharacters;
    }

    /** How many characters of a prompt were a token by those usable answers whose tokens were counted; empty without any. */
    OptionalDouble charactersPerToken() {
        return counted == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) countedCharacters / countedPromptTokens);
    }

    /** How the usable answers so far were picked; a run adds its own. */
    PickHabits habits() {
        return habits;
    }

    /** What earlier runs used up. */
    Tally before() {
        return before;
    }

    /** Tells a budget what earlier runs used up, and what their usable answers say of those to come. */
    void report(Budget budget) {
        budget.spentBefore(before.promptTokens(), before.completionTokens());
        if (counted > 0) {
            budget.learn(counted, countedCharacters, countedPromptTokens, countedCompletionTokens);
        }
    }
}
