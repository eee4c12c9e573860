package io.github.dmsrec.stage;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.ExternalLists;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.IntentFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Baselines, models and recommendations made elsewhere, ranked on the same test rows. The baselines count the training
 * sessions, from which the models learn, too.
 *
 * @param dataset whose test rows are ranked
 * @param entries the baselines, then the models, then the recommendations made elsewhere, each in the order given
 */
public record Comparison(SessionDataset dataset, List<Entry> entries) {

    /**
     * One line of the table.
     *
     * @param id the path of the model or of the recommendations as given, or the baseline's name
     * @param name what tables call it
     * @param model the model's folder; empty for a baseline that stands beside every model and for recommendations made
     *     elsewhere
     * @param elsewhere the file of recommendations made elsewhere; empty for all others
     * @param backbone the model's backbone or baseline; an empty text without one
     * @param fused whether intents reach the score
     * @param selectedOn the split whose rows chose the model's epoch; empty where nothing was chosen or nobody knows
     * @param evaluation its ranks and metrics
     * @param costs what its scores cost, by the names of tables
     */
    public record Entry(
            String id,
            String name,
            Optional<ArtefactFolder> model,
            Optional<Path> elsewhere,
            String backbone,
            boolean fused,
            String selectedOn,
            Evaluation evaluation,
            Map<String, Double> costs) {

        /** Whether it is one of the baselines that stand beside every model. */
        public boolean standsBesideAll() {
            return model.isEmpty() && elsewhere.isEmpty();
        }

        /** Whether it learned by counting. */
        public boolean isBaseline() {
            return standsBesideAll()
                    || model.map(Methods::of)
                            .map(method -> method.capabilities().counts())
                            .orElse(false);
        }

        /** The metrics under one protocol. */
        public Metrics metrics(boolean masked) {
            return masked ? evaluation.masked() : evaluation.ranked();
        }

        /** The targets' ranks under one protocol. */
        public int[] ranks(boolean masked) {
            return masked ? evaluation.maskedRanks() : evaluation.rankedRanks();
        }
    }

    /**
     * Evaluates.
     *
     * @param datasetFolder the folder of the data set
     * @param models the folders of the models
     * @param elsewhere files of recommendations made elsewhere, see {@link ExternalLists}
     * @param threads for the models
     * @param memoryBytes the limit of the buffer for scores
     * @throws UserMistakeException if a model was made from another data set, if a model or a file is named twice, or if
     *     a file of recommendations has a mistake
     */
    public static Comparison of(
            SessionDataset dataset,
            ArtefactFolder datasetFolder,
            List<Path> models,
            List<Path> elsewhere,
            int threads,
            long memoryBytes,
            Progress progress)
            throws IOException {
        Examples rows = dataset.examples(Split.TEST);
        requireTestRows(dataset, datasetFolder);
        List<ArtefactFolder> folders = new ArrayList<>();
        for (Path path : models) {
            ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.MODEL);
            Provenance.requireMadeFrom(folder, Provenance.DATASET, datasetFolder);
            if (folders.stream().anyMatch(other -> other.path().equals(path))) {
                throw new UserMistakeException("model '" + path + "' is given twice.", "Name each model once.");
            }
            folders.add(folder);
        }
        Map<Path, CandidateLists> lists = new LinkedHashMap<>();
        for (Path file : elsewhere) {
            if (lists.put(file, ExternalLists.read(file, dataset)) != null) {
                throw new UserMistakeException("'" + file + "' is given twice.", "Name each file once.");
            }
        }
        List<Entry> entries = new ArrayList<>();
        ItemPopularity popularity = new ItemPopularity(
                dataset.sessions(Split.TRAIN), dataset.catalogue().size());
        for (BaselineOptions reference : Baselines.references()) {
            ModelEvaluation ranked = ModelEvaluation.ofReference(reference, dataset, popularity, memoryBytes, progress);
            entries.add(new Entry(
                    ranked.name(),
                    ranked.name(),
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    false,
                    "",
                    ranked.evaluation(),
                    ranked.costs()));
        }
        for (ArtefactFolder folder : folders) {
            ModelEvaluation ranked = ModelEvaluation.of(folder, dataset, popularity, threads, memoryBytes, progress);
            entries.add(new Entry(
                    folder.path().toString(),
                    ranked.name(),
                    Optional.of(folder),
                    Optional.empty(),
                    ranked.backbone(),
                    ranked.fused(),
                    ModelSelection.splitOf(folder),
                    ranked.evaluation(),
                    ranked.costs()));
        }
        lists.forEach((file, given) -> {
            String name = nameOf(file);
            entries.add(new Entry(
                    file.toString(),
                    name,
                    Optional.empty(),
                    Optional.of(file),
                    "",
                    false,
                    "",
                    Evaluator.evaluate(name, given, rows, popularity),
                    Map.of()));
        });
        return new Comparison(dataset, distinctlyNamed(entries));
    }

    /**
     * Checks that there is something to evaluate on.
     *
     * @throws UserMistakeException if the data set has no test rows
     */
    public static void requireTestRows(SessionDataset dataset, ArtefactFolder datasetFolder) {
        if (dataset.examples(Split.TEST).size() == 0) {
            throw new UserMistakeException(
                    "data set '" + datasetFolder.path() + "' has no test rows.", "Use a larger data set.");
        }
    }

    /** The backbone alone, of a fused model. */
    public Optional<Entry> baseOf(Entry model) {
        return entries.stream()
                .filter(base ->
                        model.fused() && !base.fused() && base.backbone().equals(model.backbone()))
                .findFirst();
    }

    /** The name of a file without its ending. */
    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    }

    /** The intents that a fused model carries. */
    public static IntentTable intents(ArtefactFolder model, SessionDataset dataset) {
        ArtefactFolder intents = ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS);
        return IntentFolder.read(intents.path(), TargetsOption.rowsOf(intents, dataset));
    }

    /** Two models of a kind, or two files of a name, are distinguished by their paths. */
    private static List<Entry> distinctlyNamed(List<Entry> entries) {
        Map<String, Integer> counts = new HashMap<>();
        entries.forEach(entry -> counts.merge(entry.name(), 1, Integer::sum));
        return entries.stream()
                .map(entry -> counts.getOrDefault(entry.name(), 0) < 2
                        ? entry
                        : new Entry(
                                entry.id(),
                                entry.name() + " (" + entry.id() + ")",
                                entry.model(),
                                entry.elsewhere(),
                                entry.backbone(),
                                entry.fused(),
                                entry.selectedOn(),
                                entry.evaluation(),
                                entry.costs()))
                .toList();
    }
}
