package io.github.dmsrec.intent.encode;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Texts to token ids, with the special tokens, cut and without padding. Safe for use by several threads. */
final class Tokenizer implements AutoCloseable {

    static {
        // Its native library comes inside its jar. Without these the library asks the cloud's metadata service whether
        // to report its use, and fetches another native library where it sees a GPU.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    // The words of the vocabulary are names of fields: to keep tens of thousands takes longer than the rest.
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build());

    private final HuggingFaceTokenizer tokenizer;
    private final long padId;

    /** A text's tokens. */
    record Tokens(long[] ids, long[] typeIds) {

        int length() {
            return ids.length;
        }
    }

    private Tokenizer(HuggingFaceTokenizer tokenizer, long padId) {
        this.tokenizer = tokenizer;
        this.padId = padId;
    }

    /**
     * Loads a tokenizer.
     *
     * @param maxLength the most tokens of a text; what is beyond is cut
     */
    static Tokenizer load(ModelFiles files, int maxLength) {
        String length = Integer.toString(maxLength);
        Map<String, String> options =
                Map.of("padding", "false", "truncation", "true", "maxLength", length, "modelMaxLength", length);
        try {
            JsonNode json = JSON.readTree(files.tokenizer());
            return new Tokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(files.tokenizer()), options),
                    padId(json));
        } catch (IOException | RuntimeException e) {
            throw new UserMistakeException(
                    "The tokenizer of " + files.source() + " cannot be loaded: " + e.getMessage(),
                    "Give the complete tokenizer.json that belongs to the model.",
                    e);
        }
    }

    /** The id that fills up a batch's shorter texts. */
    long padId() {
        return padId;
    }

    List<Tokens> tokenize(List<String> texts) {
        return Arrays.stream(tokenizer.batchEncode(texts))
                .map((Encoding encoding) -> new Tokens(encoding.getIds(), encoding.getTypeIds()))
                .toList();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static long padId(JsonNode tokenizer) {
        JsonNode padding = tokenizer.path("padding").path("pad_id");
        if (padding.isIntegralNumber()) {
            return padding.longValue();
        }
        for (JsonNode token : tokenizer.path("added_tokens")) {
            String content = token.path("content").asText("");
            if (content.equals("[PAD]") || content.equals("<pad>")) {
                return token.path("id").asLong();
            }
        }
        return 0;
    }
}
