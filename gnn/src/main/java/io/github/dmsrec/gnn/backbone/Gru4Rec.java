package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * GRU4Rec (Hidasi et al., Session-based Recommendations with Recurrent Neural Networks, ICLR 2016; losses and sampling of
 * Hidasi and Karatzoglou, CIKM 2018): one gated recurrent layer over the clicks, whose last state h scores {@code h . x_j +
 * b_j}. Its form is the official version's with one layer and constrained embeddings: an item has the same vector as input
 * and as output.
 *
 * <p>Training departs from the official version, which runs over sessions side by side, looks back one step and optimises
 * with Adagrad. Here a sample is a prefix (every one in the published recipe, the data set's rows in the corrected one, as
 * for all backbones) or, with targets {@code every-position}, a session whose every state predicts the next click. Gradients
 * go back to the first click, and the optimiser is the trainer's Adam.
 */
public final class Gru4Rec implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "gru4rec";

    /** b [N + 1, 1], by row of the item table. */
    private static final String ITEM_BIAS = "By.weight";

    /** Drop-out on the session's last state. */
    public static final Option<Double> HIDDEN_DROPOUT =
            Option.rate("hidden-dropout", "drop-out on the session's last state", 0);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Hidasi et al., Session-based Recommendations with Recurrent Neural Networks, ICLR 2016",
            false,
            LossOptions.after(List.of(HIDDEN_DROPOUT), Loss.CROSS_ENTROPY),
            Map.of(
                    "batch-size", "32",
                    "epochs", "10",
                    "learning-rate-decay", "1",
                    "weight-decay", "0",
                    "targets", "every-prefix",
                    // Nothing is published of it with intents.
                    "projection", "trained"),
            Map.of(),
            Gru4Rec::new,
            LossOptions::loss,
            true);

    private final RecurrentUnit unit;
    private final double hiddenDropout;
    private final BackboneSpec spec;

    /** @param options sizes and the catalogue */
    public Gru4Rec(BackboneOptions options) {
        unit = new RecurrentUnit("G.", options.dimension());
        hiddenDropout = options.values().get(HIDDEN_DROPOUT);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.addAll(unit.parameters());
        parameters.add(ParameterSpec.uniform(ITEM_BIAS, 0, options.catalogueSize() + 1L, 1)
                .startingAs(new Start.Constant(0))
                .as(Role.TRAINED_WITHOUT_DECAY)
                .withRowPerItem());
        spec = BackboneSpec.builder(NAME, parameters).build();
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch.
     *
     * @param itemRows the row of the item table of each click, in the order of the steps
     * @param counts how many clicks there are at each step
     * @param last where the last click of each session, or of each prefix, stands in that order
     */
    private record Batch(int[] itemRows, long[] counts, int[] last) implements PackedBatch {

        @Override
        public int sessions() {
            return last.length;
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        SessionClicks clicks = SessionClicks.of(prefixes, rows);
        StepOrder order = StepOrder.of(clicks.positions());
        return batch(clicks, order, order.placesOf(clicks.positions().last()));
    }

    @Override
    public PackedBatch packEveryPrefix(Prefixes prefixes, int[] rows) {
        SessionClicks clicks = SessionClicks.of(prefixes, rows);
        StepOrder order = StepOrder.of(clicks.positions());
        return batch(clicks, order, order.place());
    }

    private static Batch batch(SessionClicks clicks, StepOrder order, int... last) {
        return new Batch(order.ordered(clicks.itemRows()), order.counts(), last);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        List<Tensor> steps = items.of(batch.itemRows).split(batch.counts);
        Tensor last =
                Tensor.below(unit.states(parameters, steps.size(), steps::get)).gather(Tensor.indices(batch.last));
        Tensor session = training ? last.dropout(hiddenDropout) : last;
        return Encoding.of(SessionVectors.aligning(session, List.of(session)), parameters.get(ITEM_BIAS));
    }
}
