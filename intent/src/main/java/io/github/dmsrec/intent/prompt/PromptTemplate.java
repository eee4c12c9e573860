package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.TitleReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of a prompt: a file with a version. Three are built in, {@code indexed} (the default), {@code titles} (the same for
 * answers by titles) and {@code published} (the specification, section 4.2). Immutable; safe for use by several threads.
 */
public final class PromptTemplate {

    /** The name of the default: candidates numbered from 1 in a shuffled order, an answer by numbers. */
    public static final String INDEXED = "indexed";

    /** The name of the paper's prompt with its inconsistent numbering, an answer by titles. */
    public static final String PUBLISHED = "published";

    /** The name of what the default is where answers are titles that the endpoint binds. */
    public static final String TITLES = "titles";

    private static final List<String> BUILT_IN = List.of(INDEXED, TITLES, PUBLISHED);
    private static final long LONGEST = 1 << 20;
    private static final int FINGERPRINT_SHOWN = 12;

    private final Heading heading;
    private final Map<TemplateSection, FilledTemplate> sections;
    private final FilledTemplate systemWithoutExample;
    private final String fingerprint;
    private final Optional<Path> file;
    private final @Nullable String text;

    /**
     * What a template says before its first section.
     *
     * @param name of small letters, digits and hyphens
     * @param version is to be raised with every change of the words
     * @param answers by what candidates are named
     * @param titles how titles are read, unless an option says otherwise; likewise the order and the limits
     * @param verbatim whether titles are shown with the blanks that they have, and items without title, too
     * @param order of the candidates
     * @param maxTitleLength in characters, empty if there is no limit
     * @param maxClicks only so many most recent clicks are shown, empty if all are
     * @param untitled stands for the title of a clicked item that has none
     * @param firstClick the number of the first click
     * @param firstCandidate the number of the first candidate; 1 where answers are numbers
     * @param firstExampleCandidate the same in the example
     */
    record Heading(
            String name,
            int version,
            AnswerStyle answers,
            TitleReading titles,
            boolean verbatim,
            CandidateOrder order,
            Optional<Integer> maxTitleLength,
            Optional<Integer> maxClicks,
            String untitled,
            int firstClick,
            int firstCandidate,
            int firstExampleCandidate) {}

    PromptTemplate(
            Heading heading,
            Map<TemplateSection, FilledTemplate> sections,
            FilledTemplate systemWithoutExample,
            String fingerprint,
            Optional<Path> file,
            @Nullable String text) {
        this.heading = heading;
        this.sections = Map.copyOf(sections);
        this.systemWithoutExample = systemWithoutExample;
        this.fingerprint = fingerprint;
        this.file = file;
        this.text = text;
    }

    /**
     * The template of a name or of a file.
     *
     * @param word {@code indexed}, {@code titles}, {@code published} or the path of a file
     * @throws UserMistakeException if there is none, or it has mistakes
     */
    public static PromptTemplate of(String word) {
        return BUILT_IN.contains(word) ? builtIn(word) : read(path(word));
    }

    /**
     * A built-in template.
     *
     * @param name {@link #INDEXED}, {@link #TITLES} or {@link #PUBLISHED}
     */
    public static PromptTemplate builtIn(String name) {
        String resource = name + ".txt";
        try (InputStream in = PromptTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the template '" + resource + "' is not on the class path");
            }
            return TemplateFile.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new IllegalStateException("the template '" + resource + "' cannot be read", e);
        }
    }

    /**
     * A user's template.
     *
     * @throws UserMistakeException if it cannot be read, or has mistakes
     */
    public static PromptTemplate read(Path file) {
        String text = text(file);
        PromptTemplate read = TemplateFile.read(text, file.toString());
        if (BUILT_IN.contains(read.name())) {
            throw new UserMistakeException(
                    "The template '" + file + "' has the name '" + read.name() + "', which is that of a built-in one.",
                    "Give it another name: answers are kept by name and version.");
        }
        return new PromptTemplate(
                read.heading,
                read.sections,
                read.systemWithoutExample,
                read.fingerprint,
                Optional.of(file.toAbsolutePath().normalize()),
                text);
    }

    private static Path path(String word) {
        try {
            Path path = Path.of(word);
            if (!word.isEmpty() && Files.isRegularFile(path)) {
                return path;
            }
            throw noTemplate(word, new IOException("no such file"));
        } catch (InvalidPathException e) {
            throw noTemplate(word, e);
        }
    }

    private static UserMistakeException noTemplate(String word, Exception cause) {
        return new UserMistakeException(
                "There is no template '" + word + "': neither a built-in one (" + String.join(", ", BUILT_IN)
                        + ") nor a file.",
                "Check the path; relative paths start at the current directory.",
                cause);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new UserMistakeException(
                        "The template '" + file + "' is longer than 1 MiB.", "Check that it is the right file.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UserMistakeException("The template '" + file + "' is not UTF-8 text.", "Save it in UTF-8.", e);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The template '" + file + "' cannot be read: "
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    "Check its permissions.",
                    e);
        }
    }

    /** Its name. */
    public String name() {
        return heading.name();
    }

    /** Its name and version, which stand for one wording, e.g. {@code "indexed-1"}. */
    public String versionName() {
        return heading.name() + "-" + heading.version();
    }

    /**
     * What answers are kept by: name and version, and for a user's template the beginning of its fingerprint, e.g.
     * {@code "shop-1:0a1b2c3d4e5f"}.
     */
    public String label() {
        return file.isEmpty() ? versionName() : versionName() + ":" + fingerprint.substring(0, FINGERPRINT_SHOWN);
    }

    /** SHA-256 over all words; comments do not count. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Where it is; empty if it is built in. */
    public Optional<Path> file() {
        return file;
    }

    /** The content of its file when it was read; null if it is built in. */
    public @Nullable String text() {
        return text;
    }

    /** By what an answer names candidates. */
    public AnswerStyle answers() {
        return heading.answers();
    }

    /** Whether its words tell the model how many candidates it may name. */
    public boolean statesLimit() {
        return sections.values().stream().anyMatch(words -> words.has(Placeholder.MAX_PICKS));
    }

    Heading heading() {
        return heading;
    }

    boolean has(TemplateSection section) {
        return sections.containsKey(section);
    }

    /** Whether lines of items have a place for something. */
    boolean linesHave(Placeholder placeholder) {
        return words(TemplateSection.CLICK).has(placeholder)
                || words(TemplateSection.CANDIDATE).has(placeholder);
    }

    /** The columns that lines of items name. */
    List<String> columns() {
        return List.of(TemplateSection.CLICK, TemplateSection.CANDIDATE).stream()
                .flatMap(section -> words(section).columns().stream())
                .distinct()
                .toList();
    }

    FilledTemplate system(boolean example) {
        return example ? words(TemplateSection.SYSTEM) : systemWithoutExample;
    }

    FilledTemplate words(TemplateSection section) {
        FilledTemplate words = sections.get(section);
        if (words == null) {
            throw new IllegalStateException("the template '" + name() + "' has no section " + section.heading());
        }
        return words;
    }
}
