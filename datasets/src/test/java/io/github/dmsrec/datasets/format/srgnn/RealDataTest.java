package io.github.dmsrec.datasets.format.srgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.dataset.SplitStatistics;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counts of real data sets equal the published ones. */
class RealDataTest {

    @Test
    void ml1mHasThePublishedCounts() {
        SessionDataset dataset = SharedSessions.ml1m();

        DatasetStatistics statistics = DatasetStatistics.of(dataset);

        assertThat(statistics.items()).isEqualTo(3416);
        assertThat(statistics.itemsWithoutTitle()).isZero();
        assertThat(trainingSessions(statistics)).isEqualTo(69_906);
        assertThat(statistics.validation().sessions()).isEqualTo(6_990);
        assertThat(statistics.train().sessionsOfOneClick()
                        + statistics.validation().sessionsOfOneClick())
                .isEqualTo(4_242);
        assertThat(trainingPairs(statistics)).isEqualTo(65_664);
        long transitions = statistics.train().clicks() + statistics.validation().clicks() - 69_906;
        assertThat(transitions).isEqualTo(882_710);
        assertThat(statistics.train().maxPrefixLength()).isEqualTo(138);
        assertThat(statistics.train().sessionsWithRepeats()).isZero();
        SplitStatistics test = statistics.test();
        assertThat(test.rows()).isEqualTo(5_979);
        assertThat(test.sessions()).isEqualTo(5_979);
        assertThat(test.meanPrefixLength()).isCloseTo(5.56, within(0.005));
        assertThat(test.medianPrefixLength()).isEqualTo(3);
        assertThat(test.maxPrefixLength()).isEqualTo(54);
        assertThat(test.rowsOfOneClick()).isEqualTo(1_671);
        assertThat(test.targetsInPrefix()).isZero();
        assertThat(test.targetsUnseenEarlier()).isZero();
        assertThat(test.rowsAlsoEarlier()).isEqualTo(37);
        assertThat(statistics.lines())
                .anyMatch(line -> line.contains("69,906 (4,242 of a single click)"))
                .anyMatch(line -> line.contains("65,664"));
        assertThat(dataset.catalogue().title(0)).isEqualTo("Toy Story (1995)");
        assertThat(dataset.catalogue().item(0).attributes()).containsOnlyKeys("movie_id", "short_title", "genres");
        assertThat(dataset.examples(Split.TEST).target(0)).isEqualTo(2747);
    }

    @Test
    @Tag("slow")
    void beautyHasThePublishedCounts() {
        DatasetStatistics statistics = DatasetStatistics.of(SharedSessions.beauty());

        assertThat(statistics.items()).isEqualTo(12_101);
        assertThat(statistics.itemsWithoutTitle()).isEqualTo(7);
        assertThat(trainingSessions(statistics)).isEqualTo(20_126);
        assertThat(trainingPairs(statistics)).isEqualTo(158_717);
        assertThat(Math.max(
                        statistics.train().maxPrefixLength(),
                        statistics.validation().maxPrefixLength()))
                .isEqualTo(203);
        assertThat(statistics.test().rows()).isEqualTo(17_422);
        assertThat(statistics.test().sessions()).isEqualTo(2_237);
        assertThat(statistics.test().meanPrefixLength()).isCloseTo(7.59, within(0.005));
        assertThat(statistics.test().maxPrefixLength()).isEqualTo(109);
        assertThat(statistics.test().rowsAlsoEarlier()).isEqualTo(201);
    }

    @Test
    @Tag("slow")
    void ml1mReadsBackTheSame(@TempDir Path folder) throws IOException {
        SessionDataset imported = SharedSessions.ml1m();

        DatasetFolder.write(folder.resolve("ml-1m"), imported, Origin.of("ml-1m", "test", 1, 1), Map.of());
        SessionDataset read = DatasetFolder.read(folder.resolve("ml-1m"));

        assertThat(DatasetStatistics.of(read)).isEqualTo(DatasetStatistics.of(imported));
        assertThat(read.catalogue().items()).isEqualTo(imported.catalogue().items());
    }

    @Test
    @Tag("slow")
    void digineticaHasThePublishedCounts() {
        DatasetStatistics statistics = DatasetStatistics.of(SharedSessions.diginetica());

        assertThat(statistics.items()).isEqualTo(43_097);
        assertThat(trainingSessions(statistics)).isEqualTo(186_670);
        assertThat(trainingPairs(statistics)).isEqualTo(719_470);
        assertThat(statistics.test().rows()).isEqualTo(60_858);
        assertThat(statistics.train().sessionsWithRepeats()).isPositive();
    }

    private static int trainingSessions(DatasetStatistics statistics) {
        return statistics.train().sessions() + statistics.validation().sessions();
    }

    private static int trainingPairs(DatasetStatistics statistics) {
        return statistics.train().rows() + statistics.validation().rows();
    }
}
