package io.github.dmsrec.bench.serving;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process has taken so far, as Linux reports.
 *
 * @param resident memory now, MiB
 * @param peak memory at most, MiB
 * @param processorSeconds processor time of all its threads
 */
record ServerFigures(double resident, double peak, double processorSeconds) {

    static ServerFigures of(ProcessHandle process) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
        return new ServerFigures(
                mebibytes(status, "VmRSS:"),
                mebibytes(status, "VmHWM:"),
                process.info()
                                .totalCpuDuration()
                                .map(Duration::toNanos)
                                .orElseThrow(() -> new UserMistakeException(
                                        "This system does not report the processor time of a process.",
                                        "Measure it on Linux."))
                        / 1e9);
    }

    /** The same with the processor time since another had been taken, seconds. */
    ServerFigures since(double processorSecondsBefore) {
        return new ServerFigures(resident, peak, processorSeconds - processorSecondsBefore);
    }

    private static double mebibytes(List<String> status, String name) throws IOException {
        for (String line : status) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no " + name + " of a process that has ended");
    }
}
