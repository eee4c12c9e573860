package io.github.dmsrec.bench;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dmsrec.core.artefact.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The figures measured so far, a JSON object a line, from which a run that was broken off continues. Not thread-safe.
 *
 * @param <F> what figures have in common
 */
public final class ResultsFile<F> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final List<F> figures = new ArrayList<>();

    /**
     * Reads the file, if it is there. A last line that was cut off is removed: its figure is measured again.
     *
     * @param figure the kinds of figures
     */
    public ResultsFile(Path file, Class<F> figure) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            if (whole.length() < text.length()) {
                say("%s: the last line was cut off, and is removed", file);
                OutputFile.write(file, place -> Files.writeString(place, whole, StandardCharsets.UTF_8));
            }
            for (String line : whole.lines().toList()) {
                figures.add(JSON.readValue(line, figure));
            }
        }
    }

    /** Adds a figure, in memory and to the file. */
    public void add(F figure) throws IOException {
        figures.add(figure);
        Files.writeString(
                file,
                JSON.writeValueAsString(figure) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** The figures of a kind, in the order in which they were measured. */
    public <T extends F> Stream<T> all(Class<T> kind, Predicate<T> which) {
        return figures.stream().filter(kind::isInstance).map(kind::cast).filter(which);
    }
}
