package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.evaluate.Breadth;
import io.github.dmsrec.core.evaluate.Breakdown;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Training;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Gathers the results on one data set from the evaluations of its lines and from what the folders of their models hold. */
public final class DatasetResults {

    private static final boolean[] BOTH = {false, true};

    private final SessionDataset dataset;
    private final List<Evaluated> lines;
    private final Differences differences;

    private DatasetResults(SessionDataset dataset, List<Evaluated> lines, long seed) {
        this.dataset = dataset;
        this.lines = lines;
        this.differences = new Differences(lines, dataset.examples(Split.TEST), seed);
    }

    /**
     * The results.
     *
     * @param name the name of the data set in tables
     * @param folder of the data set
     * @param lines in the order of tables
     * @param onParts whether lines are also compared on parts of the rows
     * @param shown the examples
     * @param seed of the bootstrap
     */
    public static Report.OnDataset of(
            String name,
            SessionDataset dataset,
            ArtefactFolder folder,
            List<Evaluated> lines,
            boolean onParts,
            ExampleRows shown,
            long seed) {
        DatasetResults results = new DatasetResults(dataset, lines, seed);
        List<Report.Line> all = lines.stream().map(DatasetResults::line).toList();
        Report.OnDataset silent = new Report.OnDataset(
                name,
                datasetOf(dataset, folder),
                Protocol.named(all),
                dataset.examples(Split.TEST).size(),
                "",
                List.of(),
                all,
                results.differences.onAllRows(),
                mapShares(all),
                results.breakdowns(onParts),
                lines.stream().flatMap(line -> training(line).stream()).toList(),
                shown.exposure(),
                shown.sessions(),
                shown.items(),
                lines.stream().flatMap(line -> sources(line).stream()).toList());
        return Findings.in(silent);
    }

    private static Report.Dataset datasetOf(SessionDataset dataset, ArtefactFolder folder) {
        List<Report.SplitCounts> splits = Arrays.stream(Split.values())
                .map(split -> new Report.SplitCounts(
                        split.label(),
                        dataset.sessions(split).size(),
                        dataset.sessions(split).clicks(),
                        dataset.examples(split).size()))
                .toList();
        return new Report.Dataset(
                dataset.name(),
                folder.path().toString(),
                dataset.fingerprint(),
                dataset.catalogue().size(),
                splits,
                folder.manifest().facts().path(DatasetFolder.SPLIT_RULE).asText(),
                folder.manifest().facts().path(DatasetFolder.LEAKS).asText());
    }

    private static Report.Line line(Evaluated line) {
        return new Report.Line(
                line.name(),
                line.method(),
                line.arm(),
                line.kind(),
                line.fused(),
                line.runs().stream()
                        .flatMap(run -> Optional.ofNullable(run.seed()).stream())
                        .toList(),
                line.selectedOn(),
                line.tuning(),
                spreads(line, run -> figures(run.evaluation(), false)),
                spreads(line, run -> figures(run.evaluation(), true)),
                spreads(line, DatasetResults::costs));
    }

    private static Map<String, Double> figures(Evaluation evaluation, boolean masked) {
        Map<String, Double> figures =
                new LinkedHashMap<>((masked ? evaluation.masked() : evaluation.ranked()).values());
        (masked ? evaluation.maskedBreadth() : evaluation.rankedBreadth())
                .map(Breadth::values)
                .ifPresent(figures::putAll);
        return figures;
    }

    /** What scoring cost, and what training did. */
    private static Map<String, Double> costs(Evaluated.Run run) {
        Map<String, Double> costs = new LinkedHashMap<>(run.costs());
        if (run.model() != null && Methods.of(run.model()).capabilities().epochs()) {
            JsonNode facts = run.model().manifest().facts();
            double seconds = 0;
            for (JsonNode epoch : facts.path("secondsPerEpoch")) {
                seconds += epoch.asDouble();
            }
            // Imported weights were not trained here.
            if (facts.has("epochs")) {
                costs.put(Figures.TRAINING_TIME, seconds);
                costs.put("epochs", facts.path("epochs").asDouble());
                costs.put("parameters", facts.path("parameters").asDouble());
            }
        }
        return costs;
    }

    private static Map<String, Report.Spread> spreads(
            Evaluated line, Function<Evaluated.Run, Map<String, Double>> figuresOf) {
        List<Map<String, Double>> runs = line.runs().stream().map(figuresOf).toList();
        Map<String, Report.Spread> spreads = new LinkedHashMap<>();
        for (String name : runs.get(0).keySet()) {
            spreads.put(
                    name,
                    Report.Spread.of(runs.stream()
                            .flatMap(run -> Optional.ofNullable(run.get(name)).stream())
                            .mapToDouble(Double::doubleValue)
                            .toArray()));
        }
        return spreads;
    }

    /** For each method with the arms base, zero and both, how much of the gain the maps give. */
    private static List<Report.MapShare> mapShares(List<Report.Line> lines) {
        List<Report.MapShare> shares = new ArrayList<>();
        for (Report.Line both : lines) {
            Optional<Report.Line> base = armOf(lines, both.method(), "base");
            Optional<Report.Line> zero = armOf(lines, both.method(), "zero");
            if (both.arm().equals("both") && base.isPresent() && zero.isPresent()) {
                for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
                    for (String metric : List.of("HR@20", Report.METRIC)) {
                        shares.add(new Report.MapShare(
                                both.method(),
                                seenItems,
                                metric,
                                base.get().mean(seenItems, metric),
                                zero.get().mean(seenItems, metric),
                                both.mean(seenItems, metric)));
                    }
                }
            }
        }
        return shares;
    }

    private static Optional<Report.Line> armOf(List<Report.Line> lines, String method, String arm) {
        return lines.stream()
                .filter(line -> line.method().equals(method) && line.arm().equals(arm))
                .findFirst();
    }

    private List<Report.Breakdown> breakdowns(boolean compared) {
        ItemPopularity popularity = new ItemPopularity(
                dataset.sessions(Split.TRAIN), dataset.catalogue().size());
        return Breakdown.ofTestRows(dataset, popularity).stream()
                .map(breakdown -> new Report.Breakdown(
                        breakdown.by(),
                        breakdown.parts().stream()
                                .map(part -> new Report.Part(
                                        part.name(),
                                        part.rows().length,
                                        partResults(part),
                                        compared ? differences.onPart(part.rows()) : List.of()))
                                .toList()))
                .toList();
    }

    private List<Report.PartResult> partResults(Breakdown.Part part) {
        List<Report.PartResult> results = new ArrayList<>();
        for (Evaluated line : lines) {
            for (boolean masked : BOTH) {
                Map<String, Double> means = new LinkedHashMap<>();
                for (Evaluated.Run run : line.runs()) {
                    part.metrics(run.ranks(masked))
                            .values()
                            .forEach((metric, value) -> means.merge(metric, value, Double::sum));
                }
                means.replaceAll((metric, sum) -> sum / line.runs().size());
                results.add(new Report.PartResult(line.name(), masked ? Report.MASKED : Report.RANKED, means));
            }
        }
        return results;
    }

    private static Optional<Report.Training> training(Evaluated line) {
        List<List<JsonNode>> runs = line.models().stream()
                .map(model -> {
                    List<JsonNode> epochs = new ArrayList<>();
                    Methods.of(model).history(model).forEach(epochs::add);
                    return epochs;
                })
                .filter(epochs -> !epochs.isEmpty())
                .toList();
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        String split = runs.get(0).get(0).has(Split.TEST.label()) ? Split.TEST.label() : Split.VALIDATION.label();
        List<Report.Epoch> epochs = new ArrayList<>();
        int common = runs.stream().mapToInt(List::size).min().orElseThrow();
        for (int number = 0; number < common; number++) {
            int epoch = number;
            epochs.add(new Report.Epoch(
                    runs.get(0).get(epoch).path("epoch").asInt(),
                    mean(runs, epoch, node -> node.path("trainLoss")),
                    means(runs, epoch, split),
                    means(runs, epoch, SelectBy.MASKED.keyOf(split)),
                    mean(runs, epoch, node -> node.path("seconds"))));
        }
        return Optional.of(new Report.Training(line.name(), line.method(), split, epochs));
    }

    /** Of all metrics of an epoch on some rows; empty if a run does not have them. */
    private static Map<String, Double> means(List<List<JsonNode>> runs, int epoch, String rows) {
        Map<String, Double> means = new LinkedHashMap<>();
        if (runs.stream().allMatch(run -> run.get(epoch).has(rows))) {
            runs.get(0)
                    .get(epoch)
                    .path(rows)
                    .fieldNames()
                    .forEachRemaining(metric -> means.put(
                            metric, mean(runs, epoch, node -> node.path(rows).path(metric))));
        }
        return means;
    }

    private static double mean(List<List<JsonNode>> runs, int epoch, Function<JsonNode, JsonNode> figure) {
        return runs.stream()
                .mapToDouble(run -> figure.apply(run.get(epoch)).asDouble())
                .average()
                .orElseThrow();
    }

    private static List<Report.Source> sources(Evaluated line) {
        List<Report.Source> sources = new ArrayList<>();
        for (Evaluated.Run run : line.runs()) {
            ArtefactFolder made = run.model() == null ? run.ranks() : run.model();
            if (made == null && run.path().isEmpty()) {
                continue;
            }
            Manifest manifest = made == null ? null : made.manifest();
            sources.add(new Report.Source(
                    line.name(),
                    run.seed() == null ? "" : String.valueOf(run.seed()),
                    run.path(),
                    run.model() == null ? "" : run.model().manifest().fingerprint(),
                    run.ranks() == null ? "" : run.ranks().manifest().fingerprint(),
                    manifest == null ? "" : manifest.command(),
                    manifest == null ? "" : manifest.created(),
                    manifest == null ? Map.of() : portable(manifest.options(), Path.of("")),
                    run.model() == null ? Map.of() : intentOptions(run.model()),
                    run.model() == null ? Map.of() : bestOnTest(run.model())));
        }
        return sources;
    }

    private static Map<String, String> intentOptions(ArtefactFolder model) {
        if (!Files.isDirectory(model.file(Training.INTENTS_FOLDER))) {
            return Map.of();
        }
        return portable(
                ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS)
                        .manifest()
                        .options(),
                Path.of(""));
    }

    /** Options with the paths below a folder relative to it, so that a report says nothing of the machine. */
    static Map<String, String> portable(Map<String, String> options, Path folder) {
        String here = folder.toAbsolutePath() + File.separator;
        Map<String, String> sorted = new TreeMap<>();
        options.forEach((key, value) -> sorted.put(
                key, value.startsWith(here) ? value.substring(here.length()).replace(File.separatorChar, '/') : value));
        return sorted;
    }

    private static Map<String, Report.BestFigure> bestOnTest(ArtefactFolder model) {
        Map<String, Report.BestFigure> best = new LinkedHashMap<>();
        model.manifest()
                .facts()
                .path("bestOnTest")
                .properties()
                .forEach(metric -> best.put(
                        metric.getKey(),
                        new Report.BestFigure(
                                metric.getValue().path("value").asDouble(),
                                metric.getValue().path("epoch").asInt())));
        return best;
    }
}
