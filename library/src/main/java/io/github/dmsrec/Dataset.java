package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;

/**
 * A data set: items, and sessions divided into training, validation and test. Made by {@code dmsrec import}. Immutable and
 * safe for use by several threads.
 */
public final class Dataset {

    private final ArtefactFolder folder;
    private final SessionDataset content;

    private Dataset(ArtefactFolder folder, SessionDataset content) {
        this.folder = folder;
        this.content = content;
    }

    /**
     * Reads a data set.
     *
     * @param path the folder
     * @return the data set
     * @throws InvalidInputException if there is none, or it is damaged
     */
    public static Dataset open(Path path) {
        return ExceptionTranslation.call(
                () -> new Dataset(ArtefactFolder.open(path, ArtefactKind.DATASET), DatasetFolder.read(path)));
    }

    /** {@return where it is} */
    public Path path() {
        return folder.path();
    }

    /** {@return what reports call it} */
    public String name() {
        return folder.manifest().name();
    }

    /** {@return the number of items} */
    public int items() {
        return content.catalogue().size();
    }

    /** {@return the number of sessions that models are trained on} */
    public int trainingSessions() {
        return content.sessions(Split.TRAIN).size();
    }

    /** {@return the number of rows, each a prefix and its next item, that models are evaluated on} */
    public int testRows() {
        return content.examples(Split.TEST).size();
    }

    ArtefactFolder folder() {
        return folder;
    }

    SessionDataset content() {
        return content;
    }

    @Override
    public String toString() {
        return "data set '" + name() + "' in " + path();
    }
}
