package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.UserMistakeException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The registry of backbones. */
public final class Backbones {

    private static final Map<String, Entry> ENTRIES = new TreeMap<>(Map.of(
            SrGnn.NAME, new Entry(SrGnn::new, false),
            GceGnn.NAME, new Entry(GceGnn::new, true)));

    private record Entry(Function<BackboneOptions, Backbone> make, boolean usesGlobalGraph) {}

    private Backbones() {}

    /** The names of all backbones, in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /**
     * Refuses a name that no backbone has.
     *
     * @throws UserMistakeException listing the known names
     */
    public static void checkName(String name) {
        entry(name);
    }

    /** Whether a backbone needs {@link BackboneOptions#neighbours()}. */
    public static boolean usesGlobalGraph(String name) {
        return entry(name).usesGlobalGraph();
    }

    /** Makes a backbone. */
    public static Backbone create(String name, BackboneOptions options) {
        return entry(name).make().apply(options);
    }

    private static Entry entry(String name) {
        Entry entry = ENTRIES.get(name);
        if (entry == null) {
            throw new UserMistakeException(
                    "Unknown backbone '" + name + "'.", "one of these was meant: " + String.join(", ", names()) + ".");
        }
        return entry;
    }
}
