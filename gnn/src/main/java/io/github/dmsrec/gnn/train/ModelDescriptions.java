package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.graph.GlobalGraphFolder;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.GceGnn;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** What a model takes from its data set before any training: the catalogue, the popularity, the global graph. */
public final class ModelDescriptions {

    private ModelDescriptions() {}

    /** For training: from the training sessions alone, so that validation sessions are news to the model. */
    public static ModelFolder.Description forTraining(
            SessionDataset dataset,
            Optional<IntentTable> intents,
            Optional<IntentVectors> itemTexts,
            TrainingOptions options,
            RandomStreams random) {
        if (itemTexts.isPresent() != (options.itemText() != TrainingOptions.ItemText.NONE)) {
            throw new IllegalArgumentException(
                    itemTexts.isPresent()
                            ? "title vectors are given, but the options do not put them into the item table"
                            : "the options put titles into the item table, but no title vectors are given");
        }
        return of(
                dataset,
                dataset.sessions(Split.TRAIN),
                dimension(intents.map(IntentTable::vectors)),
                // What the table starts with is not kept beside it.
                options.itemText() == TrainingOptions.ItemText.INIT ? OptionalInt.empty() : dimension(itemTexts),
                options,
                random);
    }

    /** For imported weights: they were trained on all sessions before the test. */
    public static ModelFolder.Description forImport(
            SessionDataset dataset, TrainingOptions options, RandomStreams random) {
        Sessions sessions = dataset.sessionsBeforeTest();
        return of(dataset, sessions, OptionalInt.empty(), OptionalInt.empty(), options, random);
    }

    private static OptionalInt dimension(Optional<IntentVectors> vectors) {
        return vectors.isPresent() ? OptionalInt.of(vectors.get().dimension()) : OptionalInt.empty();
    }

    private static ModelFolder.Description of(
            SessionDataset dataset,
            Sessions sessions,
            OptionalInt intentDimension,
            OptionalInt itemTextDimension,
            TrainingOptions options,
            RandomStreams random) {
        int items = dataset.catalogue().size();
        return new ModelFolder.Description(
                options,
                intentDimension,
                itemTextDimension,
                dataset.catalogue(),
                Arrays.stream(sessions.clicksPerItem(items)).asLongStream().toArray(),
                Backbones.kind(options.backbone()).usesGlobalGraph()
                        ? Optional.of(neighbours(graph(sessions, items, options), options, random))
                        : Optional.empty());
    }

    private static GlobalGraph graph(Sessions sessions, int items, TrainingOptions options) {
        return options.values()
                .get(GceGnn.GLOBAL_GRAPH)
                .map(folder -> GlobalGraphFolder.read(folder).of(sessions, items, NeighbourTable.PER_ITEM))
                .orElseGet(() -> GlobalGraph.of(sessions, items, NeighbourTable.PER_ITEM));
    }

    private static NeighbourTable neighbours(GlobalGraph graph, TrainingOptions options, RandomStreams random) {
        return options.values().get(GceGnn.GLOBAL_NEIGHBOURS) == GceGnn.GlobalNeighbours.RAW_COUNTS
                ? NeighbourTable.filledByDraws(graph, NeighbourTable.PER_ITEM, random)
                : NeighbourTable.strongest(graph, NeighbourTable.PER_ITEM);
    }
}
