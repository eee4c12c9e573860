package io.github.dmsrec.stage;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Files;
import java.nio.file.Path;

/** By which rows a model's epoch was chosen. */
public final class ModelSelection {

    private ModelSelection() {}

    /**
     * The label of the split; empty for imported weights. A fused model whose candidates come from a model that was chosen
     * by the test rows counts as chosen by them, too.
     */
    public static String splitOf(ArtefactFolder model) {
        Path generator = model.file(Training.GENERATOR_FOLDER);
        if (Files.isRegularFile(generator.resolve(Manifest.FILE_NAME))
                && onTest(ArtefactFolder.open(generator, ArtefactKind.MODEL))) {
            return Split.TEST.label();
        }
        return model.manifest().facts().path("selectedOn").asText();
    }

    /** Whether it was chosen by the rows that its figures are measured on. */
    public static boolean onTest(ArtefactFolder model) {
        return splitOf(model).equals(Split.TEST.label());
    }
}
