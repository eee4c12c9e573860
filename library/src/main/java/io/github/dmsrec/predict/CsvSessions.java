package io.github.dmsrec.predict;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of clicks in a text file with a header, quoted as CSV is. A value may hold the separator, if it is quoted, but no line
 * break: a stray quote would swallow lines.
 */
final class CsvSessions extends TextSessions {

    private static final int LONGEST_LINE = 1 << 20;

    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private final int session;
    private final int item;
    private long line;

    CsvSessions(Path path, char separator, SessionColumns columns, int mostClicks) {
        super(path, columns, mostClicks);
        records = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LONGEST_LINE)
                .ofCsvRecord(text.reader())
                .iterator();
        try {
            if (!hasNext()) {
                throw new UserMistakeException("'" + path + "' is empty. Its first line must name the columns.");
            }
            header = next().getFields();
            session = column(columns.session(), "--session");
            item = column(columns.ofRows(), "--item");
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private int column(String name, String option) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw missing(name, header, option);
        }
        if (header.lastIndexOf(name) != index) {
            throw new UserMistakeException("'" + path + "' has two columns '" + name
                    + "'. Rename one, or name another one with " + option + ".");
        }
        return index;
    }

    private boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private CsvRecord next() {
        try {
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            for (String field : record.getFields()) {
                if (field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0) {
                    throw mistake(
                            "line " + line,
                            "a quote is opened here and not closed on the same line, so that lines would be swallowed."
                                    + " Delete or double the stray quote; remove columns whose values have line breaks.");
                }
            }
            return record;
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private UserMistakeException unreadable(RuntimeException failure) {
        String place = "after line " + line;
        if (failure.getCause() instanceof IOException cause) {
            return text.mistake(place, cause);
        }
        return new UserMistakeException(
                "'" + path + "', " + place + ": " + failure.getMessage()
                        + (failure.getCause() == null
                                ? ""
                                : " (" + failure.getCause().getMessage() + ")")
                        + ". Mend or quote that line.",
                failure);
    }

    @Override
    public void read(Sink sink) throws IOException {
        SessionRows rows = new SessionRows(this, "line", sink);
        while (hasNext()) {
            CsvRecord record = next();
            if (record.getFieldCount() != header.size()) {
                throw mistake(
                        "line " + line,
                        "has " + record.getFieldCount() + " values, but the header names " + header.size()
                                + " columns. Quote values that hold the separator, and write every value.");
            }
            rows.add(line, record.getField(session), record.getField(item));
        }
        rows.end();
    }
}
