package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import java.util.Optional;

/**
 * What a backbone is made with.
 *
 * @param catalogueSize the number of items N
 * @param dimension the length d of all vectors
 * @param paddingRow what row 0 of the item table holds
 * @param globalDropout the drop-out on GCE-GNN's global branch, in [0, 1)
 * @param globalNeighbours how GCE-GNN reads the global graph
 * @param neighbours the global graph's neighbours of every item, for backbones that use it
 */
public record BackboneOptions(
        int catalogueSize,
        int dimension,
        PaddingRow paddingRow,
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
