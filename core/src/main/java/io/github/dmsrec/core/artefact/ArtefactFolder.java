package io.github.dmsrec.core.artefact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a {@link Manifest}. Written whole or not at all: the content goes to a temporary folder beside the target
 * and is moved when it is complete and on the disk. Whenever the program is killed, the old or the new folder is there for
 * the next that opens it. One thread of one process writes a folder at a time ({@link FolderLock}).
 *
 * @param path the folder
 * @param manifest its manifest
 */
public record ArtefactFolder(Path path, Manifest manifest) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** How often a folder that is being replaced is looked for. */
    private static final int LOOKS = 10;

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
     * Whether an artefact of any kind is at a path. One that a killed writer had completed but not put in its place is put
     * there.
     */
    public static boolean isThere(Path path) {
        try {
            return readManifest(path) != null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /**
     * The manifest of the artefact at a path; null if there is none. Another process may replace the folder meanwhile. Between
     * two calls of the system it is not there then, so that one look is not enough; each further failure needs a further
     * replacement.
     */
    private static byte @Nullable [] readManifest(Path path) throws IOException {
        Path file = path.resolve(Manifest.FILE_NAME);
        for (int look = 0; look < LOOKS; look++) {
            finishReplacement(path);
            try {
                if (Files.isRegularFile(file)) {
                    return Files.readAllBytes(file);
                }
            } catch (NoSuchFileException e) {
                // Replaced between the two calls: the next look finds the new one.
            }
        }
        return null;
    }

    private static void finishReplacement(Path path) {
        try {
            FolderReplacement.finish(path.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UserMistakeException(
                    "'" + path
                            + "' was being replaced when the program was stopped, and the new folder beside it cannot be"
                            + " put in its place: " + e.getMessage() + ".",
                    "Make the folder around it writable.",
                    e);
        }
    }

    /**
     * Where an input of this artefact is now: where it is seen from this folder, or else where it was when this artefact was
     * made.
     *
     * @return the first of these places with an artefact of the input's fingerprint, or else the first with any artefact,
     *     which was made again since; null if there is none
     */
    public @Nullable ArtefactFolder find(Manifest.Input input) {
        ArtefactFolder another = null;
        for (Path place : input.places(path)) {
            if (isThere(place)) {
                ArtefactFolder found = open(place);
                if (found.isOf(input)) {
                    return found;
                }
                another = another == null ? found : another;
            }
        }
        return another;
    }

    /** Whether this is what an input of another artefact was, wherever that lay. */
    public boolean isOf(Manifest.Input input) {
        return manifest.fingerprint().equals(input.fingerprint());
    }

    /** Where a file that this artefact was made from is now; null if it is nowhere that is known. */
    public @Nullable Path findFile(Manifest.Input input) {
        return input.places(path).stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** An input with the path where it is now. */
    private Manifest.Input located(Manifest.Input input) {
        ArtefactFolder folder = find(input);
        Path place = folder != null && folder.isOf(input) ? folder.path() : findFile(input);
        return place == null
                ? input
                : new Manifest.Input(
                        input.role(), place.toAbsolutePath().normalize().toString(), input.fingerprint());
    }

    /**
     * Compares the files with the fingerprint of the manifest.
     *
     * @throws UserMistakeException if a file was changed, added or deleted since the folder was written, naming it if the
     *     manifest has the fingerprints of single files
     */
    public void requireIntact() {
        List<String> changes = changes();
        if (!changes.isEmpty()) {
            throw new UserMistakeException(
                    "'" + path + "' is not as it was written: " + String.join("; ", changes) + ".",
                    "Copy the folder again, or make it again: a file may have been damaged, edited or copied in part.");
        }
    }

    /**
     * What was changed, added or deleted since the folder was written, by the fingerprints of the manifest; none if nothing was.
     *
     * @return sentences without a full stop; they name files if the manifest has the fingerprints of single files
     */
    public List<String> changes() {
        Map<String, String> found;
        try {
            found = Fingerprint.filesIn(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
        if (Fingerprint.ofFiles(found).equals(manifest.fingerprint())) {
            return List.of();
        }
        return manifest.files() == null
                ? List.of("its files do not have the fingerprint of its manifest")
                : differences(manifest.files(), found);
    }

    private static List<String> differences(Map<String, String> written, Map<String, String> found) {
        List<String> differences = new ArrayList<>();
        written.forEach((name, fingerprint) -> {
            if (!found.containsKey(name)) {
                differences.add("'" + name + "' is missing");
            } else if (!fingerprint.equals(found.get(name))) {
                differences.add("'" + name + "' was changed");
            }
        });
        found.keySet().stream()
                .filter(name -> !written.containsKey(name))
                .forEach(name -> differences.add("'" + name + "' was added"));
        return differences.isEmpty() ? List.of("the fingerprint in its manifest was changed") : differences;
    }

    /**
     * Copies an artefact into a folder that is being written. Its manifest leads from the final place to its inputs.
     *
     * @param copy where it is copied to; does not exist yet
     * @param finalPlace where the copy will be in the end
     */
    public void copyTo(Path copy, Path finalPlace) throws IOException {
        List<Path> tree;
        try (Stream<Path> walk = Files.walk(path)) {
            tree = walk.sorted().toList();
        }
        for (Path entry : tree) {
            Path target = copy.resolve(path.relativize(entry).toString());
            if (Files.isDirectory(entry)) {
                Files.createDirectories(target);
            } else {
                Files.copy(entry, target);
            }
        }
        // What a manifest of version 1 holds stays as it is.
        if (manifest.formatVersion() > 1) {
            ObjectNode moved = JSON.valueToTree(manifest);
            moved.set(
                    "inputs",
                    JSON.valueToTree(seenFrom(
                            finalPlace,
                            manifest.inputs().stream().map(this::located).toList())));
            JSON.writeValue(copy.resolve(Manifest.FILE_NAME).toFile(), moved);
        }
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
                    "'" + path + "' holds " + folder.manifest.kind().phrase() + ", not " + kind.phrase() + ".",
                    "Give the folder of " + kind.phrase() + "; 'dmsrec inspect " + path + "' shows what this is.");
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
        byte[] manifest;
        try {
            manifest = readManifest(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        if (manifest == null) {
            throw new UserMistakeException(
                    "'" + path + "' is not a dmsrec folder: looked for '" + file + "', which "
                            + (Files.isDirectory(path) ? "is not in it." : "does not exist."),
                    "Check the path, or run the command that makes this folder first.");
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(manifest);
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + file + "' line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    "Make the folder again: the file may have been edited or cut off.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        int version = tree.path("formatVersion").asInt(-1);
        if (version < Manifest.OLDEST_FORMAT_VERSION || version > Manifest.FORMAT_VERSION) {
            throw new UserMistakeException(
                    "'" + file + "' has format version " + tree.path("formatVersion")
                            + ", but this dmsrec reads versions " + Manifest.OLDEST_FORMAT_VERSION + " to "
                            + Manifest.FORMAT_VERSION + ".",
                    "Make the folder again with this version, or use the version that wrote it.");
        }
        try {
            return new ArtefactFolder(path, JSON.treeToValue(tree, Manifest.class));
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + file + "' is not a manifest: " + e.getOriginalMessage(),
                    "Make the folder again: the file may have been edited.",
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
        OutputPlace.requireApart(target, origin.inputs());
        try (TemporaryFolder temporary = TemporaryFolder.beside(whole, TemporaryFolder.WRITING)) {
            checkReplaceable(whole, kind);
            JsonNode facts = content.writeTo(temporary.path());
            Map<String, String> files = Fingerprint.filesIn(temporary.path());
            Manifest manifest = new Manifest(
                    Manifest.FORMAT_VERSION,
                    kind,
                    origin.name(),
                    Fingerprint.ofFiles(files),
                    files,
                    "dmsrec " + Version.current(),
                    origin.command(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    origin.seed(),
                    origin.threads(),
                    Manifest.Machine.current(),
                    seenFrom(whole, origin.inputs()),
                    origin.options(),
                    facts);
            JSON.writeValue(temporary.path().resolve(Manifest.FILE_NAME).toFile(), manifest);
            temporary.replaceTarget();
            return new ArtefactFolder(target, manifest);
        } catch (IOException | UncheckedIOException e) {
            throw OutputFailure.explained(target, e);
        }
    }

    /**
     * Copies an artefact as a whole. A folder of the same kind at the target is replaced; anything else there is left alone.
     *
     * @throws UserMistakeException if something else is at the target
     */
    public static ArtefactFolder writeCopy(ArtefactFolder folder, Path target) throws IOException {
        Path whole = target.toAbsolutePath().normalize();
        ArtefactKind kind = folder.manifest().kind();
        try (TemporaryFolder temporary = TemporaryFolder.beside(whole, TemporaryFolder.WRITING)) {
            checkReplaceable(whole, kind);
            folder.copyTo(temporary.path(), whole);
            temporary.replaceTarget();
            return open(target, kind);
        } catch (IOException | UncheckedIOException e) {
            throw OutputFailure.explained(target, e);
        }
    }

    private static List<Manifest.Input> seenFrom(Path folder, List<Manifest.Input> inputs) {
        return inputs.stream().map(input -> input.seenFrom(folder)).toList();
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
        try (TemporaryFolder temporary = TemporaryFolder.beside(whole, TemporaryFolder.WRITING)) {
            checkAllReplaceable(whole, kind);
            several.writeTo(temporary.path());
            temporary.replaceTarget();
        } catch (IOException | UncheckedIOException e) {
            throw OutputFailure.explained(target, e);
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
                        "'" + target + "' is not overwritten: '" + entry + "' was not made by dmsrec.",
                        "Choose a different --out, or delete what is there.");
            }
            checkKind(entry, kind);
        }
    }

    /**
     * Fails early, before long work, if {@link #write} would refuse the target.
     *
     * @throws UserMistakeException if something else than an artefact of that kind is there
     */
    public static void checkReplaceable(Path target, ArtefactKind kind) {
        if (isThere(target)) {
            checkKind(target, kind);
        } else if (Files.exists(target) && !isEmptyFolder(target)) {
            throw new UserMistakeException(
                    "'" + target + "' exists and was not made by dmsrec, so it is not overwritten.",
                    "Choose a different --out, or delete what is there.");
        }
    }

    private static void checkKind(Path target, ArtefactKind kind) {
        ArtefactKind held = open(target).manifest.kind();
        if (held != kind) {
            throw new UserMistakeException(
                    "'" + target + "' holds " + held.phrase() + ", so it is not overwritten with " + kind.phrase()
                            + ".",
                    "Choose a different --out, or delete what is there.");
        }
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
            Files.deleteIfExists(path);
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
