package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a {@link Splitting} makes of sessions. A split may be empty.
 *
 * @param examples the prediction points of every split, each with the sessions of its split in time order
 * @param sameSessions as of {@link SessionDataset#hasSameSessionsInAllSplits}
 * @param cutInTime whether the sessions of one split all end before those of the next
 */
public record Division(Map<Split, Examples> examples, boolean sameSessions, boolean cutInTime) {

    public Division {
        examples = Map.copyOf(examples);
    }

    /**
     * Divides ordered sessions by two cuts; every click but the first of a session is a target.
     *
     * @param cutInTime whether they are ordered by time
     */
    static Division at(int validation, int test, Sessions ordered, boolean cutInTime) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        examples.put(Split.TRAIN, Examples.everyPrefixOf(ordered.range(0, validation)));
        examples.put(Split.VALIDATION, Examples.everyPrefixOf(ordered.range(validation, test)));
        examples.put(Split.TEST, Examples.everyPrefixOf(ordered.range(test, ordered.size())));
        return new Division(examples, false, cutInTime);
    }

    /** The prediction points of a split. */
    public Examples rows(Split split) {
        Examples rows = examples.get(split);
        if (rows == null) {
            throw new IllegalStateException("no " + split.label() + " examples");
        }
        return rows;
    }
}
