package io.github.dmsrec.core.artefact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes versions of an artefact, one after the other, until it is killed. Prints the number of each that it has written. */
final class ReplacingProcess {

    /** So many files are in the artefact; each holds the number of the version. */
    static final int FILES = 3;

    private ReplacingProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        for (long version = Long.parseLong(arguments[1]); ; version++) {
            write(target, version);
            System.out.println(version);
            System.out.flush();
        }
    }

    static ArtefactFolder write(Path target, long version) throws IOException {
        return ArtefactFolder.write(
                target, ArtefactKind.CANDIDATES, Origin.of("version " + version, "test", version, 1), folder -> {
                    for (int i = 0; i < FILES; i++) {
                        Files.writeString(folder.resolve("file-" + i), String.valueOf(version));
                    }
                    return JsonNodeFactory.instance.objectNode();
                });
    }
}
