package io.github.dmsrec.core.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactFolderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    void aReaderFinishesWhatAKilledWriterHadCompleted() throws IOException {
        Path target = folder.resolve("a");
        ReplacingProcess.write(target, 7);
        Files.move(target, folder.resolve(".a.new"));

        assertThat(ArtefactFolder.isThere(target)).isTrue();
        assertThat(ArtefactFolder.open(target).manifest().seed()).isEqualTo(7);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void theNextWriterDeletesWhatDeadOnesLeft() throws IOException {
        Path target = folder.resolve("a");
        ReplacingProcess.write(target, 1);
        for (String purpose : List.of(".writing-", ".old-", ".import-")) {
            Path left = Files.createDirectories(folder.resolve(".a" + purpose + UUID.randomUUID()));
            Files.writeString(left.resolve("part"), "x");
        }
        Files.createDirectory(folder.resolve(".a.new"));
        Path ofAnother = Files.createDirectory(folder.resolve(".ab.writing-" + UUID.randomUUID()));
        Path ofTheUser = Files.createDirectory(folder.resolve(".a.writing-by-hand"));

        ReplacingProcess.write(target, 2);

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "a",
                        ofAnother.getFileName().toString(),
                        ofTheUser.getFileName().toString());
        assertThat(ArtefactFolder.open(target).manifest().seed()).isEqualTo(2);
    }

    @Test
    void leavesNothingButTheArtefact() throws IOException {
        Path target = folder.resolve("deep/er/a");

        ReplacingProcess.write(target, 1);
        assertThatThrownBy(() -> ArtefactFolder.write(
                        folder.resolve("not/made/b"), ArtefactKind.MODEL, Origin.of("b", "test", 1, 1), place -> {
                            throw new IOException("no luck");
                        }))
                .hasMessage("no luck");

        assertThat(folder.resolve("not")).doesNotExist();
        assertThat(folder.resolve("deep/er").toFile().list()).containsExactly("a");
    }

    @Test
    void oneThreadWritesAtATime() throws Exception {
        Path target = folder.resolve("a");
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> holder = other.submit(() -> {
                try (FolderLock lock = FolderLock.take(target);
                        FolderLock again = FolderLock.take(target)) {
                    assertThat(again).isSameAs(lock);
                    taken.countDown();
                    ended.await();
                }
                return null;
            });
            taken.await();
            assertThatThrownBy(() -> ReplacingProcess.write(target, 1))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'" + target + "' is being written by another thread of this process");
            ended.countDown();
            holder.get();
        } finally {
            other.shutdownNow();
        }
        ReplacingProcess.write(target, 2);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void oneProcessWritesAtATimeAndTheOtherIsToldItsId() throws Exception {
        Path target = folder.resolve("a");
        Process process = writerOf(target);
        try {
            assertThatThrownBy(() -> FolderLock.take(target))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'" + target + "' is being written by process " + process.pid());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(names()).hasSize(2);
        // The lock ends with its owner, however it ends, and the next one deletes what is left.
        FolderLock.take(target).close();
        assertThat(names()).isEmpty();
    }

    @Test
    void aWriterThatIsStoppedLeavesNothing() throws Exception {
        Process process = writerOf(folder.resolve("a"));
        assertThat(names()).hasSize(2);
        // As Ctrl-C does, this lets it run its shutdown hooks.
        process.toHandle().destroy();
        process.waitFor();

        assertThat(names()).isEmpty();
    }

    /** A process that writes beside a target. */
    private static Process writerOf(Path target) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        target.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('\n');
        return process;
    }

    @Test
    void manyWritersOfOneFolderLeaveAWholeOne() throws Exception {
        Path target = folder.resolve("a");
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int version = 1; version <= 64; version++) {
                long number = version;
                outcomes.add(writers.submit(() -> {
                    try {
                        ReplacingProcess.write(target, number);
                        return true;
                    } catch (UserMistakeException e) {
                        assertThat(e).hasMessageContaining("is being written by");
                        return false;
                    }
                }));
            }
            int written = 0;
            for (Future<Boolean> outcome : outcomes) {
                written += outcome.get() ? 1 : 0;
            }
            assertThat(written).isPositive();
        } finally {
            writers.shutdownNow();
        }
        ArtefactFolder.open(target).requireIntact();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void isThereForReadersWhileItIsReplaced() throws Exception {
        Path target = folder.resolve("a");
        int versions = SlowRun.ON ? 100 : 30;
        ReplacingProcess.write(target, 1);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (int version = 2; version <= versions; version++) {
                    ReplacingProcess.write(target, version);
                }
                return null;
            });
            while (!writing.isDone()) {
                assertThat(ArtefactFolder.isThere(target)).isTrue();
                ArtefactFolder.open(
                        target, ArtefactFolder.open(target).manifest().kind());
                ArtefactFolder.checkReplaceable(
                        target, ArtefactFolder.open(target).manifest().kind());
            }
            writing.get();
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void keepsAnArtefactOfAnotherKindAndSaysWhatItIs() throws IOException {
        Path target = folder.resolve("a");
        ArtefactFolder.write(
                target,
                ArtefactKind.EVALUATION,
                Origin.of("a", "test", 1, 1),
                place -> JsonNodeFactory.instance.objectNode());

        assertThatThrownBy(() -> ArtefactFolder.checkReplaceable(target, ArtefactKind.INTENTS))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'" + target + "' holds an evaluation, so it is not overwritten with intents.");
        assertThatThrownBy(() -> ArtefactFolder.checkAllReplaceable(folder, ArtefactKind.MODEL))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'" + target + "' holds an evaluation, so it is not overwritten with a model.");
        assertThatThrownBy(() -> ArtefactFolder.open(target, ArtefactKind.DATASET))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'" + target + "' holds an evaluation, not a dataset.");
    }

    @Test
    void namesTheFileThatWasChangedAddedOrDeleted() throws IOException {
        ArtefactFolder made = ReplacingProcess.write(folder.resolve("a"), 1);
        made.requireIntact();
        Files.writeString(made.file("file-0"), "2");
        Files.delete(made.file("file-1"));
        Files.writeString(made.file("more"), "");

        assertThatThrownBy(() -> ArtefactFolder.open(made.path()).requireIntact())
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'file-0' was changed; 'file-1' is missing; 'more' was added");
    }

    @Test
    void readsManifestsOfTheFirstVersion() throws IOException {
        ArtefactFolder source = ReplacingProcess.write(folder.resolve("source"), 1);
        ArtefactFolder made = write(folder.resolve("a"), source);
        Path file = made.file(Manifest.FILE_NAME);
        ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
        manifest.put("formatVersion", 1).remove("files");
        ((ObjectNode) manifest.path("inputs").get(0)).remove("relativePath");
        JSON.writeValue(file.toFile(), manifest);

        ArtefactFolder old = ArtefactFolder.open(made.path());
        old.requireIntact();
        assertThat(old.find(old.manifest().inputs().get(0))).isNotNull();
        Files.writeString(old.file("content"), "changed");
        assertThatThrownBy(old::requireIntact)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("do not have the fingerprint of its manifest");
    }

    @Test
    void findsItsInputsWhereTheyWereMovedTogetherAndWhereTheyWere() throws IOException {
        Path before = folder.resolve("before");
        ArtefactFolder source = ReplacingProcess.write(before.resolve("source"), 1);
        write(before.resolve("models/a"), source);

        Path after = folder.resolve("after");
        Files.move(before, after);
        ArtefactFolder moved = ArtefactFolder.open(after.resolve("models/a"));
        ArtefactFolder found = moved.find(moved.manifest().inputs().get(0));
        assertThat(found).isNotNull();
        assertThat(found.path()).isEqualTo(after.resolve("source"));

        Files.move(after, before);
        Files.move(before.resolve("models/a"), folder.resolve("alone"));
        ArtefactFolder alone = ArtefactFolder.open(folder.resolve("alone"));
        Manifest.Input input = alone.manifest().inputs().get(0);
        assertThat(alone.find(input))
                .satisfies(there -> assertThat(there.isOf(input)).isTrue());

        ReplacingProcess.write(before.resolve("source"), 2);
        assertThat(alone.find(input))
                .satisfies(there -> assertThat(there.isOf(input)).isFalse());
        ArtefactFolder.deleteTree(before);
        assertThat(alone.find(input)).isNull();
    }

    @Test
    void refusesOutputsThatAreNotApartFromTheirInputs() throws IOException {
        ArtefactFolder source = ReplacingProcess.write(folder.resolve("in/source"), 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), source.path());

        for (Path output :
                List.of(source.path(), link, folder.resolve("in"), source.path().resolve("inside"))) {
            assertThatThrownBy(() -> OutputPlace.requireApart(output, source.path()))
                    .as("%s", output)
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'" + output + "'");
        }
        assertThatThrownBy(() -> write(source.path(), source)).hasMessageContaining("is also an input");
        source.requireIntact();
        OutputPlace.requireApart(folder.resolve("in/other"), source.path());
    }

    @Test
    void placesThatCannotBeWrittenAreTheUsersToMend() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> ReplacingProcess.write(file.resolve("a"), 1))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> ReplacingProcess.write(file.resolve("a/b"), 1))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(file.toString());

        Path forbidden = Files.createDirectory(folder.resolve("forbidden"));
        Files.setPosixFilePermissions(forbidden, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(forbidden)).as("not the superuser").isFalse();
        assertThatThrownBy(() -> ReplacingProcess.write(forbidden.resolve("a"), 1))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void aFullDiskIsToldWithThePlace() {
        Path target = folder.resolve("a");
        for (Exception full : List.of(
                new IOException("No space left on device"),
                new UncheckedIOException(new IOException("No space left on device")))) {
            assertThatThrownBy(() ->
                            ArtefactFolder.write(target, ArtefactKind.MODEL, Origin.of("a", "test", 1, 1), place -> {
                                if (full instanceof RuntimeException unchecked) {
                                    throw unchecked;
                                }
                                throw (IOException) full;
                            }))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'" + target + "' cannot be written: the disk is full");
        }
    }

    private static ArtefactFolder write(Path target, ArtefactFolder source) throws IOException {
        Origin origin = Origin.of("a", "test", 1, 1).withInput("source", source);
        return ArtefactFolder.write(target, ArtefactKind.MODEL, origin, place -> {
            Files.writeString(place.resolve("content"), "text");
            return JsonNodeFactory.instance.objectNode();
        });
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
