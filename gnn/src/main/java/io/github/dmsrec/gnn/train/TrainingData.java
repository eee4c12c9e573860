package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.recipe.TrainingOptions.Selection;
import java.util.Optional;

/**
 * What a model is trained on. Immutable.
 *
 * @param dataset with training and validation examples
 * @param intents of all examples that the options make targets, for a fused model
 * @param itemTexts the title vectors of the items; present if and only if the options put them into the item table
 */
public record TrainingData(SessionDataset dataset, Optional<IntentTable> intents, Optional<IntentVectors> itemTexts) {

    /** The data of a base model without titles. */
    public static TrainingData of(SessionDataset dataset) {
        return new TrainingData(dataset, Optional.empty(), Optional.empty());
    }

    /** The same for a fused model. */
    public TrainingData withIntents(IntentTable table) {
        return new TrainingData(dataset, Optional.of(table), itemTexts);
    }

    /** The same with titles, if there are any. */
    public TrainingData withItemTexts(Optional<IntentVectors> vectors) {
        return new TrainingData(dataset, intents, vectors);
    }

    /** The same without test examples, which training does not need. */
    public TrainingData withoutTest() {
        return new TrainingData(dataset.withoutTest(), intents.map(IntentTable::withoutTest), itemTexts);
    }

    /**
     * What the options' choices of targets and selection make of it.
     *
     * @throws UserMistakeException if there are no training or no validation examples, or if the training examples with
     *     intents are not as many as the training examples
     */
    TrainingData chosenBy(TrainingOptions options) {
        requireExamples();
        TrainingData chosen = options.selection() == Selection.TEST ? withValidation(options) : ofTargets(options);
        chosen.requireIntentsOfAllRows(options);
        return chosen;
    }

    /**
     * The same with the validation sessions among the training ones: what a refit learns from.
     *
     * @throws UserMistakeException as {@link #chosenBy}
     */
    TrainingData refitBy(TrainingOptions options) {
        requireExamples();
        TrainingData chosen = withValidation(options);
        chosen.requireIntentsOfAllRows(options);
        return chosen;
    }

    private TrainingData ofTargets(TrainingOptions options) {
        return new TrainingData(dataset.withTrainingTargets(options.targets()), intents, itemTexts);
    }

    /** Intents belong to the validation rows as they are; without them, the targets choose among all their clicks. */
    private TrainingData withValidation(TrainingOptions options) {
        return intents.isPresent()
                ? ofTargets(options).trainingOnValidation()
                : trainingOnValidation().ofTargets(options);
    }

    private TrainingData trainingOnValidation() {
        return new TrainingData(
                dataset.trainingOnValidation(), intents.map(IntentTable::trainingOnValidation), itemTexts);
    }

    private void requireExamples() {
        int training = dataset.examples(Split.TRAIN).size();
        int validation = dataset.examples(Split.VALIDATION).size();
        if (training == 0 || validation == 0) {
            throw new UserMistakeException(
                    "Data set '" + dataset.name() + "' has " + training + " training and " + validation
                            + " validation examples; training needs both.",
                    "Use a larger data set.");
        }
    }

    private void requireIntentsOfAllRows(TrainingOptions options) {
        int rows = dataset.examples(Split.TRAIN).size();
        int withIntents = intents.map(table -> table.rows(Split.TRAIN).size()).orElse(rows);
        if (rows != withIntents) {
            throw new UserMistakeException(
                    "There are intents for " + withIntents + " training rows, but with targets "
                            + Labels.of(options.targets()) + " there are " + rows + ".",
                    "Give 'candidates' and 'infer' the same targets.");
        }
    }
}
