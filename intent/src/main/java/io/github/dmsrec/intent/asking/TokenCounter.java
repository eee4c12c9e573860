package io.github.dmsrec.intent.asking;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Counts the tokens of texts as a model does, by its own {@code tokenizer.json}. For one thread. */
public final class TokenCounter implements AutoCloseable {

    static {
        // Without these the library asks a cloud's metadata service whether to report its use, and fetches another
        // native library where it sees a GPU.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static final Map<String, String> OPTIONS =
            Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "false");

    private final HuggingFaceTokenizer tokenizer;

    private TokenCounter(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Opens a tokenizer.
     *
     * @param file a {@code tokenizer.json}
     * @throws UserMistakeException if it is none
     */
    public static TokenCounter open(Path file) {
        try {
            return new TokenCounter(HuggingFaceTokenizer.newInstance(file, OPTIONS));
        } catch (IOException | RuntimeException e) {
            throw new UserMistakeException(
                    "The tokenizer '" + file + "' cannot be loaded: " + e.getMessage() + ".",
                    "Give the tokenizer.json of the model, which is on its Hugging Face page.",
                    e);
        }
    }

    /** The number of tokens. */
    public int count(String text) {
        return tokenizer.encode(text).getIds().length;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
