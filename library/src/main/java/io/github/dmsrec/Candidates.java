package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import java.nio.file.Path;

/** The best items of a model for every row of a data set, among which intents are chosen. Immutable. */
public final class Candidates {

    private final ArtefactFolder folder;

    Candidates(ArtefactFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens candidates.
     *
     * @param path the folder
     * @return the candidates
     * @throws InvalidInputException if there are none
     */
    public static Candidates load(Path path) {
        return ExceptionTranslation.call(() -> new Candidates(ArtefactFolder.open(path, ArtefactKind.CANDIDATES)));
    }

    /**
     * Copies them into a folder, where they stay.
     *
     * @param path the folder
     * @return the copy
     * @throws InvalidInputException if something else is there
     */
    public Candidates save(Path path) {
        return new Candidates(SavedFolder.copy(folder, path));
    }

    /** {@return where they are} */
    public Path path() {
        return folder.path();
    }

    ArtefactFolder folder() {
        return folder;
    }
}
