package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SASRec (Kang and McAuley, Self-Attentive Sequential Recommendation, ICDM 2018): item and position vectors, then blocks of
 * causal self-attention and a feed-forward network of each click. The last click's vector, normalised, is the session
 * vector. As in the published code, item vectors are multiplied by √d on the way in, queries are normalised and keys are
 * not, and what a layer adds to is its normalised input. Of a prefix only the last clicks enter.
 *
 * <p>Keys have no bias: it would raise all logits of a query alike, which no soft-max sees. Where a sample is a prefix, the
 * last block has one query for each session; with targets {@code every-position} a sample is a session, each of whose
 * clicks predicts the next, as in the paper.
 *
 * <p>The corrected loss is the cross entropy over the whole catalogue (Klenitskiy and Vasilev, Turning Dross Into Gold
 * Loss, RecSys 2023).
 */
public final class SasRec implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "sasrec";

    private static final String POSITIONS = "pos_emb.weight";
    private static final String ATTENTION_NORM = "attention_layernorms.";
    private static final String ATTENTION = "attention_layers.";
    private static final String FORWARD_NORM = "forward_layernorms.";
    private static final String FORWARD = "forward_layers.";
    private static final String LAST_NORM = "last_layernorm.";
    /** Keeps the layer norms finite; the published value. */
    private static final double EPSILON = 1e-8;

    /** At most so many last clicks enter. */
    public static final Option<Integer> MAX_LENGTH =
            Option.integer("max-length", "at most so many last clicks enter", 50, 1, 1000);

    /** Blocks of self-attention. */
    public static final Option<Integer> BLOCKS = Option.integer("blocks", "blocks of self-attention", 2, 1, 8);

    /** Drop-out within the layers. */
    public static final Option<Double> DROPOUT =
            Option.rate("layer-dropout", "drop-out on inputs, attention weights and what layers add", 0.2);

    /** Where positions are counted from. */
    public static final Option<Counted> COUNTED = Option.label(
            "positions",
            "where the positions of clicks are counted from: 'from-end' as the published code, or 'from-start', where"
                    + " training on every position sees a prefix as serving does",
            Counted.class,
            Counted.FROM_END);

    /** Where the positions of clicks are counted from. */
    public enum Counted {
        /**
         * The last click that enters has position 0. With targets {@code every-position} it is the session's last, so that
         * a click's position depends on clicks after it, as in the published training.
         */
        FROM_END,
        /** The first click that enters has position 0, so that no later click changes what is seen at a position. */
        FROM_START
    }

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Kang and McAuley, Self-Attentive Sequential Recommendation, ICDM 2018",
            false,
            LossOptions.after(List.of(MAX_LENGTH, BLOCKS, DROPOUT, COUNTED), Loss.BINARY),
            Map.of(
                    "dimension", "50",
                    "batch-size", "128",
                    "learning-rate-decay", "1",
                    "weight-decay", "0",
                    "targets", "every-prefix",
                    // Nothing is published of it with intents.
                    "projection", "trained"),
            Map.of(),
            SasRec::new,
            LossOptions::loss,
            true);

    private final int maxLength;
    private final int blocks;
    private final double dropout;
    private final Counted counted;
    private final int d;
    private final BackboneSpec spec;

    /** @param options sizes and the catalogue */
    public SasRec(BackboneOptions options) {
        maxLength = options.values().get(MAX_LENGTH);
        blocks = options.values().get(BLOCKS);
        dropout = options.values().get(DROPOUT);
        counted = options.values().get(COUNTED);
        d = options.dimension();
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.add(uniform(POSITIONS, bound, maxLength, d));
        for (int block = 0; block < blocks; block++) {
            addNorm(ATTENTION_NORM + block + ".", parameters);
            addMap(ATTENTION + block + ".query.", parameters);
            parameters.add(uniform(ATTENTION + block + ".key.weight", bound, d, d));
            addMap(ATTENTION + block + ".value.", parameters);
            addNorm(FORWARD_NORM + block + ".", parameters);
            addMap(FORWARD + block + ".conv1.", parameters);
            addMap(FORWARD + block + ".conv2.", parameters);
        }
        addNorm(LAST_NORM, parameters);
        spec = BackboneSpec.builder(NAME, parameters).build();
    }

    private void addMap(String name, List<ParameterSpec> parameters) {
        double bound = 1 / Math.sqrt(d);
        parameters.add(uniform(name + "weight", bound, d, d));
        parameters.add(uniform(name + "bias", bound, d).as(Role.TRAINED_WITHOUT_DECAY));
    }

    private void addNorm(String name, List<ParameterSpec> parameters) {
        parameters.add(
                uniform(name + "weight", 0, d).startingAs(new Start.Constant(1)).as(Role.TRAINED_WITHOUT_DECAY));
        parameters.add(
                uniform(name + "bias", 0, d).startingAs(new Start.Constant(0)).as(Role.TRAINED_WITHOUT_DECAY));
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch.
     *
     * @param clicks the last clicks of each session
     * @param position of each of them
     * @param attention who sees whom
     * @param predicting the clicks whose vectors are wanted; null for the last one of each session
     */
    private record Batch(SessionClicks clicks, int[] position, CausalBlocks attention, int @Nullable [] predicting)
            implements PackedBatch {

        @Override
        public int sessions() {
            return predicting == null ? clicks.sessions() : predicting.length;
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        return batch(SessionClicks.lastOf(prefixes, maxLength, rows), null);
    }

    @Override
    public PackedBatch packEveryPrefix(Prefixes prefixes, int[] rows) {
        ClickWindows windows = ClickWindows.of(prefixes, maxLength, rows);
        return batch(windows.clicks(), windows.predicting());
    }

    private Batch batch(SessionClicks clicks, int @Nullable [] predicting) {
        PackedPositions positions = clicks.positions();
        int[] position =
                switch (counted) {
                    case FROM_END -> positions.countedFromEnd();
                    case FROM_START -> positions.countedFromStart();
                };
        return new Batch(clicks, position, CausalBlocks.of(positions), predicting);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        double rate = training ? dropout : 0;
        Tensor clicks = items.of(batch.clicks.itemRows())
                .times(Math.sqrt(d))
                .plus(parameters.get(POSITIONS).gather(Tensor.indices(batch.position)))
                .dropout(rate);
        int ofAllClicks = batch.predicting == null ? blocks - 1 : blocks;
        for (int block = 0; block < ofAllClicks; block++) {
            Tensor normed = norm(parameters, ATTENTION_NORM + block + ".", clicks);
            Tensor seen = batch.attention.attention(
                    linear(parameters, ATTENTION + block + ".query.", normed),
                    clicks.linear(parameters.get(ATTENTION + block + ".key.weight")),
                    linear(parameters, ATTENTION + block + ".value.", clicks),
                    1 / Math.sqrt(d),
                    rate);
            clicks = feedForward(parameters, block, normed.plus(seen), rate);
        }
        Tensor last = batch.predicting == null
                ? lastBlock(parameters, clicks, batch.clicks.positions(), rate)
                : clicks.gather(Tensor.indices(batch.predicting));
        Tensor session = norm(parameters, LAST_NORM, last);
        return Encoding.of(SessionVectors.aligning(session, List.of(session)));
    }

    /** The block whose only queries are the last clicks: [B, d]. */
    private Tensor lastBlock(Parameters parameters, Tensor clicks, PackedPositions positions, double rate) {
        int block = blocks - 1;
        Segments sessions = positions.segments();
        Tensor normed = norm(parameters, ATTENTION_NORM + block + ".", clicks.gather(Tensor.indices(positions.last())));
        Tensor query = linear(parameters, ATTENTION + block + ".query.", normed);
        Tensor logits = clicks.linear(parameters.get(ATTENTION + block + ".key.weight"))
                .times(sessions.spread(query))
                .sumOfEachRow()
                .times(1 / Math.sqrt(d));
        Tensor weights = sessions.softmax(logits).dropout(rate);
        Tensor seen = sessions.sum(
                linear(parameters, ATTENTION + block + ".value.", clicks).times(weights));
        return feedForward(parameters, block, normed.plus(seen), rate);
    }

    private static Tensor feedForward(Parameters parameters, int block, Tensor x, double rate) {
        Tensor normed = norm(parameters, FORWARD_NORM + block + ".", x);
        Tensor inner =
                linear(parameters, FORWARD + block + ".conv1.", normed).relu().dropout(rate);
        return normed.plus(
                linear(parameters, FORWARD + block + ".conv2.", inner).dropout(rate));
    }

    private static Tensor linear(Parameters parameters, String name, Tensor x) {
        return x.linear(parameters.get(name + "weight"), parameters.get(name + "bias"));
    }

    private static Tensor norm(Parameters parameters, String name, Tensor x) {
        return x.layerNorm(parameters.get(name + "weight"), parameters.get(name + "bias"), EPSILON);
    }
}
