package io.github.dmsrec.spark;

import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.BatchLine;
import io.github.dmsrec.intent.asking.BatchQuestions;
import io.github.dmsrec.intent.asking.BatchReply;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines about the question of each row (session, items, candidates, key, lines): the first that is usable, or else
 * the last. Lines come in an order of their own, so that the same lines give the same row wherever they were read.
 */
record AnswerReading(QuestionSpec spec) implements MapPartitionsFunction<Row, Row> {

    /** What became of a question that no line is about. */
    static final String MISSING = "missing";

    private static final int LINES = 4;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return ExecutorQuestions.each(spec, rows, AnswerReading::read);
    }

    private static Row read(Row row, BatchQuestions questions) {
        if (Asking.key(row) == null) {
            return result(row, RowStatus.NOTHING_TO_CHOOSE.label(), 0, null, questions);
        }
        List<String> lines = row.isNullAt(LINES) ? List.of() : row.getList(LINES);
        IntentRequest request = Asking.request(row, questions.catalogue());
        BatchReply reply = null;
        for (Iterator<String> left = lines.iterator(); left.hasNext() && (reply == null || reply.row() == null); ) {
            reply = questions.read(request, Objects.requireNonNull(BatchLine.parse(left.next())));
        }
        String status = reply == null ? MISSING : (reply.row() == null ? RowStatus.FAILED : RowStatus.ANSWERED).label();
        return result(row, status, lines.size(), reply, questions);
    }

    private static Row result(Row row, String status, int lines, @Nullable BatchReply reply, BatchQuestions questions) {
        InferredRow intents = reply == null ? null : reply.row();
        StoredAnswer stored = reply == null ? null : reply.stored();
        return RowFactory.create(
                row.get(0),
                Asking.key(row),
                status,
                stored == null ? "" : stored.reason(),
                texts(intents == null ? List.of() : intents.explicitIntents(), questions),
                texts(intents == null ? List.of() : intents.latentIntents(), questions),
                stored == null ? "" : stored.answer(),
                stored == null
                        ? new Integer[0]
                        : Arrays.stream(stored.numbers()).boxed().toArray(Integer[]::new),
                stored == null ? "" : stored.finishReason(),
                stored == null ? 0 : stored.promptTokens(),
                stored == null ? 0 : stored.completionTokens(),
                lines);
    }

    private static Row[] texts(List<IntentText> intents, BatchQuestions questions) {
        return intents.stream().map(intent -> text(intent, questions)).toArray(Row[]::new);
    }

    private static Row text(IntentText intent, BatchQuestions questions) {
        if (intent instanceof IntentText.Title title) {
            return RowFactory.create(
                    questions.catalogue().id(title.item()),
                    questions.catalogue().title(title.item()));
        }
        return RowFactory.create(null, ((IntentText.Written) intent).text());
    }
}
