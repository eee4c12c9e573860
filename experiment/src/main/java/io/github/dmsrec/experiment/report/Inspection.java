package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.ModelSelection;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.TargetsOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an artefact folder holds, for people.
 *
 * @param lines the whole as text
 * @param files the size of each file in bytes, by name
 * @param samples a few rows as text
 */
public record Inspection(List<String> lines, Map<String, Long> files, List<String> samples) {

    /**
     * Looks into a folder.
     *
     * @param count how many rows to show
     */
    public static Inspection of(ArtefactFolder folder, int count) throws IOException {
        Manifest manifest = folder.manifest();
        Map<String, Long> files = files(folder.path());
        List<String> samples = samples(folder, count);
        List<String> lines = new ArrayList<>();
        lines.add(manifest.kind().label() + " '" + manifest.name() + "' in " + folder.path());
        row(lines, "made", manifest.created() + " by " + manifest.madeBy());
        row(lines, "command", manifest.command());
        row(lines, "seed, threads", manifest.seed() + ", " + manifest.threads());
        row(
                lines,
                "machine",
                manifest.machine().os() + " " + manifest.machine().arch() + ", "
                        + manifest.machine().processors() + " processors, Java "
                        + manifest.machine().java());
        boolean intact = Fingerprint.ofFolder(folder.path()).equals(manifest.fingerprint());
        row(
                lines,
                "fingerprint",
                manifest.fingerprint() + (intact ? " (the files are as written)" : " (the files were CHANGED since)"));
        if (ModelSelection.onTest(folder)) {
            row(lines, "protocol", Protocol.WORDS + ", as the published code does");
        }
        for (Manifest.Input input : manifest.inputs()) {
            row(lines, "from " + input.role(), input.path() + " (" + Figures.shortened(input.fingerprint()) + ")");
        }
        if (!manifest.options().isEmpty()) {
            lines.add("options:");
            manifest.options().forEach((key, value) -> row(lines, "  " + key, value));
        }
        lines.add("facts:");
        addFacts(lines, "", manifest.facts());
        lines.add("files:");
        files.forEach((name, bytes) -> row(lines, "  " + name, size(bytes)));
        if (!samples.isEmpty()) {
            lines.add("samples:");
            samples.forEach(sample -> lines.add("  " + sample));
        }
        return new Inspection(List.copyOf(lines), files, samples);
    }

    private static void row(List<String> lines, String key, String value) {
        lines.add(String.format(Locale.ROOT, "  %-28s %s", key, value));
    }

    private static void addFacts(List<String> lines, String path, JsonNode facts) {
        if (facts.isObject()) {
            facts.properties()
                    .forEach(field -> addFacts(
                            lines, path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue()));
        } else {
            row(lines, "  " + path, facts.isTextual() ? facts.asText() : facts.toString());
        }
    }

    private static Map<String, Long> files(Path path) throws IOException {
        Map<String, Long> files = new LinkedHashMap<>();
        List<Path> found;
        try (Stream<Path> tree = Files.walk(path)) {
            found = tree.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : found) {
            files.put(path.relativize(file).toString().replace('\\', '/'), Files.size(file));
        }
        return files;
    }

    private static List<String> samples(ArtefactFolder folder, int count) {
        return switch (folder.manifest().kind()) {
            case DATASET -> sessions(DatasetFolder.read(folder.path()), count);
            case MODEL -> epochs(folder);
            case CANDIDATES ->
                dataset(folder)
                        .map(dataset -> candidates(folder, dataset, count))
                        .orElse(List.of());
            case INTENTS ->
                dataset(folder)
                        .map(dataset -> IntentSamples.of(folder, dataset, count))
                        .orElse(List.of());
            case EVALUATION, FACETS, GRAPH -> List.of();
            case REPORT -> List.of("open " + folder.file("report.html"));
        };
    }

    /** The rows that an artefact was made for, if their data set is still where it was. */
    private static Optional<SessionDataset> dataset(ArtefactFolder folder) {
        return folder.manifest().input(Provenance.DATASET).flatMap(input -> Optional.ofNullable(folder.find(input))
                .map(found -> TargetsOption.rowsOf(folder, DatasetFolder.read(found.path())))
                .filter(rows -> rows.fingerprint().equals(input.fingerprint())));
    }

    private static List<String> sessions(SessionDataset dataset, int count) {
        Examples rows = dataset.examples(Split.TEST);
        return IntStream.range(0, Math.min(count, rows.size()))
                .mapToObj(row -> "test row " + row + ": " + titles(dataset.catalogue(), rows.items(row)) + " => "
                        + title(dataset.catalogue(), rows.target(row)))
                .toList();
    }

    private static List<String> candidates(ArtefactFolder folder, SessionDataset dataset, int count) {
        CandidateLists lists = CandidateFolder.read(folder.path(), dataset).lists(Split.TEST);
        return sample(
                count,
                lists.size(),
                row -> "test row " + row + ": "
                        + titles(
                                dataset.catalogue(),
                                Arrays.stream(lists.items(row)).limit(5).toArray())
                        + " ...");
    }

    static List<String> sample(int count, int size, IntFunction<String> line) {
        return IntStream.range(0, Math.min(count, size)).mapToObj(line).toList();
    }

    private static List<String> epochs(ArtefactFolder folder) {
        List<String> lines = new ArrayList<>();
        String split = folder.manifest().facts().path("selectedOn").asText();
        String label = ModelSelection.onTest(folder) ? " (" + Protocol.WORDS + ")" : "";
        for (JsonNode epoch : Methods.of(folder).history(folder)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "epoch %d: loss %.4f, %s MRR@20 %.4f, HR@20 %.4f%s, %.1f s",
                    epoch.path("epoch").asInt(),
                    epoch.path("trainLoss").asDouble(),
                    split,
                    epoch.path(split).path("MRR@20").asDouble(),
                    epoch.path(split).path("HR@20").asDouble(),
                    label,
                    epoch.path("seconds").asDouble()));
        }
        return lines;
    }

    static String titles(Catalogue catalogue, int[] items) {
        return Arrays.stream(items).mapToObj(item -> title(catalogue, item)).collect(Collectors.joining(" > "));
    }

    static String title(Catalogue catalogue, int item) {
        return catalogue.title(item).isEmpty() ? "item " + catalogue.id(item) : catalogue.title(item);
    }

    private static String size(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
