package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.ClosestMatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The registry of presets. */
public final class Presets {

    /** The key of a preset's name in files. */
    public static final String KEY = "preset";

    /** The name of the presets for catalogues whose items can all be scored at every step: some ten thousand items. */
    public static final String SMALL_CATALOGUE = "small-catalogue";

    /** The name of the preset for small catalogues with many clicks of each item. */
    public static final String MANY_CLICKS = "many-clicks";

    /** The name of the preset for sessions that often come back to an item that they clicked. */
    public static final String REPEATED_CLICKS = "repeated-clicks";

    private static final Map<String, String> SASREC = values(
            "dimension=128",
            "batch-size=64",
            "targets=every-position",
            "positions=from-start",
            "logits=cosine",
            "logit-scale=14",
            "seen-items=masked",
            "item-dropout=0.3",
            "weight-decay=1e-3",
            "ema=0.999",
            "schedule=plateau",
            "plateau-epochs=1",
            "learning-rate-decay=0.3",
            "patience=4",
            "epochs=30");

    private static final List<Preset> ALL = List.of(
            new Preset(
                    "sasrec",
                    SMALL_CATALOGUE,
                    "up to some 50,000 items; every click of a session is predicted in one pass, and clicked items do not compete",
                    SASREC),
            new Preset(
                    "sasrec",
                    MANY_CLICKS,
                    "the same where items have hundreds of clicks each: longer vectors, three blocks; twice the time for an epoch",
                    with(
                            SASREC,
                            "dimension=192",
                            "blocks=3",
                            "logit-scale=11.3",
                            "item-dropout=0.32",
                            "layer-dropout=0.15",
                            "learning-rate=0.0012",
                            "weight-decay=0.01")),
            new Preset(
                    "core-trm",
                    SMALL_CATALOGUE,
                    "the same sizes and schedule; its own drop-outs and logits",
                    values(
                            "dimension=128",
                            "batch-size=64",
                            "targets=every-position",
                            "seen-items=masked",
                            "schedule=plateau",
                            "plateau-epochs=1",
                            "learning-rate-decay=0.3",
                            "patience=4",
                            "epochs=30")),
            new Preset(
                    "core-trm",
                    REPEATED_CLICKS,
                    "some ten thousand items that sessions often click again; clicked items are ranked, every target is compared with"
                            + " 4,096 drawn items",
                    values(
                            "dimension=128",
                            "batch-size=256",
                            "targets=every-prefix",
                            "select-by=ranked",
                            "item-dropout=0.2",
                            "layer-dropout=0.2",
                            "loss=cross-entropy",
                            "negatives=4096",
                            "ema=0.999",
                            "schedule=plateau",
                            "plateau-epochs=1",
                            "learning-rate-decay=0.3",
                            "patience=2",
                            "epochs=30")));

    private Presets() {}

    private static Map<String, String> values(String... pairs) {
        return with(Map.of(), pairs);
    }

    private static Map<String, String> with(Map<String, String> others, String... pairs) {
        Map<String, String> values = new LinkedHashMap<>(others);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    /** All presets, method by method. */
    public static List<Preset> all() {
        return ALL;
    }

    /** The presets of a method; empty if it has none. */
    public static List<Preset> of(String method) {
        return ALL.stream().filter(preset -> preset.method().equals(method)).toList();
    }

    /**
     * A preset of a method.
     *
     * @throws UserMistakeException if the method has none of this name, with those that there are
     */
    public static Preset named(String method, String name) {
        return of(method).stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(method, name));
    }

    private static UserMistakeException unknown(String method, String name) {
        List<String> names = of(method).stream().map(Preset::name).toList();
        if (!names.isEmpty()) {
            return new UserMistakeException(method + " has no preset '" + name + "'. Known presets of " + method + ": "
                    + String.join(", ", ClosestMatch.first(name, names)) + ".");
        }
        return new UserMistakeException(method + " has no preset '" + name + "', nor any other. Known presets: "
                + String.join(
                        ", ",
                        ALL.stream()
                                .map(preset -> preset.name() + " of " + preset.method())
                                .toList())
                + ".");
    }
}
