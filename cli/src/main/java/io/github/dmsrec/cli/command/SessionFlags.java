package io.github.dmsrec.cli.command;

import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.predict.SessionColumns;
import io.github.dmsrec.predict.SessionFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The session to recommend for: ids on the command line, or a file for ids that have commas. */
final class SessionFlags {

    private static final String LINES = ".txt";

    @Option(names = "--session", paramLabel = "ID,ID", description = "The ids of the clicked items, oldest first.")
    private Optional<String> session = Optional.empty();

    @Option(
            names = "--session-file",
            paramLabel = "FILE",
            description =
                    "A file with the session, for ids that have commas: " + LINES + " with one id on each line, oldest"
                            + " first, or a file as 'predict --sessions' reads it, with exactly one session.")
    private Optional<Path> file = Optional.empty();

    /**
     * The ids, oldest first.
     *
     * @throws UserMistakeException if there are none, or the file cannot be read
     */
    List<String> ids() throws IOException {
        if (session.isPresent() == file.isPresent()) {
            throw new UserMistakeException("Name the session once, with --session ID,ID or with --session-file FILE.");
        }
        List<String> ids = file.isPresent() ? ofFile(file.get()) : ofText(session.orElseThrow());
        if (ids.isEmpty()) {
            throw new UserMistakeException(
                    "The session names no item. Give at least one id, e.g. --session 1001,1005.");
        }
        return ids;
    }

    private static List<String> ofText(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static List<String> ofFile(Path file) throws IOException {
        if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(LINES)) {
            return ofLines(file);
        }
        List<List<String>> sessions = new ArrayList<>();
        try (SessionFile sessionFile = SessionFile.open(file, SessionColumns.USUAL, LiveRecommender.MOST_CLICKS)) {
            sessionFile.read(one -> {
                if (!sessions.isEmpty()) {
                    throw new UserMistakeException("'" + file + "' has more than one session. Leave one in it, or use"
                            + " 'dmsrec predict --sessions' for many.");
                }
                sessions.add(one.items());
            });
        }
        return sessions.isEmpty() ? List.of() : sessions.get(0);
    }

    private static List<String> ofLines(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException("'" + file + "' is not a file. Name a file with one id on each line.");
        }
        List<String> ids = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ids.size() == LiveRecommender.MOST_CLICKS) {
                    throw new UserMistakeException("'" + file + "' has more than " + LiveRecommender.MOST_CLICKS
                            + " ids. Keep the last ones.");
                }
                if (!line.isBlank()) {
                    ids.add(line.strip());
                }
            }
        } catch (CharacterCodingException e) {
            throw new UserMistakeException("'" + file + "' is not UTF-8 text. Convert it, e.g. with iconv.", e);
        }
        return ids;
    }
}
