package io.github.dmsrec.intent.answers.exchange;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.util.List;

/**
 * A row of a folder of intents.
 *
 * @param split of the row
 * @param number from 0 within the split
 * @param explicitTexts numbers of texts
 * @param latentTexts numbers of texts
 * @param status what became of it
 * @param reason why it has no intents; empty if it has
 * @param shown the candidates as a model was shown them, as catalogue indices; empty if no model was asked, or no usable
 *     answer came
 * @param numbers the candidate numbers picked, from 1 in the order of {@code shown}; empty if none were asked for
 * @param phrases what the model calls the intents
 */
public record RecordedRow(
        Split split,
        int number,
        int[] explicitTexts,
        int[] latentTexts,
        RowStatus status,
        String reason,
        int[] shown,
        int[] numbers,
        List<String> phrases) {

    /** Whether it has intents. */
    public boolean answered() {
        return status == RowStatus.ANSWERED;
    }

    /** What messages call it. */
    public String place() {
        return new IntentRequest.Row(split, number).toString();
    }
}
