package io.github.dmsrec.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.srgnn.SharedSessions;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.train.WeightsImport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The released GCE-GNN for MovieLens-1M, imported under its original names, gives the published lists and figures. */
@Tag("slow")
class ReleasedCheckpointTest {

    private static final long MEMORY = 64L << 20;
    private static final int THREADS = 2;

    private static Path folder;
    private static Examples test;

    @BeforeAll
    static void importWeights(@TempDir Path temporary) throws IOException {
        Path weights = SharedMaterial.require("golden/backbones/gcegnn-ml1m-released.safetensors");
        SessionDataset dataset = SharedSessions.ml1m();
        folder = temporary.resolve("model");
        test = dataset.examples(Split.TEST);
        WeightsImport.run("gce-gnn", weights, dataset, Origin.of("released", "test", 1, THREADS), folder);
    }

    @Test
    void ninetyNineOfAHundredPublishedListsComeOutElementByElement(TestReporter reporter) throws IOException {
        Path published = SharedMaterial.require("golden/backbones/gcegnn-ml1m-top50-first1000.tsv.gz");
        int[][] expected = readLists(published);
        CandidateLists lists = topOf(IntStream.range(0, expected.length).toArray(), 50);

        long equal = IntStream.range(0, expected.length)
                .filter(row -> Arrays.equals(lists.items(row), expected[row]))
                .count();

        reporter.publishEntry("equal lists of " + expected.length, String.valueOf(equal));
        assertThat(expected).hasDimensions(1000, 50);
        assertThat(equal).isGreaterThanOrEqualTo(990);
    }

    @Test
    void theKnownRowsHaveTheKnownItemsAndScores() {
        int[] rows = {0, 1, 2, 4};
        int[][] ids = {
            {357, 554, 1446, 345, 150},
            {2884, 2883, 3236, 3114, 2854},
            {2936, 1004, 377, 1908, 1235},
            {2027, 1683, 1175, 2332, 2135}
        };
        double[][] scores = {
            {6.142, 5.404, 5.243, 4.974, 4.909},
            {4.890, 4.772, 4.490, 4.314, 4.193},
            {6.268, 3.474, 3.074, 2.767, 2.438},
            {3.090, 3.036, 2.846, 2.497, 2.452}
        };
        CandidateLists lists = topOf(rows, 5);

        for (int row = 0; row < rows.length; row++) {
            assertThat(lists.items(row)).as("row %d", rows[row]).isEqualTo(indices(ids[row]));
            for (int rank = 0; rank < 5; rank++) {
                assertThat((double) lists.score(row, rank))
                        .as("row %d, rank %d", rows[row], rank + 1)
                        .isCloseTo(scores[row][rank], within(2e-3));
            }
        }
    }

    @Test
    void theWholeTestHasThePublishedMetricsAndRanks() {
        Evaluation evaluation;
        try (SessionModel model = SessionModel.load(folder, THREADS)) {
            evaluation = Evaluator.evaluate(model, test, MEMORY, Progress.NONE);
        }

        assertThat(evaluation.rows()).isEqualTo(5979);
        Map.of("HR@5", 4.599, "MRR@5", 1.873, "HR@10", 8.095, "MRR@10", 2.331, "HR@20", 12.912, "MRR@20", 2.655)
                .forEach((metric, percent) -> assertThat(
                                100 * evaluation.ranked().get(metric))
                        .as(metric)
                        .isCloseTo(percent, within(0.02)));
        int[] ranks = evaluation.rankedRanks();
        List.of(new int[] {0, 2748, 316}, new int[] {1, 3171, 629}, new int[] {2, 560, 1898}, new int[] {4, 684, 1316})
                .forEach(row -> {
                    assertThat(test.target(row[0]) + 1).isEqualTo(row[1]);
                    assertThat(ranks[row[0]]).as("row %d", row[0]).isCloseTo(row[2], within(1));
                });
    }

    private static CandidateLists topOf(int[] rows, int k) {
        try (SessionModel model = SessionModel.load(folder, THREADS)) {
            return CandidateSearch.search(model, test.rows(rows), k, SessionItems.KEEP, MEMORY, Progress.Stage.NONE);
        }
    }

    private static int[][] readLists(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().skip(1).toList();
            int[][] lists = new int[lines.size()][];
            for (int row = 0; row < lists.length; row++) {
                String[] fields = lines.get(row).split("\t", -1);
                assertThat(fields[0]).isEqualTo(String.format(Locale.ROOT, "%d", row));
                lists[row] = indices(Arrays.stream(fields[1].split(",", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
            }
            return lists;
        }
    }

    private static int[] indices(int[] ids) {
        return Arrays.stream(ids).map(id -> id - 1).toArray();
    }
}
