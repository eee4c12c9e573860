package io.github.dmsrec.datasets.format;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ConvertedTable;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.Source;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The views of the CIKM Cup 2016: {@code train-item-views.csv}, separated by semicolons. The time of a view is its day and,
 * within the session, a number of milliseconds.
 */
record Diginetica() implements NamedFormat {

    private static final List<String> COLUMNS = List.of("sessionid", "itemid", "timeframe", "eventdate");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-M-d", Locale.ROOT);

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "diginetica",
                "the views of the CIKM Cup 2016: train-item-views.csv.",
                "Sessions are those of the file; a view's time is its day and its place in the session.",
                "diginetica --out runs/diginetica");
    }

    @Override
    public KnownLog log(Path folder) {
        Path views = Path.of(NamedFormats.file(folder, "train-item-views.csv"));
        return KnownLog.of(
                        new ConvertedTable(views, work -> converted(views, work)),
                        LogColumns.ofItem("item").withSession("session").withTime("time"))
                .withTimeFormat(TimeFormat.Epoch.MILLIS);
    }

    private static LogFiles converted(Path views, Path work) throws IOException {
        FileScan.of(views, LogFiles.Kind.CSV);
        Path made = work.resolve("views.csv");
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(FileScan.open(views), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(made)) {
            String first = lines.readLine();
            List<String> header = fields(first == null ? "" : first.replace("\ufeff", ""))
                    .map(name -> name.toLowerCase(Locale.ROOT).replace("_", ""))
                    .toList();
            int[] at = COLUMNS.stream().mapToInt(header::indexOf).toArray();
            for (int i = 0; i < at.length; i++) {
                if (at[i] < 0) {
                    throw new UserMistakeException(
                            "'" + views + "' line 1 has no column '" + COLUMNS.get(i) + "'; its columns: " + header
                                    + ".",
                            "this is another file of the CIKM Cup.");
                }
            }
            out.write("session,item,time\n");
            long number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    out.write(view(views, number, line, fields(line).toList(), at));
                }
            }
        }
        return LogFiles.of(LogFiles.Kind.CSV, List.of(made.toString())).delimitedBy(",");
    }

    private static java.util.stream.Stream<String> fields(String line) {
        return Arrays.stream(line.split(";", -1)).map(String::strip);
    }

    private static String view(Path file, long number, String line, List<String> fields, int[] at) {
        try {
            long day = LocalDate.parse(fields.get(at[3]), DAY).toEpochDay() * 86_400_000L;
            long within = Long.parseLong(fields.get(at[2]));
            String session = fields.get(at[0]);
            String item = fields.get(at[1]);
            if (session.matches("\\d+") && item.matches("\\d+") && within >= 0) {
                return session + "," + item + "," + (day + within) + "\n";
            }
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            throw mistake(file, number, line, e);
        }
        throw mistake(file, number, line, new IllegalArgumentException("a field is no number"));
    }

    private static UserMistakeException mistake(Path file, long number, String line, RuntimeException cause) {
        return new UserMistakeException(
                "'" + file + "' line " + number + " is no view: '" + Source.shortened(line) + "'.",
                "the line was cut off or edited; it should be like '1;NA;81766;526309;2016-05-09'.",
                cause);
    }
}
