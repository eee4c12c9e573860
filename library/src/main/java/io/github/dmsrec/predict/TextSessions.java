package io.github.dmsrec.predict;

import java.io.IOException;
import java.nio.file.Path;

/** Sessions in a text file; its bytes tell how far the reading is. */
abstract sealed class TextSessions extends SessionFile permits CsvSessions, JsonSessions {

    private static final int KIBI = 1024;

    final SessionText text;

    TextSessions(Path path, SessionColumns columns, int mostClicks) {
        super(path, columns, mostClicks);
        text = SessionText.open(path);
    }

    @Override
    public final String unit() {
        return "KiB";
    }

    @Override
    public final long total() {
        return (text.bytes() + KIBI - 1) / KIBI;
    }

    @Override
    public final long done() {
        return text.bytesRead() / KIBI;
    }

    @Override
    public final void close() throws IOException {
        text.close();
    }
}
