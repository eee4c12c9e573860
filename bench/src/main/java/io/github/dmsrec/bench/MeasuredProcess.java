package io.github.dmsrec.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Processes that do nothing but what is measured, so that their memory is what it needs. */
public final class MeasuredProcess {

    /** Begins the line of its output that has what it measured. */
    public static final String RESULT = "measured";

    private MeasuredProcess() {}

    /**
     * A process like this one that runs a benchmark's {@code main}.
     *
     * @param heap its Java heap at most, in MiB
     */
    public static ProcessBuilder of(Class<?> benchmark, int heap, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                benchmark.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /**
     * Runs a process, shows its lines, and waits for its end.
     *
     * @param most after which it is ended
     * @return what follows {@value #RESULT} on the line that begins so; empty if it was ended
     * @throws IllegalStateException if it fails, or ends without a result
     */
    public static Optional<String> result(ProcessBuilder builder, Duration most)
            throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        AtomicBoolean ended = new AtomicBoolean();
        Thread watch = new Thread(() -> endAfter(process, most, ended), "limit of time");
        watch.setDaemon(true);
        watch.start();
        String measured = null;
        try (var lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(RESULT)) {
                    measured = line.substring(RESULT.length()).strip();
                } else {
                    BenchmarkOutput.say("%s", line);
                }
            }
        }
        int status = process.waitFor();
        watch.interrupt();
        watch.join();
        if (ended.get()) {
            return Optional.empty();
        }
        if (status != 0 || measured == null) {
            throw new IllegalStateException(
                    "a process ended with status " + status + " and without a result; its message stands above");
        }
        return Optional.of(measured);
    }

    private static void endAfter(Process process, Duration most, AtomicBoolean ended) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                ended.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It ended in time.
            Thread.currentThread().interrupt();
        }
    }

    /** The most resident memory that this process has had, in MiB, as Linux reports; empty elsewhere. */
    public static OptionalDouble peakMebibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return OptionalDouble.empty();
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst();
        }
    }
}
