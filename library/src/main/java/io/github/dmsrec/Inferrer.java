package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.LiveSource;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What infers the intents of sessions, with its options: by the titles alone, such as {@code embedding-similarity}, or by a
 * language model, such as {@code openai}. Immutable.
 */
public final class Inferrer {

    private final String name;
    private final Map<String, String> options;

    private Inferrer(String name, Map<String, String> options) {
        this.name = name;
        this.options = Map.copyOf(options);
    }

    /**
     * An inferrer with its defaults.
     *
     * @param name one of {@link #names}
     * @return the inferrer
     * @throws InvalidInputException for an unknown name, with the known ones, the nearest first
     */
    public static Inferrer named(String name) {
        return ExceptionTranslation.call(
                () -> new Inferrer(Inferrers.named(name).name(), Map.of()));
    }

    /** {@return the names of all inferrers} */
    public static List<String> names() {
        return Inferrers.names();
    }

    /**
     * The same inferrer with another value of an option. Keys and values are checked when it infers.
     *
     * @param key as {@code dmsrec infer --help} lists them
     * @param value a number, a text or another object that {@link String#valueOf} writes as the option's text
     * @return the changed inferrer; this one stays as it is
     */
    public Inferrer with(String key, Object value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, String.valueOf(value));
        return new Inferrer(name, more);
    }

    /** {@return the name, e.g. {@code "embedding-similarity"}} */
    public String name() {
        return name;
    }

    /**
     * Where the intents of new sessions come from. The inferrer that a model was trained with keeps the answers that the
     * model's folder has; any other infers every session.
     *
     * @param model the folder of the model
     * @param wanted whether intents are inferred at all
     * @param inferrer what infers them; null for what inferred those of the training
     * @return null if none are wanted
     */
    static @Nullable LiveSource source(Path model, boolean wanted, @Nullable Inferrer inferrer) {
        if (!wanted) {
            return null;
        }
        if (inferrer == null) {
            return LiveSource.AS_RECORDED;
        }
        Path intents = model.resolve(Training.INTENTS_FOLDER);
        boolean trainedWith = Files.isDirectory(intents)
                && inferrer.name.equals(ArtefactFolder.open(intents, ArtefactKind.INTENTS)
                        .manifest()
                        .options()
                        .get("inferrer"));
        return new LiveSource(trainedWith ? null : inferrer.name, inferrer.options);
    }

    /** {@return the options that differ from the defaults, by key} */
    public Map<String, String> options() {
        return options;
    }

    IntentMaker maker(Path out, long seed) {
        return IntentMaker.of(name, options, EncoderOptions.builtIn(), out, Targets.AS_IMPORTED, seed);
    }

    @Override
    public String toString() {
        return "inferrer " + name;
    }
}
