package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import java.util.Optional;

/**
 * What a backbone is made with.
 *
 * @param catalogueSize the number of items N
 * @param dimension the length d of all vectors
 * @param paddingRow what row 0 of the item table holds
 * @param values of all options, {@link BackboneKind#options()} among them
 * @param neighbours the global graph's neighbours of every item, for backbones that use it
 */
public record BackboneOptions(
        int catalogueSize,
        int dimension,
        PaddingRow paddingRow,
        OptionValues values,
        Optional<NeighbourTable> neighbours) {

    /** What row 0 of the item table holds. */
    public enum PaddingRow {
        /** Random at the start and decayed like any row, as the published code has it. */
        RANDOM,
        /** Zero; nothing ever takes it, so it stays so. */
        ZERO
    }

    /** The item table [N + 1, d]. */
    public ParameterSpec itemTable() {
        double bound = 1 / Math.sqrt(dimension);
        ParameterSpec table = ParameterSpec.uniform(Backbone.ITEM_TABLE, bound, catalogueSize + 1L, dimension)
                .withRowPerItem();
        return paddingRow == PaddingRow.RANDOM
                ? table
                : table.startingAs(new ParameterSpec.Start.UniformAfterFirstRow(bound));
    }
}
