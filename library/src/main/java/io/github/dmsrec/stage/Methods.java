package io.github.dmsrec.stage;

import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.option.ClosestMatch;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.gnn.backbone.Backbones;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registry of methods: what {@link Baselines} and {@link Backbones} list, and {@code link}, which learns from both. */
public final class Methods {

    private static final List<Method> ALL = Stream.of(
                    Baselines.kinds().stream().map(BaselineMethod::new),
                    Stream.of(new LinkMethod()),
                    Backbones.kinds().stream().map(NeuralMethod::new))
            .<Method>flatMap(methods -> methods)
            .toList();

    private static final Method BLEND = new BlendMethod();

    private Methods() {}

    /** All methods: those that count, the simplest first, {@code link}, then the neural ones in alphabetical order. */
    public static List<Method> all() {
        return ALL;
    }

    /** The names of all methods, in the same order. */
    public static List<String> names() {
        return ALL.stream().map(Method::name).toList();
    }

    /** The names of the methods that learn from sessions alone, in the order of {@link #all}. */
    public static List<String> untaught() {
        return ALL.stream()
                .filter(method -> !method.capabilities().taught())
                .map(Method::name)
                .toList();
    }

    /** The names of the methods that are trained in epochs. */
    public static List<String> trainedInEpochs() {
        return ALL.stream()
                .filter(method -> method.capabilities().epochs())
                .map(Method::name)
                .toList();
    }

    /** The method of a name, if there is one. */
    public static Optional<Method> find(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }

    /**
     * The method of a name.
     *
     * @throws UserMistakeException listing the known names, the nearest first
     */
    public static Method named(String name) {
        return find(name).orElseThrow(() -> new UserMistakeException("Unknown method '" + name + "'. " + known(name)));
    }

    /** The known names as a sentence, the nearest to a mistyped one first. */
    public static String known(String name) {
        return "Known methods, the nearest first: " + String.join(", ", ClosestMatch.first(name, names())) + ".";
    }

    /**
     * The method of a model: one of {@link #all}, or a blend, which is made of trained models and so has no place there.
     *
     * @throws UserMistakeException if its manifest names none that is known
     */
    public static Method of(ArtefactFolder model) {
        String name = model.manifest().options().getOrDefault(MethodKey.METHOD, "");
        if (name.equals(BLEND.name())) {
            return BLEND;
        }
        return find(name)
                .orElseThrow(() -> new UserMistakeException("'" + model.path()
                        + "' is a model of the method '" + name
                        + "', which this version of dmsrec does not know. Train it again, or use the version that wrote"
                        + " it. " + known(name)));
    }
}
