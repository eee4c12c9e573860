package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.model.Weights;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a base model of weights that were trained elsewhere and saved under the papers' original tensor names. */
public final class WeightsImport {

    private WeightsImport() {}

    /**
     * Imports weights. The model follows the published recipe; a global graph is built from all sessions of the data set
     * but the test sessions.
     *
     * @param backbone whose weights they are
     * @param file safetensors with one tensor per parameter; tensors that the published code never uses may be there too
     * @param dataset the data set that they were trained on
     * @param out the model's folder
     * @throws UserMistakeException naming every tensor that is missing, unknown, or of another shape
     */
    public static ArtefactFolder run(String backbone, Path file, SessionDataset dataset, Origin origin, Path out)
            throws IOException {
        SafetensorsFile weights = SafetensorsFile.read(file);
        TrainingOptions published = TrainingOptions.defaults(backbone, Recipe.PUBLISHED);
        if (!weights.contains(Backbone.ITEM_TABLE)) {
            throw new UserMistakeException(
                    "'" + file + "' has no tensor '" + Backbone.ITEM_TABLE + "'; it has "
                            + String.join(", ", weights.names()) + ".",
                    "it was not saved by the published " + backbone + " code.");
        }
        long[] table = weights.shape(Backbone.ITEM_TABLE);
        if (table.length != 2 || table[1] == 0) {
            throw new UserMistakeException(
                    "Tensor '" + Backbone.ITEM_TABLE + "' of '" + file + "' has the shape " + Arrays.toString(table)
                            + ", but an item table of [items + 1, dimension] is needed.",
                    "it was not saved by the published " + backbone + " code.");
        }
        TrainingOptions options = published.with(Map.of("dimension", String.valueOf(table[1])));
        RandomStreams random = new RandomStreams(origin.seed());
        ModelFolder.Description description = ModelDescriptions.forImport(dataset, options, random);
        SessionNetwork network = description.network();
        refuseOtherBackbone(backbone, file, weights, dataset, random);
        refuseOtherItems(file, table, dataset);
        refuseUnknown(file, weights, network);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random)) {
            Weights.load(parameters, weights, file);
            ObjectMapper json = new ObjectMapper();
            return ModelFolder.write(
                    out,
                    description,
                    Successors.of(
                            dataset.sessionsBeforeTest(), dataset.catalogue().size()),
                    Weights.tensorsOf(parameters),
                    json.createArrayNode(),
                    json.createObjectNode().put("imported", true),
                    Map.of(),
                    origin.withOption("weights", file.getFileName()));
        }
    }

    private static void refuseOtherBackbone(
            String backbone, Path file, SafetensorsFile weights, SessionDataset dataset, RandomStreams random) {
        if (holdsAll(weights, network(backbone, dataset, random))) {
            return;
        }
        for (String other : Backbones.names()) {
            SessionNetwork network = network(other, dataset, random);
            // What a small network has may be a part of any file.
            if (holdsAll(weights, network) && unknown(weights, network).isEmpty()) {
                throw new UserMistakeException(
                        "'" + file + "' holds the weights of " + other + ", but " + backbone + " was asked for.",
                        "the name " + other + " was meant, or another file.");
            }
        }
    }

    private static SessionNetwork network(String backbone, SessionDataset dataset, RandomStreams random) {
        TrainingOptions published = TrainingOptions.defaults(backbone, Recipe.PUBLISHED);
        return ModelDescriptions.forImport(dataset, published, random).network();
    }

    private static boolean holdsAll(SafetensorsFile weights, SessionNetwork network) {
        return network.parameters().stream().allMatch(spec -> weights.contains(spec.name()));
    }

    private static void refuseOtherItems(Path file, long[] table, SessionDataset dataset) {
        int items = dataset.catalogue().size();
        if (table[0] != items + 1L) {
            throw new UserMistakeException(
                    "'" + file + "' is for " + (table[0] - 1) + " items (tensor '" + Backbone.ITEM_TABLE + "' has "
                            + table[0] + " rows, the first for padding), but data set '" + dataset.name() + "' has "
                            + items + " items.",
                    "the weights were trained on another data set, or on another version of it.");
        }
    }

    private static List<String> unknown(SafetensorsFile weights, SessionNetwork network) {
        Set<String> known =
                network.parameters().stream().map(spec -> spec.name()).collect(Collectors.toSet());
        return weights.names().stream()
                .filter(name -> !known.contains(name))
                .filter(name -> !network.backbone().spec().unusedTensors().contains(name))
                .toList();
    }

    private static void refuseUnknown(Path file, SafetensorsFile weights, SessionNetwork network) {
        List<String> unknown = unknown(weights, network);
        if (!unknown.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' has tensors that a base "
                            + network.backbone().spec().name() + " does not: " + String.join(", ", unknown) + ".",
                    "the weights are of another backbone, or of a fused model, which is not imported.");
        }
    }
}
