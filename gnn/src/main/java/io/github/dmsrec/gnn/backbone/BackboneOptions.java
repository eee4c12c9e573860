package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import java.util.Optional;

/**
 * What a backbone is made with.
 *
 * @param catalogueSize the number of items N
 * @param dimension the length d of all vectors
 * @param paddingRow what row 0 of the item table holds
 * @param readOutStart the start of GCE-GNN's read-out weights
 * @param globalDropout the drop-out on GCE-GNN's global branch, in [0, 1)
 * @param globalNeighbours how GCE-GNN reads the global graph
 * @param neighbours the global graph's neighbours of every item, for backbones that use it
 */
public record BackboneOptions(
        int catalogueSize,
        int dimension,
        PaddingRow paddingRow,
        ReadOutStart readOutStart,
        double globalDropout,
        GlobalNeighbours globalNeighbours,
        Optional<NeighbourTable> neighbours) {

    /** What row 0 of the item table holds. */
    public enum PaddingRow {
        /** Random at the start and decayed like any row, as the published code has it. */
        RANDOM,
        /** Zero; nothing ever takes it, so it stays so. */
        ZERO
    }

    /**
     * The start of the vector that GCE-GNN's read-out weighs clicks with. Its session vector is a weighted sum of the clicked
     * items' vectors and scores items without a map between, so the sign of the weights at the start decides whether
     * training finds items like the clicked ones or unlike them; it does not change sides afterwards.
     */
    public enum ReadOutStart {
        /** Evenly around zero, as published: which side a model is on is up to the seed. */
        RANDOM,
        /** Evenly above zero: clicks speak for items like them. */
        POSITIVE
    }

    /** How GCE-GNN reads the global graph. */
    public enum GlobalNeighbours {
        /** Counts enter as they are, and empty places are the padding item: the published code. */
        RAW_COUNTS,
        /** Counts enter as {@code ln(1 + count)}, and empty places are left out. */
        LOG_COUNTS_MASKED
    }

    /** The item table [N + 1, d]. */
    public ParameterSpec itemTable() {
        double bound = 1 / Math.sqrt(dimension);
        ParameterSpec table = ParameterSpec.uniform(Backbone.ITEM_TABLE, bound, catalogueSize + 1L, dimension);
        return paddingRow == PaddingRow.RANDOM
                ? table
                : table.startingAs(new ParameterSpec.Start.UniformAfterFirstRow(bound));
    }
}
