package io.github.dmsrec.core.artefact;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the maker of an artefact knows before writing it; the rest of its {@link Manifest} is measured.
 *
 * @param name what reports call the artefact
 * @param command what was asked for
 * @param seed the seed of all random draws
 * @param threads the number of threads
 * @param inputs what it is made from
 * @param options every choice in force
 */
public record Origin(
        String name, String command, long seed, int threads, List<Manifest.Input> inputs, Map<String, String> options) {

    public Origin {
        inputs = List.copyOf(inputs);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** An origin without inputs and options. */
    public static Origin of(String name, String command, long seed, int threads) {
        return new Origin(name, command, seed, threads, List.of(), Map.of());
    }

    /** This origin under another name. */
    public Origin named(String other) {
        return new Origin(other, command, seed, threads, inputs, options);
    }

    /** This origin with one more input. */
    public Origin withInput(String role, ArtefactFolder folder) {
        return withInput(role, folder, folder.manifest().fingerprint());
    }

    /** As {@link #withInput(String, ArtefactFolder)}, for a view of what the folder holds. */
    public Origin withInput(String role, ArtefactFolder folder, String fingerprintOfView) {
        return withInput(new Manifest.Input(
                role, folder.path().toAbsolutePath().normalize().toString(), fingerprintOfView));
    }

    /** This origin with one more input. */
    public Origin withInput(Manifest.Input input) {
        return new Origin(
                name,
                command,
                seed,
                threads,
                Stream.concat(inputs.stream(), Stream.of(input)).toList(),
                options);
    }

    /** This origin with one more option. */
    public Origin withOption(String key, Object value) {
        return withOptions(Map.of(key, String.valueOf(value)));
    }

    /** This origin with more options. */
    public Origin withOptions(Map<String, String> values) {
        return withOptions("", values);
    }

    /** This origin with more options, whose keys get a prefix. */
    public Origin withOptions(String prefix, Map<String, String> values) {
        Map<String, String> more = new TreeMap<>(options);
        values.forEach((key, value) -> more.put(prefix + key, value));
        return new Origin(name, command, seed, threads, inputs, more);
    }
}
