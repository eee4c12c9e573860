package io.github.dmsrec.datasets.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.download.PublicDataset.Way;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {

    private static final String RATINGS = "1::2::5::978300760\n".repeat(400);
    private static final HttpFetch HTTP = new HttpFetch(Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final long MOST = 100_000;

    @TempDir
    Path folder = Path.of("");

    private FileServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aZipIsCheckedAndUnpacked() throws IOException {
        byte[] zip = zip("ml/ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip));

        Download.Result result = fetch(of(file("ml.zip", zip)));

        assertThat(folder.resolve("out/ml/ratings.dat")).hasContent(RATINGS);
        assertThat(result.next()).isEqualTo("dmsrec import shop " + folder.resolve("out") + "/ml --out runs/data");
        assertThat(result.checks()).singleElement().asString().contains("size and MD5 are those that are published");
        assertThat(folder.resolve("out/" + Download.SOURCE))
                .content()
                .contains(server.address("/ml.zip").toString(), md5(zip), "For tests.");
        assertThat(folder.resolve("out.download")).doesNotExist();
    }

    @Test
    void whatBreaksOffGoesOnWhereItEnded() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip, "\"1\"", 100, false));

        fetch(of(file("ml.zip", zip)));

        assertThat(server.requests).containsExactly("whole", "bytes=100-");
        assertThat(folder.resolve("out/ratings.dat")).hasContent(RATINGS);
    }

    @Test
    void anotherCallGoesOnButNeverJoinsTwoVersions() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip));
        Files.createDirectories(folder.resolve("out.download"));
        PartialFile part = PartialFile.of(folder.resolve("out.download"), "ml.zip");
        part.begin(Optional.of(server.address("/ml.zip") + " \"1\""));
        Files.write(part.content(), Arrays.copyOf(zip, 60));

        fetch(of(file("ml.zip", zip)));
        assertThat(server.requests).containsExactly("bytes=60-");
        assertThat(folder.resolve("out/ratings.dat")).hasContent(RATINGS);

        byte[] renewed = zip("ratings.dat", RATINGS + "more");
        server.files.put("/ml.zip", new FileServer.Served(renewed, "\"2\"", -1, false));
        Path second = folder.resolve("second");
        Files.createDirectories(folder.resolve("second.download"));
        PartialFile old = PartialFile.of(folder.resolve("second.download"), "ml.zip");
        old.begin(Optional.of(server.address("/ml.zip") + " \"1\""));
        Files.write(old.content(), Arrays.copyOf(zip, 60));

        Download.run(of(file("ml.zip", renewed)), true, second, Progress.NONE, HTTP);
        assertThat(second.resolve("ratings.dat")).hasContent(RATINGS + "more");
    }

    @Test
    void aServerThatFallsSilentIsLeft() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip, "W/\"weak\"", 100, true));

        assertThatThrownBy(() ->
                        fetch(of(file("ml.zip", zip)), new HttpFetch(Duration.ofSeconds(5), Duration.ofMillis(200))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("it gave nothing for too long");
        // A weak mark does not promise equal bytes, so nothing goes on from them.
        assertThat(server.requests).containsExactly("whole");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aWrongChecksumIsRefusedAndFetchedAnew() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        byte[] changed = zip.clone();
        changed[zip.length / 2] ^= 1;
        server.files.put("/ml.zip", new FileServer.Served(changed));

        assertThatThrownBy(() -> fetch(of(file("ml.zip", zip))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("ml.zip", md5(changed), md5(zip));
        assertThat(folder.resolve("out")).doesNotExist();

        server.files.put("/ml.zip", new FileServer.Served(zip));
        fetch(of(file("ml.zip", zip)));
        assertThat(folder.resolve("out/ratings.dat")).exists();
    }

    @Test
    void aWrongSizeIsRefused() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip));
        RemoteFile file = new RemoteFile(
                "ml.zip", List.of(server.address("/ml.zip")), OptionalLong.of(7), Optional.empty(), MOST);

        assertThatThrownBy(() -> fetch(of(file)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("it has " + zip.length + " bytes, but 7 are published");
    }

    @Test
    void aClosedPortTellsTheWayByHand() throws IOException {
        URI closed = server.address("/ml.zip");
        server.close();

        assertThatThrownBy(() -> fetch(
                        of(new RemoteFile("ml.zip", List.of(closed), OptionalLong.empty(), Optional.empty(), MOST))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        closed + " cannot be reached",
                        "download it by hand: get " + closed,
                        "dmsrec import shop FOLDER/ml");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereTellsTheWayByHand() {
        assertThatThrownBy(() -> fetch(of(new RemoteFile(
                        "ml.zip", List.of(server.address("/gone.zip")), OptionalLong.empty(), Optional.empty(), MOST))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("status 404", "download it by hand", "dmsrec import shop FOLDER/ml");
    }

    @Test
    void theSecondAddressHelpsWhereTheFirstFails() throws IOException {
        byte[] gzip = gzip(RATINGS);
        server.files.put("/b/log.gz", new FileServer.Served(gzip));
        RemoteFile file = new RemoteFile(
                "log.gz",
                List.of(server.address("/a/log.gz"), server.address("/b/log.gz")),
                OptionalLong.empty(),
                Optional.empty(),
                MOST);

        Download.Result result = fetch(of(file));

        assertThat(folder.resolve("out/log.gz")).hasBinaryContent(gzip);
        assertThat(result.checks())
                .singleElement()
                .asString()
                .contains("as the server says, and gzip's own checksum holds; no checksum is published");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.txt", "a/../../evil.txt", "/evil.txt", "..\\evil.txt", "C:evil.txt"})
    void noEntryLeavesTheFolder(String name) throws IOException {
        byte[] zip = zip(name, "evil");
        server.files.put("/ml.zip", new FileServer.Served(zip));

        assertThatThrownBy(() -> fetch(of(file("ml.zip", zip))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("'" + name + "'", "outside the folder");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(path -> path.contains("evil"));
        }
        assertThat(Path.of("/evil.txt")).doesNotExist();
    }

    @Test
    void whatGrowsBeyondItsBoundIsNotUnpacked() throws IOException {
        byte[] zip = zip("zeros", "0".repeat(200_000));
        byte[] gzip = gzip("0".repeat(200_000));
        assertThat(zip.length).isLessThan(2000);
        server.files.put("/ml.zip", new FileServer.Served(zip));
        server.files.put("/log.gz", new FileServer.Served(gzip));

        assertThatThrownBy(() -> fetch(of(file("ml.zip", zip))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("more than the 100000 bytes");
        assertThatThrownBy(() -> fetch(of(file("log.gz", gzip))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("more than the 100000 bytes");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aGzipThatWasCutOffIsRefused() throws IOException {
        byte[] whole = gzip(RATINGS);
        server.files.put("/log.gz", new FileServer.Served(Arrays.copyOf(whole, whole.length - 12)));
        RemoteFile file = new RemoteFile(
                "log.gz", List.of(server.address("/log.gz")), OptionalLong.empty(), Optional.empty(), MOST);

        assertThatThrownBy(() -> fetch(of(file)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("not an intact gzip file");
    }

    @Test
    void redirectsStayAtTheKnownAddresses() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/here/ml.zip", new FileServer.Served(zip));
        server.redirects.put("/ml.zip", "/here/ml.zip");
        fetch(of(file("ml.zip", zip)));
        assertThat(folder.resolve("out/ratings.dat")).exists();

        server.redirects.put("/far.zip", "http://localhost.invalid/ml.zip");
        server.redirects.put("/round.zip", "/round.zip");
        assertRefused("/far.zip", "leads to http://localhost.invalid/ml.zip, which is not one of the known addresses");
        assertRefused("/round.zip", "without end");
    }

    private void assertRefused(String path, String words) {
        RemoteFile file =
                new RemoteFile("x.zip", List.of(server.address(path)), OptionalLong.empty(), Optional.empty(), MOST);
        assertThatThrownBy(() -> Download.run(of(file), true, folder.resolve("other"), Progress.NONE, HTTP))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(words);
    }

    @Test
    void nothingIsAskedForBeforeTheTermsAreAccepted() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip));

        assertThatThrownBy(
                        () -> Download.run(of(file("ml.zip", zip)), false, folder.resolve("out"), Progress.NONE, HTTP))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("For tests.", "--accept-licence");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void whatIsThereIsLeftAlone() throws IOException {
        byte[] zip = zip("ratings.dat", RATINGS);
        server.files.put("/ml.zip", new FileServer.Served(zip));
        Files.writeString(Files.createDirectory(folder.resolve("out")).resolve("mine"), "mine");

        assertThatThrownBy(() -> fetch(of(file("ml.zip", zip))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is there already");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void everyKnownDataSetIsSafeToFetchOrTellsTheWay() {
        assertThat(PublicDatasets.names()).doesNotHaveDuplicates().contains("movielens-1m", "amazon-2014-beauty");
        for (PublicDataset dataset : PublicDatasets.all()) {
            assertThat(dataset.next()).startsWith("dmsrec import ").contains("FOLDER");
            assertThat(dataset.page().getScheme()).isEqualTo("https");
            if (dataset.way() instanceof Way.Fetched fetched) {
                assertThat(fetched.files())
                        .allSatisfy(file -> assertThat(file.addresses())
                                .allMatch(address -> "https".equals(address.getScheme())
                                        && address.getPath().endsWith("/" + file.name())))
                        .allSatisfy(file ->
                                assertThat(file.md5().orElse("0".repeat(32))).matches("[0-9a-f]{32}"));
            } else {
                assertThatThrownBy(() -> Download.run(dataset, true, folder.resolve("out"), Progress.NONE))
                        .isInstanceOf(UserMistakeException.class)
                        .hasMessageContainingAll(dataset.page().toString(), dataset.nextFrom("FOLDER"));
            }
        }
        assertThatThrownBy(() -> PublicDatasets.of("movielens"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("'movielens'", "movielens-100k");
    }

    private Download.Result fetch(PublicDataset dataset) throws IOException {
        return fetch(dataset, HTTP);
    }

    private Download.Result fetch(PublicDataset dataset, HttpFetch http) throws IOException {
        return Download.run(dataset, true, folder.resolve("out"), Progress.NONE, http);
    }

    private static PublicDataset of(RemoteFile file) {
        return new PublicDataset(
                "shop",
                "a shop",
                "For tests.",
                URI.create("https://example.org/"),
                new Way.Fetched(List.of(file)),
                "dmsrec import shop FOLDER/ml --out runs/data");
    }

    private RemoteFile file(String name, byte[] content) {
        return new RemoteFile(
                name,
                List.of(server.address("/" + name)),
                OptionalLong.of(content.length),
                Optional.of(md5(content)),
                MOST);
    }

    private static byte[] zip(String entry, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
