package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.BatchQuestions;
import java.util.Arrays;
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

    /** Tasks bring copies of what the driver sent. */
    private static boolean isSame(QuestionSpec one, QuestionSpec other) {
        return one.form().equals(other.form())
                && one.data().equals(other.data())
                && one.fingerprint().equals(other.fingerprint())
                && Arrays.deepEquals(one.example(), other.example());
    }
}
