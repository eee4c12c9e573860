package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.TableMaker;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.time.ZoneId;
import java.util.List;
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
 * @param zone of times without a time zone
 * @param rule what a session is
 * @param filters what is left out
 * @param split how sessions are divided
 * @param dropUnseenItems whether test clicks on items that neither training nor validation has are dropped, and then test
 *     sessions of one click, as session-rec does
 * @param unclickedItems whether items that have a text but no click join the catalogue, after the others
 * @param dropMissing columns; lines that have no value there are left out
 * @param itemList whether the column of the item holds a list of items
 * @param allowOddTimes whether times are taken that are those of no clock
 * @param multiline whether values in quotes may go over many lines
 * @param allowUnmatchedItems whether the items' texts may be those of fewer than half of the items
 * @param memory the most memory for tables, in bytes; more is spilled to disk
 * @param temporary the most disk for that, in bytes
 * @param prepared how the log was made, if its sessions were made and filtered elsewhere
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
        List<String> dropMissing,
        boolean itemList,
        boolean allowOddTimes,
        boolean multiline,
        boolean allowUnmatchedItems,
        long memory,
        OptionalLong temporary,
        Optional<PreparedLog> prepared) {

    public ImportPlan {
        dropMissing = List.copyOf(dropMissing);
    }

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
                filters.withoutLeastCounts(),
                split,
                false,
                unclickedItems,
                dropMissing,
                itemList,
                allowOddTimes,
                multiline,
                allowUnmatchedItems,
                memory,
                temporary,
                prepared);
    }
}
