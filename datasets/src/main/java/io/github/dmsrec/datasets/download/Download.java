package io.github.dmsrec.datasets.download;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.download.PublicDataset.Way;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Fetches a public data set into a folder: size and checksum are compared with those that are published, zips are unpacked,
 * and the folder appears whole or not at all. What came before an interruption stays in {@code OUT.download}, and the same
 * call continues from there. The file {@value #SOURCE} in the folder says where everything came from.
 */
public final class Download {

    /** The file that says where everything came from. */
    public static final String SOURCE = "source.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final PublicDataset dataset;
    private final Path out;
    private final Progress progress;
    private final HttpFetch http;

    private Download(PublicDataset dataset, Path out, Progress progress, HttpFetch http) {
        this.dataset = dataset;
        this.out = out.toAbsolutePath().normalize();
        this.progress = progress;
        this.http = http;
    }

    /**
     * What was fetched.
     *
     * @param folder where it is
     * @param checks what was compared, a sentence without a full stop for each file
     * @param next the command that imports it
     */
    public record Result(Path folder, List<String> checks, String next) {

        public Result {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Fetches a data set.
     *
     * @param dataset which one
     * @param accepted whether its terms are accepted
     * @param out the folder to make; must not be there, or be empty
     * @throws UserMistakeException if the terms are not accepted, something is at {@code out}, the data set is to be got by
     *     hand, no address gives it, or it is not what was published; the message says how to get it by hand
     */
    public static Result run(PublicDataset dataset, boolean accepted, Path out, Progress progress) throws IOException {
        return run(dataset, accepted, out, progress, new HttpFetch(CONNECTING, SILENCE));
    }

    static Result run(PublicDataset dataset, boolean accepted, Path out, Progress progress, HttpFetch http)
            throws IOException {
        if (dataset.way() instanceof Way.ByHand byHand) {
            throw new UserMistakeException(
                    "'" + dataset.name() + "' has no address that a program may fetch it from. Its terms: "
                            + dataset.terms(),
                    "Download it by hand: " + dataset.page() + " " + byHand.steps() + "; then '"
                            + dataset.nextFrom("FOLDER") + "'.");
        }
        if (!accepted) {
            throw new UserMistakeException(
                    "'" + dataset.name() + "' has terms of use. " + dataset.terms() + " See " + dataset.page() + ".",
                    "Read them, and add --accept-licence if you accept them.");
        }
        Download download = new Download(dataset, out, progress, http);
        download.requireRoom();
        return download.run(((Way.Fetched) dataset.way()).files());
    }

    private void requireRoom() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(out)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(out)) {
                empty = !entries.iterator().hasNext();
            }
        }
        if (!empty) {
            throw new UserMistakeException(
                    "'" + out + "' is there already, and is left alone.",
                    "Run '" + dataset.nextFrom(out.toString()) + "', or choose a different --out.");
        }
    }

    private Result run(List<RemoteFile> files) throws IOException {
        Path work = out.resolveSibling(out.getFileName() + ".download");
        Files.createDirectories(work);
        Path whole = work.resolve("whole");
        ArtefactFolder.deleteTree(whole);
        List<String> checks = new ArrayList<>();
        ArrayNode sources = JSON.createArrayNode();
        for (RemoteFile file : files) {
            Path fetched = fetched(file, work, sources);
            checks.add(check(file, fetched));
        }
        Files.createDirectory(whole);
        for (RemoteFile file : files) {
            Path fetched = work.resolve(file.name());
            if (file.isZip()) {
                new ZipUnpacking(fetched, whole, file.most()).run();
            } else {
                Files.copy(fetched, whole.resolve(file.name()));
            }
        }
        ObjectNode source = JSON.createObjectNode().put("name", dataset.name());
        source.put("page", dataset.page().toString()).put("acceptedTerms", dataset.terms());
        source.set("files", sources);
        JSON.writeValue(whole.resolve(SOURCE).toFile(), source);
        Files.deleteIfExists(out);
        Files.move(whole, out);
        ArtefactFolder.deleteTree(work);
        return new Result(out, checks, dataset.nextFrom(out.toString()));
    }

    private Path fetched(RemoteFile file, Path work, ArrayNode sources) throws IOException {
        Path target = work.resolve(file.name());
        Path address = work.resolve(file.name() + ".address");
        if (!Files.exists(target)) {
            List<String> reasons = new ArrayList<>();
            for (URI from : file.addresses()) {
                try {
                    PartialFile part = PartialFile.of(work, file.name());
                    http.fetch(file, from, part, progress);
                    Files.writeString(address, from.toString());
                    part.finish(target);
                    break;
                } catch (FetchFailedException e) {
                    reasons.add(e.getMessage());
                }
            }
            if (!Files.exists(target)) {
                throw new UserMistakeException(
                        "'" + file.name() + "' cannot be fetched: " + String.join("; ", reasons) + ".", byHand());
            }
        }
        sources.addObject()
                .put("file", file.name())
                .put("address", Files.readString(address))
                .put("bytes", Files.size(target))
                .put("md5", md5(target));
        return target;
    }

    private String byHand() {
        String addresses = ((Way.Fetched) dataset.way())
                .files().stream()
                        .map(file -> file.addresses().get(0).toString())
                        .collect(Collectors.joining(" and "));
        return "Run the same command again, which continues where it ended, or download it by hand: get " + addresses
                + ", unpack zips into FOLDER, then '" + dataset.nextFrom("FOLDER") + "'.";
    }

    /** Compares a file with what is published. One that differs is deleted, so that the next call fetches it again. */
    private static String check(RemoteFile file, Path fetched) throws IOException {
        List<String> differences = new ArrayList<>();
        long size = Files.size(fetched);
        if (file.size().isPresent() && file.size().getAsLong() != size) {
            differences.add("it has " + size + " bytes, but " + file.size().getAsLong() + " are published");
        }
        String md5 = md5(fetched);
        if (file.md5().isPresent() && !file.md5().get().equals(md5)) {
            differences.add("its MD5 is " + md5 + ", but " + file.md5().get() + " is published");
        }
        if (file.isGzip()) {
            damageOfGzip(file, fetched).ifPresent(differences::add);
        }
        if (!differences.isEmpty()) {
            Files.delete(fetched);
            throw new UserMistakeException(
                    "'" + file.name() + "' is not what was published: " + String.join("; ", differences) + ".",
                    "Try again: it was changed on the way, or the publisher replaced the file.");
        }
        if (file.md5().isPresent()) {
            return String.format(
                    Locale.ROOT, "%s: %,d bytes, size and MD5 are those that are published", file.name(), size);
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d bytes, as the server says%s; no checksum is published",
                file.name(),
                size,
                file.isGzip() ? ", and gzip's own checksum holds" : "");
    }

    private static Optional<String> damageOfGzip(RemoteFile file, Path fetched) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long unpacked = 0;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(fetched), buffer.length)) {
            int count = in.read(buffer);
            while (count >= 0) {
                unpacked += count;
                if (unpacked > file.most()) {
                    return Optional.of(
                            "unpacked, it has more than the " + file.most() + " bytes that are expected at most");
                }
                count = in.read(buffer);
            }
            return Optional.empty();
        } catch (ZipException | EOFException e) {
            return Optional.of("it is not an intact gzip file (" + e.getMessage() + ")");
        }
    }

    private static String md5(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return String.format(Locale.ROOT, "%032x", new BigInteger(1, digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
