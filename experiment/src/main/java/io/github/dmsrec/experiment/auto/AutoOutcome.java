package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of it.
 *
 * @param model the folder of the model that serves
 * @param dataset the name of the data set
 * @param validationRows how many rows the candidates were compared on
 * @param selectBy whether they were compared with the items of the session left out or ranked
 * @param candidates in the order in which they were made
 * @param winner the name of the one that was chosen
 * @param why in words
 * @param skipped what there was no time or no data for, each as a sentence
 * @param learnedValidation the names of the models, in the one that serves, that were trained again with the validation
 *     sessions
 * @param budgetSeconds what might be used
 * @param usedSeconds what was used, by earlier runs in the same work folder, too
 */
public record AutoOutcome(
        Path model,
        String dataset,
        int validationRows,
        SelectBy selectBy,
        List<Candidate> candidates,
        String winner,
        String why,
        List<String> skipped,
        List<String> learnedValidation,
        double budgetSeconds,
        double usedSeconds) {

    /** Copies the lists. */
    public AutoOutcome {
        candidates = List.copyOf(candidates);
        skipped = List.copyOf(skipped);
        learnedValidation = List.copyOf(learnedValidation);
    }
}
