package io.github.dmsrec.intent.asking;

import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.BiFunction;

/**
 * The rows of a run, read from the store in groups when they are asked for, so that they take no memory: fast from the
 * first to the last, slow in another order. For one thread.
 */
final class AnsweredRows extends AbstractList<InferredRow> implements RandomAccess {

    private static final int GROUP = 256;

    private final Questions questions;
    private final AnswerStore store;
    private final BiFunction<Question, StoredAnswer, InferredRow> reader;
    private List<InferredRow> group = List.of();
    private int groupStart = -1;

    AnsweredRows(Questions questions, AnswerStore store, BiFunction<Question, StoredAnswer, InferredRow> reader) {
        this.questions = questions;
        this.store = store;
        this.reader = reader;
    }

    @Override
    public InferredRow get(int index) {
        int row = Objects.checkIndex(index, size());
        int start = row - row % GROUP;
        if (start != groupStart) {
            group = read(start, Math.min(start + GROUP, size()));
            groupStart = start;
        }
        return group.get(row - start);
    }

    @Override
    public int size() {
        return questions.rows();
    }

    private List<InferredRow> read(int from, int to) {
        List<Optional<Question>> asked = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            asked.add(questions.of(row));
        }
        Map<String, StoredAnswer> found = store.findAll(
                asked.stream().flatMap(Optional::stream).map(Question::key).toList());
        return asked.stream().map(question -> row(question, found)).toList();
    }

    private InferredRow row(Optional<Question> question, Map<String, StoredAnswer> found) {
        if (question.isEmpty()) {
            return AnswerReader.nothingToChoose();
        }
        StoredAnswer stored = found.get(question.get().key());
        if (stored == null) {
            throw new IllegalStateException("row " + question.get().row() + " was not asked");
        }
        return stored.answered()
                ? reader.apply(question.get(), stored)
                : InferredRow.without(RowStatus.FAILED, stored.reason());
    }
}
