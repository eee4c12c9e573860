package io.github.dmsrec.core;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory that can still be taken. Safe for use by several threads. */
public final class AvailableMemory {

    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final String LINE = "MemAvailable:";

    private AvailableMemory() {}

    /** What this program's heap can still take, in bytes; objects that nobody needs any more may count as taken. */
    public static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /**
     * What programs can still take without swapping, in bytes; all of the machine's where the system does not say what is
     * available.
     */
    public static long bytes() {
        if (Files.isReadable(LINUX)) {
            try {
                List<String> lines = Files.readAllLines(LINUX);
                for (String line : lines) {
                    if (line.startsWith(LINE)) {
                        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            } catch (IOException e) {
                // The same question is asked of Java below.
                return physical();
            }
        }
        return physical();
    }

    private static long physical() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }
}
