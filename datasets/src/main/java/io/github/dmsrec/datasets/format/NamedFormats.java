package io.github.dmsrec.datasets.format;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The known data sets: a new format is a class beside it and an entry in the list. */
public final class NamedFormats {

    private static final List<NamedFormat> ALL = List.of(
            new MovieLens1M(),
            new MovieLens100K(),
            new Amazon2014(),
            new RecBole(),
            new YooChoose(),
            new RetailRocket(),
            new Diginetica(),
            new AmazonM2());

    private NamedFormats() {}

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(NamedFormat::name).toList();
    }

    /** What users are told of each. */
    public static List<FormatDescription> words() {
        return ALL.stream().map(NamedFormat::words).toList();
    }

    /**
     * The log of a format in a folder.
     *
     * @param name the format's
     * @throws UserMistakeException if there is no format of that name, or the folder lacks its files
     */
    public static KnownLog log(String name, Path folder) throws IOException {
        return of(name).log(folder);
    }

    /**
     * The files of a folder that are divided already, where the format has such.
     *
     * @param name the format's
     * @throws UserMistakeException if one of them is missing
     */
    public static Optional<RecBolePresplit> presplit(String name, Path folder) throws IOException {
        return of(name) instanceof RecBole ? RecBolePresplit.in(folder) : Optional.empty();
    }

    private static NamedFormat of(String name) {
        return ALL.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserMistakeException(
                        "There is no format '" + name + "'.",
                        "one of these was meant: " + names().stream().collect(Collectors.joining(", ")) + "."));
    }

    /** The first of some files that a folder has, packed or not. */
    static String file(Path folder, String... names) {
        if (!Files.isDirectory(folder)) {
            throw new UserMistakeException(
                    "'" + folder + "' is no folder.", "the folder of " + String.join(", ", names) + " was meant.");
        }
        for (String name : names) {
            for (String packed : List.of("", ".gz", ".zst")) {
                Path file = folder.resolve(name + packed);
                if (Files.exists(file)) {
                    return file.toString();
                }
            }
        }
        throw new UserMistakeException(
                "'" + folder + "' has no file " + String.join(" or ", names) + ".", "another folder was meant.");
    }
}
