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
     */
    public static SessionNetwork create(
            TrainingOptions options,
            int catalogueSize,
            Optional<NeighbourTable> neighbours,
            OptionalInt intentDimension) {
        BackboneOptions backbone = new BackboneOptions(
                catalogueSize,
                options.dimension(),
                options.paddingRow(),
                options.readOutStart(),
                options.globalDropout(),
                options.globalNeighbours(),
                neighbours);
        Optional<IntentFusion> fusion = intentDimension.isEmpty()
                ? Optional.empty()
                : Optional.of(new IntentFusion(
                        new FusionOptions(
                                intentDimension.getAsInt(),
                                options.alignmentWeight(),
                                options.intentDropout(),
                                options.projection(),
                                options.missingIntent()),
                        options.dimension()));
        boolean biasForFusedMap = options.projection() == FusionOptions.Projection.TRAINED;
        return new SessionNetwork(
                Backbones.create(options.backbone(), backbone), fusion, options.dimension(), biasForFusedMap);
    }
}
