package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as they should not be: each is refused by one message that tells where, or imported right where it is merely odd. */
class MalformedFilesTest {

    @TempDir
    private Path folder = Path.of("");

    /** By default a third of them. */
    static Stream<StrangeFiles.Case> malformed() throws IOException {
        return SlowRun.oneOf(3, StrangeFiles.malformed());
    }

    /** By default a quarter of them. */
    static Stream<StrangeFiles.Case> odd() {
        return SlowRun.oneOf(4, StrangeFiles.odd());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefusedWithOneMessageAndLeavesNothing(StrangeFiles.Case given) throws IOException, SQLException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");

        ImportRequest request = given.make(in);
        Throwable mistake = catchThrowable(() -> request.importer().write(out, Origin.of("log", "test", 1, 2)));

        assertThat(mistake).isInstanceOf(UserMistakeException.class);
        assertThat(String.valueOf(mistake.getMessage())).contains(given.told()).containsPattern("\\R[A-Z].*\\.$");
        assertThat(String.valueOf(mistake.getMessage()))
                .hasSizeLessThan(2000)
                .doesNotContain("LINE 1:", "Stack Trace", "c0");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(in);
        }
    }

    @Test
    void thereAreAtLeastSixtyOfThem() throws IOException {
        assertThat(StrangeFiles.malformed().map(StrangeFiles.Case::name).distinct())
                .hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void whatIsMerelyOddIsImportedRight(StrangeFiles.Case given) throws IOException, SQLException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");

        given.make(in).importer().write(out, Origin.of("log", "test", 1, 2));

        SessionDataset dataset = DatasetFolder.read(out);
        assertThat(dataset.catalogue().items().stream().map(item -> item.id()))
                .containsExactly("i0", "i1", "i2", "i3", "i4");
        assertThat(dataset.allSessions().size()).isEqualTo(40);
        assertThat(dataset.allSessions().id(0)).isEqualTo("s0");
        assertThat(dataset.allSessions().time(0)).isEqualTo(1_500_000_007.0);
        assertThat(dataset.allSessions().items(7)).containsExactly(1, 2, 3);
    }
}
