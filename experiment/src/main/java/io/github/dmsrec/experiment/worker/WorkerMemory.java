package io.github.dmsrec.experiment.worker;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.github.dmsrec.core.progress.Reporter;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How many worker processes the memory holds, and how much of it each may use. A worker counts with the heap of this process
 * and half as much again, for the tensor engine takes memory beside the heap; a fifth of the machine stays for all others.
 *
 * @param machine the memory of the machine, or of the container, in bytes
 * @param heap the largest heap of this process, in bytes
 * @param processors how many there are
 */
public record WorkerMemory(long machine, long heap, int processors) {

    private static final double SHARE = 0.8;
    private static final double WITH_ENGINE = 1.5;
    private static final long LEAST_HEAP = 128L << 20;

    /** Of this machine and this process. */
    public static WorkerMemory ofThisMachine() {
        Runtime runtime = Runtime.getRuntime();
        long machine = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
        return new WorkerMemory(machine, heapOfThisProcess(), runtime.availableProcessors());
    }

    /** As it was asked for: what {@link Runtime#maxMemory} says lacks what the collector keeps free. */
    private static long heapOfThisProcess() {
        HotSpotDiagnosticMXBean virtualMachine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return virtualMachine == null
                ? Runtime.getRuntime().maxMemory()
                : Long.parseLong(virtualMachine.getVMOption("MaxHeapSize").getValue());
    }

    /** How many workers of the heap of this process the memory holds, at least 1. */
    public int fitting() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, SHARE * machine / (WITH_ENGINE * heap)));
    }

    /**
     * How many workers there are unless a number is given: as many as both the processors and the memory allow.
     *
     * @param threads of each
     */
    public int usual(int threads) {
        return Math.min(byProcessors(threads), fitting());
    }

    /**
     * The largest heap of each of some workers, in bytes: that of this process, or less if there are more workers than fit, so
     * that all together stay within the memory.
     *
     * @param workers at least 1
     */
    public long heapOf(int workers) {
        return workers <= fitting()
                ? heap
                : Math.max(LEAST_HEAP, Math.min(heap, (long) (SHARE * machine / (WITH_ENGINE * workers))));
    }

    /** What each of some workers may need, in bytes: its heap and what the tensor engine takes beside it. */
    public long ofWorker(int workers) {
        return (long) (WITH_ENGINE * heapOf(workers));
    }

    /**
     * Reports where memory is what bounds the workers, and warns where there are more than it holds.
     *
     * @param workers how many there are; one alone works in this process
     * @param threads of each
     */
    public void report(int workers, int threads, Reporter reporter) {
        if (workers > 1 && workers > fitting()) {
            reporter.warn(String.format(
                    Locale.ROOT,
                    "%d workers do not fit the memory: with the heap of %s that this process has, and the tensor engine,"
                            + " they may need %s, and the machine has %s. Each gets a heap of %s. Set workers: %d, or a smaller"
                            + " heap: DMSREC_JAVA_OPTS=-Xmx%s.",
                    workers,
                    words(heap),
                    words((long) (WITH_ENGINE * heap * workers)),
                    words(machine),
                    words(heapOf(workers)),
                    fitting(),
                    option(heapOf(workers))));
        } else if (workers == fitting() && workers < byProcessors(threads)) {
            reporter.say(String.format(
                    Locale.ROOT,
                    "%d worker%s at once, bounded by memory: the processors would allow %d, but each may need %s of the"
                            + " machine's %s. A smaller heap allows more: DMSREC_JAVA_OPTS=-Xmx%s.",
                    workers,
                    workers == 1 ? "" : "s",
                    byProcessors(threads),
                    words((long) (WITH_ENGINE * heap)),
                    words(machine),
                    option(heapOf(byProcessors(threads)))));
        }
    }

    /**
     * How many workers the processors allow, at least 1.
     *
     * @param threads of each
     */
    public int byProcessors(int threads) {
        return Math.max(1, processors / threads);
    }

    /** As the JVM's options take it, in whole mebibytes. */
    static String option(long bytes) {
        return (bytes >> 20) + "m";
    }

    private static String words(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
