package io.github.dmsrec.core.session;

import io.github.dmsrec.core.provenance.Fingerprint;
import java.util.EnumMap;
import java.util.Map;

/**
 * A catalogue, the sessions of each split, and the prediction points of each split. Immutable and safe for use by several
 * threads.
 *
 * <p>Sessions that give no prediction point (a single click) are kept: the global graph and the popularity count them.
 */
public final class SessionDataset {

    private final String name;
    private final String fingerprint;
    private final Catalogue catalogue;
    private final Map<Split, Examples> examples;

    /**
     * @param name what reports call it
     * @param fingerprint SHA-256 in hexadecimal over the content; equal content, equal fingerprint
     * @param catalogue all items
     * @param examples the prediction points of every split; each knows the sessions of its split
     */
    public SessionDataset(String name, String fingerprint, Catalogue catalogue, Map<Split, Examples> examples) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.catalogue = catalogue;
        this.examples = new EnumMap<>(examples);
        for (Split split : Split.values()) {
            if (!this.examples.containsKey(split)) {
                throw new IllegalArgumentException("data set '" + name + "' has no " + split.label() + " examples");
            }
        }
    }

    /**
     * This data set with its validation sessions and rows added to the training ones, after them: the published protocol,
     * which chooses by the test set. Validation and test stay.
     */
    public SessionDataset trainingOnValidation() {
        Map<Split, Examples> joined = new EnumMap<>(examples);
        joined.put(Split.TRAIN, examples(Split.TRAIN).plus(examples(Split.VALIDATION)));
        String description = " trained on validation, too";
        return new SessionDataset(name, Fingerprint.ofText(fingerprint + description), catalogue, joined);
    }

    /**
     * A view of this data set with other prediction points in its training sessions; the sessions, validation and test
     * stay. Its fingerprint is another one, so that what was made for other rows is refused; where the rows come out the
     * same, it is this data set.
     */
    public SessionDataset withTrainingTargets(Targets targets) {
        Examples rows = examples(Split.TRAIN);
        Examples chosen =
                switch (targets) {
                    case AS_IMPORTED -> rows;
                    case LAST -> Examples.lastClickOf(rows.sessions());
                    case EVERY_PREFIX -> Examples.everyPrefixOf(rows.sessions());
                };
        if (chosen.hasSameRowsAs(rows)) {
            return this;
        }
        Map<Split, Examples> others = new EnumMap<>(examples);
        others.put(Split.TRAIN, chosen);
        String description = " with training targets " + targets.label();
        return new SessionDataset(name, Fingerprint.ofText(fingerprint + description), catalogue, others);
    }

    /** What reports call it. */
    public String name() {
        return name;
    }

    /** SHA-256 in hexadecimal over the content. */
    public String fingerprint() {
        return fingerprint;
    }

    /** All items. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** The prediction points of a split, in the data set's order. */
    public Examples examples(Split split) {
        Examples rows = examples.get(split);
        if (rows == null) {
            throw new IllegalStateException("no " + split.label() + " examples");
        }
        return rows;
    }

    /** The complete sessions of a split, in time order. */
    public Sessions sessions(Split split) {
        return examples(split).sessions();
    }
}
