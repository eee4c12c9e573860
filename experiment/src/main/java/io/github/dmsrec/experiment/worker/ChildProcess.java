package io.github.dmsrec.experiment.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A dmsrec of its own: the same Java, the same options but for the heap, the same classes. Safe for use by several threads.
 */
final class ChildProcess {

    private static final int KEPT_LINES = 3;

    /** What sizes a heap; a heap that begins larger than it may become is an error. */
    private static final List<String> HEAP = List.of(
            "-Xmx",
            "-Xms",
            "-XX:MaxHeapSize",
            "-XX:InitialHeapSize",
            "-XX:MaxRAMPercentage",
            "-XX:InitialRAMPercentage");

    private static final String MAIN = "io.github.dmsrec.cli.Main";

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param arguments of dmsrec
     * @param heap the largest heap, in bytes
     * @param lines gets what it prints, on either stream, from a thread of its own
     * @param ended is told when it has ended and all its lines are read, from that thread
     */
    static ChildProcess start(List<String> arguments, long heap, Consumer<String> lines, Consumer<ChildProcess> ended)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElseThrow(() -> new IOException("the system does not report which Java runs this process")));
        command.addAll(options(ManagementFactory.getRuntimeMXBean().getInputArguments(), heap));
        command.add("-Ddmsrec.terminal=false");
        command.add("-D" + ParentWatchdog.PROPERTY + "=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN));
        command.addAll(arguments);
        ChildProcess child = new ChildProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread reader = new Thread(() -> child.read(lines, ended), "output of a process");
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    /** The options of the JVM. */
    static List<String> options(List<String> ofThisProcess, long heap) {
        List<String> options = new ArrayList<>();
        ofThisProcess.stream()
                // Two processes cannot share a debugger's port or a recorder's file.
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .filter(option -> HEAP.stream().noneMatch(option::startsWith))
                .forEach(options::add);
        options.add("-Xmx" + WorkerMemory.option(heap));
        return options;
    }

    private void read(Consumer<String> lines, Consumer<ChildProcess> ended) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(line);
                if (!line.isBlank()) {
                    keep(line.strip());
                }
            }
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("the output of a process cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.accept(this);
        }
    }

    private synchronized void keep(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > KEPT_LINES) {
            lastLines.removeFirst();
        }
    }

    /** The last lines that it printed. */
    synchronized List<String> lastLines() {
        return List.copyOf(lastLines);
    }

    /** Its exit code, once it has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Ends it. */
    void end() {
        process.destroy();
    }
}
