package io.github.dmsrec.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetLoadingTest {

    private static final int ITEMS = 100;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void eventsTakeLessThanTwiceTheirIntegers() throws IOException {
        loadAndMeasure(36_000);
    }

    @Test
    @Tag("slow")
    void aMillionEventsTakeLessThanTwiceTheirIntegers() throws IOException {
        loadAndMeasure(180_000);
    }

    private void loadAndMeasure(int trainingSessions) throws IOException {
        SessionDataset written = write(trainingSessions, 5);
        int clicks = 0;
        for (Split split : Split.values()) {
            clicks += written.sessions(split).clicks();
        }
        assertThat((double) clicks).isCloseTo(trainingSessions * (50 / 9.0), withinPercentage(2));
        // What is loaded once, as classes and native libraries, is no part of a data set.
        Catalogue catalogue = DatasetFolder.read(folder.resolve("d")).catalogue();

        // What other tests of this process have dropped may be freed meanwhile: the median does not see one such lump.
        List<SessionDataset> kept = new ArrayList<>();
        long[] growth = new long[3];
        for (int i = 0; i < growth.length; i++) {
            long before = usedHeap();
            kept.add(DatasetFolder.read(folder.resolve("d")));
            growth[i] = usedHeap() - before;
        }
        Arrays.sort(growth);
        SessionDataset read = kept.get(0);

        assertThat(growth[1]).isBetween(4L * clicks, 8L * clicks);
        assertThat(read.examples(Split.TRAIN).size())
                .isEqualTo(written.examples(Split.TRAIN).size());
        assertThat(read.catalogue().items()).isEqualTo(catalogue.items());
    }

    @Test
    void idsAndTimesComeFromTheFileWhenTheyAreAskedFor() throws IOException {
        SessionDataset written = write(50, 5);
        SessionDataset read = DatasetFolder.read(folder.resolve("d"));

        for (Split split : Split.values()) {
            SessionLog there = written.sessions(split).log().orElseThrow();
            SessionLog back = read.sessions(split).log().orElseThrow();
            assertThat(back.ids()).isEqualTo(there.ids());
            assertThat(back.places()).isEqualTo(there.places());
            assertThat(back.times()).isEqualTo(there.times());
            assertThat(back.users()).isEqualTo(there.users());
        }
        assertThat(read.allSessions().log()).isPresent();
    }

    @Test
    void aFileThatIsGoneOrChangedMeanwhileIsNamedWhereItIsNeeded() throws IOException {
        SessionDataset written = write(50, 5);
        Path file = folder.resolve("d").resolve("sessions.parquet");
        SessionDataset read = DatasetFolder.read(folder.resolve("d"));
        assertThat(read.sessions(Split.TRAIN).id(0))
                .isEqualTo(written.sessions(Split.TRAIN).id(0));

        Files.setLastModifiedTime(file, FileTime.fromMillis(86_400_000));
        assertMistake(read, "sessions.parquet' has changed since its sessions were read");
        Files.delete(file);
        assertMistake(read, "sessions.parquet' is gone since its sessions were read");

        assertThat(read.sessions(Split.TRAIN).time(0))
                .isEqualTo(written.sessions(Split.TRAIN).time(0));
        assertThat(read.trainingOnValidation().examples(Split.TRAIN).target(0))
                .isEqualTo(written.examples(Split.TRAIN).target(0));
    }

    private static void assertMistake(SessionDataset read, String part) {
        assertThatThrownBy(() -> read.sessions(Split.TEST).id(0))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(part, System.lineSeparator());
    }

    /** Writes sessions with ids, times and users, nine of ten for training. */
    private SessionDataset write(int trainingSessions, int meanLength) throws IOException {
        SplittableRandom random = new RandomStreams(3).stream("sessions");
        int sessions = trainingSessions * 10 / 9;
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        int held = (sessions - trainingSessions) / 2;
        examples.put(Split.TRAIN, Examples.everyPrefixOf(sessions(random, trainingSessions, meanLength)));
        examples.put(Split.VALIDATION, Examples.everyPrefixOf(sessions(random, held, meanLength)));
        examples.put(Split.TEST, Examples.everyPrefixOf(sessions(random, held, meanLength)));
        Catalogue catalogue = new Catalogue(IntStream.range(0, ITEMS)
                .mapToObj(i -> new Item(Integer.toString(i), "", Map.of()))
                .toList());
        SessionDataset dataset = new SessionDataset("made", "made", catalogue, examples);
        DatasetFolder.write(folder.resolve("d"), dataset, Origin.of("made", "test", 1, 1), Map.of());
        return dataset;
    }

    private static Sessions sessions(SplittableRandom random, int count, int meanLength) {
        int[] offsets = new int[count + 1];
        for (int s = 0; s < count; s++) {
            offsets[s + 1] = offsets[s] + random.nextInt(1, 2 * meanLength);
        }
        int[] clicks = random.ints(offsets[count], 0, ITEMS).toArray();
        List<String> ids = IntStream.range(0, count).mapToObj(s -> "s" + s).toList();
        List<String> users =
                IntStream.range(0, count).mapToObj(s -> "u" + s % 7).toList();
        double[] times = random.doubles(offsets[count], 0, 1e9).toArray();
        SessionLog log = new SessionLog(ids, IntStream.range(0, count).toArray(), times, Optional.of(users));
        return new Sessions(offsets, clicks, Optional.of(log));
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        // One collection may leave what has just been dropped.
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
