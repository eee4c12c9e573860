package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * NARM (Li et al., Neural Attentive Session-based Recommendation, CIKM 2017): a gated recurrent layer over the clicks; its
 * last state h_t is the global vector, and the sum of all states, weighed by {@code v . sigmoid(A_1 h_t + A_2 h_j)} without
 * soft-max, the local one. The read-out map of both is the paper's bilinear decoder B. States are as long as item vectors;
 * the paper has 100 and 50.
 */
public final class Narm implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "narm";

    private static final String QUERY = "a_1.weight";
    private static final String KEYS = "a_2.weight";
    private static final String WEIGHTS = "v_t.weight";

    /** Drop-out on the global and the local vector. */
    public static final Option<Double> SESSION_DROPOUT =
            Option.rate("session-dropout", "drop-out on the global and the local vector", 0.5);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Li et al., Neural Attentive Session-based Recommendation, CIKM 2017",
            false,
            LossOptions.after(List.of(SESSION_DROPOUT), Loss.FULL),
            Map.of(
                    "batch-size", "512",
                    "learning-rate-decay", "1",
                    "weight-decay", "0",
                    "item-dropout", "0.25",
                    // Nothing is published of it with intents.
                    "projection", "trained"),
            Map.of("item-dropout", "0.25"),
            Narm::new,
            LossOptions::loss,
            false);

    private final RecurrentUnit unit;
    private final double sessionDropout;
    private final BackboneSpec spec;

    /** @param options sizes and the catalogue */
    public Narm(BackboneOptions options) {
        int d = options.dimension();
        double bound = 1 / Math.sqrt(d);
        unit = new RecurrentUnit("gru.", d);
        sessionDropout = options.values().get(SESSION_DROPOUT);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.addAll(unit.parameters());
        parameters.add(uniform(QUERY, bound, d, d));
        parameters.add(uniform(KEYS, bound, d, d));
        parameters.add(uniform(WEIGHTS, bound, 1, d));
        spec = BackboneSpec.builder(NAME, parameters)
                .parts(2, 2)
                .readOut(ReadOutForm.LINEAR, ReadOutForm.LINEAR_WITH_BIAS)
                .build();
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch.
     *
     * @param positions the clicks, session after session
     * @param order in which the recurrent layer reads them
     * @param itemRows the row of the item table of each click, in that order
     */
    private record Batch(PackedPositions positions, StepOrder order, int[] itemRows) implements PackedBatch {

        @Override
        public int sessions() {
            return positions.sessions();
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        SessionClicks clicks = SessionClicks.of(prefixes, rows);
        StepOrder order = StepOrder.of(clicks.positions());
        return new Batch(clicks.positions(), order, order.ordered(clicks.itemRows()));
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        List<Tensor> steps = items.of(batch.itemRows).split(batch.order.counts());
        Tensor states = Tensor.below(unit.states(parameters, steps.size(), steps::get))
                .gather(Tensor.indices(batch.order.place()));
        Segments sessions = batch.positions.segments();
        Tensor last = states.gather(Tensor.indices(batch.positions.last()));
        Tensor weights = states.linear(parameters.get(KEYS))
                .plus(sessions.spread(last.linear(parameters.get(QUERY))))
                .sigmoid()
                .linear(parameters.get(WEIGHTS));
        Tensor local = sessions.sum(states.times(weights));
        List<Tensor> parts =
                training ? List.of(last.dropout(sessionDropout), local.dropout(sessionDropout)) : List.of(last, local);
        return Encoding.of(SessionVectors.aligning(local, parts));
    }
}
