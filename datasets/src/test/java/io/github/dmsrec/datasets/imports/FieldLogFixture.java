package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A folder for logs with the faults of the field, and what an import makes of them or says. */
abstract class FieldLogFixture {

    @TempDir
    Path folder = Path.of("");

    final Imported written(Importer importer) throws IOException {
        return importer.write(folder.resolve("out"), Origin.of("field", "test", 1, 2));
    }

    final SessionDataset dataset() {
        return DatasetFolder.read(folder.resolve("out"));
    }

    final String refused(Importer importer) {
        Throwable mistake = catchThrowable(() -> written(importer));
        assertThat(mistake).isInstanceOf(UserMistakeException.class);
        assertThat(folder.resolve("out")).doesNotExist();
        return String.valueOf(mistake.getMessage());
    }
}
