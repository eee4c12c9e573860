package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.IntList;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickFileTest {

    private static final int SESSIONS = 50_000;

    @TempDir
    private Path folder = Path.of("");

    /** So many that the file does not fit into a buffer. */
    @Test
    void clicksComeBackFromAnyPlaceWhereASessionBegins() throws IOException {
        ClickFile file = new ClickFile(folder.resolve("clicks"));
        IntList written = new IntList();
        long middle = 0;
        long end;
        try (ClickFile.Writer writer = file.writer()) {
            for (int session = 0; session < SESSIONS; session++) {
                if (session == SESSIONS / 3) {
                    middle = writer.place();
                }
                for (int click = 0; click <= session % 4; click++) {
                    int item = (session * 31 + click * 7) % 1000;
                    writer.write(session, item);
                    if (session >= SESSIONS / 3) {
                        written.add(session);
                        written.add(item);
                    }
                }
            }
            end = writer.place();
        }
        IntList read = new IntList();
        file.read(middle, end, (session, item) -> {
            read.add(session);
            read.add(item);
        });

        assertThat(end).isGreaterThan(1 << 19);
        assertThat(read.toArray()).isEqualTo(written.toArray());
    }
}
