package io.github.dmsrec.datasets.format;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ConvertedTable;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.Source;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon-M2, the sessions of the KDD Cup 2023: {@code sessions_train.csv} has a session per record, the items before the
 * last as a printed array that may go over several lines; {@code products_train.csv} has the texts. There are no times. The
 * locale of a session is the kind of its clicks, so that {@code --events UK} chooses one.
 */
record AmazonM2() implements NamedFormat {

    private static final String HEADER = "prev_items,next_item,locale";
    private static final String ITEM = "[A-Za-z0-9]+";
    private static final Pattern RECORD =
            Pattern.compile("\"?\\[([A-Za-z0-9'\"\\s,]*)\\]\"?,(" + ITEM + "),([A-Za-z]+)\\s*");
    private static final Pattern ONE_ITEM = Pattern.compile(ITEM);

    /** A session of so many lines is none: a bracket is missing. */
    private static final int LONGEST_RECORD = 1000;

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "amazon-m2",
                "Amazon-M2, the sessions of the KDD Cup 2023: sessions_train.csv and products_train.csv.",
                "Sessions are those of the file, which has no times. A session's locale is the kind of"
                        + " its clicks: --events UK chooses one, and its titles. Without it, a product has the title"
                        + " of the locale that most of its clicks are of.",
                "kdd-cup-2023 --events UK --out runs/amazon-uk");
    }

    @Override
    public KnownLog log(Path folder) {
        Path sessions = Path.of(NamedFormats.file(folder, "sessions_train.csv"));
        return KnownLog.of(
                        new ConvertedTable(sessions, work -> converted(sessions, work)),
                        LogColumns.ofItem("item").withSession("session").withEvent("locale"))
                .withItems(new ItemTexts(
                                anywhere -> LogFiles.of(
                                                LogFiles.Kind.CSV,
                                                List.of(NamedFormats.file(folder, "products_train.csv")))
                                        .delimitedBy(","),
                                "id",
                                Optional.of("title"),
                                List.of("brand", "color", "desc"))
                        .forKinds("locale"));
    }

    private static LogFiles converted(Path sessions, Path work) throws IOException {
        FileScan.of(sessions, LogFiles.Kind.CSV);
        Path made = work.resolve("clicks.csv");
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(FileScan.open(sessions), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(made)) {
            String header = lines.readLine();
            if (header == null || !header.replace("\ufeff", "").strip().equals(HEADER)) {
                throw new UserMistakeException(
                        "'" + sessions + "' line 1 is '" + Source.shortened(String.valueOf(header)) + "', but '"
                                + HEADER + "' is expected.",
                        "this is another file of the KDD Cup 2023.");
            }
            out.write("session,item,locale\n");
            long number = 1;
            long session = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long first = ++number;
                StringBuilder record = new StringBuilder(line);
                while (line != null && line.indexOf(']') < 0 && number - first < LONGEST_RECORD && !line.isBlank()) {
                    line = lines.readLine();
                    number++;
                    record.append('\n').append(line == null ? "" : line);
                }
                if (!record.toString().isBlank()) {
                    write(out, sessions, first, record.toString(), ++session);
                }
            }
        }
        return LogFiles.of(LogFiles.Kind.CSV, List.of(made.toString())).delimitedBy(",");
    }

    private static void write(BufferedWriter out, Path file, long line, String text, long session) throws IOException {
        Matcher record = RECORD.matcher(text);
        if (!record.matches() || !ONE_ITEM.matcher(record.group(1)).find()) {
            throw new UserMistakeException(
                    "'" + file + "' line " + line + " is no session: '" + Source.shortened(text) + "'.",
                    "the line was cut off or edited; it should be like \"['B07TV' 'B08XJ']\",B0BFD,UK.");
        }
        String locale = record.group(3);
        Matcher item = ONE_ITEM.matcher(record.group(1));
        while (item.find()) {
            out.write(session + "," + item.group() + "," + locale + "\n");
        }
        out.write(session + "," + record.group(2) + "," + locale + "\n");
    }
}
