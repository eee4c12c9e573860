package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files that arguments of the command line mean. */
final class InputFiles {

    private static final List<String> COMPRESSED = List.of("", ".gz", ".zst", ".bz2", ".xz");
    private static final String OTHER = "Check the path; relative paths start at the current directory.";

    private InputFiles() {}

    /**
     * The files of paths and patterns, in the order of the arguments, those of a folder or a pattern by name.
     *
     * @throws UserMistakeException if an argument means no file
     */
    static List<Path> of(LogFiles logs) throws IOException {
        LinkedHashSet<Path> files = new LinkedHashSet<>();
        for (String pattern : logs.patterns()) {
            files.addAll(of(pattern, logs.kind()));
        }
        if (files.isEmpty()) {
            throw new UserMistakeException("No file is given.", "Add a path like 'clicks.csv'.");
        }
        return List.copyOf(files);
    }

    private static List<Path> of(String pattern, LogFiles.Kind kind) throws IOException {
        Path path;
        try {
            path = Path.of(pattern);
        } catch (InvalidPathException e) {
            throw new UserMistakeException("'" + pattern + "' is not a path: " + e.getReason() + ".", OTHER, e);
        }
        if (Files.isDirectory(path)) {
            return below(
                    path,
                    pattern,
                    file -> isOfKind(file, kind),
                    "no file that ends with " + String.join(", ", kind.endings()) + " (.gz, .zst)");
        }
        if (Files.exists(path)) {
            return List.of(path);
        }
        if (Files.isSymbolicLink(path)) {
            throw new UserMistakeException(
                    "'" + pattern + "' is a symbolic link that leads to no file.",
                    "Check the target of the link: it was moved or deleted, or leads back to the link.");
        }
        int wildcard = firstWildcard(pattern);
        if (wildcard < 0) {
            throw new UserMistakeException("'" + pattern + "' does not exist.", OTHER);
        }
        int end = pattern.lastIndexOf('/', wildcard);
        Path base = Path.of(end < 0 ? "." : end == 0 ? "/" : pattern.substring(0, end));
        if (!Files.isDirectory(base)) {
            throw new UserMistakeException("'" + pattern + "': there is no folder '" + base + "'.", OTHER);
        }
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(end + 1));
        } catch (PatternSyntaxException e) {
            throw new UserMistakeException(
                    "'" + pattern + "' is not a pattern: " + e.getDescription() + ".",
                    "Check the pattern; no file has exactly that name either.",
                    e);
        }
        return below(base, pattern, file -> matcher.matches(base.relativize(file)), "no file that fits");
    }

    private static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("*?[{".indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<Path> below(Path folder, String argument, Predicate<Path> wanted, String none)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            tree.filter(wanted).filter(Files::isRegularFile).sorted().forEach(files::add);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileSystemLoopException loop) {
                throw new UserMistakeException(
                        "'" + argument + "': the symbolic link '" + loop.getFile()
                                + "' leads back to a folder that it is in.",
                        "Remove the link, or name the files one by one.",
                        e);
            }
            throw new UserMistakeException(
                    "'" + argument + "' cannot be read: " + e.getMessage() + ".",
                    "Get permission to read all of its folders.",
                    e);
        }
        if (files.isEmpty()) {
            throw new UserMistakeException("'" + argument + "': there is " + none + ".", OTHER);
        }
        return files;
    }

    private static boolean isOfKind(Path file, LogFiles.Kind kind) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && kind.endings().stream()
                        .anyMatch(ending -> COMPRESSED.stream().anyMatch(packed -> name.endsWith(ending + packed)));
    }
}
