package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * CORE-ave (Hou et al., SIGIR 2022): the session vector is the mean of its clicks' item vectors (eq. 5). It has no
 * parameters but the item table.
 */
public final class CoreAve implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "core-ave";

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            CoreSpace.PAPER,
            false,
            LossOptions.after(List.of(), Loss.FULL),
            CoreSpace.published(Map.of()),
            CoreSpace.corrected(Map.of()),
            CoreAve::new,
            LossOptions::loss,
            true);

    private final BackboneSpec spec;

    /** @param options sizes and the catalogue */
    public CoreAve(BackboneOptions options) {
        spec = CoreSpace.spec(NAME, List.of(options.itemTable()), Set.of());
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch.
     *
     * @param clicks of each session
     * @param prefixes if every prefix is wanted
     */
    private record Batch(SessionClicks clicks, CoreSpace.@Nullable Prefixes prefixes) implements PackedBatch {

        @Override
        public int sessions() {
            return prefixes == null ? clicks.sessions() : prefixes.predicting().length;
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        return new Batch(SessionClicks.of(prefixes, rows), null);
    }

    @Override
    public PackedBatch packEveryPrefix(Prefixes prefixes, int[] rows) {
        SessionClicks clicks = SessionClicks.of(prefixes, rows);
        int[] all = IntStream.range(0, clicks.itemRows().length).toArray();
        return new Batch(clicks, new CoreSpace.Prefixes(CausalBlocks.of(clicks.positions()), all));
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor clicks = items.of(batch.clicks.itemRows());
        Tensor equal = Tensor.zeros(clicks.precision(), clicks.size(0), 1);
        return CoreSpace.encoding(batch.clicks.positions(), clicks, equal, batch.prefixes);
    }
}
