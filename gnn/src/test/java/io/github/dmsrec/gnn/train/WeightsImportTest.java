package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.option.ClosestMatch;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.model.Weights;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsImportTest {

    private static final SessionDataset DATASET = TinyDataset.create();
    private static final String TABLE = "embedding.weight";

    private Path folder;
    private Path file;

    @BeforeEach
    void chooseFile(@TempDir Path temporary) {
        folder = temporary;
        file = temporary.resolve("foreign.safetensors");
    }

    @ParameterizedTest
    @CsvSource({
        "sr-gnn, gnn.linear_edge_f.weight, gnn.linear_edge_f.bias",
        "gce-gnn, local_agg.bias, agg_gcn_0.bias",
        "share, embedding2.weight, layer_norm1.weight",
        "tagnn, gnn.linear_edge_f.weight, gnn.linear_edge_f.bias"
    })
    void tensorsThatThePublishedCodeNeverUsesDoNoHarm(String backbone, String one, String other) throws IOException {
        Map<String, SafetensorsFile.Tensor> tensors = weights(backbone, false);
        tensors.put(one, zeros(8, 8));
        tensors.put(other, zeros(8));
        SafetensorsFile.write(file, Map.of(), tensors);

        importAs(backbone);

        try (SessionModel model = SessionModel.load(folder.resolve("model"), 1)) {
            assertThat(model.options().dimension()).isEqualTo(8);
            assertThat(model.score(3, 5)).hasSize(TinyDataset.ITEMS);
        }
    }

    @Test
    void unknownBackbone() throws IOException {
        SafetensorsFile.write(file, Map.of(), weights("sr-gnn", false));

        assertRefused("caser", "'caser'", String.join(", ", ClosestMatch.first("caser", Backbones.names())));
    }

    @Test
    void noSafetensorsAtAll() throws IOException {
        Files.writeString(file, "PK, a pickle in a zip");

        assertRefused("sr-gnn", "foreign.safetensors", "is not a safetensors file");
    }

    @Test
    void tensorsOfAnotherProgram() throws IOException {
        SafetensorsFile.write(file, Map.of(), Map.of("encoder.layer.0.weight", zeros(4, 4)));

        assertRefused("sr-gnn", "foreign.safetensors", "'" + TABLE + "'", "encoder.layer.0.weight", "sr-gnn");
    }

    @Test
    void anItemTableThatIsNoMatrix() throws IOException {
        for (SafetensorsFile.Tensor odd : new SafetensorsFile.Tensor[] {zeros(41), zeros(41, 0), zeros(41, 2, 4)}) {
            Map<String, SafetensorsFile.Tensor> tensors = weights("sr-gnn", false);
            tensors.put(TABLE, odd);
            SafetensorsFile.write(file, Map.of(), tensors);

            assertRefused("sr-gnn", "foreign.safetensors", "'" + TABLE + "'", "[41");
        }
    }

    @Test
    void missingTensors() throws IOException {
        Map<String, SafetensorsFile.Tensor> tensors = weights("gce-gnn", false);
        tensors.remove("glu1.bias");
        tensors.remove("agg_gcn_0.w_2");
        SafetensorsFile.write(file, Map.of(), tensors);

        assertRefused("gce-gnn", "foreign.safetensors", "'glu1.bias' is missing", "'agg_gcn_0.w_2' is missing");
    }

    @Test
    void anotherCatalogue() throws IOException {
        Map<String, SafetensorsFile.Tensor> tensors = weights("gce-gnn", false);
        tensors.put(TABLE, zeros(100, 8));
        SafetensorsFile.write(file, Map.of(), tensors);

        assertRefused("gce-gnn", "foreign.safetensors", "is for 99 items", "'" + TABLE + "'", "'tiny' has 40 items");
    }

    @Test
    void weightsOfAFusedModel() throws IOException {
        SafetensorsFile.write(file, Map.of(), weights("gce-gnn", true));

        assertRefused("gce-gnn", "foreign.safetensors", "base gce-gnn", "linear_transform.weight", "w", "fused");
    }

    @Test
    void weightsOfAnotherBackbone() throws IOException {
        SafetensorsFile.write(file, Map.of(), weights("sr-gnn", false));

        assertRefused("gce-gnn", "foreign.safetensors", "the weights of sr-gnn", "gce-gnn was asked for");
    }

    @Test
    void aTensorOfAnotherShape() throws IOException {
        Map<String, SafetensorsFile.Tensor> tensors = weights("sr-gnn", false);
        tensors.put("linear_one.weight", zeros(8, 9));
        SafetensorsFile.write(file, Map.of(), tensors);

        assertRefused("sr-gnn", "foreign.safetensors", "'linear_one.weight' has the shape [8, 9]", "[8, 8] is needed");
    }

    @Test
    void aFileThatWasCutOff() throws IOException {
        SafetensorsFile.write(file, Map.of(), weights("sr-gnn", false));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertRefused("sr-gnn", "foreign.safetensors", "is cut off");
    }

    private void importAs(String backbone) throws IOException {
        WeightsImport.run(backbone, file, DATASET, Origin.of("imported", "test", 1, 1), folder.resolve("model"));
    }

    private void assertRefused(String backbone, String... named) throws IOException {
        assertThatThrownBy(() -> importAs(backbone))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(named);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    /** The tensors of an untrained model of the published recipe, d = 8. */
    private static Map<String, SafetensorsFile.Tensor> weights(String backbone, boolean fused) {
        TrainingOptions options =
                TrainingOptions.defaults(backbone, Recipe.PUBLISHED).with(Map.of("dimension", "8"));
        RandomStreams random = new RandomStreams(1);
        SessionNetwork network = ModelDescriptions.forTraining(
                        DATASET,
                        fused ? Optional.of(TinyIntents.of(DATASET)) : Optional.empty(),
                        Optional.empty(),
                        options,
                        random)
                .network();
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random)) {
            return new LinkedHashMap<>(Weights.tensorsOf(parameters));
        }
    }

    private static SafetensorsFile.Tensor zeros(long... shape) {
        int count = 1;
        for (long length : shape) {
            count *= (int) length;
        }
        return SafetensorsFile.Tensor.ofFloats(new float[count], shape);
    }
}
