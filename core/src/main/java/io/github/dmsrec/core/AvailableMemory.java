package io.github.dmsrec.core;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory that can still be taken. Safe for use by several threads. */
public final class AvailableMemory {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path GROUPS = Path.of("/proc/self/cgroup");
    private static final Path GROUP_FILES = Path.of("/sys/fs/cgroup");

    private AvailableMemory() {}

    /** What this program's heap can still take, in bytes; objects that nobody needs any more may count as taken. */
    public static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /**
     * The setting with which a program has a heap that holds so much.
     *
     * @param bytes that are needed beside what any program takes
     */
    public static String heapSetting(long bytes) {
        return "DMSREC_JAVA_OPTS=-Xmx" + (long) Math.ceil((bytes * 1.2 + 1e9) / (1L << 30)) + "g";
    }

    /**
     * What this program can still take without swapping, in bytes: what the machine has left, or less where a container's limit
     * is nearer; all of the machine's where the system does not say what is left.
     */
    public static long bytes() {
        List<String> machine = lines(MEMORY);
        long total = value(machine, "MemTotal:").orElse(Long.MAX_VALUE / 1024) * 1024;
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
            return total;
        }
        long ofContainer = system.getTotalMemorySize();
        OptionalLong left = value(machine, "MemAvailable:");
        long ofMachine = left.isPresent() ? left.getAsLong() * 1024 : ofContainer;
        if (ofContainer >= total) {
            return ofMachine;
        }
        // Java counts the pages of files as used, which the system takes back when they are needed.
        return Math.min(ofMachine, Math.min(ofContainer, system.getFreeMemorySize() + pagesOfFiles()));
    }

    /** What files take of the container's memory but need not, in bytes; 0 where the system does not say. */
    private static long pagesOfFiles() {
        return lines(GROUPS).stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .flatMap(parts -> parts[1].equals("memory")
                        ? folders(GROUP_FILES.resolve("memory"), parts[2])
                        : parts[1].isEmpty() ? folders(GROUP_FILES, parts[2]) : Stream.<Path>empty())
                .map(folder -> lines(folder.resolve("memory.stat")))
                .filter(statistics -> !statistics.isEmpty())
                .findFirst()
                .map(statistics -> value(statistics, "total_inactive_file ")
                        .orElseGet(() -> value(statistics, "inactive_file ").orElse(0)))
                .orElse(0L);
    }

    /** Where a group's files are: in a container with names of its own, at the top. */
    private static Stream<Path> folders(Path top, String group) {
        return Stream.of(top.resolve(group.substring(1)), top);
    }

    /** The lines of a file of the system; none where there is no such file. */
    private static List<String> lines(Path file) {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The system's file '" + file + "' cannot be read", e);
        }
    }

    /** The number of the line that begins so. */
    private static OptionalLong value(List<String> lines, String begin) {
        return lines.stream()
                .filter(line -> line.startsWith(begin))
                .mapToLong(line -> Long.parseLong(line.substring(begin.length()).replaceAll("\\D", "")))
                .findFirst();
    }
}
