package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.intent.asking.BatchForm;
import io.github.dmsrec.intent.asking.BatchQuestions;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an executor needs to put questions as the driver would.
 *
 * @param form how they are put
 * @param data the folder of the data set with the items
 * @param fingerprint of the data set
 * @param example the clicks, candidates and picks of a {@link WorkedExample}; null for none
 */
record QuestionSpec(BatchForm form, String data, String fingerprint, int @Nullable [][] example)
        implements Serializable {

    static QuestionSpec of(BatchForm form, ArtefactFolder data, Optional<WorkedExample> example) {
        return new QuestionSpec(
                form,
                data.path().toAbsolutePath().toString(),
                data.manifest().fingerprint(),
                example.map(shown ->
                                new int[][] {shown.session(), shown.candidates(), shown.clickedPicks(), shown.newPicks()
                                })
                        .orElse(null));
    }

    /**
     * Reads the items.
     *
     * @throws InvalidInputException if the data set is not at its place, or another one is
     */
    BatchQuestions open() {
        ArtefactFolder folder = ArtefactFolder.open(Path.of(data), ArtefactKind.DATASET);
        if (!folder.manifest().fingerprint().equals(fingerprint)) {
            throw new InvalidInputException(
                    "'" + data + "' is another data set on an executor than on the driver. Use a"
                            + " path that all machines share.");
        }
        return new BatchQuestions(
                form,
                ItemsFile.read(folder.file("items.parquet")),
                Optional.ofNullable(example).map(shown -> new WorkedExample(shown[0], shown[1], shown[2], shown[3])));
    }
}
