package io.github.dmsrec.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.IntList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickFileTest {

    private static final int SESSIONS = 50_000;

    @TempDir
    private Path folder = Path.of("");

    /** So many that the file does not fit into a buffer. */
    @Test
    void clicksComeBackWithTheirSessionsAndAllButTheFirstAreTargets() throws IOException {
        ClickFile file = new ClickFile(folder.resolve("clicks"));
        IntList written = new IntList();
        try (ClickFile.Writer writer = file.writer()) {
            for (int session = 0; session < SESSIONS; session++) {
                for (int click = 0; click <= session % 4; click++) {
                    int item = (session * 31 + click * 7) % 1000;
                    writer.write(session, item);
                    written.add(session);
                    written.add(item);
                    written.add(click == 0 ? 0 : 1);
                }
            }
        }
        IntList read = new IntList();
        file.read((session, item, rows) -> {
            read.add(session);
            read.add(item);
            read.add(rows);
        });

        assertThat(Files.size(folder.resolve("clicks"))).isGreaterThan(1 << 19);
        assertThat(read.toArray()).isEqualTo(written.toArray());
    }
}
