package io.github.dmsrec.baseline;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.choice.Choice;
import io.github.dmsrec.core.choice.Choices;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every choice of a baseline. Immutable.
 *
 * @param baseline its name
 * @param choices the values of {@link #choicesOf}
 */
public record BaselineOptions(String baseline, Choices choices) {

    /** Which sessions a baseline learns from. */
    public enum LearnFrom {
        /** All before the test: training and validation. There is no epoch to be chosen on the latter. */
        BEFORE_TEST,
        /** The training split alone, as models that choose their epoch on the validation split. */
        TRAIN
    }

    /** The key under which manifests name the method, as for backbones. */
    public static final String NAME = "backbone";

    private static final Choice LEARN_FROM = Choice.oneOf(
            "learn-from",
            "the sessions that are counted: all before the test, or those of the training split alone, as for models that"
                    + " choose an epoch on the validation split",
            LearnFrom.class,
            LearnFrom.BEFORE_TEST);

    /**
     * All choices of a baseline.
     *
     * @throws UserMistakeException if there is no such baseline
     */
    public static List<Choice> choicesOf(String baseline) {
        return Stream.concat(Baselines.kind(baseline).choices().stream(), Stream.of(LEARN_FROM))
                .toList();
    }

    /**
     * The choices of session-rec, where it has the method.
     *
     * @throws UserMistakeException if there is no such baseline
     */
    public static BaselineOptions defaults(String baseline) {
        Map<String, String> values = new LinkedHashMap<>();
        choicesOf(baseline).forEach(choice -> values.put(choice.key(), choice.corrected()));
        return new BaselineOptions(baseline, new Choices(values));
    }

    /**
     * These choices with some overridden.
     *
     * @throws UserMistakeException naming every unknown key and every wrong value at once
     */
    public BaselineOptions with(Map<String, String> overrides) {
        Map<String, String> values = new LinkedHashMap<>(choices.values());
        List<String> mistakes = new ArrayList<>();
        overrides.forEach((key, value) -> {
            if (values.replace(key, value) == null) {
                mistakes.add("there is no option '" + key + "' (value '" + value + "')");
            }
        });
        for (Choice choice : choicesOf(baseline)) {
            String value = values.getOrDefault(choice.key(), "");
            if (!choice.domain().contains(value)) {
                mistakes.add(choice.key() + " is '" + value + "' but must be "
                        + choice.domain().words());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "Options of " + baseline + ": " + String.join("; ", mistakes) + ".",
                    "one of these was meant: " + String.join(", ", values.keySet()) + ".");
        }
        return new BaselineOptions(baseline, new Choices(values));
    }

    /** The name and all choices by key, in a fixed order. */
    public Map<String, String> toMap() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(NAME, baseline);
        values.putAll(choices.values());
        return values;
    }

    /** The sessions of a data set that the baseline learns from, in the order of their source. */
    public Sessions sessionsOf(SessionDataset dataset) {
        Sessions sessions =
                switch (choices.oneOf(LEARN_FROM.key(), LearnFrom.class)) {
                    case BEFORE_TEST -> dataset.sessionsBeforeTest();
                    case TRAIN -> dataset.sessions(Split.TRAIN);
                };
        return sessions.inSourceOrder();
    }

    /**
     * Learns.
     *
     * @param sessions as of {@link #sessionsOf}
     * @param catalogue all items
     */
    public Recommender learn(Sessions sessions, Catalogue catalogue) {
        return Baselines.kind(baseline).maker().learn(sessions, catalogue, choices);
    }
}
