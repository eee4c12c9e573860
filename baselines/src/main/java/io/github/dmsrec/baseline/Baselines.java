package io.github.dmsrec.baseline;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.ClosestMatch;
import java.util.List;
import java.util.Map;
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
            Stan.VSTAN,
            Slist.KIND,
            TitleKnn.KIND);

    private Baselines() {}

    /**
     * The two that stand beside every model: the most popular items, and a first-order Markov chain that keeps all
     * followers and breaks ties by popularity.
     */
    public static List<BaselineOptions> references() {
        return List.of(
                BaselineOptions.defaults(Popularity.KIND),
                BaselineOptions.defaults(MarkovChain.KIND).with(Map.of("pruning", "0", "ties", "popular")));
    }

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
                .orElseThrow(
                        () -> new UserMistakeException("Unknown baseline '" + name + "'. Known, the nearest first: "
                                + String.join(", ", ClosestMatch.first(name, names())) + "."));
    }
}
