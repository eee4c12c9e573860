package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.OutputFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Markdown document whose tables are generated: each stands between {@code <!-- table FILE.json ... -->} and {@code <!--
 * /table -->}, or {@code <!-- study FILE.json ... -->} and {@code <!-- /study -->}, every marker in a line of its own and none
 * in a block of code.
 *
 * @param document the file
 * @param tables how many pairs of markers it has
 * @param stale the lines of the markers whose tables are not up to date, from 1
 * @param text the document with all tables up to date
 */
public record DocumentTables(Path document, int tables, List<Integer> stale, String text) {

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
            throw new UserMistakeException("'" + document + "' is no UTF-8 text.", "Give a Markdown file.", e);
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
            if (MarkerKind.closedBy(line).isPresent()) {
                mistakes.add(document + ":" + (i + 1)
                        + ": no table begins above this end. Check whether its marker was deleted or misspelt.");
            }
            Optional<MarkerKind> opened = MarkerKind.openedBy(line);
            if (opened.isEmpty()) {
                continue;
            }
            MarkerKind kind = opened.get();
            tables++;
            int end = i + 1;
            while (end < lines.size() && !isMarker(lines.get(end))) {
                end++;
            }
            if (end == lines.size() || !MarkerKind.closedBy(lines.get(end)).equals(opened)) {
                mistakes.add(document + ":" + (i + 1) + ": this table has no end. Add a line '" + kind.end()
                        + "' below it.");
                continue;
            }
            List<String> before = lines.subList(i + 1, end);
            List<String> after = table(kind, document, i + 1, line, mistakes);
            if (!before.equals(after)) {
                stale.add(i + 1);
            }
            written.addAll(after);
            written.add(lines.get(end));
            i = end;
        }
        return new DocumentTables(document, tables, stale, String.join(lineEnd, written));
    }

    private static boolean isMarker(String line) {
        return MarkerKind.openedBy(line).isPresent()
                || MarkerKind.closedBy(line).isPresent();
    }

    private static List<String> table(MarkerKind kind, Path document, int number, String line, List<String> mistakes) {
        try {
            return switch (kind) {
                case TABLE -> {
                    TableMarker marker = TableMarker.parse(line);
                    List<ResultsFile> files = marker.files().stream()
                            .map(file -> ResultsFile.read(document.resolveSibling(file), file))
                            .toList();
                    yield DocumentTable.lines(marker, files);
                }
                case STUDY -> {
                    StudyMarker marker = StudyMarker.parse(line);
                    StudyResultsFile file =
                            StudyResultsFile.read(document.resolveSibling(marker.file()), marker.file());
                    yield StudyDocumentTable.lines(marker, file);
                }
            };
        } catch (UserMistakeException e) {
            mistakes.add(document + ":" + number + ": "
                    + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
            return List.of();
        }
    }
}
