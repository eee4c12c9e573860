package io.github.dmsrec.app.work;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.Origin;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.TitleVectors;
import io.github.dmsrec.intent.encode.CacheFolder;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.Pooling;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The title vectors that the training option {@code item-text} adds to the item table. They are kept in the model, which
 * recommends without the encoder; its manifest names the encoder.
 *
 * @param vectors one per item; empty if titles do not enter the item table
 * @param origin of the model, with the choices of the encoder
 */
record ItemTexts(Optional<IntentVectors> vectors, Origin origin) {

    /** The key of the encoder's folder in manifests. */
    static final String ENCODER_FOLDER = "encoder-folder";

    private static final String BUILT_IN = "built-in";
    private static final String IDENTITY = TextEncoder.OPTION_PREFIX + "identity";

    /** Whether titles enter the item table. */
    static boolean wanted(TrainingOptions options) {
        return options.itemText() == TrainingOptions.ItemText.ADD;
    }

    /** The encoder with the cache of vectors in front of it. */
    static TextEncoder open(Optional<Path> encoder, int threads) {
        return new EncoderOptions(
                        encoder, Pooling.MASKED_MEAN, threads, CacheFolder.resolve(Optional.empty(), System.getenv()))
                .open();
    }

    /** What a manifest says of an encoder's folder. */
    static String folderOption(Optional<Path> encoder) {
        return encoder.map(folder -> folder.toAbsolutePath().normalize().toString())
                .orElse(BUILT_IN);
    }

    /** From an encoder, if the options want them. */
    static ItemTexts encoded(
            SessionDataset dataset, TrainingOptions options, Optional<Path> encoder, Origin origin, Progress progress) {
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
        String folder = recorded.getOrDefault(ENCODER_FOLDER, BUILT_IN);
        ItemTexts texts = encoded(
                dataset,
                options,
                folder.equals(BUILT_IN) ? Optional.empty() : Optional.of(Path.of(folder)),
                origin,
                progress);
        String was = recorded.getOrDefault(IDENTITY, "none");
        String is = texts.origin().options().getOrDefault(IDENTITY, "none");
        if (wanted(options) && !was.equals(is)) {
            throw new UserMistakeException(
                    "The encoder of '" + model.path() + "' had the identity " + was + ", but the one in '" + folder
                            + "' has " + is + ".",
                    "the encoder's files were replaced; train the model again.");
        }
        return texts;
    }
}
