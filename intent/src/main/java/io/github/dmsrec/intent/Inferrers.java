package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.infer.EmbeddingSimilarity;
import io.github.dmsrec.intent.infer.EmbeddingSimilarityOptions;
import io.github.dmsrec.intent.infer.InferrerOptions;
import io.github.dmsrec.intent.infer.IntentInferrer;
import io.github.dmsrec.intent.infer.OpenAiInferrer;
import io.github.dmsrec.intent.infer.OpenAiOptions;
import io.github.dmsrec.intent.infer.Timekeeper;
import java.util.List;
import java.util.Map;

/** The inferrers by name. */
public final class Inferrers {

    private Inferrers() {}

    /** All names, the default first. */
    public static List<String> names() {
        return List.of(EmbeddingSimilarityOptions.NAME, OpenAiOptions.NAME);
    }

    /**
     * Reads the choices of an inferrer; what is not given keeps its default.
     *
     * @param name one of {@link #names}
     * @param given the choices by key, as {@link InferrerOptions#toMap} writes them
     * @throws UserMistakeException for an unknown name or key, a missing one, or a value out of range
     */
    public static InferrerOptions options(String name, Map<String, String> given) {
        return switch (name) {
            case EmbeddingSimilarityOptions.NAME -> EmbeddingSimilarityOptions.ofMap(given);
            case OpenAiOptions.NAME -> OpenAiOptions.ofMap(given);
            default ->
                throw new UserMistakeException(
                        "There is no inferrer '" + name + "'.",
                        "there is a typing mistake; known are " + String.join(" and ", names()) + ".");
        };
    }

    /** An inferrer of the given choices. An API key is looked up in the environment now, and kept nowhere. */
    public static IntentInferrer create(InferrerOptions options) {
        if (options instanceof OpenAiOptions openAi) {
            return new OpenAiInferrer(openAi, System.getenv(), Timekeeper.SYSTEM);
        }
        if (options instanceof EmbeddingSimilarityOptions similarity) {
            return new EmbeddingSimilarity(similarity);
        }
        throw new IllegalStateException("unknown options " + options);
    }
}
