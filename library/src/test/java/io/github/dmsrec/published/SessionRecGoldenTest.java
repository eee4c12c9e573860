package io.github.dmsrec.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.TopK;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.sessionrec.SessionRecImport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With their default options, the methods give session-rec's items and scores for its sample of RecSys 2015. */
class SessionRecGoldenTest {

    private static SessionDataset dataset;

    @BeforeAll
    static void importDataset() throws IOException {
        dataset = SessionRecImport.read(
                SharedMaterial.require("data/rsc15-100k/train_full.txt"),
                SharedMaterial.require("data/rsc15-100k/test.txt"),
                "rsc15-100k",
                Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"sr,sr", "vs-knn,vsknn", "stan,stan"})
    void itemsAndScoresAreSessionRecs(String baseline, String file) throws IOException {
        Recommender recommender = learned(baseline);
        Examples rows = dataset.examples(Split.TEST);
        Catalogue catalogue = dataset.catalogue();
        List<String> golden = lines(SharedMaterial.require("golden/session-rec/" + file + ".tsv.gz"));
        float[] scores = new float[catalogue.size()];

        assertThat(golden).hasSize(1001);
        for (int row = 0; row < golden.size() - 1; row++) {
            String[] fields = golden.get(row + 1).split("\t", -1);
            String what = "session " + fields[0] + ", position " + fields[1];
            assertThat(rows.sessions().id(rows.session(row))).isEqualTo(fields[0]);
            assertThat(rows.length(row) - 1).isEqualTo(Integer.parseInt(fields[1]));
            String[] items = fields[2].isEmpty() ? new String[0] : fields[2].split(",");
            String[] expected = fields[3].isEmpty() ? new String[0] : fields[3].split(",");
            recommender.score(rows, row, row + 1, scores);
            int[] best = TopK.select(scores, 0, scores.length, 20);
            for (int rank = 0; rank < 20; rank++) {
                double ours = scores[best[rank]];
                if (rank >= expected.length) {
                    assertThat(ours).as("%s, rank %d", what, rank + 1).isZero();
                    continue;
                }
                double theirs = Double.parseDouble(expected[rank]);
                assertThat(ours).as("%s, rank %d", what, rank + 1).isCloseTo(theirs, within(1e-5 * theirs));
                double ofTheirItem = scores[catalogue.indexOf(items[rank]).orElseThrow()];
                assertThat(ofTheirItem).as("%s, item %s", what, items[rank]).isCloseTo(theirs, within(1e-5 * theirs));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sr,sr"})
    void metricsAreSessionRecs(String baseline, String file) throws IOException {
        compareMetrics(baseline, file);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"vs-knn,vsknn", "stan,stan"})
    void metricsOfNeighboursAreSessionRecs(String baseline, String file) throws IOException {
        compareMetrics(baseline, file);
    }

    private void compareMetrics(String baseline, String file) throws IOException {
        Recommender recommender = learned(baseline);
        Examples rows = dataset.examples(Split.TEST);
        JsonNode golden = new ObjectMapper()
                .readTree(SharedMaterial.require("golden/session-rec/" + file + ".json")
                        .toFile());
        int n = golden.path("n").asInt();
        float[] scores = new float[dataset.catalogue().size()];
        double hits = 0;
        double reciprocal = 0;
        for (int row = 0; row < n; row++) {
            recommender.score(rows, row, row + 1, scores);
            int[] best = TopK.select(scores, 0, scores.length, 20);
            for (int rank = 0; rank < best.length; rank++) {
                if (best[rank] == rows.target(row) && scores[best[rank]] > 0) {
                    hits++;
                    reciprocal += 1.0 / (rank + 1);
                }
            }
        }

        // Equal scores stand in another order there, which moves a rank here and there.
        assertThat(hits / n).isCloseTo(golden.path("hr20").asDouble(), within(0.002));
        assertThat(reciprocal / n).isCloseTo(golden.path("mrr20").asDouble(), within(0.002));
    }

    private static Recommender learned(String baseline) {
        BaselineOptions options = BaselineOptions.defaults(baseline);
        return options.learn(options.sessionsOf(dataset), dataset.catalogue());
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
