package io.github.dmsrec.datasets.append;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.datasets.imports.FilterCount;
import java.util.List;

/**
 * A longer data set.
 *
 * @param folder where it is
 * @param lineage what has joined it
 * @param filters what each filter dropped of the new logs, in their order; the first entry is what was read
 * @param notes what was found out or taken for granted, as sentences without a full stop
 */
public record Appended(ArtefactFolder folder, Lineage lineage, List<FilterCount> filters, List<String> notes) {

    public Appended {
        filters = List.copyOf(filters);
        notes = List.copyOf(notes);
    }
}
