package io.github.dmsrec.experiment.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * Tables as RFC 4180 has them. A text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
final class CsvTable {

    private static final Pattern FORMULA = Pattern.compile("(?s)[=+@\\t\\r-].*");
    private static final Pattern NUMBERS = Pattern.compile("-?[0-9][0-9.E-]*(?:;-?[0-9][0-9.E-]*)*|-Infinity");

    private CsvTable() {}

    /** The head and the rows. */
    static String of(ReportTable table) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out)) {
            csv.writeRecord(table.head());
            table.rows()
                    .forEach(row -> csv.writeRecord(
                            row.stream().map(cell -> safe(cell.text())).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return out.toString();
    }

    private static String safe(String text) {
        return FORMULA.matcher(text).matches() && !NUMBERS.matcher(text).matches() ? "'" + text : text;
    }
}
