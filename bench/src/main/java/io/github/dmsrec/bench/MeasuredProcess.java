package io.github.dmsrec.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Processes that do nothing but what is measured, so that their memory is what it needs. */
public final class MeasuredProcess {

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

    /** The most resident memory that this process has had, in MiB, as Linux tells; empty elsewhere. */
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
