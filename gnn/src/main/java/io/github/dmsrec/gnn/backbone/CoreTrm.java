package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.UserMistakeException;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CORE-trm (Hou et al., SIGIR 2022): a transformer reads the clicks and gives each one number, and the soft-max of these
 * over the session are the weights of the clicks' item vectors (eq. 2 to 4). The transformer is that of the published code:
 * causal, positions counted from the first click that enters, layer norms after each sum, GELU.
 *
 * <p>Keys and the last map have no bias: no soft-max sees it.
 */
public final class CoreTrm implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "core-trm";

    private static final String POSITIONS = "net.position_embedding.weight";
    private static final String INPUT_NORM = "net.LayerNorm.";
    private static final String WEIGHT_OF_CLICK = "net.fn.weight";
    private static final String LAYERS = "net.trm_encoder.layer.";
    /** Keeps the layer norms finite; the published value. */
    private static final double EPSILON = 1e-12;
    /** The deviation of all maps at the start; the published value. */
    private static final double DEVIATION = 0.02;

    /** Attention heads, which share the dimension. */
    public static final Option<Integer> HEADS =
            Option.integer("attention-heads", "attention heads, which share the dimension evenly", 2, 1, 64);

    /** The length of the vectors between the maps of a feed-forward layer. */
    public static final Option<Integer> INNER =
            Option.integer("inner-dimension", "the length of vectors within feed-forward layers", 256, 1, 1 << 14);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            CoreSpace.PAPER,
            false,
            LossOptions.after(List.of(SasRec.MAX_LENGTH, SasRec.BLOCKS, SasRec.DROPOUT, HEADS, INNER), Loss.FULL),
            CoreSpace.published(Map.of("layer-dropout", "0.5")),
            CoreSpace.corrected(Map.of("layer-dropout", "0.5")),
            CoreTrm::new,
            LossOptions::loss,
            true);

    private final int maxLength;
    private final int layers;
    private final int heads;
    private final int d;
    private final double dropout;
    private final BackboneSpec spec;

    /**
     * @param options sizes and the catalogue
     * @throws UserMistakeException if the heads cannot share the dimension
     */
    public CoreTrm(BackboneOptions options) {
        maxLength = options.values().get(SasRec.MAX_LENGTH);
        layers = options.values().get(SasRec.BLOCKS);
        heads = options.values().get(HEADS);
        dropout = options.values().get(SasRec.DROPOUT);
        d = options.dimension();
        if (d % heads != 0) {
            throw new UserMistakeException(
                    "dimension is " + d + ", which " + heads + " attention heads cannot share evenly.",
                    "give a dimension that is a multiple of attention-heads.");
        }
        int inner = options.values().get(INNER);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.add(matrix(POSITIONS, maxLength, d));
        addNorm(INPUT_NORM, parameters);
        for (int layer = 0; layer < layers; layer++) {
            addMap(attention(layer) + "query.", d, d, parameters);
            parameters.add(matrix(attention(layer) + "key.weight", d, d));
            addMap(attention(layer) + "value.", d, d, parameters);
            addMap(attention(layer) + "dense.", d, d, parameters);
            addNorm(attention(layer) + "LayerNorm.", parameters);
            addMap(feedForward(layer) + "dense_1.", inner, d, parameters);
            addMap(feedForward(layer) + "dense_2.", d, inner, parameters);
            addNorm(feedForward(layer) + "LayerNorm.", parameters);
        }
        parameters.add(matrix(WEIGHT_OF_CLICK, 1, d));
        spec = CoreSpace.spec(
                NAME,
                parameters,
                Stream.concat(
                                Stream.of("net.fn.bias"),
                                IntStream.range(0, layers).mapToObj(layer -> attention(layer) + "key.bias"))
                        .collect(Collectors.toSet()));
    }

    private static String attention(int layer) {
        return LAYERS + layer + ".multi_head_attention.";
    }

    private static String feedForward(int layer) {
        return LAYERS + layer + ".feed_forward.";
    }

    private static ParameterSpec matrix(String name, int rows, int columns) {
        return uniform(name, 0, rows, columns).startingAs(new Start.Normal(DEVIATION));
    }

    private static void addMap(String name, int out, int in, List<ParameterSpec> parameters) {
        parameters.add(matrix(name + "weight", out, in));
        parameters.add(constant(name + "bias", 0, out));
    }

    private void addNorm(String name, List<ParameterSpec> parameters) {
        parameters.add(constant(name + "weight", 1, d));
        parameters.add(constant(name + "bias", 0, d));
    }

    private static ParameterSpec constant(String name, double value, int length) {
        return uniform(name, 0, length).startingAs(new Start.Constant(value)).as(Role.TRAINED_WITHOUT_DECAY);
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch.
     *
     * @param clicks the last clicks of each session
     * @param attention who sees whom
     * @param prefixes if every prefix is wanted
     */
    private record Batch(SessionClicks clicks, CausalBlocks attention, CoreSpace.@Nullable Prefixes prefixes)
            implements PackedBatch {

        @Override
        public int sessions() {
            return prefixes == null ? clicks.sessions() : prefixes.predicting().length;
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        SessionClicks clicks = SessionClicks.lastOf(prefixes, maxLength, rows);
        return new Batch(clicks, CausalBlocks.of(clicks.positions()), null);
    }

    @Override
    public PackedBatch packEveryPrefix(Prefixes prefixes, int[] rows) {
        ClickWindows windows = ClickWindows.of(prefixes, maxLength, rows);
        CausalBlocks attention = CausalBlocks.of(windows.clicks().positions());
        return new Batch(windows.clicks(), attention, new CoreSpace.Prefixes(attention, windows.predicting()));
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        double rate = training ? dropout : 0;
        PackedPositions positions = batch.clicks.positions();
        Tensor clicks = items.of(batch.clicks.itemRows());
        Tensor position = parameters.get(POSITIONS).gather(Tensor.indices(positions.countedFromStart()));
        Tensor x = norm(parameters, INPUT_NORM, clicks.plus(position)).dropout(rate);
        for (int layer = 0; layer < layers; layer++) {
            x = layer(parameters, layer, x, batch.attention, rate);
        }
        return CoreSpace.encoding(positions, clicks, x.linear(parameters.get(WEIGHT_OF_CLICK)), batch.prefixes);
    }

    private Tensor layer(Parameters parameters, int layer, Tensor x, CausalBlocks attention, double rate) {
        String names = attention(layer);
        Tensor queries = linear(parameters, names + "query.", x);
        Tensor keys = x.linear(parameters.get(names + "key.weight"));
        Tensor values = linear(parameters, names + "value.", x);
        int width = d / heads;
        List<Tensor> seen = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            int from = head * width;
            seen.add(attention.attention(
                    queries.columns(from, from + width),
                    keys.columns(from, from + width),
                    values.columns(from, from + width),
                    1 / Math.sqrt(width),
                    rate));
        }
        Tensor attended =
                linear(parameters, names + "dense.", Tensor.beside(seen)).dropout(rate);
        Tensor middle = norm(parameters, names + "LayerNorm.", attended.plus(x));
        String forward = feedForward(layer);
        Tensor inner = linear(parameters, forward + "dense_1.", middle).gelu();
        Tensor outer = linear(parameters, forward + "dense_2.", inner).dropout(rate);
        return norm(parameters, forward + "LayerNorm.", outer.plus(middle));
    }

    private static Tensor linear(Parameters parameters, String name, Tensor x) {
        return x.linear(parameters.get(name + "weight"), parameters.get(name + "bias"));
    }

    private static Tensor norm(Parameters parameters, String name, Tensor x) {
        return x.layerNorm(parameters.get(name + "weight"), parameters.get(name + "bias"), EPSILON);
    }
}
