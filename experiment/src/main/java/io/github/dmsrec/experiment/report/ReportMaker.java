package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.evaluate.Breadth;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.Candidates;
import io.github.dmsrec.core.recommend.Exposure;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.OpenModel;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.TargetsOption;
import io.github.dmsrec.stage.Training;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Gathers a report from a comparison and from what the folders of its models tell. */
public final class ReportMaker {

    private static final int SHOWN = 5;
    private static final int SHOWN_CANDIDATES = 10;

    private final SessionDataset dataset;
    private final Comparison comparison;
    private final int threads;

    private ReportMaker(Comparison comparison, int threads) {
        this.dataset = comparison.dataset();
        this.comparison = comparison;
        this.threads = threads;
    }

    /**
     * Makes a report.
     *
     * @param title what was run
     * @param datasetFolder the folder of the data set
     * @param seed of the run; also chooses the example rows
     * @param threads for the models
     * @param examples how many test rows are shown in full
     * @param reproduce the commands that make the same again
     */
    public static Report make(
            String title,
            ArtefactFolder datasetFolder,
            Comparison comparison,
            long seed,
            int threads,
            int examples,
            List<String> reproduce) {
        ReportMaker maker = new ReportMaker(comparison, threads);
        Optional<Comparison.Entry> fused =
                comparison.entries().stream().filter(Comparison.Entry::fused).findFirst();
        Optional<Candidates> candidates = fused.flatMap(Comparison.Entry::model).flatMap(maker::candidatesOf);
        Differences differences = new Differences(comparison, seed);
        List<Report.Difference> onAllRows = differences.onAllRows();
        return new Report(
                Report.FORMAT,
                title,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "dmsrec " + Version.current(),
                Manifest.Machine.current(),
                seed,
                threads,
                datasetOf(comparison.dataset(), datasetFolder),
                maker.protocol(),
                maker.models(),
                comparison.dataset().examples(Split.TEST).size(),
                maker.results(),
                comparison.entries().stream()
                        .map(entry -> new Report.Cost(entry.name(), entry.costs()))
                        .toList(),
                onAllRows,
                differences.onParts(),
                Findings.of(comparison, onAllRows),
                candidates.map(maker::exposure).orElse(List.of()),
                maker.examples(fused, candidates, examples, seed),
                reproduce);
    }

    /** What a data set is. */
    public static Report.Dataset datasetOf(SessionDataset dataset, ArtefactFolder folder) {
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

    private String protocol() {
        return Protocol.named(comparison.entries().stream()
                .filter(entry -> entry.model().isPresent())
                .map(Comparison.Entry::selectedOn)
                .toList());
    }

    private List<Report.Result> results() {
        List<Report.Result> results = new ArrayList<>();
        for (Comparison.Entry entry : comparison.entries()) {
            results.add(result(entry, Report.RANKED, entry.evaluation().rankedBreadth()));
            results.add(result(entry, Report.MASKED, entry.evaluation().maskedBreadth()));
        }
        return results;
    }

    private static Report.Result result(Comparison.Entry entry, String seenItems, Optional<Breadth> breadth) {
        return new Report.Result(
                entry.id(),
                entry.name(),
                seenItems,
                entry.selectedOn(),
                entry.metrics(seenItems.equals(Report.MASKED)).values(),
                breadth.map(Breadth::values).orElse(Map.of()));
    }

    private List<Report.Model> models() {
        List<Report.Model> models = new ArrayList<>();
        for (Comparison.Entry entry : comparison.entries()) {
            if (entry.model().isPresent()) {
                ArtefactFolder folder = entry.model().get();
                models.add(new Report.Model(
                        entry.name(),
                        folder.path().toString(),
                        folder.manifest().fingerprint(),
                        entry.backbone(),
                        entry.fused(),
                        entry.selectedOn(),
                        bestOnTest(folder),
                        folder.manifest().options(),
                        entry.fused() ? intentOptions(folder) : Map.of(),
                        epochs(folder)));
            }
        }
        return models;
    }

    private static Map<String, String> intentOptions(ArtefactFolder model) {
        Map<String, String> options = new TreeMap<>();
        ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS)
                .manifest()
                .options()
                .forEach((key, value) -> options.put("intents: " + key, value));
        return options;
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

    /** The training of a model, epoch by epoch; empty if it was not trained in epochs. */
    public static List<Report.Epoch> epochs(ArtefactFolder model) {
        List<Report.Epoch> epochs = new ArrayList<>();
        for (JsonNode epoch : Methods.of(model).history(model)) {
            String split = epoch.has(Split.TEST.label()) ? Split.TEST.label() : Split.VALIDATION.label();
            Map<String, Double> metrics = new LinkedHashMap<>();
            epoch.path(split)
                    .properties()
                    .forEach(field ->
                            metrics.put(field.getKey(), field.getValue().asDouble()));
            epochs.add(new Report.Epoch(
                    epoch.path("epoch").asInt(),
                    epoch.path("trainLoss").asDouble(),
                    split,
                    metrics,
                    epoch.path("seconds").asDouble()));
        }
        return epochs;
    }

    /** The candidates that a fused model's intents were chosen from, if they are still where they were. */
    private Optional<Candidates> candidatesOf(ArtefactFolder model) {
        ArtefactFolder intents = ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS);
        return intents.manifest()
                .input(Provenance.CANDIDATES)
                .flatMap(input -> Optional.ofNullable(intents.find(input)).filter(found -> found.isOf(input)))
                .map(found -> CandidateFolder.read(found.path(), TargetsOption.rowsOf(found, dataset)));
    }

    private List<Report.Exposure> exposure(Candidates candidates) {
        SessionDataset rows = TargetsOption.rowsOf(candidates.folder(), dataset);
        return Arrays.stream(Split.values())
                .map(split -> {
                    Exposure measured = Exposure.of(rows.examples(split), candidates.lists(split));
                    return new Report.Exposure(split.label(), measured.rows(), measured.recall());
                })
                .toList();
    }

    private List<Report.ExampleRow> examples(
            Optional<Comparison.Entry> fused, Optional<Candidates> candidates, int count, long seed) {
        Examples test = dataset.examples(Split.TEST);
        int[] order = new RandomStreams(seed).permutation(test.size(), "report-examples");
        int[] rows = Arrays.stream(order).limit(count).sorted().toArray();
        if (rows.length == 0) {
            return List.of();
        }
        List<Map<String, List<String>>> recommendations = recommendations(test, rows);
        Optional<IntentTable> intents =
                fused.flatMap(Comparison.Entry::model).map(model -> Comparison.intents(model, dataset));
        List<Report.ExampleRow> examples = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            examples.add(new Report.ExampleRow(
                    row,
                    titles(test.items(row)),
                    title(test.target(row)),
                    candidates
                            .map(found -> firstCandidates(found.lists(Split.TEST), row))
                            .orElse(List.of()),
                    intents.map(table -> explicit(table.rows(Split.TEST), row)).orElse(List.of()),
                    intents.map(table -> latent(table.rows(Split.TEST), row)).orElse(List.of()),
                    recommendations.get(i)));
        }
        return examples;
    }

    private List<Map<String, List<String>>> recommendations(Examples test, int[] rows) {
        List<Map<String, List<String>>> recommendations = new ArrayList<>();
        IntStream.range(0, rows.length).forEach(i -> recommendations.add(new LinkedHashMap<>()));
        Examples shown = test.rows(rows);
        int items = dataset.catalogue().size();
        float[] scores = new float[rows.length * items];
        for (Comparison.Entry entry : comparison.entries()) {
            if (entry.model().isEmpty()) {
                continue;
            }
            ArtefactFolder folder = entry.model().get();
            try (OpenModel model = OpenModel.open(folder.path(), threads)) {
                Recommender recommender = model.onRows(dataset, Split.TEST, rows);
                recommender.score(shown, 0, rows.length, scores);
                for (int i = 0; i < rows.length; i++) {
                    recommendations.get(i).put(entry.name(), titles(recommender.best(scores, i * items, SHOWN)));
                }
            }
        }
        return recommendations;
    }

    private List<String> explicit(IntentRows intents, int row) {
        return IntStream.range(0, intents.explicitCount(row))
                .mapToObj(number -> text(intents.explicitText(row, number)))
                .toList();
    }

    private List<String> latent(IntentRows intents, int row) {
        return IntStream.range(0, intents.latentCount(row))
                .mapToObj(number -> text(intents.latentText(row, number)))
                .toList();
    }

    private String text(int index) {
        return index < dataset.catalogue().size() ? title(index) : "(a text that is no title of the catalogue)";
    }

    private List<String> firstCandidates(CandidateLists lists, int row) {
        return titles(Arrays.stream(lists.items(row)).limit(SHOWN_CANDIDATES).toArray());
    }

    private List<String> titles(int[] items) {
        return Arrays.stream(items).mapToObj(this::title).toList();
    }

    private String title(int item) {
        Catalogue catalogue = dataset.catalogue();
        return catalogue.title(item).isEmpty() ? "item " + catalogue.id(item) : catalogue.title(item);
    }
}
