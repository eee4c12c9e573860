package io.github.dmsrec.core.io;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the API key: in an environment variable, or in a file that nobody else can read. */
public final class ApiKey {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private ApiKey() {}

    /**
     * The key, if there is one.
     *
     * @param file where to read it instead of the environment; empty for the environment
     * @throws UserMistakeException if the file cannot be read, is empty, or can be read by others
     */
    public static Optional<String> find(String variable, String file, Map<String, String> environment) {
        String key = file.isEmpty() ? environment.getOrDefault(variable, "").strip() : read(Path.of(file));
        if (!key.chars().allMatch(letter -> letter > ' ' && letter <= '~')) {
            throw new UserMistakeException(
                    "The API key in " + where(variable, file)
                            + " holds a blank, a line break or a letter beyond ASCII.",
                    "Check that nothing else was copied along with it.");
        }
        return Optional.of(key).filter(found -> !found.isEmpty());
    }

    /** Where the key is looked for, for messages. */
    public static String where(String variable, String file) {
        return file.isEmpty() ? "the environment variable " + variable : "the file '" + file + "'";
    }

    private static String read(Path file) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw new UserMistakeException(
                        "Others may read the file '" + file + "', which holds the API key.",
                        "Run 'chmod 600 " + file + "'.");
            }
            String key = Files.readString(file).strip();
            if (key.isEmpty()) {
                throw new UserMistakeException("The file '" + file + "' for the API key is empty.", "Check the path.");
            }
            return key;
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The file '" + file + "' for the API key cannot be read: "
                            + e.getClass().getSimpleName() + ".",
                    "Check the spelling of its name.",
                    e);
        }
    }
}
