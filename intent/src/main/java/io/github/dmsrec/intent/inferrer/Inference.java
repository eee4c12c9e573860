package io.github.dmsrec.intent.inferrer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The intents of a list of requests.
 *
 * @param rows one per request, in order
 * @param facts what the inferrer counted, for the manifest
 * @param kept files that the inferrer needs for new sessions
 */
public record Inference(List<InferredRow> rows, ObjectNode facts, List<KeptFile> kept) {

    /**
     * A file that a folder of intents keeps, so that new sessions can be inferred from the folder alone.
     *
     * @param option the key of the inferrer's option that names the file
     * @param name of the file in the folder
     * @param content writes it
     */
    public record KeptFile(String option, String name, Content content) {

        /** Writes a file. */
        @FunctionalInterface
        public interface Content {
            void writeTo(Path file) throws IOException;
        }
    }

    /** Without files. */
    public Inference(List<InferredRow> rows, ObjectNode facts) {
        this(rows, facts, List.of());
    }

    /** The same rows with files beside them. */
    public Inference keeping(KeptFile... files) {
        return new Inference(rows, facts, List.of(files));
    }

    private static final int REPORT_EVERY = 1000;

    /** Row by row, with nothing to count: inferrers that ask nobody. */
    public static Inference rowByRow(
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
