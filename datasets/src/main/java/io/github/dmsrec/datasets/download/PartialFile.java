package io.github.dmsrec.datasets.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What came of a file so far, and by what its server knows that version of it: bytes of two versions are never joined.
 *
 * @param content the bytes so far; may be missing
 * @param version the server's mark of the version; may be missing
 */
record PartialFile(Path content, Path version) {

    static PartialFile of(Path folder, String name) {
        return new PartialFile(folder.resolve(name + ".part"), folder.resolve(name + ".version"));
    }

    /** How many bytes there are to continue from; 0 where the version is unknown, as nothing can be joined to them. */
    long size() throws IOException {
        return Files.exists(content) && knownVersion().isPresent() ? Files.size(content) : 0;
    }

    /** The address and the mark of the bytes so far. */
    Optional<String> knownVersion() throws IOException {
        return Files.exists(version) ? Optional.of(Files.readString(version)) : Optional.empty();
    }

    /** Forgets the bytes so far, and begins those of a version; of an unknown one if it has no mark. */
    void begin(Optional<String> mark) throws IOException {
        Files.deleteIfExists(version);
        Files.write(content, new byte[0]);
        if (mark.isPresent()) {
            Files.write(version, mark.get().getBytes(StandardCharsets.UTF_8));
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(version);
        Files.deleteIfExists(content);
    }

    /** The file is whole. */
    Path finish(Path target) throws IOException {
        Files.deleteIfExists(version);
        return Files.move(content, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
