package io.github.dmsrec.core.artefact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.option.MethodKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code manifest.json} of an artefact folder: what it is, what made it, from which inputs, with which options.
 *
 * @param formatVersion the version of the folder's format; a reader refuses one it does not know
 * @param kind what the folder holds
 * @param name what reports call it
 * @param fingerprint SHA-256 in hexadecimal over the names and bytes of all files but this one: two runs that agree in it
 *     made the same bytes
 * @param files the SHA-256 of each of those files by relative name, to name one that was changed; null in version 1
 * @param madeBy the program and its version: a later version may compute otherwise
 * @param command what was asked for, so that it can be asked for again
 * @param created when, ISO-8601 in UTC
 * @param seed the seed of all random draws
 * @param threads the number of threads: last digits of tensors depend on it
 * @param machine where: last digits of tensors depend on it, timings even more
 * @param inputs the artefacts and files that it was made from
 * @param options every choice that was in force, defaults included
 * @param facts counts and measurements that describe the content; its structure depends on the kind
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int formatVersion,
        ArtefactKind kind,
        String name,
        String fingerprint,
        @Nullable Map<String, String> files,
        String madeBy,
        String command,
        String created,
        long seed,
        int threads,
        Machine machine,
        List<Input> inputs,
        Map<String, String> options,
        JsonNode facts) {

    public Manifest {
        options = MethodKey.renamed(options);
    }

    /** The format that this version of dmsrec writes. */
    public static final int FORMAT_VERSION = 3;

    /** The oldest format that it reads: without fingerprints of single files and relative paths. */
    public static final int OLDEST_FORMAT_VERSION = 1;

    /** The file's name in every artefact folder. */
    public static final String FILE_NAME = "manifest.json";

    /**
     * What an artefact was made from. The fingerprint says what it is; the paths only help to find it.
     *
     * @param role what it was used for, e.g. {@code "dataset"}
     * @param path where it was, absolute
     * @param relativePath where it was, seen from the artefact's folder, with slashes; null in version 1, and where no path
     *     leads from one to the other
     * @param fingerprint of the artefact, or the SHA-256 of the file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Input(String role, String path, @Nullable String relativePath, String fingerprint) {

        /** An input of an artefact that is not written yet. */
        public Input(String role, String path, String fingerprint) {
            this(role, path, null, fingerprint);
        }

        /** This input as seen from a folder. */
        Input seenFrom(Path folder) {
            Path absolute = Path.of(path);
            if (!absolute.isAbsolute() || !Objects.equals(absolute.getRoot(), folder.getRoot())) {
                return new Input(role, path, null, fingerprint);
            }
            String relative = folder.relativize(absolute).toString().replace('\\', '/');
            return new Input(role, path, relative, fingerprint);
        }

        /** Where it may be, for an artefact that is in a folder: first where it is seen from there. */
        List<Path> places(Path folder) {
            Path absolute = Path.of(path);
            return relativePath == null
                    ? List.of(absolute)
                    : List.of(folder.resolve(relativePath).normalize(), absolute);
        }
    }

    /** The class of machine: not its name. */
    public record Machine(String os, String arch, int processors, String java) {

        /** This machine. */
        public static Machine current() {
            return new Machine(
                    System.getProperty("os.name", "?"),
                    System.getProperty("os.arch", "?"),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version", "?"));
        }
    }

    /** The input of a role, if it had one. */
    public Optional<Input> input(String role) {
        return inputs.stream().filter(input -> input.role().equals(role)).findFirst();
    }
}
