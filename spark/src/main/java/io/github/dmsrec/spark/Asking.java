package io.github.dmsrec.spark;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.asking.BatchQuestions;
import io.github.dmsrec.intent.asking.BatchRequest;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts the question of each row (session, items, candidates): adds the question's key and the body of its request, null where
 * nothing in the row has a title.
 */
record Asking(QuestionSpec spec) implements MapPartitionsFunction<Row, Row> {

    private static final int ITEMS = 1;
    private static final int CANDIDATES = 2;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return ExecutorQuestions.each(spec, rows, Asking::ask);
    }

    private static Row ask(Row row, BatchQuestions questions) {
        BatchRequest request = questions.request(request(row, questions.catalogue()));
        return RowFactory.create(
                row.get(0),
                row.get(ITEMS),
                row.get(CANDIDATES),
                request == null ? null : request.key(),
                request == null ? null : request.body());
    }

    /**
     * What is asked about. Clicks on items that the catalogue does not have are left out, as in recommendations.
     *
     * @throws io.github.dmsrec.InvalidInputException naming the session, if a list is malformed or a candidate unknown
     */
    static IntentRequest request(Row row, Catalogue catalogue) {
        int[] session = catalogue.indicesOf(ClickedItems.clicked(row, ITEMS), unknown -> {});
        List<String> candidates = ClickedItems.ids(row, CANDIDATES, "candidates");
        return new IntentRequest(session, catalogue.indicesOf(candidates, unknown -> {
            throw ClickedItems.mistake(
                    row,
                    "has the candidate '" + unknown
                            + "', which is no item of the data set. Use candidates of a model that"
                            + " was trained on it.");
        }));
    }

    /** The key of a row's question; null if there is none. */
    static @Nullable String key(Row asked) {
        return asked.getString(CANDIDATES + 1);
    }
}
