package io.github.dmsrec.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.baseline.Popularity;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.Exposure;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.srgnn.SharedSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Evaluation of MovieLens-1M gives the numbers of the specification (sections 7.6 and 11). */
@Tag("slow")
class PublishedNumbersTest {

    private static final long MEMORY = 64 << 20;

    private static SessionDataset dataset;

    @BeforeAll
    static void importDataset() {
        dataset = SharedSessions.ml1m();
    }

    @Test
    void popularityIsAsWeakAsPublished() {
        Evaluation evaluation = Evaluator.evaluate(
                new Popularity(trainingSessions(), dataset.catalogue().size()),
                dataset.examples(Split.TEST),
                MEMORY,
                Progress.NONE);

        assertPercent(evaluation.masked(), "HR@5", 0.59, 0.005);
        assertPercent(evaluation.masked(), "MRR@5", 0.27, 0.005);
        assertPercent(evaluation.masked(), "HR@20", 2.31, 0.005);
        assertPercent(evaluation.masked(), "MRR@20", 0.41, 0.005);
    }

    @Test
    void theMarkovChainIsAsStrongAsPublished() {
        Evaluation evaluation = Evaluator.evaluate(
                Baselines.references().get(1).learn(trainingSessions(), dataset.catalogue()),
                dataset.examples(Split.TEST),
                MEMORY,
                Progress.NONE);

        assertPercent(evaluation.masked(), "HR@5", 5.67, 0.005);
        assertPercent(evaluation.masked(), "MRR@5", 3.49, 0.005);
        assertPercent(evaluation.masked(), "HR@20", 11.79, 0.005);
        assertPercent(evaluation.masked(), "MRR@20", 4.07, 0.005);
    }

    @Test
    void releasedListsGiveTheirMetrics() throws IOException {
        List<int[]> released = releasedLists();
        Examples rows = dataset.examples(Split.TEST)
                .rows(IntStream.range(0, released.size()).toArray());
        CandidateLists lists = lists(released);

        Evaluation evaluation = Evaluator.evaluate("released", lists, rows);
        Exposure exposure = Exposure.of(rows, lists);

        assertThat(released).hasSize(1000);
        assertCounted(evaluation.ranked(), released, rows, false);
        assertCounted(evaluation.masked(), released, rows, true);
        assertNear(evaluation.ranked(), 4.60, 8.10, 12.91);
        assertNear(evaluation.masked(), 6.42, 9.77, 14.52);
        assertPercent(evaluation.ranked(), "MRR@5", 1.87, 1.0);
        assertPercent(evaluation.ranked(), "MRR@20", 2.66, 1.0);
        assertPercent(evaluation.masked(), "MRR@5", 3.85, 1.6);
        assertPercent(evaluation.masked(), "MRR@20", 4.61, 1.6);
        assertThat(exposure.recall().get(50)).isCloseTo(0.2203, within(0.04));
        assertThat(exposure.sessionSlots().get(5)).isCloseTo(1.90, within(0.15));
        assertThat(exposure.sessionSlots().get(50)).isCloseTo(3.40, within(0.5));
        assertThat(exposure.lastClickInList()).isCloseTo(0.982, within(0.015));
        assertThat(exposure.sessionItemsInList()).isCloseTo(0.828, within(0.05));
        // Rows 0, 1, 2, 4: the targets' ranks are 316, 629, 1898, 1316, beyond the lists.
        assertThat(Arrays.copyOf(lists.items(0), 5)).containsExactly(356, 553, 1445, 344, 149);
        assertThat(Arrays.copyOf(lists.items(4), 5)).containsExactly(2026, 1682, 1174, 2331, 2134);
        for (int row : new int[] {0, 1, 2, 4}) {
            assertThat(evaluation.rankedRanks()[row]).isEqualTo(Metrics.MISS);
        }
    }

    private static Sessions trainingSessions() {
        return dataset.sessions(Split.TRAIN).plus(dataset.sessions(Split.VALIDATION));
    }

    private static void assertPercent(Metrics metrics, String name, double percent, double tolerance) {
        assertThat(100 * metrics.get(name)).as(name).isCloseTo(percent, within(tolerance));
    }

    /** The hit rates of all 5,979 rows; the 1,000 rows are neighbours in time, so four binomial standard errors. */
    private static void assertNear(Metrics metrics, double... percentAtCutOffs) {
        for (int c = 0; c < percentAtCutOffs.length; c++) {
            double share = percentAtCutOffs[c] / 100;
            double tolerance = 400 * Math.sqrt(share * (1 - share) / 1000);
            assertPercent(metrics, "HR@" + Metrics.CUT_OFFS.get(c), percentAtCutOffs[c], tolerance);
        }
    }

    /** Counts again, from lists of ids and by searching them. */
    private static void assertCounted(Metrics metrics, List<int[]> lists, Examples rows, boolean masked) {
        for (int cutOff : Metrics.CUT_OFFS) {
            double hits = 0;
            double reciprocal = 0;
            for (int row = 0; row < rows.size(); row++) {
                List<Integer> list =
                        new ArrayList<>(Arrays.stream(lists.get(row)).boxed().toList());
                if (masked) {
                    list.removeAll(Arrays.stream(rows.items(row)).boxed().toList());
                }
                int place = list.indexOf(rows.target(row));
                if (place >= 0 && place < cutOff) {
                    hits++;
                    reciprocal += 1.0 / (place + 1);
                }
            }
            assertThat(metrics.get("HR@" + cutOff)).isEqualTo(hits / rows.size());
            assertThat(metrics.get("MRR@" + cutOff)).isCloseTo(reciprocal / rows.size(), within(1e-12));
        }
    }

    private static CandidateLists lists(List<int[]> rows) {
        int[] offsets = new int[rows.size() + 1];
        Arrays.setAll(offsets, row -> 50 * row);
        int[] items = rows.stream().flatMapToInt(Arrays::stream).toArray();
        return CandidateLists.of(offsets, items, new float[items.length]);
    }

    private static List<int[]> releasedLists() throws IOException {
        List<int[]> lists = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(
                        SharedMaterial.require("golden/backbones/gcegnn-ml1m-top50-first1000.tsv.gz"))),
                StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] ids = line.substring(line.indexOf('\t') + 1).split(",", -1);
                lists.add(Arrays.stream(ids)
                        .mapToInt(id -> Integer.parseInt(id) - 1)
                        .toArray());
            }
        }
        return lists;
    }
}
