package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.datasets.append.Lineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether artefacts fit together, and whether one need not be made again. */
public final class Provenance {

    /** The role of the data set among an artefact's inputs. */
    public static final String DATASET = "dataset";

    /** The role of the candidates. */
    public static final String CANDIDATES = "candidates";

    /** The role of the intents. */
    public static final String INTENTS = "intents";

    /** The role of the model that makes candidates. */
    public static final String GENERATOR = "generator";

    /** The role of the model that a training continues from. */
    public static final String FROM = "from";

    /** The role of the model of before a refit. */
    public static final String BEFORE = "before";

    /** The role of the model, or the folder of intents, that another one learns from. */
    public static final String TEACHER = "teacher";

    /** The role of what a language model said of the items. */
    public static final String FACETS = "facets";

    /** The role of a global graph that was made before the training. */
    public static final String GRAPH = "graph";

    /** The role of a model that is evaluated. */
    public static final String MODEL = "model";

    /** The role of a file of recommendations made elsewhere that is evaluated. */
    public static final String RECOMMENDATIONS = "recommendations";

    private Provenance() {}

    /**
     * Checks that an artefact was made from the given one.
     *
     * @param role under which its inputs name the other
     * @throws UserMistakeException if it was made from another one, saying which two differ
     */
    public static void requireMadeFrom(ArtefactFolder made, String role, ArtefactFolder given) {
        made.manifest().input(role).ifPresent(input -> {
            if (!given.isOf(input)) {
                throw madeFromAnother(made, input, given);
            }
        });
    }

    /** With an artefact, or a file, that a path names among the inputs. */
    static Origin withInput(Origin origin, String role, Path path, ArtefactKind kind) {
        if (!Files.isRegularFile(path)) {
            return origin.withInput(role, ArtefactFolder.open(path, kind));
        }
        try {
            return origin.withInput(
                    new Manifest.Input(role, path.toAbsolutePath().normalize().toString(), Fingerprint.ofFile(path)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static UserMistakeException madeFromAnother(
            ArtefactFolder made, Manifest.Input input, ArtefactFolder given) {
        if (continues(given, input)) {
            boolean model = made.manifest().kind() == ArtefactKind.MODEL;
            return new UserMistakeException(
                    "'" + made.path() + "' was made from the data set '" + input.path() + "', and '" + given.path()
                            + "' is that data set with later logs appended.",
                    model
                            ? "Train it on the longer data set, 'dmsrec train --from " + made.path() + " --dataset "
                                    + given.path() + " --out NEW', or recommend for the new sessions with it as it is,"
                                    + " 'dmsrec predict --sessions'."
                            : "Make '" + made.path() + "' again from '" + given.path()
                                    + "', after the model that it depends on.");
        }
        return new UserMistakeException(
                "'" + made.path() + "' was made from the " + input.role() + " '" + input.path() + "' with fingerprint "
                        + shortened(input.fingerprint()) + ", but '" + given.path() + "' has fingerprint "
                        + shortened(given.manifest().fingerprint()) + ".",
                "Name the " + input.role() + " that '" + made.path() + "' was made from, or make '" + made.path()
                        + "' again from '" + given.path() + "'.");
    }

    /** Whether a data set is another with later logs. */
    private static boolean continues(ArtefactFolder longer, Manifest.Input shorter) {
        return longer.manifest()
                .facts()
                .path(Lineage.FACT)
                .path("parents")
                .findValuesAsText("fingerprint")
                .contains(shorter.fingerprint());
    }

    /** Whether an artefact is there that was made as it would be made now; see {@link #whyStale}. */
    public static boolean isCurrent(Path path, ArtefactKind kind, Origin origin) throws IOException {
        return whyStale(path, kind, origin).isEmpty();
    }

    /**
     * Why an artefact must be made, or made again; empty if it is there as it would be made now: of the same kind, by the
     * same version, from the same inputs, with the same options, seed and threads.
     *
     * @param origin what would be written; an artefact may know more inputs and options than it
     */
    public static Optional<String> whyStale(Path path, ArtefactKind kind, Origin origin) throws IOException {
        if (!ArtefactFolder.isThere(path)) {
            return Optional.of("it is not there yet");
        }
        ArtefactFolder folder = ArtefactFolder.open(path);
        Manifest manifest = folder.manifest();
        List<String> differences = new ArrayList<>();
        compare(differences, "kind", manifest.kind().label(), kind.label());
        compare(differences, "name", manifest.name(), origin.name());
        compare(differences, "version", manifest.madeBy(), "dmsrec " + Version.current());
        compare(differences, "seed", String.valueOf(manifest.seed()), String.valueOf(origin.seed()));
        compare(differences, "threads", String.valueOf(manifest.threads()), String.valueOf(origin.threads()));
        origin.options()
                .forEach((key, value) ->
                        compare(differences, key, manifest.options().getOrDefault(key, "not recorded"), value));
        Map<String, Integer> places = new HashMap<>();
        for (Manifest.Input expected : origin.inputs()) {
            // A role may be there several times, as that of a blend's members: each is compared with the one in its
            // place.
            int place = places.merge(expected.role(), 1, Integer::sum) - 1;
            String found = manifest.inputs().stream()
                    .filter(input -> input.role().equals(expected.role()))
                    .skip(place)
                    .map(Manifest.Input::fingerprint)
                    .findFirst()
                    .orElse("none");
            compare(differences, expected.role(), shortened(found), shortened(expected.fingerprint()));
        }
        for (Manifest.Input input : manifest.inputs()) {
            Path file = folder.findFile(input);
            if (file != null) {
                compare(
                        differences,
                        file.toString(),
                        shortened(input.fingerprint()),
                        shortened(Fingerprint.ofFile(file)));
            }
        }
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
    }

    private static void compare(List<String> differences, String what, String was, String is) {
        if (!was.equals(is)) {
            differences.add(what + " was " + was + ", is now " + is);
        }
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() <= 12 ? fingerprint : fingerprint.substring(0, 12);
    }
}
