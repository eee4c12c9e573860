package io.github.dmsrec.datasets.append;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.LineCounts;
import java.util.List;
import java.util.Optional;

/**
 * A longer data set.
 *
 * @param folder where it is
 * @param lineage what has joined it
 * @param filters what each filter dropped of the new logs, in their order; the first entry is what was read
 * @param lines the lines of the new logs, and which of them are clicks
 * @param times when the clicks of the longer data set were made; empty without times
 * @param notes what was found out or taken for granted, as sentences without a full stop
 */
public record Appended(
        ArtefactFolder folder,
        Lineage lineage,
        List<FilterCount> filters,
        LineCounts lines,
        Optional<ClickTimes> times,
        List<String> notes) {

    public Appended {
        filters = List.copyOf(filters);
        notes = List.copyOf(notes);
    }
}
