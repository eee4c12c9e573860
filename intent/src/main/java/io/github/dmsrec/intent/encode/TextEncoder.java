package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.Progress;
import java.util.List;
import java.util.Map;

/** Turns texts into vectors. For one thread. */
public interface TextEncoder extends AutoCloseable {

    /** SHA-256 in hexadecimal over all that the vectors depend on but the text. */
    String identity();

    /** What tables call it, e.g. {@code "all-minilm-l6-v2"}. */
    String name();

    /** Every choice in force. */
    Map<String, String> options();

    /** The length of a vector. */
    int dimension();

    /**
     * Encodes texts, each distinct one once. A blank text gets the zero vector.
     *
     * @param texts in any number and order
     */
    EncodedTexts encode(List<String> texts, Progress progress);

    @Override
    void close();
}
