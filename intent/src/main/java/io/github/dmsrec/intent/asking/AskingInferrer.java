package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.util.List;
import java.util.Optional;

/**
 * An inferrer that asks a language model, which costs time or money. It needs no vectors of titles.
 */
public interface AskingInferrer extends IntentInferrer {

    /**
     * What would be asked about rows. Asks nobody, and makes no store.
     *
     * @param example for prompts, from the training rows
     * @param tokens counts as the model does; empty to estimate
     */
    AskingPlan plan(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            Optional<TokenCounter> tokens,
            Progress progress);
}
