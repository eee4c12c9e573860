package io.github.dmsrec.core.session;

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
