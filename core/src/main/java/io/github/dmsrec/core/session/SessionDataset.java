package io.github.dmsrec.core.session;

import io.github.dmsrec.core.artefact.Fingerprint;
import java.util.EnumMap;
import java.util.List;
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
    private final boolean sameSessions;

    /**
     * A data set whose splits have sessions of their own.
     *
     * @param name what reports call it
     * @param fingerprint SHA-256 in hexadecimal over the content; equal content, equal fingerprint
     * @param catalogue all items
     * @param examples the prediction points of every split; each knows the sessions of its split
     */
    public SessionDataset(String name, String fingerprint, Catalogue catalogue, Map<Split, Examples> examples) {
        this(name, fingerprint, catalogue, examples, false);
    }

    /**
     * @param name what reports call it
     * @param fingerprint SHA-256 in hexadecimal over the content; equal content, equal fingerprint
     * @param catalogue all items
     * @param examples the prediction points of every split; each knows the sessions of its split
     * @param sameSessions whether all splits have the same sessions, in one order: those of training begin those of
     *     validation, and those of validation begin those of the test
     * @throws IllegalArgumentException if a split is missing, or the sessions are not the same although they should be
     */
    public SessionDataset(
            String name, String fingerprint, Catalogue catalogue, Map<Split, Examples> examples, boolean sameSessions) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.catalogue = catalogue;
        this.examples = new EnumMap<>(examples);
        for (Split split : Split.values()) {
            if (!this.examples.containsKey(split)) {
                throw new IllegalArgumentException("data set '" + name + "' has no " + split.label() + " examples");
            }
        }
        this.sameSessions = sameSessions;
        if (sameSessions
                && !(sessions(Split.TRAIN).areBeginningsOf(sessions(Split.VALIDATION))
                        && sessions(Split.VALIDATION).areBeginningsOf(sessions(Split.TEST)))) {
            throw new IllegalArgumentException("the splits of data set '" + name + "' should have the same sessions,"
                    + " each split continuing where the one before ends, but they do not");
        }
    }

    /**
     * This data set with its validation sessions and rows added to the training ones, after them: the published protocol,
     * which chooses by the test set. Validation and test stay.
     */
    public SessionDataset trainingOnValidation() {
        Map<Split, Examples> joined = new EnumMap<>(examples);
        Examples train = examples(Split.TRAIN);
        Examples validation = examples(Split.VALIDATION);
        joined.put(Split.TRAIN, sameSessions ? train.continuedBy(validation) : train.plus(validation));
        String description = " trained on validation, too";
        return new SessionDataset(name, Fingerprint.ofText(fingerprint + description), catalogue, joined, sameSessions);
    }

    /**
     * This data set without test sessions and test rows, for work that must not measure anything on them. Whether splits
     * share sessions is not kept; its fingerprint is another one.
     */
    public SessionDataset withoutTest() {
        Map<Split, Examples> kept = new EnumMap<>(examples);
        kept.put(Split.TEST, Examples.everyPrefixOf(Sessions.of(List.of())));
        return new SessionDataset(name, Fingerprint.ofText(fingerprint + " without test"), catalogue, kept);
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
                    case EVERY_PREFIX, EVERY_POSITION -> Examples.everyPrefixOf(rows.sessions());
                };
        if (chosen.hasSameRowsAs(rows)) {
            return this;
        }
        Map<Split, Examples> others = new EnumMap<>(examples);
        others.put(Split.TRAIN, chosen);
        String description = " with training targets " + targets.asRows().label();
        return new SessionDataset(name, Fingerprint.ofText(fingerprint + description), catalogue, others, sameSessions);
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

    /** The sessions of a split. */
    public Sessions sessions(Split split) {
        return examples(split).sessions();
    }

    /**
     * Whether all splits have the same sessions, in one order: those of training begin those of validation, and those of
     * validation begin those of the test. Otherwise no session is in two splits.
     */
    public boolean hasSameSessionsInAllSplits() {
        return sameSessions;
    }

    /** The sessions of training and then those of validation; every click that is not for the test, once. */
    public Sessions sessionsBeforeTest() {
        return sameSessions ? sessions(Split.VALIDATION) : sessions(Split.TRAIN).plus(sessions(Split.VALIDATION));
    }

    /**
     * The sessions of all splits, each once and whole: training and validation in the order of their source, then the
     * test's. Their places are those in this order.
     */
    public Sessions allSessions() {
        Sessions test = sessions(Split.TEST).inSourceOrder();
        Sessions all =
                sameSessions ? test : sessionsBeforeTest().inSourceOrder().plus(test);
        return all.placedAsTheyStand();
    }
}
