package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import java.util.List;
import java.util.Map;

/** Turns texts into vectors. For one thread. */
public interface TextEncoder extends AutoCloseable {

    /** What the keys of an encoder's choices begin with in a manifest. */
    String OPTION_PREFIX = "encoder.";

    /** SHA-256 in hexadecimal over all that the vectors depend on but the text. */
    String identity();

    /** What tables call it, e.g. {@code "all-minilm-l6-v2"}. */
    String name();

    /** Every choice in force. */
    Map<String, String> options();

    /** An origin with every choice in force, under keys that begin with {@value #OPTION_PREFIX}. */
    default Origin recordIn(Origin origin) {
        return origin.withOptions(OPTION_PREFIX, options());
    }

    /** The length of a vector. */
    int dimension();

    /** How many texts a cache asks for at once: what a killed run loses at most. */
    default int partSize() {
        return 1024;
    }

    /**
     * Encodes texts, each distinct one once. A blank text gets the zero vector.
     *
     * @param texts in any number and order
     */
    EncodedTexts encode(List<String> texts, Progress progress);

    @Override
    void close();
}
