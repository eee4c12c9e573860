package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.intent.reply.Repairs;
import java.util.List;

/**
 * The intents of one row.
 *
 * @param status what became of it
 * @param reason why it has no intents; empty if it has
 * @param explicitIntents what was clicked already, in the order chosen
 * @param latentIntents what was not, in the order chosen
 * @param shown the candidates as a model was shown them, as catalogue indices; empty if no model was asked
 * @param numbers the candidate numbers picked, from 1 in the order of {@code shown}; empty if none were asked for
 * @param phrases what the model calls the intents; may be empty
 * @param repairs what was dropped from the answer
 */
public record InferredRow(
        RowStatus status,
        String reason,
        List<IntentText> explicitIntents,
        List<IntentText> latentIntents,
        int[] shown,
        int[] numbers,
        List<String> phrases,
        Repairs repairs) {

    private static final int[] NONE = {};

    /** A row of an answer from which nothing was dropped. */
    public InferredRow(
            RowStatus status,
            String reason,
            List<IntentText> explicitIntents,
            List<IntentText> latentIntents,
            int[] shown,
            int[] numbers,
            List<String> phrases) {
        this(status, reason, explicitIntents, latentIntents, shown, numbers, phrases, Repairs.NONE);
    }

    /** A row without intents. */
    public static InferredRow without(RowStatus status, String reason) {
        return new InferredRow(status, reason, List.of(), List.of(), NONE, NONE, List.of());
    }

    /** A row whose picks no model made. */
    public static InferredRow chosen(List<IntentText> explicitIntents, List<IntentText> latentIntents) {
        return new InferredRow(RowStatus.ANSWERED, "", explicitIntents, latentIntents, NONE, NONE, List.of());
    }
}
