package io.github.dmsrec.datasets.append;

import java.util.List;

/**
 * Where a data set comes from that new logs have joined; the fact {@value #FACT} of its manifest.
 *
 * @param parents the data set that the logs have joined, then the one before it, and so on
 * @param files the new logs, absolute
 * @param newClicks the clicks of the new logs that are in the data set
 * @param newSessions the sessions that began in them
 * @param continuedSessions the sessions of the parent that went on in them
 * @param droppedSessions new sessions that were too short
 * @param newItems the items that the parent does not have
 * @param unclickedItems how many of these nobody has clicked yet
 * @param newTitles the items of the parent that got a title
 * @param heldOutIsNew whether validation and test have only sessions that the parent does not have
 */
public record Lineage(
        List<Parent> parents,
        List<String> files,
        long newClicks,
        int newSessions,
        int continuedSessions,
        int droppedSessions,
        int newItems,
        int unclickedItems,
        int newTitles,
        boolean heldOutIsNew) {

    /** The name of the fact. */
    public static final String FACT = "lineage";

    /**
     * A data set that logs have joined.
     *
     * @param name what reports call it
     * @param fingerprint of its files
     * @param items how many it has
     * @param sessions how many it has
     */
    public record Parent(String name, String fingerprint, int items, int sessions) {}

    public Lineage {
        parents = List.copyOf(parents);
        files = List.copyOf(files);
    }
}
