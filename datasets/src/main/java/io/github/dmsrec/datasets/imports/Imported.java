package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.LineCounts;
import java.util.List;
import java.util.Optional;

/**
 * What an import made.
 *
 * @param folders the data set, or one of each window
 * @param filters what each filter dropped, in their order; the first entry is what was read
 * @param lines the lines of the files, and which of them are clicks
 * @param times when the clicks were made; empty without times
 * @param notes what was found out or taken for granted, as sentences without a full stop
 */
public record Imported(
        List<ArtefactFolder> folders,
        List<FilterCount> filters,
        LineCounts lines,
        Optional<ClickTimes> times,
        List<String> notes) {

    public Imported {
        folders = List.copyOf(folders);
        filters = List.copyOf(filters);
        notes = List.copyOf(notes);
    }
}
