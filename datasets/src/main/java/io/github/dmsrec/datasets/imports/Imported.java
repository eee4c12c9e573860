package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.util.List;

/**
 * What an import made.
 *
 * @param folders the data set, or one of each window
 * @param filters what each filter dropped, in their order; the first entry is what was read
 * @param notes what was found out or taken for granted, as sentences without a full stop
 */
public record Imported(List<ArtefactFolder> folders, List<FilterCount> filters, List<String> notes) {

    public Imported {
        folders = List.copyOf(folders);
        filters = List.copyOf(filters);
        notes = List.copyOf(notes);
    }
}
