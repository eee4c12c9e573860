package io.github.dmsrec.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.core.split.Division;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFolderTest {

    private static final Origin ORIGIN = Origin.of("tiny", "test", 1, 1);

    private Path folder;

    @BeforeEach
    void useFolder(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void aDataSetReadsBackTheSame() throws IOException {
        SessionDataset written = TinyDataset.create();

        ArtefactFolder artefact =
                DatasetFolder.write(folder.resolve("d"), written, ORIGIN, Map.of("filters", List.of()));
        SessionDataset read = DatasetFolder.read(folder.resolve("d"));

        assertThat(read.name()).isEqualTo("tiny");
        assertThat(read.fingerprint()).isEqualTo(artefact.manifest().fingerprint());
        assertThat(read.catalogue().items()).isEqualTo(written.catalogue().items());
        for (Split split : Split.values()) {
            assertSame(read.examples(split), written.examples(split));
        }
        assertThat(DatasetStatistics.of(read)).isEqualTo(DatasetStatistics.of(written));
    }

    @Test
    void theSameDataGivesTheSameFingerprint() throws IOException {
        ArtefactFolder one = DatasetFolder.write(folder.resolve("one"), TinyDataset.create(), ORIGIN, Map.of());
        ArtefactFolder two = DatasetFolder.write(folder.resolve("two"), TinyDataset.create(), ORIGIN, Map.of());

        assertThat(one.manifest().fingerprint()).isEqualTo(two.manifest().fingerprint());
    }

    @Test
    void missingCutOffAndSwappedFilesAreMistakes() throws IOException {
        for (String name : List.of("items.parquet", "sessions.parquet", "examples.parquet")) {
            Path target = folder.resolve(name + ".d");
            DatasetFolder.write(target, listed(), ORIGIN, Map.of());
            byte[] whole = Files.readAllBytes(target.resolve(name));
            Files.write(target.resolve(name), Arrays.copyOf(whole, whole.length - 9));
            assertMistake(target, name);
            Files.delete(target.resolve(name));
            assertMistake(target, name);
        }
    }

    @Test
    void otherRowsThanTheManifestCountsAreAMistake() throws IOException {
        Path target = folder.resolve("d");
        DatasetFolder.write(target, listed(), ORIGIN, Map.of());
        ParquetFiles.write(
                target.resolve("examples.parquet"),
                List.of(
                        new ParquetColumn("split", ParquetColumn.Type.TEXT),
                        new ParquetColumn("row", ParquetColumn.Type.INTEGER),
                        new ParquetColumn("session", ParquetColumn.Type.INTEGER),
                        new ParquetColumn("prefix_length", ParquetColumn.Type.INTEGER)),
                writer -> writer.beginRow()
                        .text("train")
                        .integer(0)
                        .integer(1)
                        .integer(1)
                        .endRow());

        assertMistake(target, "1 train rows");
    }

    @Test
    void rowsAreListedOnlyWhereTheyAreNotEveryPrefix() throws IOException {
        Path every = folder.resolve("every");
        Path last = folder.resolve("last");
        ArtefactFolder virtual = DatasetFolder.write(every, TinyDataset.create(), ORIGIN, Map.of());
        ArtefactFolder listed = DatasetFolder.write(last, listed(), ORIGIN, Map.of());

        assertThat(virtual.manifest().facts().path("rows").asText()).isEqualTo("every-prefix");
        assertThat(every.resolve("examples.parquet")).doesNotExist();
        assertThat(listed.manifest().facts().path("rows").asText()).isEqualTo("listed");
        assertSame(DatasetFolder.read(last).examples(Split.TRAIN), listed().examples(Split.TRAIN));
    }

    @Test
    void aFolderThatSaysNothingOfItsRowsListsThem() throws IOException {
        SessionDataset tiny = TinyDataset.create();
        Path target = folder.resolve("d");
        DatasetFolder.write(target, tiny, ORIGIN, Map.of());
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            examples.put(split, tiny.examples(split));
        }
        ExamplesFile.write(target.resolve("examples.parquet"), examples);
        changeManifest(target, "\"rows\" : \"every-prefix\",", "");

        SessionDataset read = DatasetFolder.read(target);
        for (Split split : Split.values()) {
            assertSame(read.examples(split), tiny.examples(split));
            assertThat(read.examples(split).isEveryPrefix()).isTrue();
        }
        Files.delete(target.resolve("examples.parquet"));
        assertMistake(target, "examples.parquet");
    }

    @Test
    void otherCountsAndRowsThanThereAreAreMistakes() throws IOException {
        Path target = folder.resolve("d");
        DatasetFolder.write(target, TinyDataset.create(), ORIGIN, Map.of());
        changeManifest(target, "\"every-prefix\"", "\"some\"");
        assertMistake(target, "neither \"every-prefix\" nor \"listed\"");
        changeManifest(target, "\"some\"", "\"every-prefix\"");
        int rows = TinyDataset.create().examples(Split.TEST).size();
        changeManifest(target, "\"rows\" : " + rows, "\"rows\" : 7");
        assertMistake(target, rows + " test rows, but the manifest says 7");
    }

    @Test
    void statisticsCountRepeatsUnseenTargetsAndRowsSeenBefore() {
        DatasetStatistics statistics = DatasetStatistics.of(TinyDataset.create());
        SplitStatistics test = statistics.test();

        assertThat(statistics.items()).isEqualTo(TinyDataset.ITEMS);
        assertThat(statistics.train().sessions()).isEqualTo(220);
        assertThat(statistics.train().sessionsOfOneClick()).isEqualTo(9);
        assertThat(statistics.train().rowsAlsoEarlier()).isZero();
        assertThat(test.rows()).isEqualTo(Math.toIntExact(test.clicks() - test.sessions()));
        assertThat(test.rowsOfOneClick()).isEqualTo(test.sessions() - test.sessionsOfOneClick());
        assertThat(test.sessionsWithRepeats()).isPositive();
        assertThat(test.rowsAlsoEarlier()).isPositive().isLessThan(test.rows());
        assertThat(statistics.lines()).anyMatch(line -> line.contains("250 (10 of a single click)"));
    }

    @Test
    void statisticsAreThoseOfAPlainLoopOverTheRowsWhateverTheRowsAre() {
        SessionDataset tiny = TinyDataset.create();
        SessionDataset leaveLast = divided(new Splitting.LeaveLast(), tiny);
        SessionDataset byUser = divided(new Splitting.ByUser(Shares.TENTHS, 3), tiny);
        Map<Split, Examples> twice = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Examples rows = tiny.examples(split);
            twice.put(split, rows.rows(5, 3, 5, 0, rows.size() - 1));
        }
        SessionDataset repeated = new SessionDataset("twice", "f", tiny.catalogue(), twice);

        assertThat(Stream.of(tiny, listed(), leaveLast, byUser, repeated, tiny.withoutTest()))
                .allSatisfy(dataset -> assertThat(DatasetStatistics.of(dataset)).isEqualTo(SlowStatistics.of(dataset)));
        assertThat(DatasetStatistics.of(leaveLast).sameSessions()).isTrue();
        assertThat(DatasetStatistics.of(repeated).test().rows()).isEqualTo(5);
    }

    private static SessionDataset divided(Splitting rule, SessionDataset tiny) {
        Division division = rule.divide(tiny.allSessions()).get(0);
        return new SessionDataset("divided", "f", tiny.catalogue(), division.examples(), division.sameSessions());
    }

    private static SessionDataset listed() {
        return TinyDataset.create().withTrainingTargets(Targets.LAST);
    }

    private static void changeManifest(Path target, String from, String to) throws IOException {
        Path manifest = target.resolve("manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
    }

    private static void assertMistake(Path target, String part) {
        assertThatThrownBy(() -> DatasetFolder.read(target))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(part);
    }

    private static void assertSame(Examples read, Examples written) {
        assertThat(read.size()).isEqualTo(written.size());
        assertThat(read.sessions().size()).isEqualTo(written.sessions().size());
        for (int s = 0; s < read.sessions().size(); s++) {
            assertThat(read.sessions().items(s)).isEqualTo(written.sessions().items(s));
        }
        for (int row = 0; row < read.size(); row++) {
            assertThat(read.session(row)).isEqualTo(written.session(row));
            assertThat(read.items(row)).isEqualTo(written.items(row));
        }
    }
}
