package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.BackboneOptions.PaddingRow;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * STAMP (Liu et al., STAMP: Short-Term Attention/Memory Priority Model for Session-based Recommendation, KDD 2018): clicks
 * weighed by {@code w_0 . sigmoid(W_1 x_i + W_2 x_t + W_3 m_s + b_a)} without soft-max, where x_t is the last click and m_s
 * the mean; what two perceptrons make of their sum and of the last click, multiplied, is the session vector. The paper
 * optimises by gradient descent; here the optimiser is the trainer's Adam.
 */
public final class Stamp implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "stamp";

    /** The paper's standard deviations at the start: of item vectors, and of all else. */
    private static final double DEVIATION_OF_ITEMS = 0.002;

    private static final double DEVIATION = 0.05;

    /** How parameters start. */
    public static final Option<Drawing> START = Option.label(
                    "start",
                    "whether parameters start normally with the paper's small deviations, or evenly within a bound that"
                            + " follows from the dimension",
                    Drawing.class,
                    Drawing.UNIFORM)
            .published(Drawing.NORMAL);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Liu et al., STAMP: Short-Term Attention/Memory Priority Model for Session-based Recommendation, KDD 2018",
            false,
            LossOptions.after(List.of(START), Loss.FULL),
            Map.of(
                    "batch-size", "512",
                    "learning-rate-decay", "1",
                    "weight-decay", "0",
                    // Nothing is published of it with intents.
                    "projection", "trained"),
            Map.of(),
            Stamp::new,
            LossOptions::loss,
            false);

    /** How parameters are drawn at the start. */
    public enum Drawing {
        NORMAL,
        UNIFORM
    }

    private final BackboneSpec spec;

    /** @param options sizes and the catalogue */
    public Stamp(BackboneOptions options) {
        int d = options.dimension();
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> maps = List.of(
                uniform("w_0", bound, 1, d),
                uniform("w_1", bound, d, d),
                uniform("w_2", bound, d, d),
                uniform("w_3", bound, d, d),
                uniform("b_a", bound, d).as(Role.TRAINED_WITHOUT_DECAY),
                uniform("w_s", bound, d, d),
                uniform("b_s", bound, d).as(Role.TRAINED_WITHOUT_DECAY),
                uniform("w_t", bound, d, d),
                uniform("b_t", bound, d).as(Role.TRAINED_WITHOUT_DECAY));
        ParameterSpec table = options.itemTable();
        if (options.values().get(START) == Drawing.NORMAL) {
            table = table.startingAs(
                    options.paddingRow() == PaddingRow.RANDOM
                            ? new Start.Normal(DEVIATION_OF_ITEMS)
                            : new Start.NormalAfterFirstRow(DEVIATION_OF_ITEMS));
            maps = maps.stream()
                    .map(map -> map.startingAs(new Start.Normal(DEVIATION)))
                    .toList();
        }
        spec = BackboneSpec.builder(
                        NAME, Stream.concat(Stream.of(table), maps.stream()).toList())
                .build();
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        return SessionClicks.of(prefixes, rows);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        SessionClicks batch = (SessionClicks) packed;
        Tensor clicks = items.of(batch.itemRows());
        Segments sessions = batch.positions().segments();
        Tensor last = clicks.gather(Tensor.indices(batch.positions().last()));
        Tensor query = last.linear(parameters.get("w_2"), parameters.get("b_a"))
                .plus(sessions.mean(clicks).linear(parameters.get("w_3")));
        Tensor weights = clicks.linear(parameters.get("w_1"))
                .plus(sessions.spread(query))
                .sigmoid()
                .linear(parameters.get("w_0"));
        Tensor general = sessions.sum(clicks.times(weights))
                .linear(parameters.get("w_s"), parameters.get("b_s"))
                .tanh();
        Tensor current =
                last.linear(parameters.get("w_t"), parameters.get("b_t")).tanh();
        Tensor session = general.times(current);
        return Encoding.of(SessionVectors.aligning(session, List.of(session)));
    }
}
