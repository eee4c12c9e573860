package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.intent.option.OptionReader;
import java.util.Map;

/**
 * The choice of {@link TitleMean}: whose titles. There is no other.
 *
 * @param source where the items are taken from
 */
public record TitleMeanOptions(Source source) implements InferrerOptions {

    /** The name of the inferrer that takes the titles of the clicked items. */
    public static final String SESSION_MEAN = "session-mean";

    /** The name of the inferrer that takes the titles of the candidates. */
    public static final String CANDIDATE_MEAN = "candidate-mean";

    /** Whose titles are the intents. */
    public enum Source {
        CLICKED_ITEMS,
        CANDIDATES
    }

    /**
     * The choices of a source.
     *
     * @param given by the user: must be empty
     * @throws io.github.dmsrec.core.UserMistakeException for any key
     */
    public static TitleMeanOptions of(Source source, Map<String, String> given) {
        TitleMeanOptions options = new TitleMeanOptions(source);
        OptionReader.requireKnown(options.name(), given, options.toMap());
        return options;
    }

    @Override
    public String name() {
        return switch (source) {
            case CLICKED_ITEMS -> SESSION_MEAN;
            case CANDIDATES -> CANDIDATE_MEAN;
        };
    }

    @Override
    public Map<String, String> toMap() {
        return Map.of();
    }
}
