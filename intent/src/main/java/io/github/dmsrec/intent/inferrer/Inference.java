package io.github.dmsrec.intent.inferrer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The intents of a list of requests.
 *
 * @param rows one per request, in order
 * @param facts what the inferrer counted, for the manifest
 */
public record Inference(List<InferredRow> rows, ObjectNode facts) {

    private static final int REPORT_EVERY = 1000;

    /** Row by row, with nothing to count: inferrers that ask nobody. */
    static Inference rowByRow(
            String stageName,
            List<IntentRequest> requests,
            Progress progress,
            Function<IntentRequest, InferredRow> inferRow) {
        List<InferredRow> rows = new ArrayList<>(requests.size());
        try (Progress.Stage stage = progress.stage(stageName, "rows", requests.size())) {
            for (IntentRequest request : requests) {
                rows.add(inferRow.apply(request));
                if (rows.size() % REPORT_EVERY == 0) {
                    stage.advance(REPORT_EVERY);
                }
            }
            stage.advance(rows.size() % REPORT_EVERY);
        }
        return new Inference(rows, JsonNodeFactory.instance.objectNode());
    }
}
