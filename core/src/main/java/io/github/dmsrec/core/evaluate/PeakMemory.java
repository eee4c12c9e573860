package io.github.dmsrec.core.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory that the process held at once since a measurement began: heap and native memory together, as Linux counts
 * resident pages ({@code VmHWM}). What the process held before is in it, so a model's own needs are seen in a process that
 * evaluates nothing else. One measurement at a time: the next one begins the count again.
 */
public final class PeakMemory {

    /** Its name in tables. */
    public static final String NAME = "peak-MiB";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private PeakMemory() {}

    /** Begins a measurement; empty where the system does not offer one, as outside Linux. */
    public static Optional<PeakMemory> begin() {
        if (!Files.isWritable(CLEAR) || !Files.isReadable(STATUS)) {
            return Optional.empty();
        }
        try {
            // "5" sets the peak back to what is resident now (proc(5)).
            Files.writeString(CLEAR, "5");
            return peakKilobytes().map(kilobytes -> new PeakMemory());
        } catch (IOException e) {
            // A kernel without this file's function, as in some sandboxes.
            return Optional.empty();
        }
    }

    /** The peak since the beginning, in MiB. */
    public double mebibytes() {
        try {
            return peakKilobytes().orElseThrow(() -> new IOException("there is no VmHWM any more")) / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the peak of memory from " + STATUS, e);
        }
    }

    private static Optional<Long> peakKilobytes() throws IOException {
        Matcher peak = PEAK.matcher(Files.readString(STATUS));
        return peak.find() ? Optional.of(Long.parseLong(peak.group(1))) : Optional.empty();
    }
}
