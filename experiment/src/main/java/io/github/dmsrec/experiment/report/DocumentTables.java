package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.OutputFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown document whose tables are generated: each stands between {@code <!-- table FILE.json ... -->} and {@code <!--
 * /table -->}, every marker in a line of its own and none in a block of code. What a marker can ask for is
 * {@link TableMarker}.
 *
 * @param document the file
 * @param tables how many pairs of markers it has
 * @param stale the lines of the markers whose tables are not up to date, from 1
 * @param text the document with all tables up to date
 */
public record DocumentTables(Path document, int tables, List<Integer> stale, String text) {

    // Deeper indentation is a block of code.
    private static final Pattern BEGINNING = Pattern.compile(" {0,3}<!--\\s*table(?:\\s.*|-->.*)?");
    private static final Pattern BEGINNING_IN_ONE_LINE = Pattern.compile(" {0,3}<!--\\s*table\\b(.*?)-->\\s*");
    private static final Pattern END = Pattern.compile(" {0,3}<!--\\s*/table\\s*-->\\s*");

    /** Whether nothing would change. */
    public boolean upToDate() {
        return stale.isEmpty();
    }

    /** Writes the document with all tables up to date. */
    public void write() throws IOException {
        OutputFile.write(document, fresh -> Files.writeString(fresh, text));
    }

    /**
     * Reads documents and makes their tables; nothing is written.
     *
     * @throws UserMistakeException with every mistake in any of them, by file and line
     */
    public static List<DocumentTables> of(List<Path> documents) throws IOException {
        List<String> mistakes = new ArrayList<>();
        List<DocumentTables> all = new ArrayList<>();
        for (Path document : documents) {
            all.add(read(document, mistakes));
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    (mistakes.size() == 1 ? "A mistake" : mistakes.size() + " mistakes")
                            + " in the tables of documents; nothing was written:" + System.lineSeparator() + "  "
                            + String.join(System.lineSeparator() + "  ", mistakes),
                    "See 'dmsrec tables --help' for the form of a marker.");
        }
        return all;
    }

    private static DocumentTables read(Path document, List<String> mistakes) throws IOException {
        if (!Files.isRegularFile(document)) {
            mistakes.add("'" + document
                    + "' does not exist. Check the path; relative paths start at the current directory.");
            return new DocumentTables(document, 0, List.of(), "");
        }
        String text;
        try {
            text = Files.readString(document);
        } catch (MalformedInputException e) {
            throw new UserMistakeException(
                    "'" + document + "' is not UTF-8 text.", "Name a Markdown file in UTF-8.", e);
        }
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        List<String> lines = List.of(text.split("\\r?\\n", -1));
        List<String> written = new ArrayList<>();
        List<Integer> stale = new ArrayList<>();
        int tables = 0;
        boolean inCode = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            written.add(line);
            inCode ^= line.stripLeading().startsWith("```");
            if (inCode) {
                continue;
            }
            if (END.matcher(line).matches()) {
                mistakes.add(document + ":" + (i + 1)
                        + ": no table begins above this end. Check whether its marker was deleted or is mistyped.");
            }
            if (!BEGINNING.matcher(line).matches()) {
                continue;
            }
            tables++;
            int end = i + 1;
            while (end < lines.size() && !isMarker(lines.get(end))) {
                end++;
            }
            if (end == lines.size() || !END.matcher(lines.get(end)).matches()) {
                mistakes.add(
                        document + ":" + (i + 1) + ": this table has no end. Add a line '<!-- /table -->' below it.");
                continue;
            }
            List<String> after = table(document, i + 1, line, mistakes);
            if (!lines.subList(i + 1, end).equals(after)) {
                stale.add(i + 1);
            }
            written.addAll(after);
            written.add(lines.get(end));
            i = end;
        }
        return new DocumentTables(document, tables, stale, String.join(lineEnd, written));
    }

    private static boolean isMarker(String line) {
        return BEGINNING.matcher(line).matches() || END.matcher(line).matches();
    }

    private static List<String> table(Path document, int number, String line, List<String> mistakes) {
        try {
            Matcher whole = BEGINNING_IN_ONE_LINE.matcher(line);
            if (!whole.matches()) {
                throw new UserMistakeException("this marker does not end in its line.", "'-->' is missing.");
            }
            TableMarker marker = TableMarker.parse(whole.group(1));
            return marker.lines(ResultsFile.read(document.resolveSibling(marker.file()), marker.file()));
        } catch (UserMistakeException e) {
            mistakes.add(document + ":" + number + ": "
                    + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
            return List.of();
        }
    }
}
