package io.github.dmsrec.baseline;

import io.github.dmsrec.core.UserMistakeException;
import java.util.List;
import java.util.Optional;

/** The registry of baselines. */
public final class Baselines {

    private static final List<BaselineKind> KINDS = List.of(
            Popularity.KIND,
            SessionPopularity.KIND,
            ItemKnn.KIND,
            AssociationRules.KIND,
            SequentialRules.KIND,
            MarkovChain.KIND,
            SKnn.KIND,
            VsKnn.KIND,
            VsKnn.VMIS,
            Stan.KIND,
            Stan.VSTAN);

    private Baselines() {}

    /** All baselines, the simplest first. */
    public static List<BaselineKind> kinds() {
        return KINDS;
    }

    /** The names of all baselines, the simplest first. */
    public static List<String> names() {
        return KINDS.stream().map(BaselineKind::name).toList();
    }

    /** The baseline of a name, if there is one. */
    public static Optional<BaselineKind> find(String name) {
        return KINDS.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /**
     * The baseline of a name.
     *
     * @throws UserMistakeException listing the known names
     */
    public static BaselineKind kind(String name) {
        return find(name)
                .orElseThrow(() -> new UserMistakeException(
                        "Unknown baseline '" + name + "'.",
                        "one of these was meant: " + String.join(", ", names()) + "."));
    }
}
