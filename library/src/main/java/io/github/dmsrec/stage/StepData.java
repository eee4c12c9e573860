package io.github.dmsrec.stage;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data set that steps are made from. It is opened and read when the first step asks, so that steps can be listed before
 * the data set is there. For one thread.
 */
public final class StepData {

    private final Path path;
    private final Consumer<SessionDataset> check;
    private @Nullable ArtefactFolder folder;
    private @Nullable SessionDataset content;

    private StepData(Path path, Consumer<SessionDataset> check) {
        this.path = path;
        this.check = check;
    }

    /** The data set of a folder. */
    public static StepData at(Path path) {
        return at(path, content -> {});
    }

    /**
     * The data set of a folder, refused if it does not fit.
     *
     * @param check throws a {@link io.github.dmsrec.core.UserMistakeException} for a data set that does not fit
     */
    public static StepData at(Path path, Consumer<SessionDataset> check) {
        return new StepData(path, check);
    }

    /** A data set that is read already. */
    public static StepData of(ArtefactFolder folder, SessionDataset content) {
        StepData data = at(folder.path());
        data.folder = folder;
        data.content = content;
        return data;
    }

    /** Where it is, or will be. */
    public Path path() {
        return path;
    }

    /**
     * Its folder.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if it is not there
     */
    public ArtefactFolder folder() {
        ArtefactFolder known = folder;
        if (known == null) {
            known = ArtefactFolder.open(path, ArtefactKind.DATASET);
            folder = known;
        }
        return known;
    }

    /**
     * What is in it.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if it is not there, is broken or does not fit
     */
    public SessionDataset content() {
        SessionDataset known = content;
        if (known == null) {
            known = DatasetFolder.read(folder().path());
            check.accept(known);
            content = known;
        }
        return known;
    }
}
