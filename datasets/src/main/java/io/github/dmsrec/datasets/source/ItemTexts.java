package io.github.dmsrec.datasets.source;

import java.util.List;
import java.util.Optional;

/**
 * A table of the items' texts.
 *
 * @param files where it is
 * @param id the column of the item's id, by name or by number from 1
 * @param title the column of the title, if there is one
 * @param texts columns that become attributes of the items
 * @param kind the column of the kind of clicks that a line is for, where an item has a line for each, as for a locale
 */
public record ItemTexts(
        TableMaker files, String id, Optional<String> title, List<String> texts, Optional<String> kind) {

    /** Texts with a line for each item. */
    public ItemTexts(TableMaker files, String id, Optional<String> title, List<String> texts) {
        this(files, id, title, texts, Optional.empty());
    }

    /** These with a line for each kind of clicks. */
    public ItemTexts forKinds(String column) {
        return new ItemTexts(files, id, title, texts, Optional.of(column));
    }

    public ItemTexts {
        texts = List.copyOf(texts);
    }
}
