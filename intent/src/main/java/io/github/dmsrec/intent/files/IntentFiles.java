package io.github.dmsrec.intent.files;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the files of a folder of intents. */
public final class IntentFiles {

    /** One row per example. */
    public static final String INTENTS = "intents.parquet";

    /** One row per text. */
    public static final String TEXTS = "texts.parquet";

    /** One vector per text. */
    public static final String VECTORS = "vectors.safetensors";

    /** The tensor of {@link #VECTORS}. */
    public static final String VECTORS_TENSOR = "vectors";

    /** What the keys of the inferrer's choices begin with in the manifest. */
    public static final String INFERRER_PREFIX = "inferrer.";

    private IntentFiles() {}

    /**
     * The vectors of a folder's texts.
     *
     * @throws UserMistakeException if the file is damaged
     */
    public static IntentVectors vectors(ArtefactFolder folder) {
        SafetensorsFile file = SafetensorsFile.read(folder.file(VECTORS));
        long[] shape = file.shape(VECTORS_TENSOR);
        if (shape.length != 2) {
            throw new UserMistakeException("The intents in '" + folder.path()
                    + "' are damaged: the vectors have the shape " + Arrays.toString(shape) + ". Infer them again.");
        }
        return new IntentVectors((int) shape[1], file.floats(VECTORS_TENSOR));
    }

    /** The identity of what encoded a folder's texts; empty if the manifest does not say. */
    public static Optional<String> encoder(Manifest manifest) {
        return Optional.ofNullable(manifest.options().get(TextEncoder.OPTION_PREFIX + "identity"));
    }

    /**
     * The texts of a folder by number, the titles first.
     *
     * @throws UserMistakeException if the titles are of other items than those of a catalogue
     */
    public static List<String> texts(ArtefactFolder folder, Catalogue catalogue) {
        List<String> texts = new ArrayList<>();
        int[] titles = new int[1];
        ParquetFiles.query(folder.file(TEXTS), "SELECT text, item_id FROM content ORDER BY index", row -> {
            if (!row.isNull(1)) {
                if (texts.size() >= catalogue.size()
                        || !catalogue.id(texts.size()).equals(row.text(1))) {
                    throw ofOtherItems(folder);
                }
                titles[0]++;
            }
            texts.add(row.text(0));
        });
        if (titles[0] != catalogue.size()) {
            throw ofOtherItems(folder);
        }
        return texts;
    }

    private static UserMistakeException ofOtherItems(ArtefactFolder folder) {
        return new UserMistakeException("The intents in '" + folder.path()
                + "' are of other items. Name intents that were inferred for this data set.");
    }
}
