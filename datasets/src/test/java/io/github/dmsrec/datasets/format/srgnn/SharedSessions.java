package io.github.dmsrec.datasets.format.srgnn;

import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Real data sets, imported from where they are; tests are skipped where they are absent. */
public final class SharedSessions {

    private SharedSessions() {}

    /** MovieLens-1M with titles. */
    public static SessionDataset ml1m() {
        return read("ml-1m", true);
    }

    /** Amazon Beauty with titles. */
    public static SessionDataset beauty() {
        return read("beauty", true);
    }

    /** Diginetica, which has no titles. */
    public static SessionDataset diginetica() {
        return read("diginetica", false);
    }

    private static SessionDataset read(String name, boolean withItems) {
        Path folder = SharedMaterial.require("data/" + name);
        Optional<Path> items = withItems ? Optional.of(folder.resolve("items.tsv")) : Optional.empty();
        try {
            return SrgnnImport.read(folder, items, name, Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
