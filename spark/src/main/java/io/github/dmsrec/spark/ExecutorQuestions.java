package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.BatchQuestions;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.BiFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The questions that this executor process puts: read once for all tasks of a job. Safe for use by several threads. */
final class ExecutorQuestions {

    private record Open(QuestionSpec spec, BatchQuestions questions) {}

    private static @Nullable Open last;

    private ExecutorQuestions() {}

    /**
     * What a task puts its questions with.
     *
     * @throws InvalidInputException if this executor lacks a file
     */
    static synchronized BatchQuestions of(QuestionSpec spec) {
        Open open = last;
        if (open == null || !isSame(open.spec(), spec)) {
            try {
                open = new Open(spec, spec.open());
            } catch (UserMistakeException e) {
                throw new InvalidInputException(String.valueOf(e.getMessage()), e);
            }
            last = open;
        }
        return open.questions();
    }

    /**
     * The rows of a task, each as it comes out of a function of it and the questions. Nothing is opened for a task without rows.
     *
     * @throws InvalidInputException if this executor lacks a file
     */
    static Iterator<Row> each(QuestionSpec spec, Iterator<Row> rows, BiFunction<Row, BatchQuestions, Row> function) {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        BatchQuestions questions = of(spec);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                return function.apply(rows.next(), questions);
            }
        };
    }

    /** Tasks bring copies of what the driver sent. */
    private static boolean isSame(QuestionSpec one, QuestionSpec other) {
        return one.form().equals(other.form())
                && one.data().equals(other.data())
                && one.fingerprint().equals(other.fingerprint())
                && Arrays.deepEquals(one.example(), other.example());
    }
}
