package io.github.dmsrec.spark;

import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.SessionPredictor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Scores the sessions of a partition, some at a time. An empty partition loads no model. */
record Scoring(ShippedModel model, Wanted wanted) implements MapPartitionsFunction<Row, Row> {

    private static final int SESSION = 0;
    private static final int ITEMS = 1;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        ExecutorModels.Lease lease = ExecutorModels.use(model, wanted);
        TaskCompletionListener release = ended -> lease.close();
        TaskContext.get().addTaskCompletionListener(release);
        return new Answers(rows, lease.predictor());
    }

    private static final class Answers implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final SessionPredictor predictor;
        private final Queue<Row> ready = new ArrayDeque<>();

        Answers(Iterator<Row> rows, SessionPredictor predictor) {
            this.rows = rows;
            this.predictor = predictor;
        }

        @Override
        public boolean hasNext() {
            return !ready.isEmpty() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (ready.isEmpty()) {
                if (!rows.hasNext()) {
                    throw new NoSuchElementException();
                }
                answerSome();
            }
            return ready.remove();
        }

        private void answerSome() {
            List<@Nullable Object> ids = new ArrayList<>();
            List<List<String>> sessions = new ArrayList<>();
            while (sessions.size() < SessionPredictor.USUAL_BATCH && rows.hasNext()) {
                Row row = rows.next();
                ids.add(row.get(SESSION));
                sessions.add(ClickedItems.clicked(row, ITEMS));
            }
            List<SessionPredictor.Answer> answers = predictor.predict(sessions);
            for (int i = 0; i < answers.size(); i++) {
                SessionPredictor.Answer answer = answers.get(i);
                Row[] recommendations = new Row[answer.items().size()];
                for (int rank = 0; rank < recommendations.length; rank++) {
                    recommendations[rank] = RowFactory.create(answer.items().get(rank), answer.scores()[rank]);
                }
                ready.add(RowFactory.create(
                        ids.get(i),
                        recommendations,
                        answer.unknown(),
                        answer.fallback() ? LiveRecommender.FALLBACK : null));
            }
        }
    }
}
