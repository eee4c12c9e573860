package io.github.dmsrec.core.artefact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder with a {@link Manifest}. Written whole or not at all: the content goes to a temporary folder beside the target
 * and is moved when it is complete.
 *
 * @param path the folder
 * @param manifest its manifest
 */
public record ArtefactFolder(Path path, Manifest manifest) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes the files of an artefact into a folder that is already there, and returns the facts for its manifest. */
    @FunctionalInterface
    public interface Content {
        JsonNode writeTo(Path folder) throws IOException;
    }

    /** Writes several artefacts, each as a folder of its own, into a folder that is already there. */
    @FunctionalInterface
    public interface Several {
        void writeTo(Path folder) throws IOException;
    }

    /** A file inside the folder. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /**
     * Opens an artefact.
     *
     * @throws UserMistakeException if there is none of that kind, or in a format that this version does not know
     */
    public static ArtefactFolder open(Path path, ArtefactKind kind) {
        ArtefactFolder folder = open(path);
        if (folder.manifest.kind() != kind) {
            throw new UserMistakeException(
                    "'" + path + "' holds " + folder.manifest.kind().label() + ", but " + kind.label()
                            + " is needed here.",
                    "two paths were swapped; 'dmsrec inspect " + path + "' shows what it is.");
        }
        return folder;
    }

    /**
     * Opens an artefact of any kind.
     *
     * @throws UserMistakeException if there is none, or in a format that this version does not know
     */
    public static ArtefactFolder open(Path path) {
        Path file = path.resolve(Manifest.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + path + "' is no dmsrec folder: looked for '" + file + "', which "
                            + (Files.isDirectory(path) ? "is not in it." : "does not exist."),
                    "the command that makes it was not run yet, or it wrote to another --out.");
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + file + "' line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    "the file was edited or cut off; make the folder again.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        int version = tree.path("formatVersion").asInt(-1);
        if (version != Manifest.FORMAT_VERSION) {
            throw new UserMistakeException(
                    "'" + file + "' has format version " + tree.path("formatVersion")
                            + ", but this dmsrec reads version " + Manifest.FORMAT_VERSION + ".",
                    "another version of dmsrec made it; make the folder again with this one.");
        }
        try {
            return new ArtefactFolder(path, JSON.treeToValue(tree, Manifest.class));
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + file + "' is no manifest: " + e.getOriginalMessage(),
                    "the file was edited; make the folder again.",
                    e);
        }
    }

    /**
     * Writes an artefact. A folder of the same kind at the target is replaced; anything else there is left alone.
     *
     * @param content writes the files
     * @throws UserMistakeException if something else is at the target
     */
    public static ArtefactFolder write(Path target, ArtefactKind kind, Origin origin, Content content)
            throws IOException {
        Path whole = target.toAbsolutePath().normalize();
        checkReplaceable(whole, kind);
        Files.createDirectories(whole.getParent());
        Path temporary = createBeside(whole, ".writing-");
        try {
            JsonNode facts = content.writeTo(temporary);
            Manifest manifest = new Manifest(
                    Manifest.FORMAT_VERSION,
                    kind,
                    origin.name(),
                    Fingerprint.ofFolder(temporary),
                    "dmsrec " + Version.current(),
                    origin.command(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    origin.seed(),
                    origin.threads(),
                    Manifest.Machine.current(),
                    origin.inputs(),
                    origin.options(),
                    facts);
            JSON.writeValue(temporary.resolve(Manifest.FILE_NAME).toFile(), manifest);
            replace(temporary, whole);
            return new ArtefactFolder(target, manifest);
        } finally {
            deleteTree(temporary);
        }
    }

    /**
     * Writes several artefacts into one folder, all or none. A folder that holds nothing but artefacts of the same kind is
     * replaced as a whole; anything else is left alone.
     *
     * @param several writes the artefacts
     * @return them, by name
     * @throws UserMistakeException if something else is at the target
     */
    public static List<ArtefactFolder> writeTogether(Path target, ArtefactKind kind, Several several)
            throws IOException {
        Path whole = target.toAbsolutePath().normalize();
        checkAllReplaceable(whole, kind);
        Files.createDirectories(whole.getParent());
        Path temporary = createBeside(whole, ".writing-");
        try {
            several.writeTo(temporary);
            replace(temporary, whole);
        } finally {
            deleteTree(temporary);
        }
        return entries(target).stream().map(entry -> open(entry, kind)).toList();
    }

    /**
     * Fails early, before long work, if {@link #writeTogether} would refuse the target.
     *
     * @throws UserMistakeException if something else than artefacts of that kind is in it
     */
    public static void checkAllReplaceable(Path target, ArtefactKind kind) {
        if (!Files.exists(target)) {
            return;
        }
        List<Path> held = Files.isDirectory(target) ? entries(target) : List.of(target);
        for (Path entry : held) {
            if (!Files.isRegularFile(entry.resolve(Manifest.FILE_NAME))) {
                throw new UserMistakeException(
                        "'" + target + "' is not overwritten: '" + entry + "' is no folder that dmsrec has made.",
                        "another --out was meant.");
            }
            open(entry, kind);
        }
    }

    /**
     * Fails early, before long work, if {@link #write} would refuse the target.
     *
     * @throws UserMistakeException if something else than an artefact of that kind is there
     */
    public static void checkReplaceable(Path target, ArtefactKind kind) {
        if (!Files.exists(target) || isEmptyFolder(target)) {
            return;
        }
        if (!Files.isRegularFile(target.resolve(Manifest.FILE_NAME))) {
            throw new UserMistakeException(
                    "'" + target + "' exists and was not made by dmsrec, so it is not overwritten.",
                    "another --out was meant.");
        }
        open(target, kind);
    }

    /**
     * Deletes a folder with all it holds; nothing happens if it is not there.
     *
     * @param folder a folder that dmsrec itself has made
     */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    // Not createTempDirectory: its folders, and so the finished artefact, are closed to other users.
    private static Path createBeside(Path target, String purpose) throws IOException {
        return Files.createDirectory(target.resolveSibling("." + target.getFileName() + purpose + UUID.randomUUID()));
    }

    private static void replace(Path complete, Path target) throws IOException {
        if (Files.exists(target)) {
            Path old = createBeside(target, ".old-");
            Files.move(target, old.resolve("content"));
            Files.move(complete, target);
            deleteTree(old);
        } else {
            Files.move(complete, target);
        }
    }

    private static boolean isEmptyFolder(Path path) {
        return Files.isDirectory(path) && entries(path).isEmpty();
    }

    /** What a folder holds, by name: shorter names first, so that 2 comes before 10. */
    private static List<Path> entries(Path path) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.sorted(Comparator.comparing(
                                    (Path entry) -> entry.toString().length())
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }
}
