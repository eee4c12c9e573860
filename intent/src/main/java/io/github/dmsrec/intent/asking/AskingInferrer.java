package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.nio.file.Path;
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

    /**
     * Writes the questions without a usable answer in OpenAI's batch form. Asks nobody.
     *
     * @param example for prompts, from the training rows
     * @param folder made if it is not there
     * @throws io.github.dmsrec.core.UserMistakeException if the folder has such files already, or the inferrer has no such
     *     form
     */
    BatchExport exportBatch(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            Path folder,
            Progress progress);

    /**
     * Keeps the answers of batch files as those of a run that asked.
     *
     * @param example for prompts, from the training rows
     * @param files in any order
     * @throws io.github.dmsrec.core.UserMistakeException if one cannot be read, or no line belongs to these rows
     */
    BatchImport importBatch(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            List<Path> files,
            Progress progress);
}
