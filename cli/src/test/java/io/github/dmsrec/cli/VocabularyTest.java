package io.github.dmsrec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages, help texts and documents use the words of the field; {@code avoided-words.txt} lists those that they avoid. */
class VocabularyTest {

    private static final Path ROOT = Path.of(System.getProperty("dmsrec.root", ".."));
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

    /** Between two literals of one text. */
    private static final Pattern JOIN = Pattern.compile("\"\\s*\\+\\s*\"");

    /** A word or phrase, and what to write instead. */
    private record Avoided(Pattern words, String better) {}

    @Test
    void messagesAndHelpTextsUseTheWordsOfTheField() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String literals = LITERAL.matcher(
                                    JOIN.matcher(Files.readString(file)).replaceAll(""))
                            .results()
                            .map(MatchResult::group)
                            .collect(Collectors.joining("\n"));
                    check(file, literals, found);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void documentsUseTheWordsOfTheField() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                // Tables between markers quote results.
                check(
                        file,
                        Files.readString(file)
                                .lines()
                                .filter(line -> !line.startsWith("|") && !line.startsWith("Per cent, "))
                                .collect(Collectors.joining("\n")),
                        found);
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .filter(folder -> !folder.endsWith("experiment"))
                    .toList();
        }
    }

    private static void check(Path file, String text, List<String> found) throws IOException {
        for (Avoided avoided : avoided()) {
            Matcher matcher = avoided.words().matcher(text);
            while (matcher.find()) {
                found.add(ROOT.relativize(file) + ": '" + matcher.group() + "': write " + avoided.better());
            }
        }
    }

    private static List<Avoided> avoided() throws IOException {
        try (InputStream in = Objects.requireNonNull(VocabularyTest.class.getResourceAsStream("/avoided-words.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" => ", 2))
                    .map(parts -> new Avoided(Pattern.compile(parts[0]), parts[1]))
                    .toList();
        }
    }
}
