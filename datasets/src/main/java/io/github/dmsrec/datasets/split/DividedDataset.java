package io.github.dmsrec.datasets.split;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionFields;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.Splitting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what a rule made of sessions in memory. */
public final class DividedDataset {

    private DividedDataset() {}

    /**
     * Writes a data set.
     *
     * @param source gives the catalogue
     * @param all what was divided
     * @param origin its name becomes the data set's
     * @param facts beside those of the split
     * @throws io.github.dmsrec.core.UserMistakeException if something else than a data set is at the target
     */
    public static ArtefactFolder write(
            Path target,
            SessionDataset source,
            Splitting split,
            SessionFields all,
            Division division,
            Origin origin,
            Map<String, Object> facts)
            throws IOException {
        Map<String, Object> complete = new LinkedHashMap<>(facts);
        complete.putAll(SplitFacts.of(split, all, division));
        return DatasetFolder.write(
                target,
                new SessionDataset(
                        origin.name(),
                        source.fingerprint(),
                        source.catalogue(),
                        division.examples(),
                        division.sameSessions()),
                origin,
                complete);
    }
}
