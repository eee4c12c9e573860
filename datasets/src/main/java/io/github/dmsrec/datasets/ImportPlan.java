package io.github.dmsrec.datasets;

import io.github.dmsrec.core.split.Splitting;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All choices of an import.
 *
 * @param format the name of the format, for the manifest
 * @param log the table of clicks
 * @param columns where its values stand
 * @param items the items' texts, if they are in files of their own
 * @param time how times are written; found out by the first lines if absent
 * @param zone of times that do not tell theirs
 * @param rule what a session is
 * @param filters what is left out
 * @param split how sessions are divided
 * @param dropUnseenItems whether test clicks on items that neither training nor validation has are dropped, and then test
 *     sessions of one click, as session-rec does
 * @param unclickedItems whether items that have a text but no click join the catalogue, after the others
 * @param memory the most memory for tables, in bytes; more is spilled to disk
 * @param temporary the most disk for that, in bytes
 */
public record ImportPlan(
        String format,
        TableMaker log,
        LogColumns columns,
        Optional<ItemTexts> items,
        Optional<TimeFormat> time,
        ZoneId zone,
        SessionRule rule,
        Filters filters,
        Splitting split,
        boolean dropUnseenItems,
        boolean unclickedItems,
        long memory,
        OptionalLong temporary) {

    /**
     * Where the values of a click stand: columns by name, or by number from 1.
     *
     * @param session the session, if the log names it
     * @param user the user, if the log knows users
     * @param item the item
     * @param time the time; without it, the order of the file is that of time
     * @param title the item's title, if it stands beside each click
     * @param event the kind of click, if there are several
     */
    public record LogColumns(
            Optional<String> session,
            Optional<String> user,
            String item,
            Optional<String> time,
            Optional<String> title,
            Optional<String> event) {}

    /** The same for logs that join a data set: nothing is dropped that may be too rare or too short in them alone. */
    ImportPlan forAppending() {
        return new ImportPlan(
                format,
                log,
                columns,
                items,
                time,
                zone,
                rule,
                new Filters(
                        filters.events(),
                        filters.from(),
                        filters.to(),
                        filters.dropDuplicates(),
                        1,
                        filters.dropRepeats(),
                        1,
                        filters.maxSessionLength(),
                        1),
                split,
                false,
                unclickedItems,
                memory,
                temporary);
    }
}
