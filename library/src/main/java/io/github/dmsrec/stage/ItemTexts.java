package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.TitleVectors;
import io.github.dmsrec.intent.encode.CacheFolder;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.util.Map;
import java.util.Optional;

/**
 * The title vectors that the training option {@code item-text} adds to the item table. They are kept in the model, which
 * recommends without the encoder; its manifest names the encoder.
 *
 * @param vectors one per item; empty if titles do not enter the item table
 * @param origin of the model, with the choices of the encoder
 */
public record ItemTexts(Optional<IntentVectors> vectors, Origin origin) {

    /** The key of {@link EncoderOptions#toText} in manifests. */
    static final String ENCODER_FOLDER = IntentFolder.ENCODER;

    private static final String IDENTITY = TextEncoder.OPTION_PREFIX + "identity";

    /** Whether titles enter the item table. */
    static boolean wanted(TrainingOptions options) {
        return options.itemText() == TrainingOptions.ItemText.ADD;
    }

    /** The encoder with the cache of vectors in front of it. */
    public static TextEncoder open(EncoderOptions encoder, int threads) {
        return encoder.open(threads, CacheFolder.resolve(Optional.empty(), System.getenv()));
    }

    /** From an encoder, if the options want them. */
    static ItemTexts encoded(
            SessionDataset dataset, TrainingOptions options, EncoderOptions encoder, Origin origin, Progress progress) {
        if (!wanted(options)) {
            return new ItemTexts(Optional.empty(), origin);
        }
        try (TextEncoder textEncoder = open(encoder, origin.threads())) {
            return new ItemTexts(
                    Optional.of(
                            TitleVectors.encode(dataset, textEncoder, progress).vectors()),
                    textEncoder.recordIn(origin));
        }
    }

    /**
     * As those of a model, for one that is trained like it.
     *
     * @throws UserMistakeException if the model's encoder is not what it was
     */
    static ItemTexts like(
            ArtefactFolder model, SessionDataset dataset, TrainingOptions options, Origin origin, Progress progress) {
        Map<String, String> recorded = model.manifest().options();
        String encoder = recorded.getOrDefault(ENCODER_FOLDER, EncoderOptions.BUILT_IN);
        ItemTexts texts = encoded(dataset, options, EncoderOptions.ofText(encoder), origin, progress);
        String was = recorded.getOrDefault(IDENTITY, "none");
        String is = texts.origin().options().getOrDefault(IDENTITY, "none");
        if (wanted(options) && !was.equals(is)) {
            throw new UserMistakeException(
                    "The encoder of '" + model.path() + "' had the identity " + was + ", but '" + encoder + "' has "
                            + is + ".",
                    "the encoder's files were replaced; train the model again.");
        }
        return texts;
    }
}
