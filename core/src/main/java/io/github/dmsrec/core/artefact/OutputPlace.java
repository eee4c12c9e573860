package io.github.dmsrec.core.artefact;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps outputs apart from the inputs that they are made from. */
public final class OutputPlace {

    private OutputPlace() {}

    /**
     * Checks that an output is none of its inputs, holds none and does not lie inside of one that is an artefact or a file.
     *
     * @throws UserMistakeException naming the first input that is not apart
     */
    public static void requireApart(Path output, List<Manifest.Input> inputs) throws IOException {
        for (Manifest.Input input : inputs) {
            requireApart(output, Path.of(input.path()));
        }
    }

    /** As {@link #requireApart(Path, List)}; an input that is neither a file nor a folder, such as a pipe, is apart from everything. */
    public static void requireApart(Path output, Path input) throws IOException {
        // What a shell substitutes for a process is there but has no real path.
        if (!Files.isRegularFile(input) && !Files.isDirectory(input)) {
            return;
        }
        Path out = real(output);
        Path in = input.toRealPath();
        if (out.equals(in)) {
            throw mistake(output, "is also an input; it would be overwritten", input);
        }
        if (in.startsWith(out)) {
            throw mistake(output, "holds the input '" + input + "', which would be overwritten", input);
        }
        // Files of a folder that nothing but its owner writes; folders of raw data may hold what is made of them.
        if (out.startsWith(in) && (Files.isRegularFile(in) || Files.isRegularFile(in.resolve(Manifest.FILE_NAME)))) {
            throw mistake(output, "lies inside the input '" + input + "', which must stay as it is", input);
        }
    }

    private static UserMistakeException mistake(Path output, String problem, Path input) {
        Path name = input.toAbsolutePath().normalize().getFileName();
        return new UserMistakeException(
                "The output '" + output + "' " + problem + ".",
                "Choose a different --out, e.g. '" + (name == null ? "output" : name) + "-new' beside the input.");
    }

    /** With links resolved in the part that exists. */
    private static Path real(Path path) throws IOException {
        Path whole = path.toAbsolutePath().normalize();
        @Nullable Path existing = whole;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null
                ? whole
                : existing.toRealPath().resolve(existing.relativize(whole)).normalize();
    }
}
