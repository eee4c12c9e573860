package io.github.dmsrec.spark;

import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.BatchImport;
import io.github.dmsrec.intent.asking.BatchQuestions;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Keeps what was read about questions in the store of answers, and counts it. For one thread. */
final class AnswerKeeping {

    private static final int KEPT_AT_ONCE = 256;

    private final BatchQuestions questions;
    private final AnswerFormat format;
    private final Map<String, Integer> failed = new TreeMap<>();
    private long kept;
    private long missing;
    private long repeated;
    private long read;

    AnswerKeeping(BatchQuestions questions, AnswerFormat format) {
        this.questions = questions;
        this.format = format;
    }

    /**
     * Keeps them.
     *
     * @param outcomes of different questions, as {@link SessionQuestions#answers} has them
     */
    void keep(Iterator<Row> outcomes) {
        try (AnswerStore store = AnswerStore.open(questions.answers())) {
            List<Row> some = new ArrayList<>(KEPT_AT_ONCE);
            while (outcomes.hasNext()) {
                some.add(outcomes.next());
                if (some.size() == KEPT_AT_ONCE || !outcomes.hasNext()) {
                    keep(some, store);
                    some.clear();
                }
            }
        }
    }

    private void keep(List<Row> outcomes, AnswerStore store) {
        Map<String, StoredAnswer> before = store.findAll(outcomes.stream()
                .map(outcome -> outcome.<String>getAs(SessionQuestions.KEY))
                .toList());
        List<StoredAnswer> news = new ArrayList<>();
        for (Row outcome : outcomes) {
            int lines = outcome.<Integer>getAs(SessionQuestions.LINES);
            read += lines;
            StoredAnswer known = before.get(outcome.<String>getAs(SessionQuestions.KEY));
            if (known != null && known.answered()) {
                repeated += lines;
                continue;
            }
            if (lines == 0) {
                missing++;
                continue;
            }
            StoredAnswer answer = stored(outcome);
            news.add(answer);
            if (answer.answered()) {
                kept++;
                repeated += lines - 1;
            } else {
                failed.merge(answer.reason(), 1, Integer::sum);
            }
        }
        store.putAll(news);
    }

    private StoredAnswer stored(Row outcome) {
        List<Integer> numbers = outcome.getList(outcome.fieldIndex(SessionQuestions.NUMBERS));
        return new StoredAnswer(
                outcome.getAs(SessionQuestions.KEY),
                outcome.<String>getAs(SessionQuestions.STATUS).equals(RowStatus.ANSWERED.label()),
                outcome.getAs(SessionQuestions.REASON),
                outcome.getAs(SessionQuestions.ANSWER),
                numbers.stream().mapToInt(Integer::intValue).toArray(),
                outcome.getAs(SessionQuestions.FINISH),
                outcome.<Integer>getAs(SessionQuestions.PROMPT_TOKENS),
                outcome.<Integer>getAs(SessionQuestions.COMPLETION_TOKENS),
                1,
                0,
                questions.model(),
                questions.template(),
                format);
    }

    /**
     * What came of all lines.
     *
     * @param lines how many there were
     * @param unreadable how many are no such objects
     * @param firstUnreadable one of these; empty if there is none
     */
    BatchImport report(long lines, long unreadable, String firstUnreadable) {
        return new BatchImport(
                Math.toIntExact(lines),
                Math.toIntExact(kept),
                failed,
                Math.toIntExact(repeated),
                Math.toIntExact(lines - unreadable - read),
                Math.toIntExact(unreadable),
                firstUnreadable,
                Math.toIntExact(missing));
    }
}
