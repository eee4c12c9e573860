package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.BackboneOptions;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.fusion.FusionOptions;
import io.github.dmsrec.gnn.fusion.IntentFusion;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes networks from training options: one way for training, for loading, and for imported weights. */
public final class Networks {

    private Networks() {}

    /**
     * Makes a network.
     *
     * @param options the choices
     * @param catalogueSize the number of items N
     * @param neighbours the global graph's neighbours, for backbones that use it
     * @param intentDimension the length of intent vectors; empty for a base model
     * @param itemTextDimension the length of title vectors in the item table; empty for none
     */
    public static SessionNetwork create(
            TrainingOptions options,
            int catalogueSize,
            Optional<NeighbourTable> neighbours,
            OptionalInt intentDimension,
            OptionalInt itemTextDimension) {
        BackboneOptions backbone = new BackboneOptions(
                catalogueSize, options.dimension(), options.paddingRow(), options.values(), neighbours);
        Optional<FusionOptions> fusion =
                intentDimension.isEmpty() ? Optional.empty() : Optional.of(options.fusion(intentDimension.getAsInt()));
        return new SessionNetwork(
                Backbones.kind(options.backbone()).maker().apply(backbone),
                fusion.map(choices -> new IntentFusion(choices, options.dimension())),
                new SessionNetwork.ItemOptions(
                        catalogueSize,
                        options.itemDropout(),
                        options.candidateDropout(),
                        options.logits(),
                        options.logitScale(),
                        itemTextDimension,
                        options.itemText() == TrainingOptions.ItemText.CONCAT,
                        options.seenScoring()),
                options.dimension(),
                fusion.map(choices -> choices.projection() == FusionOptions.Projection.TRAINED)
                        .orElse(false));
    }
}
