package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import java.nio.file.Path;

/** What a language model says of the items of a data set, from which intents follow without a call. Immutable. */
public final class Facets {

    private final ArtefactFolder folder;

    Facets(ArtefactFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens facets.
     *
     * @param path the folder
     * @return the facets
     * @throws InvalidInputException if there are none
     */
    public static Facets load(Path path) {
        return ExceptionTranslation.call(() -> new Facets(ArtefactFolder.open(path, ArtefactKind.FACETS)));
    }

    /**
     * Copies them into a folder, where they stay.
     *
     * @param path the folder
     * @return the copy
     * @throws InvalidInputException if something else is there
     */
    public Facets save(Path path) {
        return new Facets(SavedFolder.copy(folder, path));
    }

    /** {@return where they are; the option {@code facets} of the inferrer {@code item-facets} names it} */
    public Path path() {
        return folder.path();
    }
}
