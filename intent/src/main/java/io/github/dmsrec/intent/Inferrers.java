package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.answers.replay.ReplayInferrer;
import io.github.dmsrec.intent.answers.replay.ReplayOptions;
import io.github.dmsrec.intent.asking.LanguageModelInferrer;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.asking.Timekeeper;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarityOptions;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.TitleMean;
import io.github.dmsrec.intent.inferrer.TitleMeanOptions;
import io.github.dmsrec.intent.inferrer.TitleMeanOptions.Source;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inferrers by name. */
public final class Inferrers {

    private Inferrers() {}

    /** All names, the default first; a provider in a jar of its own only if that is on the class path. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(
                EmbeddingSimilarityOptions.NAME, TitleMeanOptions.SESSION_MEAN, TitleMeanOptions.CANDIDATE_MEAN));
        names.addAll(ChatProviders.names());
        names.add(ReplayOptions.NAME);
        return List.copyOf(names);
    }

    /** Whether an inferrer asks a language model, and so keeps its answers in a folder of its own. */
    public static boolean asks(String name) {
        return name.equals(ChatProviders.LLAMA_CPP) || ChatProviders.find(name).isPresent();
    }

    /** How an inferrer comes to intents, for people: completes a sentence that begins with "The intents were". */
    public static String how(String name) {
        if (asks(name)) {
            return "inferred by a language model";
        }
        return switch (name) {
            case EmbeddingSimilarityOptions.NAME -> "chosen by embedding similarity, without a language model";
            case ReplayOptions.NAME -> "read from answers that a language model gave before";
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
        Optional<ChatProvider> provider = ChatProviders.find(name);
        if (provider.isPresent()) {
            return LanguageModelOptions.ofMap(provider.get(), given);
        }
        return switch (name) {
            case EmbeddingSimilarityOptions.NAME -> EmbeddingSimilarityOptions.ofMap(given);
            case ReplayOptions.NAME -> ReplayOptions.ofMap(given);
            case TitleMeanOptions.SESSION_MEAN -> TitleMeanOptions.of(Source.CLICKED_ITEMS, given);
            case TitleMeanOptions.CANDIDATE_MEAN -> TitleMeanOptions.of(Source.CANDIDATES, given);
            case ChatProviders.LLAMA_CPP ->
                throw new UserMistakeException(
                        "The inferrer 'llama-cpp' is not on the class path: it comes in jars of its own.",
                        "build the distribution with 'mvn -Pllama package', or put dmsrec-intent-llama and de.kherud:llama"
                                + " into its folder lib; a model server needs neither: 'openai' or 'ollama'.");
            default ->
                throw new UserMistakeException(
                        "There is no inferrer '" + name + "'.",
                        "there is a typing mistake; known are " + String.join(", ", names()) + ".");
        };
    }

    /** An inferrer of the given choices. Secrets are looked up in the environment now, and kept nowhere. */
    public static IntentInferrer create(InferrerOptions options) {
        if (options instanceof LanguageModelOptions asking) {
            return new LanguageModelInferrer(asking, System.getenv(), Timekeeper.SYSTEM);
        }
        if (options instanceof ReplayOptions replay) {
            return new ReplayInferrer(replay);
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
