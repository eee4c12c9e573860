package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetResultsTest {

    /** A report that stands in documents is refused with paths of a machine in it. */
    @Test
    void pathsOfOptionsBelowTheCurrentDirectoryAreRelativeToIt() {
        Path here = Path.of("work").toAbsolutePath();

        assertThat(DatasetResults.portable(
                        Map.of(
                                "inferrer.facets",
                                        here.resolve("runs").resolve("facets").toString(),
                                "inferrer.teacher",
                                        here.resolveSibling("workshop").toString(),
                                "epochs", "6"),
                        here))
                .isEqualTo(Map.of(
                        "inferrer.facets", "runs/facets",
                        "inferrer.teacher", here.resolveSibling("workshop").toString(),
                        "epochs", "6"));
    }
}
