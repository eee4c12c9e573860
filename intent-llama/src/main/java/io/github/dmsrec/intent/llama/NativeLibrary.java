package io.github.dmsrec.intent.llama;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the native part of llama.cpp's library into a folder of this process. Left to itself, the library unpacks it to
 * one name for all processes of the machine, where one that starts writes over what another runs; deletes files from the
 * folder for temporary files whose names begin with "llama"; and writes a line to standard output.
 */
final class NativeLibrary {

    private static final String FOLDER = "de.kherud.llama.lib.path";
    private static final String TEMPORARY = "de.kherud.llama.tmpdir";

    private NativeLibrary() {}

    /** Unpacks once; a folder that the user names with the library's own property is left as it is. */
    static synchronized void unpack() {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        String name = System.mapLibraryName("jllama");
        String resource = "/de/kherud/llama/" + system() + "/" + architecture() + "/" + name;
        try (@Nullable InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UserMistakeException(
                        "llama.cpp's library has no native part for this system: " + resource + ".",
                        "Set -D" + FOLDER + "=FOLDER in DMSREC_JAVA_OPTS to use a library of your own, or use a model"
                                + " server, which needs none:"
                                + " 'openai' or 'ollama'.");
            }
            Path folder = Files.createTempDirectory("dmsrec-llama");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve(name);
            file.toFile().deleteOnExit();
            Files.copy(in, file);
            System.setProperty(FOLDER, folder.toString());
            System.setProperty(TEMPORARY, folder.toString());
        } catch (IOException e) {
            throw new UserMistakeException(
                    "llama.cpp's library cannot be unpacked: " + e.getMessage() + ".",
                    "Free space in the folder for temporary files, or name another with -Djava.io.tmpdir=FOLDER in"
                            + " DMSREC_JAVA_OPTS.",
                    e);
        }
    }

    /** Unpacks and loads; what loads it later finds it loaded. */
    static synchronized void load() {
        unpack();
        System.load(Path.of(System.getProperty(FOLDER, ""), System.mapLibraryName("jllama"))
                .toAbsolutePath()
                .toString());
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return "Windows";
        }
        return name.contains("mac") ? "Mac" : "Linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> "x86";
        };
    }
}
