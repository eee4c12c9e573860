package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Folders that earlier versions of dmsrec wrote, one set for each format version: they must keep loading. */
final class GoldenFolders {

    private GoldenFolders() {}

    /** A folder of the first format version: a small shop of 54 items, with models of it. */
    static Path v1(String name) {
        return of(1, name);
    }

    /** A folder of a format version; the models of all of them are of the data set of the first. */
    static Path of(int version, String name) {
        try {
            URI root = GoldenFolders.class
                    .getResource("/golden/v" + version + "/base")
                    .toURI();
            return Path.of(root).resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies a folder, as a user would: the files alone. */
    static Path copy(Path folder, Path to) {
        try {
            ArtefactFolder.open(folder).copyTo(to, to);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
