package io.github.dmsrec.intent.encode;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where things are kept that can be computed again. */
public final class CacheFolder {

    /** The environment variable that overrides the default. */
    public static final String VARIABLE = "DMSREC_CACHE";

    private CacheFolder() {}

    /**
     * The folder: the one given, else that of the environment variable, else {@code .cache/dmsrec} in the user's home.
     *
     * @param given by the user
     * @param environment the variables
     */
    public static Path resolve(Optional<Path> given, Map<String, String> environment) {
        String variable = environment.getOrDefault(VARIABLE, "");
        return given.orElseGet(() -> variable.isBlank()
                ? Path.of(System.getProperty("user.home", "."), ".cache", "dmsrec")
                : Path.of(variable));
    }
}
