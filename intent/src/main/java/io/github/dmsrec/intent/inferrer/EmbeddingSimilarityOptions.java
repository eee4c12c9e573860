package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.intent.option.OptionReader;
import java.util.Map;

/**
 * The choices of {@link EmbeddingSimilarity}.
 *
 * @param decay the weight of a click relative to the one after it, in (0, 1]
 * @param explicitPicks the most clicked candidates to pick, at least 0
 * @param latentPicks the most new candidates to pick, at least 0
 */
public record EmbeddingSimilarityOptions(double decay, int explicitPicks, int latentPicks) implements InferrerOptions {

    /** The inferrer's name. */
    public static final String NAME = "embedding-similarity";

    /** Decay 0.8, two explicit and three latent picks. */
    public static EmbeddingSimilarityOptions defaults() {
        return new EmbeddingSimilarityOptions(0.8, 2, 3);
    }

    /**
     * Reads the choices {@code decay}, {@code explicit-picks} and {@code latent-picks}.
     *
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown key or a value out of range
     */
    public static EmbeddingSimilarityOptions ofMap(Map<String, String> given) {
        OptionReader reader = new OptionReader(NAME, given, defaults().toMap());
        return new EmbeddingSimilarityOptions(
                reader.number("decay", "above 0 and at most 1", value -> value > 0 && value <= 1),
                reader.integer("explicit-picks", 0),
                reader.integer("latent-picks", 0));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> toMap() {
        return OptionReader.ordered(
                "decay", Double.toString(decay),
                "explicit-picks", Integer.toString(explicitPicks),
                "latent-picks", Integer.toString(latentPicks));
    }
}
