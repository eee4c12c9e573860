package io.github.dmsrec.bench;

import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.model.SessionNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the time of a training step goes: packing, scores, loss, backward pass, optimiser. */
@Command(
        name = "bench/run profile",
        mixinStandardHelpOptions = true,
        description = "Splits the time of a training step into its parts.")
public final class TrainingProfile implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BACKBONE")
    private String backbone = "";

    @Parameters(index = "1", paramLabel = "DATA-SET", description = "ml-1m or diginetica")
    private BenchData data = BenchData.ML_1M;

    @Option(names = "--fused", description = "with intents")
    private boolean fused;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "holds the data sets in SR-GNN's format (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("../shared/data");

    @Option(names = "--steps", paramLabel = "N", description = "measured steps (default: ${DEFAULT-VALUE})")
    private int steps = 200;

    @Option(names = "--warm-up", paramLabel = "N", description = "steps before those (default: ${DEFAULT-VALUE})")
    private int warmUp = 50;

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "overrides a training option")
    private Map<String, String> overrides = Map.of();

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new TrainingProfile()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Engine.configure(threads);
        SessionDataset dataset = data.read(folder);
        Map<String, Samples> parts = new LinkedHashMap<>();
        try (BenchModel model = BenchModel.create(dataset, backbone, fused, overrides)) {
            for (int step = 0; step < warmUp; step++) {
                step(model, step, new LinkedHashMap<>());
            }
            for (int step = warmUp; step < warmUp + steps; step++) {
                step(model, step, parts);
            }
        }
        double sum = parts.values().stream().mapToDouble(Samples::median).sum();
        System.out.printf(
                Locale.ROOT,
                "%s%s on %s (%d items), %d threads, medians of %d steps%n",
                backbone,
                fused ? " fused" : "",
                data,
                dataset.catalogue().size(),
                threads,
                steps);
        parts.forEach((part, times) -> System.out.printf(
                Locale.ROOT, "%-16s %8.2f ms %6.1f %%%n", part, times.median(), 100 * times.median() / sum));
        return 0;
    }

    /** A step of {@link io.github.dmsrec.gnn.train.TrainingStep}, with a look at the clock between its parts. */
    private void step(BenchModel model, int step, Map<String, Samples> parts) {
        int[] rows = model.rows(step);
        int[] targets = Arrays.stream(rows).map(model.examples()::target).toArray();
        int[] negatives = model.negatives(rows, step);
        SessionNetwork network = model.network();
        Clock clock = new Clock(parts, steps);
        Backbone.PackedBatch batch = network.backbone().pack(model.examples(), rows);
        Optional<IntentBatch> intents = model.intents().map(source -> source.of(rows));
        clock.lap("pack");
        network.backbone().constrain(model.parameters(), batch);
        try (Scope scope = Scope.recording()) {
            SessionNetwork.Output output = network.forward(
                    model.parameters(), batch, intents, network.clickedItems(model.examples(), rows, true), true);
            clock.lap("session vectors");
            Tensor loss = output.loss(model.loss(), targets, negatives);
            clock.lap("scores and loss");
            loss.backward();
            clock.lap("backward");
            model.adam().step(model.options().learningRate());
            clock.lap("optimiser");
        }
        clock.lap("release");
    }

    /** Sums up laps by name. */
    private static final class Clock {

        private final Map<String, Samples> parts;
        private final int most;
        private long last = System.nanoTime();

        Clock(Map<String, Samples> parts, int most) {
            this.parts = parts;
            this.most = most;
        }

        void lap(String part) {
            long now = System.nanoTime();
            parts.computeIfAbsent(part, name -> new Samples(most)).add((now - last) / 1e6);
            last = now;
        }
    }
}
