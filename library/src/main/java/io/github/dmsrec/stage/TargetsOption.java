package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Targets;

/**
 * The option {@code targets} of candidates, intents and models: which clicks of the training sessions the rows are. What
 * is made for rows of one choice fits no other.
 */
public final class TargetsOption {

    /** The key in manifests and among training options. */
    public static final String KEY = "targets";

    private TargetsOption() {}

    /**
     * The targets that an artefact was made for.
     *
     * @throws UserMistakeException if its manifest names others than there are
     */
    public static Targets of(ArtefactFolder made) {
        String label = made.manifest().options().getOrDefault(KEY, Targets.AS_IMPORTED.label());
        return Targets.ofLabel(label)
                .orElseThrow(() -> new UserMistakeException(
                        "'" + made.path() + "' was made for the targets '" + label + "', which are not known.",
                        "Restore its manifest, which was edited; known are " + String.join(", ", Targets.labels())
                                + "."));
    }

    /** The rows of a data set that an artefact was made for. */
    public static SessionDataset rowsOf(ArtefactFolder made, SessionDataset dataset) {
        return dataset.withTrainingTargets(of(made));
    }

    /** What the manifest of an artefact says that is made for the rows of certain targets. */
    static Origin origin(Origin origin, SessionDataset dataset, ArtefactFolder datasetFolder, Targets targets) {
        return origin.withInput(
                        Provenance.DATASET,
                        datasetFolder,
                        dataset.withTrainingTargets(targets).fingerprint())
                .withOption(KEY, targets.label());
    }

    /**
     * Checks that an artefact was made for the rows of certain targets.
     *
     * @param what wants them, to complete "but ... is for", e.g. {@code "the training"}
     * @param how the option that sets them, e.g. {@code "--targets "}
     * @throws UserMistakeException naming both
     */
    static void require(ArtefactFolder made, SessionDataset dataset, Targets wanted, String what, String how) {
        Targets found = of(made);
        boolean sameRows = dataset.withTrainingTargets(found)
                .fingerprint()
                .equals(dataset.withTrainingTargets(wanted).fingerprint());
        if (!sameRows) {
            throw new UserMistakeException(
                    "'" + made.path() + "' holds " + made.manifest().kind().label() + " for the targets '"
                            + found.label() + "', but " + what + " is for '" + wanted.label() + "'.",
                    "Use '" + how + found.label() + "', or make the "
                            + made.manifest().kind().label() + " again for '" + wanted.label() + "'.");
        }
    }
}
