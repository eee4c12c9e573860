package io.github.dmsrec.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Finds the line of a record in a CSV file, for messages. Records may span lines, and empty lines are none. */
final class RecordLine {

    private RecordLine() {}

    /**
     * The line on which a record begins, from 1.
     *
     * @param record its number from 1, the header included
     * @param quoted whether line breaks within double quotes belong to a field
     */
    static long of(Path file, long record, boolean quoted) throws IOException {
        try (InputStream in = FileScan.open(file)) {
            long line = 1;
            long begun = 0;
            boolean inRecord = false;
            boolean inQuotes = false;
            int last = 0;
            for (int next = in.read(); next >= 0; last = next, next = in.read()) {
                if (next == '\n' && last == '\r') {
                    continue;
                }
                boolean ends = next == '\n' || next == '\r';
                if (!ends && !inRecord) {
                    inRecord = true;
                    if (++begun == record) {
                        return line;
                    }
                }
                if (quoted && next == '"') {
                    inQuotes = !inQuotes;
                }
                if (ends) {
                    line++;
                    inRecord = inQuotes;
                }
            }
            return line;
        }
    }
}
