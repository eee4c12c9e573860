package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import io.github.dmsrec.datasets.split.SplitText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An import that a test asks for, in both the forms that a user has: calls of the importer, and words of the command line.
 * What is said twice counts as said last. For one thread.
 */
public final class ImportRequest {

    /** What the importer is told; only then can it refuse. */
    private interface Telling {
        void tell(Importer importer) throws IOException;
    }

    private final List<String> beginning;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<Telling> tellings = new ArrayList<>();

    private ImportRequest(String kind, List<String> read, Telling telling) {
        beginning = new ArrayList<>(List.of(kind));
        beginning.addAll(read);
        tellings.add(telling);
    }

    /** Files with a line per click, in UTF-8. */
    static ImportRequest of(LogFiles files) {
        String kind = files.kind().name().toLowerCase(java.util.Locale.ROOT);
        ImportRequest request = new ImportRequest(kind, files.patterns(), importer -> importer.files(files));
        files.delimiter().ifPresent(text -> request.options.put("--delimiter", List.of(text)));
        files.header().ifPresent(names -> request.options.put("--columns", List.of(String.join(",", names))));
        return request;
    }

    /** Files with a line per click, which tell themselves how they are written. */
    static ImportRequest of(LogFiles.Kind kind, Path... files) {
        return of(LogFiles.of(kind, Arrays.stream(files).map(Path::toString).toList()));
    }

    /** The folder of a known data set. */
    static ImportRequest format(String name, Path folder) {
        return new ImportRequest(name, List.of(folder.toString()), importer -> importer.format(name, folder));
    }

    ImportRequest session(String column) {
        return with(importer -> importer.session(column), "--session", column);
    }

    ImportRequest user(String column) {
        return with(importer -> importer.user(column), "--user", column);
    }

    ImportRequest item(String column) {
        return with(importer -> importer.item(column), "--item", column);
    }

    ImportRequest time(String column) {
        return with(importer -> importer.time(column), "--time", column);
    }

    /** As the command line writes it. */
    ImportRequest timeFormat(String label) {
        return with(importer -> importer.timeFormat(TimeFormat.ofLabel(label).orElseThrow()), "--time-format", label);
    }

    /** A CSV file of item texts with the columns {@code id}, {@code title} and some more. */
    ImportRequest items(Path file, String... texts) {
        ItemTexts items = new ItemTexts(
                folder -> LogFiles.of(LogFiles.Kind.CSV, List.of(file.toString())),
                "id",
                Optional.of("title"),
                List.of(texts));
        options.put("--item-id", List.of("id"));
        options.put("--title", List.of("title"));
        options.put("--text", List.of(texts));
        return with(importer -> importer.items(items), "--items", file.toString());
    }

    ImportRequest filters(int minItemSupport, int minSessionLength) {
        options.put("--min-item-support", List.of(Integer.toString(minItemSupport)));
        return with(
                importer -> importer.filters(
                        Filters.DEFAULT.withMinItemSupport(minItemSupport).withMinSessionLength(minSessionLength)),
                "--min-session-length",
                Integer.toString(minSessionLength));
    }

    /** As {@link SplitText} writes it. */
    ImportRequest split(String text) {
        return with(importer -> importer.split(SplitText.of(text, 0.1, 1)), "--split", text);
    }

    ImportRequest memory(long bytes) {
        return with(importer -> importer.memory(bytes), "--memory", Long.toString(bytes));
    }

    ImportRequest temporaryDisk(long bytes) {
        return with(importer -> importer.temporaryDisk(bytes), "--disk", Long.toString(bytes));
    }

    private ImportRequest with(Telling telling, String option, String value) {
        tellings.add(telling);
        options.put(option, List.of(value));
        return this;
    }

    /** An importer that has been told all of it. */
    public Importer importer() throws IOException {
        Importer importer = Datasets.importer();
        for (Telling telling : tellings) {
            telling.tell(importer);
        }
        return importer;
    }

    /** What stands behind {@code dmsrec import}: the kind of import, what is read, the options; without {@code --out}. */
    public List<String> words() {
        List<String> words = new ArrayList<>(beginning);
        options.forEach((option, values) -> values.forEach(value -> words.addAll(List.of(option, value))));
        return words;
    }
}
