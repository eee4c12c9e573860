package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.BatchQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The gradient of every trained parameter against central differences, in double precision: of all its numbers at once, along a
 * direction in which none takes from another. Where slow tests run, of single numbers, too, the steepest among them.
 */
final class GradientCheck {

    private static final int ITEMS = 13;
    private static final int D = 6;
    private static final int INTENT_DIMENSION = 5;
    private static final int TEXT_DIMENSION = 3;
    private static final double STEP = 1e-5;
    private static final double RELATIVE = 1e-5;
    private static final double ABSOLUTE = 1e-9;

    /**
     * Single clicks (one of an item without neighbours), immediate and distant repeats, a click there and back, runs of
     * clicks that repeat between different neighbours.
     */
    private static final Sessions SESSIONS = Sessions.of(List.of(
            new int[] {11},
            new int[] {3},
            new int[] {1, 2, 1, 4},
            new int[] {5, 5, 6},
            new int[] {0, 7, 2, 8, 3, 10},
            new int[] {2, 9, 2, 2, 4, 9},
            new int[] {1, 2, 3, 4, 5, 2, 3, 4, 6, 2, 3, 4, 7},
            new int[] {8, 6, 0, 1, 7, 6, 0, 1, 8, 6, 0, 1, 9}));

    private static final int[] TARGETS = {4, 12, 0, 6, 9, 3, 5, 1};

    /** The sessions as the examples that the targets make of them. */
    private static final Examples EXAMPLES = Examples.lastClickOf(Sessions.of(IntStream.range(0, TARGETS.length)
            .mapToObj(s -> IntStream.concat(IntStream.of(SESSIONS.items(s)), IntStream.of(TARGETS[s]))
                    .toArray())
            .toList()));

    private GradientCheck() {}

    /** What the network of some options is given besides. */
    enum Extras {
        INTENTS,
        ITEM_TEXT
    }

    /**
     * Where the gradient differs.
     *
     * @param options the dimension and the alignment weight are set here
     * @return one line for each number that differs; none for a sound network
     */
    static List<String> mistakes(TrainingOptions options, Set<Extras> extras) {
        Engine.configure(1);
        boolean fused = extras.contains(Extras.INTENTS);
        boolean withText = extras.contains(Extras.ITEM_TEXT);
        TrainingOptions small = options.with(Map.of("dimension", String.valueOf(D), "alignment-weight", "0.3"));
        SessionNetwork network = Networks.create(
                small,
                ITEMS,
                Backbones.kind(small.backbone()).usesGlobalGraph() ? Optional.of(neighbours(small)) : Optional.empty(),
                fused ? OptionalInt.of(INTENT_DIMENSION) : OptionalInt.empty(),
                withText ? OptionalInt.of(TEXT_DIMENSION) : OptionalInt.empty());
        int[] rows = IntStream.range(0, EXAMPLES.size()).toArray();
        TrainingLoss loss = small.loss(Arrays.stream(EXAMPLES.sessions().clicksPerItem(ITEMS))
                .asLongStream()
                .toArray());
        BatchQueue.Batch batch = new BatchQueue.Batch(
                network.backbone().pack(EXAMPLES, rows),
                fused ? Optional.of(TinyIntents.batch(INTENT_DIMENSION, SESSIONS.size())) : Optional.empty(),
                TARGETS,
                loss.negatives(EXAMPLES, rows, new RandomStreams(4).stream("negatives")),
                network.clickedItems(SESSIONS, rows, true));
        List<String> mistakes = new ArrayList<>();
        try (Parameters parameters =
                new Parameters(network.parameters(), Precision.DOUBLE, new RandomStreams(4), loss.itemGradients())) {
            spread(parameters);
            parameters.clearGradients();
            try (Scope scope = Scope.recording()) {
                value(network, parameters, batch, loss).backward();
            }
            for (ParameterSpec spec : network.parameters()) {
                if (spec.role() != ParameterSpec.Role.FROZEN) {
                    check(spec, network, parameters, batch, loss, mistakes);
                }
            }
        }
        return mistakes;
    }

    private static void check(
            ParameterSpec spec,
            SessionNetwork network,
            Parameters parameters,
            BatchQueue.Batch batch,
            TrainingLoss loss,
            List<String> mistakes) {
        double[] gradient = gradientOf(parameters, spec.name());
        assertThat(Arrays.stream(gradient).filter(slope -> slope != 0))
                .as("the gradient of %s", spec.name())
                .isNotEmpty();
        double[] values = valuesOf(parameters, spec.name());
        Map<String, double[]> directions = directions(gradient);
        directions.forEach((name, direction) -> {
            double slope = 0;
            double[] above = values.clone();
            double[] below = values.clone();
            for (int i = 0; i < values.length; i++) {
                slope += gradient[i] * direction[i];
                above[i] += STEP * direction[i];
                below[i] -= STEP * direction[i];
            }
            parameters.set(spec.name(), above);
            double higher = number(network, parameters, batch, loss);
            parameters.set(spec.name(), below);
            double expected = (higher - number(network, parameters, batch, loss)) / (2 * STEP);
            if (!(Math.abs(slope - expected) <= Math.max(ABSOLUTE, RELATIVE * Math.abs(expected)))) {
                mistakes.add(String.format(
                        Locale.ROOT, "%s %s: %.10g, by differences %.10g", spec.name(), name, slope, expected));
            }
        });
        parameters.set(spec.name(), values);
    }

    /**
     * The directions in which a parameter is moved: along all of its numbers, up the gradient by drawn lengths, and in slow
     * tests along the two steepest and another one.
     */
    private static Map<String, double[]> directions(double[] gradient) {
        SplittableRandom random = new RandomStreams(6).stream("sample", gradient.length);
        Map<String, double[]> directions = new LinkedHashMap<>();
        IntStream.concat(
                        IntStream.range(0, gradient.length)
                                .boxed()
                                .sorted(Comparator.comparing(i -> -Math.abs(gradient[i])))
                                .limit(SlowRun.ON ? 2 : 0)
                                .mapToInt(Integer::intValue),
                        IntStream.of(
                                SlowRun.ON ? random.ints(1, 0, gradient.length).toArray() : new int[0]))
                .forEach(i -> {
                    double[] alone = new double[gradient.length];
                    alone[i] = 1;
                    directions.put("[" + i + "]", alone);
                });
        double length = Math.sqrt(gradient.length);
        directions.put(
                "altogether",
                Arrays.stream(gradient)
                        .map(slope -> (slope < 0 ? -1 : 1) * (0.5 + random.nextDouble()) / length)
                        .toArray());
        return directions;
    }

    private static double number(
            SessionNetwork network, Parameters parameters, BatchQueue.Batch batch, TrainingLoss loss) {
        try (Scope scope = Scope.inference()) {
            return value(network, parameters, batch, loss).item();
        }
    }

    private static Tensor value(
            SessionNetwork network, Parameters parameters, BatchQueue.Batch batch, TrainingLoss loss) {
        return network.forward(parameters, batch.sessions(), batch.intents(), batch.clicked(), false)
                .loss(loss, batch.targets(), batch.negatives());
    }

    /** No parameter at zero, where a fault in a product would not show. */
    private static void spread(Parameters parameters) {
        for (ParameterSpec spec : parameters.specs()) {
            SplittableRandom random = new RandomStreams(8).stream(spec.name());
            parameters.set(
                    spec.name(),
                    random.doubles(spec.count()).map(draw -> 1.6 * draw - 0.8).toArray());
        }
    }

    private static NeighbourTable neighbours(TrainingOptions options) {
        GlobalGraph graph = GlobalGraph.of(SESSIONS, ITEMS, 4);
        return options.recipe() == Recipe.PUBLISHED
                ? NeighbourTable.filledByDraws(graph, 4, new RandomStreams(2))
                : NeighbourTable.strongest(graph, 4);
    }

    private static double[] gradientOf(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.gradient(name).doubles();
        }
    }

    private static double[] valuesOf(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).doubles();
        }
    }
}
