package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidateFolderTest {

    private static final int K = 12;
    private static final long MEMORY = 3 * Float.BYTES * TinyDataset.ITEMS;

    private Path folder;
    private SessionDataset dataset;
    private Origin origin;

    @BeforeEach
    void writeDataset(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Origin plain = Origin.of("tiny", "test", 1, 1);
        ArtefactFolder written = DatasetFolder.write(folder.resolve("d"), TinyDataset.create(), plain, Map.of());
        dataset = DatasetFolder.read(folder.resolve("d"));
        origin = plain.withInput(CandidateFolder.DATASET_ROLE, written);
    }

    @ParameterizedTest
    @EnumSource
    void candidatesReadBackTheSame(CandidateFormat format) throws IOException {
        Map<Split, CandidateLists> lists = search(SessionItems.KEEP);

        CandidateFolder.write(folder.resolve("c"), format, dataset, lists, origin);
        Candidates read = CandidateFolder.read(folder.resolve("c"), dataset);

        for (Split split : Split.values()) {
            CandidateLists expected = Candidates.of(lists, split);
            for (int row = 0; row < expected.size(); row++) {
                assertThat(read.lists(split).items(row)).isEqualTo(expected.items(row));
                for (int rank = 0; rank < K; rank++) {
                    assertThat(read.lists(split).score(row, rank)).isEqualTo(expected.score(row, rank));
                }
            }
        }
        JsonNode facts = read.folder().manifest().facts();
        assertThat(facts.path("k").asInt()).isEqualTo(K);
        assertThat(facts.at("/exposure/test/recall/10").asDouble()).isBetween(0.5, 1.0);
        assertThat(facts.at("/exposure/test/recall/20").isMissingNode()).isTrue();
    }

    @Test
    void theTsvFormHasItsColumnsAndExternalIds() throws IOException {
        CandidateFolder.write(folder.resolve("c"), CandidateFormat.TSV, dataset, search(SessionItems.KEEP), origin);

        List<String> lines = Files.readAllLines(folder.resolve("c/candidates.tsv"));
        int best = Candidates.of(search(SessionItems.KEEP), Split.TRAIN).item(0, 0);
        assertThat(lines.get(0)).isEqualTo("split\trow\titems\tscores");
        assertThat(lines.get(1)).startsWith("train\t0\t" + dataset.catalogue().id(best) + ",");
        assertThat(lines)
                .hasSize(1
                        + rows(Split.TRAIN).size()
                        + rows(Split.VALIDATION).size()
                        + rows(Split.TEST).size());
    }

    @Test
    void sessionItemsAreLeftOutBeforeTheCut() {
        CandidateLists lists = Candidates.of(search(SessionItems.EXCLUDE), Split.TEST);

        for (int row = 0; row < lists.size(); row++) {
            assertThat(lists.count(row)).isEqualTo(K);
            assertThat(lists.items(row)).doesNotContain(rows(Split.TEST).items(row));
        }
        Exposure exposure = Exposure.of(rows(Split.TEST), lists);
        assertThat(exposure.sessionItemsInList()).isZero();
        assertThat(exposure.lastClickInList()).isZero();
    }

    @Test
    void theSizeOfChunksDoesNotMatter() {
        Recommender recommender =
                Baselines.references().get(1).learn(dataset.sessions(Split.TRAIN), dataset.catalogue());
        Examples rows = rows(Split.TEST);
        CandidateLists whole =
                CandidateSearch.search(recommender, rows, K, SessionItems.EXCLUDE, Long.MAX_VALUE, Progress.Stage.NONE);
        CandidateLists single = CandidateSearch.search(
                recommender, rows, K, SessionItems.EXCLUDE, Float.BYTES * TinyDataset.ITEMS, Progress.Stage.NONE);

        for (int row = 0; row < rows.size(); row++) {
            assertThat(single.items(row)).isEqualTo(whole.items(row));
        }
        assertThatThrownBy(() -> CandidateSearch.search(
                        recommender,
                        rows,
                        K,
                        SessionItems.KEEP,
                        Float.BYTES * TinyDataset.ITEMS - 1,
                        Progress.Stage.NONE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("159 bytes");
    }

    @Test
    void exposureCountsTargetsAndSessionItems() {
        Examples rows = Examples.lastClickOf(Sessions.of(List.of(new int[] {0, 1, 0, 9}, new int[] {2, 3})));
        CandidateLists lists =
                CandidateLists.of(new int[] {0, 6, 12}, new int[] {0, 5, 6, 7, 8, 9, 3, 4, 5, 6, 7, 2}, new float[12]);

        Exposure exposure = Exposure.of(rows, lists);

        assertThat(exposure.recall()).containsExactly(Map.entry(5, 0.5));
        assertThat(exposure.sessionSlots()).containsExactly(Map.entry(5, 0.5));
        assertThat(exposure.sessionItemsInList()).isEqualTo((0.5 + 1) / 2);
        assertThat(exposure.lastClickInList()).isEqualTo(1);

        // Others of one length leave the rows of that length alone.
        for (int row = 0; row < 2; row++) {
            Examples one = rows.rows(row);
            CandidateLists ofOne = CandidateLists.of(new int[] {0, 6}, lists.items(row), new float[6]);
            Exposure matched = Exposure.withLengthsOf(one, rows, lists);
            assertThat(matched.rows()).isEqualTo(2);
            assertThat(matched.recall()).isEqualTo(Exposure.of(one, ofOne).recall());
            assertThat(matched.mrr20()).isEqualTo(Exposure.of(one, ofOne).mrr20());
            assertThat(matched.sessionItemsInList())
                    .isEqualTo(Exposure.of(one, ofOne).sessionItemsInList());
        }
        assertThat(Exposure.withLengthsOf(rows, rows, lists)).isEqualTo(exposure);
    }

    @Test
    void candidatesOfAnotherDataSetAreAMistake() throws IOException {
        CandidateFolder.write(folder.resolve("c"), CandidateFormat.PARQUET, dataset, search(SessionItems.KEEP), origin);

        assertThatThrownBy(() -> CandidateFolder.read(folder.resolve("c"), TinyDataset.create()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        dataset.fingerprint().substring(0, 12),
                        TinyDataset.create().fingerprint().substring(0, 12));
        assertThatThrownBy(() -> CandidateFolder.write(
                        folder.resolve("e"),
                        CandidateFormat.PARQUET,
                        TinyDataset.create(),
                        search(SessionItems.KEEP),
                        origin))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void editedFilesAreMistakesThatNameThePlace() throws IOException {
        CandidateFolder.write(folder.resolve("c"), CandidateFormat.TSV, dataset, search(SessionItems.KEEP), origin);
        Path file = folder.resolve("c/candidates.tsv");
        List<String> lines = Files.readAllLines(file);

        assertEditMistake(file, lines, 3, "train\t2\t1,2\t0.5", "train row 2", "2 items but 1 scores");
        assertEditMistake(file, lines, 3, "train\t2\t1,x7\t0.5,0.1", "train row 2", "'x7'");
        assertEditMistake(file, lines, 3, "train\t2\t1,2\t0.5,y", "line 4", "column 'scores'");
        assertEditMistake(file, lines, 3, "train\t7\t1\t0.5", "row 7", "row 2 belongs");
        assertEditMistake(file, lines, 3, "dev\t2\t1\t0.5", "'dev'");
        Files.write(file, lines.subList(0, lines.size() - 1));
        assertThatThrownBy(() -> CandidateFolder.read(folder.resolve("c"), dataset))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("test examples");
        Files.delete(file);
        assertThatThrownBy(() -> CandidateFolder.read(folder.resolve("c"), dataset))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("candidates.tsv");
    }

    private void assertEditMistake(Path file, List<String> lines, int line, String edited, String... parts)
            throws IOException {
        List<String> copy = new ArrayList<>(lines);
        copy.set(line, edited);
        Files.write(file, copy);
        assertThatThrownBy(() -> CandidateFolder.read(folder.resolve("c"), dataset))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("candidates.tsv")
                .hasMessageContainingAll(parts);
    }

    private Map<Split, CandidateLists> search(SessionItems sessionItems) {
        Recommender recommender =
                Baselines.references().get(1).learn(dataset.sessions(Split.TRAIN), dataset.catalogue());
        Map<Split, CandidateLists> lists = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            lists.put(
                    split,
                    CandidateSearch.search(recommender, rows(split), K, sessionItems, MEMORY, Progress.Stage.NONE));
        }
        return lists;
    }

    private Examples rows(Split split) {
        return dataset.examples(split);
    }
}
