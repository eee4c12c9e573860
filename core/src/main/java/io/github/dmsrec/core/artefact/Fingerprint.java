package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** SHA-256 over files, folders and texts, in hexadecimal. */
public final class Fingerprint {

    private Fingerprint() {}

    /** Of a text in UTF-8. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a file's bytes. */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of the relative names and bytes of all files below a folder, manifests excepted: they carry the time. */
    public static String ofFolder(Path folder) throws IOException {
        return ofFiles(filesIn(folder));
    }

    /**
     * The fingerprints of all files below a folder, manifests excepted, by relative name with slashes. Several files are
     * read at once.
     */
    public static Map<String, String> filesIn(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals(Manifest.FILE_NAME))
                    .sorted()
                    .toList();
        }
        List<String> fingerprints;
        try {
            fingerprints =
                    files.parallelStream().map(Fingerprint::ofReadableFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            byName.put(folder.relativize(files.get(i)).toString().replace('\\', '/'), fingerprints.get(i));
        }
        return byName;
    }

    /** Of a folder whose files have these fingerprints, in the order of {@link #filesIn}. */
    static String ofFiles(Map<String, String> fingerprints) {
        StringBuilder list = new StringBuilder();
        fingerprints.forEach((name, fingerprint) ->
                list.append(name).append(' ').append(fingerprint).append('\n'));
        return ofText(list.toString());
    }

    private static String ofReadableFile(Path file) {
        try {
            return ofFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
