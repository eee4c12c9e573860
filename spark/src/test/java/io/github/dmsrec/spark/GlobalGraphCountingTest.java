package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.baseline.BaselineOptions.LearnFrom;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.graph.GlobalGraphFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph that a training counts, ties included. */
class GlobalGraphCountingTest {

    private static final SparkSession SPARK = LocalSpark.session();

    private static Path folder;
    private static Path data;

    @BeforeAll
    static void makeData(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path log = folder.resolve("log.csv");
        ClickLogs.write(log, new Random(5), 700);
        data = folder.resolve("data");
        ClickLogs.importer(log).write(data, ClickLogs.origin());
    }

    private static GlobalGraphCounting counting() {
        return DmsrecSpark.on(SPARK).globalGraph();
    }

    private static void assertEqual(Path graph, Sessions sessions, int items) {
        GlobalGraphFolder made = GlobalGraphFolder.read(graph);
        GlobalGraph expected = GlobalGraph.of(sessions, items, NeighbourTable.PER_ITEM);
        // The check that a training makes.
        GlobalGraph found = made.of(sessions, items, NeighbourTable.PER_ITEM);
        assertThat(found.neighbours()).isDeepEqualTo(expected.neighbours());
        assertThat(found.counts()).isDeepEqualTo(expected.counts());
    }

    @Test
    void theGraphIsThatOfTheTrainingSessions() {
        SessionDataset dataset = DatasetFolder.read(data);
        Path out = folder.resolve("graph");

        assertThat(counting().write(data, out)).isEqualTo(out);

        assertEqual(out, dataset.sessions(Split.TRAIN), dataset.catalogue().size());
        ArtefactFolder made = ArtefactFolder.open(out, ArtefactKind.GRAPH);
        assertThat(made.manifest().input("dataset").orElseThrow().fingerprint()).isEqualTo(dataset.fingerprint());
        assertThat(made.manifest().options()).containsEntry("learn-from", "train");
    }

    @Test
    void theGraphIsThatOfAllSessionsBeforeTheTest() {
        SessionDataset dataset = DatasetFolder.read(data);
        Path out = folder.resolve("before");

        counting().learnFrom(LearnFrom.BEFORE_TEST).write(data, out);

        assertEqual(
                out,
                dataset.trainingOnValidation().sessions(Split.TRAIN),
                dataset.catalogue().size());
    }

    @Test
    void splitsMayHaveTheSameSessions() throws Exception {
        Path log = folder.resolve("log.csv");
        Path shared = folder.resolve("shared");
        ClickLogs.importer(log).split(new Splitting.LeaveLast()).write(shared, ClickLogs.origin());
        SessionDataset dataset = DatasetFolder.read(shared);
        assertThat(dataset.hasSameSessionsInAllSplits()).isTrue();
        Path out = folder.resolve("shared-graph");

        counting().learnFrom(LearnFrom.BEFORE_TEST).write(shared, out);

        assertEqual(
                out,
                dataset.trainingOnValidation().sessions(Split.TRAIN),
                dataset.catalogue().size());
    }

    @Test
    void mistakesAreFoundBeforeAJob() {
        assertThatThrownBy(() -> counting().write(folder.resolve("nothing"), folder.resolve("out")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> counting().write(data, data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("data");
    }
}
