package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.graph.GlobalGraphFolder;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.core.split.SessionFolds;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that take a global graph made ahead. */
class GlobalGraphTest {

    private static final Origin ORIGIN = Origin.of("gce", "a test", 1, 1);
    private static final Method GCE = Methods.named("gce-gnn");
    private static final SessionDataset TINY = TinyDataset.create();

    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static ArtefactFolder data;
    private static ArtefactFolder graph;

    @BeforeAll
    static void makeAGraph() throws IOException {
        data = DatasetFolder.write(shared.resolve("data"), TINY, ORIGIN, Map.of());
        graph = graph(TINY.sessions(Split.TRAIN), shared.resolve("graph"));
    }

    private static ArtefactFolder graph(Sessions sessions, Path out) throws IOException {
        return GlobalGraphFolder.write(
                out,
                GlobalGraph.of(sessions, TINY.catalogue().size(), NeighbourTable.PER_ITEM),
                NeighbourTable.PER_ITEM,
                sessions.size(),
                sessions.clicks(),
                ORIGIN.withInput(Provenance.DATASET, data));
    }

    private static MethodOptions options(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("epochs", "1", "dimension", "8"));
        all.putAll(more);
        return GCE.defaults(Recipe.CORRECTED).with(all);
    }

    private static ArtefactFolder trained(ArtefactFolder dataset, Map<String, String> options, Path out)
            throws IOException {
        return GCE.train(
                options(options),
                new Method.Data(dataset, DatasetFolder.read(dataset.path()), EncoderOptions.builtIn()),
                ORIGIN,
                out,
                Progress.NONE);
    }

    private static Path weights(ArtefactFolder model) {
        return model.file("weights.safetensors");
    }

    private static Map<String, String> taking(ArtefactFolder made) {
        return Map.of("global-graph", made.path().toString());
    }

    @Test
    void theModelIsThatOfATrainingThatCountsItsOwn() throws IOException {
        ArtefactFolder counted = trained(data, Map.of(), folder.resolve("counted"));
        ArtefactFolder taken = trained(data, taking(graph), folder.resolve("taken"));

        assertThat(weights(taken)).hasSameBinaryContentAs(weights(counted));
        assertThat(taken.manifest().input("graph").orElseThrow().fingerprint())
                .isEqualTo(graph.manifest().fingerprint());
        assertThat(counted.manifest().input("graph")).isEmpty();
    }

    @Test
    void aModelLikeItOnOtherSessionsCountsItsOwn() throws IOException {
        ArtefactFolder taken = trained(data, taking(graph), folder.resolve("taken"));
        SessionDataset fewer = SessionFolds.without(TINY, 0, 5, 1);

        try (OpenModel model = OpenModel.open(taken.path(), 1)) {
            ArtefactFolder like = GCE.trainLike(model, fewer, ORIGIN, folder.resolve("like"), Progress.NONE);
            assertThat(Files.mismatch(weights(like), weights(taken))).isNotEqualTo(-1);
        }
    }

    @Test
    void aGraphOfAnotherDataSetIsRefused() throws IOException {
        ArtefactFolder other =
                DatasetFolder.write(folder.resolve("fewer"), SessionFolds.without(TINY, 0, 5, 1), ORIGIN, Map.of());
        Path out = folder.resolve("out");

        assertThatThrownBy(() -> trained(other, taking(graph), out))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'" + graph.path() + "' was made from the dataset")
                .hasMessageContaining("'" + other.path() + "' has fingerprint");
        assertThat(out).doesNotExist();
    }

    @Test
    void aGraphOfOtherSessionsIsRefused() throws IOException {
        ArtefactFolder before = graph(TINY.sessionsBeforeTest(), folder.resolve("graph"));
        Path out = folder.resolve("out");

        assertThatThrownBy(() -> trained(data, taking(before), out))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("The graph '" + before.path() + "' has 12 neighbours of each of")
                .hasMessageContaining("omit global-graph");
        Map<String, String> refit = new HashMap<>(taking(graph));
        refit.put("refit", "true");
        assertThatThrownBy(() -> trained(data, refit, out))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("omit refit");
        assertThat(out).doesNotExist();
    }

    @Test
    void aFolderOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> trained(data, taking(data), folder.resolve("out")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("dataset");
    }
}
