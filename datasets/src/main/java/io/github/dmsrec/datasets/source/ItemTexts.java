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
 */
public record ItemTexts(TableMaker files, String id, Optional<String> title, List<String> texts) {

    public ItemTexts {
        texts = List.copyOf(texts);
    }
}
