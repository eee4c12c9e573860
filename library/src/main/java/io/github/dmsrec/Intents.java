package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import java.nio.file.Path;

/** The inferred intents of every row of a data set, with their vectors. Immutable. */
public final class Intents {

    private final ArtefactFolder folder;

    Intents(ArtefactFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens intents.
     *
     * @param path the folder
     * @return the intents
     * @throws InvalidInputException if there are none
     */
    public static Intents load(Path path) {
        return ExceptionTranslation.call(() -> new Intents(ArtefactFolder.open(path, ArtefactKind.INTENTS)));
    }

    /**
     * Copies them into a folder, where they stay.
     *
     * @param path the folder
     * @return the copy
     * @throws InvalidInputException if something else is there
     */
    public Intents save(Path path) {
        return new Intents(SavedFolder.copy(folder, path));
    }

    /** {@return where they are} */
    public Path path() {
        return folder.path();
    }

    ArtefactFolder folder() {
        return folder;
    }
}
