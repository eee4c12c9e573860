package io.github.dmsrec.core.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code manifest.json} of an artefact folder: what it is, what made it, from which inputs, with which options.
 *
 * @param formatVersion the version of the folder's format; a reader refuses one it does not know
 * @param kind what the folder holds
 * @param name what reports call it
 * @param fingerprint SHA-256 in hexadecimal over the names and bytes of all files but this one: two runs that agree in it
 *     made the same bytes
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
public record Manifest(
        int formatVersion,
        ArtefactKind kind,
        String name,
        String fingerprint,
        String madeBy,
        String command,
        String created,
        long seed,
        int threads,
        Machine machine,
        List<Input> inputs,
        Map<String, String> options,
        JsonNode facts) {

    /** The format that this version of dmsrec writes. */
    public static final int FORMAT_VERSION = 1;

    /** The file's name in every artefact folder. */
    public static final String FILE_NAME = "manifest.json";

    /**
     * What an artefact was made from.
     *
     * @param role what it was used for, e.g. {@code "dataset"}
     * @param path where it was, absolute
     * @param fingerprint of the artefact, or the SHA-256 of the file
     */
    public record Input(String role, String path, String fingerprint) {}

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
