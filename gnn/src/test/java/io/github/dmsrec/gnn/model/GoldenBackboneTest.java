package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.BackboneKind;
import io.github.dmsrec.gnn.backbone.BackboneOptions;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.GceGnn;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.FusionOptions;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentFusion;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.recipe.SeenScoring;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores, losses and every gradient equal those of the published implementations. */
class GoldenBackboneTest {

    private static final double RELATIVE = 1e-4;
    private static final double ABSOLUTE = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "srgnn-base, 0.0",
        "srgnn-fused, 0.0",
        "gcegnn-base, 0.7",
        "gcegnn-fused, 0.7",
        "share-base-w1, 0.2",
        "share-base-w2, 0.2",
        "share-fused-w1, 0.2",
        "share-fused-w2, 0.2",
        "tagnn-base, 0.3",
        "tagnn-fused, 0.3"
    })
    void equalsThePublishedImplementation(String name, double alignmentWeight) throws Exception {
        SafetensorsFile golden =
                SafetensorsFile.read(SharedMaterial.require("golden/backbones/" + name + ".safetensors"));
        ObjectMapper json = new ObjectMapper();
        int[][] sessions = json.readValue(golden.metadata().get("sessions"), int[][].class);
        int[] targets = json.readValue(golden.metadata().get("targets"), int[].class);
        int items = Integer.parseInt(golden.metadata().get("num_items"));
        int d = Integer.parseInt(golden.metadata().get("dim"));

        Optional<IntentFusion> fusion = golden.contains("in/explicit")
                ? Optional.of(new IntentFusion(
                        new FusionOptions(
                                768,
                                FusionOptions.Control.NONE,
                                FusionOptions.InScore.JOINED,
                                alignmentWeight,
                                FusionOptions.Direction.STRUCTURAL_FIRST,
                                FusionOptions.Gradient.BOTH,
                                0,
                                FusionOptions.Projection.TRAINED,
                                FusionOptions.ProjectionStart.UNIFORM,
                                FusionOptions.Missing.COPY_OTHER),
                        d))
                : Optional.empty();
        SessionNetwork network = new SessionNetwork(
                backbone(name, golden, items, d),
                fusion,
                new SessionNetwork.ItemOptions(
                        items, 0, 0, Logits.DOT, 1, OptionalInt.empty(), false, SeenScoring.COMPETE),
                d,
                false);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, new RandomStreams(1));
                Scope scope = Scope.recording()) {
            for (ParameterSpec spec : network.parameters()) {
                parameters.set(spec.name(), golden.floats("param/" + spec.name()));
            }
            Backbone.PackedBatch batch = network.backbone()
                    .pack(
                            Sessions.of(Arrays.stream(sessions)
                                    .map(GoldenBackboneTest::minusOne)
                                    .toList()),
                            IntStream.range(0, sessions.length).toArray());
            Optional<IntentBatch> intents = fusion.map(f -> new IntentBatch(
                    768,
                    golden.floats("in/explicit"),
                    ones(sessions.length),
                    golden.floats("in/latent"),
                    ones(sessions.length)));

            SessionNetwork.Output output = network.forward(parameters, batch, intents, new int[0][], false);
            Tensor crossEntropy = output.crossEntropy(minusOne(targets));
            parameters.clearGradients();
            output.loss(new CrossEntropy(), minusOne(targets), new int[0]).backward();

            List<String> mistakes = new ArrayList<>();
            compare(mistakes, "scores", output.scores().floats(), golden.floats("out/scores"));
            compare(mistakes, "ce", crossEntropy.floats(), golden.floats("out/ce"));
            compare(
                    mistakes,
                    "weighted alignment",
                    output.weightedAlignment().map(Tensor::floats).orElse(new float[1]),
                    golden.floats("out/weighted_alignment"));
            TreeSet<String> compared = new TreeSet<>();
            for (ParameterSpec spec : network.parameters()) {
                String gradient = "grad/" + spec.name();
                assertThat(golden.contains(gradient)).as(gradient).isTrue();
                compare(mistakes, gradient, parameters.gradient(spec.name()).floats(), golden.floats(gradient));
                compared.add(gradient);
            }
            assertThat(mistakes).isEmpty();
            assertThat(compared)
                    .containsExactlyElementsOf(new TreeSet<>(golden.names().stream()
                            .filter(tensor -> tensor.startsWith("grad/"))
                            .toList()));
        }
    }

    /** The backbone that a file is named after, with the choices that its metadata names. */
    private static Backbone backbone(String name, SafetensorsFile golden, int items, int d) {
        BackboneKind kind = Backbones.kinds().stream()
                .filter(known -> name.startsWith(known.name().replace("-", "") + "-"))
                .findFirst()
                .orElseThrow();
        Map<String, String> chosen = new HashMap<>(golden.metadata());
        chosen.keySet().retainAll(kind.options().stream().map(Option::key).toList());
        // What the file was made with, in words of its own.
        chosen.remove("loss");
        BackboneOptions options = new BackboneOptions(
                items,
                d,
                BackboneOptions.PaddingRow.RANDOM,
                TrainingOptions.defaults(kind.name(), Recipe.PUBLISHED)
                        .with(chosen)
                        .values(),
                kind.usesGlobalGraph()
                        ? Optional.of(new NeighbourTable(
                                (int) golden.shape("in/neighbours")[1],
                                ints(golden, "in/neighbours"),
                                ints(golden, "in/neighbour_weights")))
                        : Optional.empty());
        return kind.name().equals(GceGnn.NAME)
                ? new GceGnn(options, (int) golden.shape("param/pos_embedding.weight")[0])
                : kind.maker().apply(options);
    }

    private static void compare(List<String> mistakes, String what, float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            mistakes.add(what + ": " + actual.length + " values, expected " + expected.length);
            return;
        }
        for (int i = 0; i < actual.length; i++) {
            double allowed = Math.max(ABSOLUTE, RELATIVE * Math.abs(expected[i]));
            if (!(Math.abs((double) actual[i] - expected[i]) <= allowed)) {
                mistakes.add(what + "[" + i + "] is " + actual[i] + ", expected " + expected[i]);
            }
        }
    }

    private static int[] minusOne(int[] ids) {
        return Arrays.stream(ids).map(id -> id - 1).toArray();
    }

    private static int[] ints(SafetensorsFile file, String name) {
        return Arrays.stream(file.longs(name)).mapToInt(Math::toIntExact).toArray();
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
