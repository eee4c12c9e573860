package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.files.IntentFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of a folder of intents, for texts that the folder has no vector of. It is loaded when the first such text
 * comes or {@link #load} is called, and writes no cache to disk. Safe for use by several threads, which wait for each other.
 */
final class LiveEncoder implements AutoCloseable {

    /** So many texts are remembered: 15 MB with vectors of 384 numbers. */
    private static final int REMEMBERED = 10_000;

    private final ArtefactFolder folder;
    private final int dimension;
    private final Map<String, float[]> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    private @Nullable TextEncoder encoder;

    /** @param dimension of the folder's vectors */
    LiveEncoder(ArtefactFolder folder, int dimension) {
        this.folder = folder;
        this.dimension = dimension;
    }

    /**
     * Loads the encoder.
     *
     * @throws UserMistakeException if it is not there any more, or is another one than the folder's
     */
    synchronized TextEncoder load() {
        if (encoder != null) {
            return encoder;
        }
        Manifest manifest = folder.manifest();
        String recorded = manifest.options().getOrDefault(IntentFolder.ENCODER, EncoderOptions.BUILT_IN);
        TextEncoder loaded;
        try {
            loaded = EncoderOptions.ofText(recorded).load(1);
        } catch (UserMistakeException e) {
            throw new UserMistakeException("The encoder of the intents in '" + folder.path()
                    + "' is needed for texts that they have no vector of, but it cannot be loaded. "
                    + e.getMessage());
        }
        String expected = IntentFiles.encoder(manifest).orElse("");
        if (!loaded.identity().equals(expected) || loaded.dimension() != dimension) {
            loaded.close();
            throw new UserMistakeException("The texts of the intents in '" + folder.path()
                    + "' were encoded by an encoder with the identity '" + expected + "', but '" + recorded + "' has '"
                    + loaded.identity()
                    + "'. Put that encoder's files back, or infer the intents again and train again.");
        }
        encoder = loaded;
        return loaded;
    }

    /** The vectors of texts, by text. */
    synchronized Map<String, float[]> encode(List<String> texts) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String text : texts) {
            float[] known = remembered.get(text);
            if (known == null) {
                missing.add(text);
            } else {
                vectors.put(text, known);
            }
        }
        if (!missing.isEmpty()) {
            float[] computed = load().encode(missing, Progress.NONE).vectors().values();
            for (int i = 0; i < missing.size(); i++) {
                float[] vector = Arrays.copyOfRange(computed, i * dimension, (i + 1) * dimension);
                vectors.put(missing.get(i), vector);
                remembered.put(missing.get(i), vector);
            }
        }
        return vectors;
    }

    @Override
    public synchronized void close() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }
}
