package io.github.dmsrec.core.config;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A YAML file of choices. Every mistake in it is told at once, with file, line and column, before any work begins. */
public final class ConfigFile {

    private ConfigFile() {}

    /** Binds the keys of a document to a value. */
    @FunctionalInterface
    public interface Binder<T> {

        /**
         * Binds.
         *
         * @param root the whole document
         * @param mistakes receives what is wrong; the value is not used if there is any
         */
        T bind(Section root, ConfigErrors mistakes);
    }

    /**
     * The content of a file.
     *
     * @throws UserMistakeException if there is none, or it is no text
     */
    public static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + file + "' does not exist.",
                    "another path was meant; paths are relative to the current directory, "
                            + Path.of("").toAbsolutePath() + ".");
        }
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new UserMistakeException(
                    "'" + file + "' is no UTF-8 text.",
                    "it is another kind of file, or was saved in another encoding.",
                    e);
        }
    }

    /**
     * Binds a document.
     *
     * @param name stands for the file in messages
     * @param text the document
     * @param overrides values by dotted path, e.g. {@code dataset.srgnn.folder}, that replace those of the document
     * @param command reads such files, e.g. {@code run}; for the hint at its help
     * @throws UserMistakeException with every mistake that is found
     */
    public static <T> T bind(
            String name, String text, Map<String, String> overrides, String command, Binder<T> binder) {
        ConfigErrors mistakes = new ConfigErrors();
        Yaml.Mapping document = Yaml.read(name, text, mistakes);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            document =
                    Yaml.with(document, override.getKey(), override.getValue(), "--set " + override.getKey(), mistakes);
        }
        T bound = binder.bind(new Section("", document, mistakes), mistakes);
        mistakes.throwIfAny("'" + name + "'", command);
        return bound;
    }
}
