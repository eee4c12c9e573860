package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every option of a baseline. Immutable.
 *
 * @param kind its entry in the registry
 * @param values those of {@link #optionsOf}
 */
public record BaselineOptions(BaselineKind kind, OptionValues values) {

    /** Which sessions a baseline learns from. */
    public enum LearnFrom {
        /** All before the test: training and validation. There is no epoch to be chosen on the latter. */
        BEFORE_TEST,
        /** The training split alone, as models that choose their epoch on the validation split. */
        TRAIN
    }

    /** Which sessions are counted. */
    public static final Option<LearnFrom> LEARN_FROM = Option.label(
            "learn-from",
            "the sessions that are counted: all before the test, or those of the training split alone, as for models that"
                    + " choose an epoch on the validation split",
            LearnFrom.class,
            LearnFrom.BEFORE_TEST);

    /** All options of a baseline: its own, then those of every baseline. */
    public static OptionSet optionsOf(BaselineKind kind) {
        List<Option<?>> options = new ArrayList<>(kind.options());
        options.add(LEARN_FROM);
        return new OptionSet(kind.name(), options, key -> Baselines.kinds().stream()
                .filter(other ->
                        other.options().stream().anyMatch(option -> option.key().equals(key)))
                .map(BaselineKind::name)
                .toList());
    }

    /** The defaults: those of session-rec, where it has the method. */
    public static BaselineOptions defaults(BaselineKind kind) {
        return new BaselineOptions(kind, optionsOf(kind).defaults(Recipe.CORRECTED));
    }

    /**
     * The defaults of the baseline of a name.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if there is no such baseline
     */
    public static BaselineOptions defaults(String baseline) {
        return defaults(Baselines.kind(baseline));
    }

    /**
     * The options that a manifest recorded, among others; what it lacks means the value of the version that wrote it.
     *
     * @throws io.github.dmsrec.core.UserMistakeException naming every wrong value at once
     */
    public static BaselineOptions read(BaselineKind kind, Map<String, String> recorded, int formatVersion) {
        OptionSet options = optionsOf(kind);
        return new BaselineOptions(kind, options.read(options.known(recorded), formatVersion, Recipe.CORRECTED));
    }

    /**
     * These options with some overridden.
     *
     * @throws io.github.dmsrec.core.UserMistakeException naming every unknown key and every wrong value at once
     */
    public BaselineOptions with(Map<String, String> overrides) {
        return new BaselineOptions(kind, values.with(overrides));
    }

    /** The name and all options by key, in a fixed order. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(MethodKey.METHOD, kind.name());
        map.putAll(values.toMap());
        return map;
    }

    /** The sessions of a data set that the baseline learns from, in the order of their source. */
    public Sessions sessionsOf(SessionDataset dataset) {
        Sessions sessions =
                switch (values.get(LEARN_FROM)) {
                    case BEFORE_TEST -> dataset.sessionsBeforeTest();
                    case TRAIN -> dataset.sessions(Split.TRAIN);
                };
        return sessions.inSourceOrder();
    }

    /** As {@link #learn(Sessions, Catalogue, Progress)}, telling nobody. */
    public Recommender learn(Sessions sessions, Catalogue catalogue) {
        return learn(sessions, catalogue, Progress.NONE);
    }

    /**
     * Learns.
     *
     * @param sessions as of {@link #sessionsOf}
     * @param catalogue all items
     * @param progress is told of stages that may take long
     */
    public Recommender learn(Sessions sessions, Catalogue catalogue, Progress progress) {
        return kind.maker().learn(sessions, catalogue, values, progress);
    }
}
