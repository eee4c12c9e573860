package io.github.dmsrec.bench;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.data.SrgnnImport;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.Descriptions;
import io.github.dmsrec.gnn.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Milliseconds per training step against the GEMM floor: the time that the step's matrix products alone would take at the
 * speed of this machine's BLAS, measured in the same run.
 */
public final class TrainingThroughput {

    private static final int WARM_UP_STEPS = 100;
    private static final int FLOOR_SIZE = 1000;

    private TrainingThroughput() {}

    /**
     * Measures both backbones.
     *
     * @param arguments the folder of ml-1m in SR-GNN's format (optional), the steps to measure, the threads
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/ml-1m");
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 657;
        int threads = arguments.length > 2
                ? Integer.parseInt(arguments[2])
                : Runtime.getRuntime().availableProcessors();
        Engine.configure(threads);
        boolean real = Files.exists(folder.resolve("train.txt"));
        SessionDataset dataset = real
                ? SrgnnImport.read(folder, Optional.empty(), "ml-1m", Progress.NONE)
                : SyntheticSessions.dataset(3416, 59_000);
        print(
                "%s; %s, %d threads; %d steps a model after %d to warm up%n",
                real ? "data: " + dataset.name() : "data: synthetic of ml-1m's shape ('" + folder + "' is absent)",
                Engine.report().blas(),
                threads,
                steps,
                WARM_UP_STEPS);
        print(
                "%-10s %9s %9s %9s %11s %9s %9s %7s%n",
                "model", "pack ms", "step ms", "p90 ms", "samples/s", "GFLOP", "floor ms", "ratio");
        for (String backbone : List.of("sr-gnn", "gce-gnn", "share", "tagnn")) {
            measure(dataset, backbone, steps);
        }
        print("peak resident memory: %s%n", peakMemory());
    }

    private static void measure(SessionDataset dataset, String backbone, int steps) {
        TrainingOptions options = TrainingOptions.defaults(backbone, Recipe.CORRECTED);
        RandomStreams random = new RandomStreams(2024);
        ModelFolder.Description description =
                Descriptions.forTraining(dataset, Optional.empty(), Optional.empty(), options, random);
        SessionNetwork network = description.network();
        Examples examples = dataset.examples(Split.TRAIN);
        int[] order = random.permutation(examples.size(), "shuffle", 0);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm(), 0)) {
            TrainingStep step = new TrainingStep(network, parameters, adam);
            double[] packed = new double[steps];
            double[] stepped = new double[steps];
            double[] floors = new double[steps];
            double flops = 0;
            int batchSize = options.batchSize();
            int batches = order.length / batchSize;
            for (int i = -WARM_UP_STEPS; i < steps; i++) {
                int from = Math.floorMod(i, batches) * batchSize;
                int[] rows = Arrays.copyOfRange(order, from, from + batchSize);
                int[] targets = Arrays.stream(rows).map(examples::target).toArray();
                long start = System.nanoTime();
                Backbone.PackedBatch batch = network.backbone().pack(examples, rows);
                long ready = System.nanoTime();
                step.run(batch, Optional.empty(), targets, options.learningRate());
                long done = System.nanoTime();
                if (i >= 0) {
                    packed[i] = (ready - start) / 1e6;
                    stepped[i] = (done - ready) / 1e6;
                    flops += GemmWork.flops(
                                    backbone,
                                    examples,
                                    rows,
                                    options.dimension(),
                                    dataset.catalogue().size())
                            / steps;
                    // Interleaved with the steps, so that a slow spell of the machine slows both.
                    floors[i] = i % 20 == 0 ? secondsOfSquareProduct() : floors[i - 1];
                }
            }
            double floor = flops / (2.0 * FLOOR_SIZE * FLOOR_SIZE * FLOOR_SIZE / median(floors)) * 1e3;
            print(
                    "%-10s %9.2f %9.2f %9.2f %11.0f %9.3f %9.2f %7.2f%n",
                    backbone,
                    median(packed),
                    median(stepped),
                    percentile(stepped, 0.9),
                    batchSize / median(stepped) * 1e3,
                    flops / 1e9,
                    floor,
                    median(stepped) / floor);
            Evaluation evaluation = Evaluator.evaluate(
                    SessionModel.of(description, network, parameters),
                    dataset.examples(Split.TEST),
                    256L << 20,
                    Progress.NONE);
            print(
                    "%-10s full-catalogue evaluation of %d test rows: %.2f s%n",
                    backbone, evaluation.rows(), evaluation.seconds());
        }
    }

    private static double secondsOfSquareProduct() {
        try (Scope scope = Scope.inference()) {
            float[] values = new float[FLOOR_SIZE * FLOOR_SIZE];
            Arrays.fill(values, 1e-3f);
            Tensor matrix = Tensor.of(Precision.FLOAT, values, FLOOR_SIZE, FLOOR_SIZE);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                matrix.matmul(matrix);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            return best;
        }
    }

    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown on this system";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\D+", ""))
                .map(kilobytes -> Long.parseLong(kilobytes) / 1024 + " MiB")
                .findFirst()
                .orElse("unknown");
    }

    private static double median(double[] values) {
        return percentile(values, 0.5);
    }

    private static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
