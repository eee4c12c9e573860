package io.github.dmsrec.datasets.format;

import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TableMaker;
import io.github.dmsrec.datasets.source.TimeFormat;
import org.jspecify.annotations.Nullable;

/**
 * The log of a known data set: what an import takes over from its format. What is absent is left to the import. Immutable.
 *
 * @param clicks the table of clicks
 * @param columns where its values stand
 * @param timeFormat how times are written
 * @param items the items' texts, in files of their own
 * @param rule what a session is
 * @param filters what is left out
 * @param itemList whether the column of the item holds a list of items
 */
public record KnownLog(
        TableMaker clicks,
        LogColumns columns,
        @Nullable TimeFormat timeFormat,
        @Nullable ItemTexts items,
        @Nullable SessionRule rule,
        @Nullable Filters filters,
        boolean itemList) {

    /** A table that is made of files. */
    static KnownLog of(TableMaker clicks, LogColumns columns) {
        return new KnownLog(clicks, columns, null, null, null, null, false);
    }

    /** A table in files. */
    static KnownLog of(LogFiles clicks, LogColumns columns) {
        return of(folder -> clicks, columns);
    }

    KnownLog withTimeFormat(TimeFormat value) {
        return new KnownLog(clicks, columns, value, items, rule, filters, itemList);
    }

    KnownLog withItems(ItemTexts value) {
        return new KnownLog(clicks, columns, timeFormat, value, rule, filters, itemList);
    }

    KnownLog withRule(SessionRule value) {
        return new KnownLog(clicks, columns, timeFormat, items, value, filters, itemList);
    }

    KnownLog withFilters(Filters value) {
        return new KnownLog(clicks, columns, timeFormat, items, rule, value, itemList);
    }

    KnownLog withItemList(boolean value) {
        return new KnownLog(clicks, columns, timeFormat, items, rule, filters, value);
    }
}
