package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method of recommending: an entry of {@link Methods}, or a blend of models of several. What it can do it says in its
 * {@link Capabilities}; nothing else
 * asks whether it is a neural network or counts. Immutable and safe for use by several threads.
 */
public sealed interface Method permits BaselineMethod, LinkMethod, NeuralMethod, BlendMethod {

    /**
     * What a method can do.
     *
     * @param intents whether it can be fused with intents
     * @param itemText whether it can take the titles' vectors
     * @param epochs whether it is trained in epochs, validated after each and can continue from an earlier model; else it
     *     learns from its sessions in one pass
     * @param counts whether it is a baseline in tables: not a neural network, nor made of any
     * @param taught whether it learns from another model, which must be given, as well as from sessions
     * @param order how it uses the times of sessions
     */
    record Capabilities(
            boolean intents,
            boolean itemText,
            boolean epochs,
            boolean counts,
            boolean taught,
            BaselineKind.Order order) {}

    /**
     * What a model is trained on.
     *
     * @param folder of the data set
     * @param dataset its content
     * @param encoder what encodes titles, if the options want any
     */
    record Data(ArtefactFolder folder, SessionDataset dataset, EncoderOptions encoder) {}

    /** The name on the command line and in files, lower case with dashes. */
    String name();

    /** What it is, or its paper. */
    String source();

    /** What it can do. */
    Capabilities capabilities();

    /** Its options. */
    OptionSet options();

    /** The options of a recipe. A non-neural baseline has the same ones in both. */
    default MethodOptions defaults(Recipe recipe) {
        return new MethodOptions(this, recipe, options().defaults(recipe));
    }

    /** All options by key as manifests have them, the method's name first. */
    Map<String, String> toMap(MethodOptions options);

    /**
     * What the manifest of a model without intents says.
     *
     * @param options of this method
     * @param origin without the data set and the options
     */
    Origin origin(MethodOptions options, Data data, Origin origin);

    /**
     * Trains a model without intents, and writes it.
     *
     * @param options of this method
     * @param origin without the data set and the options
     * @throws io.github.dmsrec.core.UserMistakeException if the data or the folder is not fit
     */
    ArtefactFolder train(MethodOptions options, Data data, Origin origin, Path out, Progress progress)
            throws IOException;

    /**
     * Trains a model like another one, on other sessions over the same items.
     *
     * @param model of this method
     * @param origin complete
     */
    ArtefactFolder trainLike(OpenModel model, SessionDataset sessions, Origin origin, Path out, Progress progress)
            throws IOException;

    /**
     * The options of a model.
     *
     * @param model of this method
     * @throws io.github.dmsrec.core.UserMistakeException naming every wrong value at once
     */
    MethodOptions optionsOf(ArtefactFolder model);

    /**
     * Opens a model.
     *
     * @param model of this method
     * @param threads for a network
     * @throws io.github.dmsrec.core.UserMistakeException if a file of it is missing or broken
     */
    OpenModel open(ArtefactFolder model, int threads);

    /**
     * Whether a model has learned from the sessions of the validation split, so that no choice can be made by its figures
     * there.
     *
     * @param model of this method
     */
    boolean hasLearnedValidation(ArtefactFolder model);

    /**
     * The same method with the same options, learned from the training split alone; null where that takes a training.
     *
     * @param model of this method
     * @param dataset that the model was made from
     * @param progress is told of stages that may take long
     */
    default @Nullable Recommender learnedFromTraining(ArtefactFolder model, SessionDataset dataset, Progress progress) {
        return null;
    }

    /** The epochs of a model's training; empty if it was not trained in epochs. */
    List<JsonNode> history(ArtefactFolder model);
}
