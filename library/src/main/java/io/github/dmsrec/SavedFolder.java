package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.nio.file.Path;

/** Copies results to where they stay. */
final class SavedFolder {

    private SavedFolder() {}

    /**
     * Copies a folder as a whole; a folder of the same kind that is there is replaced.
     *
     * @return the copy, or the folder itself if it is there already
     * @throws InvalidInputException if something else is there
     */
    static ArtefactFolder copy(ArtefactFolder folder, Path path) {
        if (path.toAbsolutePath()
                .normalize()
                .equals(folder.path().toAbsolutePath().normalize())) {
            return folder;
        }
        return ExceptionTranslation.call(() -> ArtefactFolder.writeCopy(folder, path));
    }
}
