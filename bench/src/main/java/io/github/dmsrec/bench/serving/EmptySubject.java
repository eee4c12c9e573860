package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.MeasuredProcess;
import io.github.dmsrec.bench.http.EmptyServer;
import io.github.dmsrec.bench.http.HttpLibrary;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * HTTP alone: an empty handler.
 *
 * @param library what serves
 * @param name in tables
 * @param items whose ids, numbers from 1, are in the requests
 * @param work where the ids and the log are
 * @param leastBytes of a request's body
 */
record EmptySubject(HttpLibrary library, String name, int items, Path work, int leastBytes) implements Subject {

    private static final int HEAP = 256;

    @Override
    public Path ids() {
        Path file = work.resolve("numbers-" + items + ".txt");
        try {
            Files.writeString(
                    file,
                    IntStream.rangeClosed(1, items).mapToObj(id -> id + "\n").collect(Collectors.joining()),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }

    @Override
    public ProcessBuilder server() {
        ProcessBuilder builder = MeasuredProcess.of(EmptyServer.class, HEAP, List.of(library.name()));
        List<String> command = new ArrayList<>(builder.command());
        command.addAll(1, library.flags());
        command.add(1, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        return builder.command(command);
    }

    @Override
    public Path log() {
        return work.resolve("empty-" + library + ".log");
    }

    @Override
    public String readyPath() {
        return "/readyz";
    }

    @Override
    public int k() {
        return 20;
    }

    /** The size of the library's jars, MiB. */
    double jarMebibytes() throws IOException {
        double bytes = 0;
        Set<String> seen = new HashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            String file = String.valueOf(jar.getFileName());
            if (library.jars().stream().anyMatch(file::startsWith) && seen.add(file)) {
                bytes += Files.size(jar);
            }
        }
        return bytes / (1 << 20);
    }
}
