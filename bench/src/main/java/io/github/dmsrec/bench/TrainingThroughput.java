package io.github.dmsrec.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.train.BatchQueue;
import io.github.dmsrec.gnn.train.TrainingStep;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Milliseconds per training step against the GEMM floor: the time that the step's matrix products alone would take at the
 * speed of this machine's BLAS, measured in the same run.
 */
@Command(
        name = "bench/run training",
        mixinStandardHelpOptions = true,
        description = "Measures training steps of every backbone, base and fused, against the GEMM floor.")
public final class TrainingThroughput implements Callable<Integer> {

    private static final int FLOOR_SIZE = 1000;

    /** Of random sessions over a catalogue of some size. */
    private static final int SYNTHETIC_SESSIONS = 100_000;

    private static final double SYNTHETIC_PREFIX = 5;

    /** Which variants of a backbone. */
    private enum Variant {
        BASE,
        FUSED
    }

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAME",
            description = "backbones, separated by commas; all by default")
    private List<String> models = Backbones.names();

    @Option(
            names = "--data",
            split = ",",
            paramLabel = "NAME",
            description = "data sets: ${COMPLETION-CANDIDATES}; both by default")
    private List<BenchData> data = List.of(BenchData.values());

    @Option(
            names = "--items",
            split = ",",
            paramLabel = "N",
            description =
                    "random sessions over so many items instead of data sets, with prefixes of 5 clicks on average")
    private List<Integer> items = List.of();

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}; both by default")
    private List<Variant> variants = List.of(Variant.values());

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description =
                    "holds the data sets in SR-GNN's format, in folders of their names (default: ${DEFAULT-VALUE});"
                            + " where one is absent, random sessions of its shape stand for it")
    private Path folder = Path.of("../shared/data");

    @Option(names = "--steps", paramLabel = "N", description = "measured steps a model (default: ${DEFAULT-VALUE})")
    private int steps = 200;

    @Option(names = "--warm-up", paramLabel = "N", description = "steps before those (default: ${DEFAULT-VALUE})")
    private int warmUp = 50;

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "overrides a training option of every model; may be given several times")
    private Map<String, String> overrides = Map.of();

    @Option(names = "--evaluate", description = "also times the evaluation of base models on all test rows")
    private boolean evaluate;

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine(new TrainingThroughput()).execute(arguments));
    }

    /** A command line that knows data sets by their names, and reports errors without a stack trace. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(BenchData.class, TrainingThroughput::dataOf)
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    if (problem instanceof UserMistakeException) {
                        line.getErr().println(problem.getMessage());
                        return CommandLine.ExitCode.USAGE;
                    }
                    throw problem;
                });
    }

    private static BenchData dataOf(String label) {
        return Arrays.stream(BenchData.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "'" + label + "' is not one of " + Arrays.toString(BenchData.values())));
    }

    @Override
    public Integer call() throws IOException {
        models.forEach(Backbones::kind);
        Engine.configure(threads);
        print(
                "%s, %d threads; %d steps a model after %d to warm up%n",
                Engine.report().blas(), threads, steps, warmUp);
        if (items.isEmpty()) {
            for (BenchData each : data) {
                SessionDataset dataset = each.read(folder);
                measure(
                        dataset,
                        dataset.name().equals(each.label()) ? each.label() : each + " (random sessions of its shape)");
            }
        }
        for (int count : items) {
            measure(SyntheticSessions.dataset(count, SYNTHETIC_SESSIONS, SYNTHETIC_PREFIX), "random sessions");
        }
        return 0;
    }

    private void measure(SessionDataset dataset, String name) throws IOException {
        print(
                "%n%s: %d items, %d training rows%n",
                name, dataset.catalogue().size(), dataset.examples(Split.TRAIN).size());
        print(
                "%-16s %8s %8s %8s %8s %8s %10s %8s %9s %6s %9s%n",
                "model",
                "pack ms",
                "wait ms",
                "step ms",
                "p90 ms",
                "CPU ms",
                "samples/s",
                "GFLOP",
                "floor ms",
                "ratio",
                "peak MiB");
        for (String model : models) {
            for (Variant variant : variants) {
                measure(dataset, model, variant);
            }
        }
    }

    private void measure(SessionDataset dataset, String backbone, Variant variant) throws IOException {
        resetPeakMemory();
        try (BenchModel model = BenchModel.create(dataset, backbone, variant == Variant.FUSED, overrides);
                BatchQueue batches = model.queue(warmUp + steps)) {
            TrainingStep training = new TrainingStep(model.network(), model.parameters(), model.adam(), model.loss());
            Samples waits = new Samples(steps);
            Samples times = new Samples(steps);
            Samples products = new Samples(steps);
            double flops = 0;
            long processor = 0;
            for (int step = 0; step < warmUp + steps; step++) {
                long before = processorTime();
                long start = System.nanoTime();
                List<BatchQueue.Batch> passes = batches.take();
                long ready = System.nanoTime();
                training.run(passes, model.options().learningRate());
                long done = System.nanoTime();
                if (step >= warmUp) {
                    waits.add((ready - start) / 1e6);
                    times.add((done - ready) / 1e6);
                    processor += processorTime() - before;
                    flops += model.flops(model.rows(step)) / steps;
                    // Interleaved with the steps, so that a slow spell of the machine slows both.
                    if ((step - warmUp) % 10 == 0) {
                        products.add(secondsOfSquareProduct());
                    }
                }
            }
            double floor = flops / (2.0 * FLOOR_SIZE * FLOOR_SIZE * FLOOR_SIZE / products.median()) * 1e3;
            double time = times.median();
            print(
                    "%-16s %8.2f %8.3f %8.2f %8.2f %8.2f %10.0f %8.3f %9.2f %6.2f %9s%n",
                    backbone + (variant == Variant.FUSED ? " fused" : ""),
                    packing(model),
                    waits.median(),
                    time,
                    times.percentile(0.9),
                    processor / 1e6 / steps,
                    model.rows(0).length / (time + waits.median()) * 1e3,
                    flops / 1e9,
                    floor,
                    time / floor,
                    MeasuredProcess.peakMebibytes().stream()
                            .mapToObj(mebibytes -> String.valueOf((long) mebibytes))
                            .findFirst()
                            .orElse("unknown"));
            if (evaluate && variant == Variant.BASE) {
                evaluate(model);
            }
        }
    }

    /** The median milliseconds that it takes to pack a batch, while nothing else runs. */
    private double packing(BenchModel model) {
        Samples times = new Samples(steps);
        for (int step = 0; step < steps; step++) {
            int[] rows = model.rows(step);
            long start = System.nanoTime();
            model.network().backbone().pack(model.examples(), rows);
            model.intents().ifPresent(source -> source.of(rows));
            times.add((System.nanoTime() - start) / 1e6);
        }
        return times.median();
    }

    private static void evaluate(BenchModel model) {
        Evaluation evaluation = Evaluator.evaluate(
                SessionModel.of(model.description(), model.network(), model.parameters()),
                model.dataset().examples(Split.TEST),
                256L << 20,
                Progress.NONE);
        print("%-16s evaluation of %d test rows: %.2f s%n", "", evaluation.rows(), evaluation.seconds());
    }

    /** What all threads of this process have taken of the processors, in nanoseconds. */
    private static long processorTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
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

    /** Linux keeps the highest memory since the last time it was told to forget it. */
    private static void resetPeakMemory() throws IOException {
        Path forget = Path.of("/proc/self/clear_refs");
        if (Files.isWritable(forget)) {
            Files.writeString(forget, "5");
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
