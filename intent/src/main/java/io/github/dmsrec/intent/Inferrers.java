package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.infer.EmbeddingSimilarity;
import io.github.dmsrec.intent.infer.EmbeddingSimilarityOptions;
import io.github.dmsrec.intent.infer.InferrerOptions;
import io.github.dmsrec.intent.infer.IntentInferrer;
import io.github.dmsrec.intent.infer.OpenAiInferrer;
import io.github.dmsrec.intent.infer.OpenAiOptions;
import io.github.dmsrec.intent.infer.Timekeeper;
import io.github.dmsrec.intent.infer.TitleMean;
import io.github.dmsrec.intent.infer.TitleMeanOptions;
import io.github.dmsrec.intent.infer.TitleMeanOptions.Source;
import java.util.List;
import java.util.Map;

/** The inferrers by name. */
public final class Inferrers {

    private Inferrers() {}

    /** All names, the default first. */
    public static List<String> names() {
        return List.of(
                EmbeddingSimilarityOptions.NAME,
                TitleMeanOptions.SESSION_MEAN,
                TitleMeanOptions.CANDIDATE_MEAN,
                OpenAiOptions.NAME);
    }

    /** How an inferrer comes to intents, for people: completes a sentence that begins with "The intents were". */
    public static String how(String name) {
        return switch (name) {
            case EmbeddingSimilarityOptions.NAME -> "chosen by embedding similarity, without a language model";
            case OpenAiOptions.NAME -> "inferred by a language model";
            case TitleMeanOptions.SESSION_MEAN ->
                "the titles of all clicked items, explicit and latent alike, without a language model: a control";
            case TitleMeanOptions.CANDIDATE_MEAN ->
                "the titles of all candidates, explicit and latent alike, without a language model: a control";
            default -> "inferred by '" + name + "'";
        };
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
            case TitleMeanOptions.SESSION_MEAN -> TitleMeanOptions.of(Source.CLICKED_ITEMS, given);
            case TitleMeanOptions.CANDIDATE_MEAN -> TitleMeanOptions.of(Source.CANDIDATES, given);
            default ->
                throw new UserMistakeException(
                        "There is no inferrer '" + name + "'.",
                        "there is a typing mistake; known are " + String.join(", ", names()) + ".");
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
        if (options instanceof TitleMeanOptions mean) {
            return new TitleMean(mean);
        }
        throw new IllegalStateException("unknown options " + options);
    }
}
