package io.github.dmsrec.experiment.study;

import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.evaluate.EvaluationFolder;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.ExternalLists;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.study.Study.ArmPlan;
import io.github.dmsrec.experiment.study.Study.Counting;
import io.github.dmsrec.experiment.study.Study.DatasetPlan;
import io.github.dmsrec.experiment.study.Study.Generator;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.experiment.study.Study.Trained;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.inferrer.TitleMean;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.ModelEvaluation;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a study makes: its cells, and the units that they are made from, each after those that it needs. Each seed is a run of
 * its own from the base model over candidates and intents to the fused models. Models that come out the same are made once.
 */
final class StudyUnits {

    private final Study study;
    private final String command;
    private final Progress progress;
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final List<Cell> cells = new ArrayList<>();
    /** Which unit makes a model, by all that decides about it. */
    private final Map<String, String> models = new HashMap<>();

    private final Map<Path, SessionDataset> read = new HashMap<>();

    /**
     * @param command what was asked for, for the manifests
     */
    StudyUnits(Study study, String command, Progress progress) {
        this.study = study;
        this.command = command;
        this.progress = progress;
        for (DatasetPlan dataset : study.datasets()) {
            data(dataset);
            // The methods that count take seconds and come first.
            dataset.methods().forEach(method -> {
                if (method instanceof Counting counting) {
                    counting(dataset, counting);
                }
            });
            dataset.elsewhere().forEach((name, file) -> elsewhere(dataset, name, file));
        }
        for (DatasetPlan dataset : study.datasets()) {
            for (MethodPlan method : dataset.methods()) {
                if (method instanceof Trained trained) {
                    trained(dataset, trained);
                }
            }
        }
    }

    /** Each after those that it needs. */
    List<Unit> units() {
        return List.copyOf(units.values());
    }

    /** In the order of tables. */
    List<Cell> cells() {
        return List.copyOf(cells);
    }

    /** The data set of a plan, once it is made. */
    ArtefactFolder datasetFolder(DatasetPlan dataset) {
        return ArtefactFolder.open(dataset.source().place(folder(dataset)), ArtefactKind.DATASET);
    }

    /** The content of the data set of a plan, once it is made. */
    SessionDataset dataset(DatasetPlan dataset) {
        ArtefactFolder folder = datasetFolder(dataset);
        return read.computeIfAbsent(folder.path(), path -> {
            SessionDataset found = DatasetFolder.read(path);
            Comparison.requireTestRows(found, folder);
            dataset.tuned().filter(log -> !log.isOf(found)).ifPresent(log -> {
                throw new UserMistakeException(
                        "the options in '" + log.file() + "' were tuned on other data than '" + dataset.name() + "'.",
                        "Check whether two logs were swapped under 'tuned'; if the data was imported again since, tune again.");
            });
            return found;
        });
    }

    private Path folder(DatasetPlan dataset) {
        return study.work().resolve(dataset.name());
    }

    private Origin origin(String name, long seed) {
        return Origin.of(name, command, seed, study.threads());
    }

    /** Adds a unit, unless it is there. */
    private String add(
            String id, String job, ArtefactKind kind, Set<String> needs, Unit.OriginOf origin, Unit.Maker maker) {
        Set<String> made = new HashSet<>(needs);
        made.retainAll(units.keySet());
        units.putIfAbsent(id, new Unit(id, job, out(id), kind, made, origin, maker));
        return id;
    }

    private Path out(String id) {
        return study.work().resolve(id);
    }

    private void data(DatasetPlan dataset) {
        DataSource source = dataset.source();
        if (source instanceof DataSource.Ready) {
            return;
        }
        Path out = source.place(folder(dataset));
        add(
                dataId(dataset),
                dataId(dataset),
                ArtefactKind.DATASET,
                Set.of(),
                () -> source.origin(origin(dataset.name(), study.seed())),
                origin -> source.make(out, origin, progress));
    }

    /** Not among the units where the data was ready before. */
    private static String dataId(DatasetPlan dataset) {
        return dataset.name() + "/data";
    }

    private void counting(DatasetPlan dataset, Counting method) {
        String model = dataset.name() + "/models/" + method.name();
        add(
                model,
                countingJob(dataset),
                ArtefactKind.MODEL,
                Set.of(dataId(dataset)),
                () -> origin(method.name(), study.seed())
                        .withInput(Provenance.DATASET, datasetFolder(dataset))
                        .withOptions(method.options().toMap()),
                origin -> BaselineModel.write(out(model), dataset(dataset), method.options(), origin));
        String evaluation = evaluation(
                dataset, method.name(), dataset.name() + "/evaluations/" + method.name(), study.seed(), List.of(model));
        cells.add(new Cell(
                dataset.name(),
                method.name(),
                Optional.empty(),
                Optional.empty(),
                method.tuning(),
                List.of(out(model)),
                out(evaluation),
                true));
    }

    /** What takes seconds shares a process. */
    private static String countingJob(DatasetPlan dataset) {
        return dataset.name() + "/counting";
    }

    private void elsewhere(DatasetPlan dataset, String name, Path file) {
        String id = dataset.name() + "/evaluations/elsewhere/" + name;
        add(
                id,
                countingJob(dataset),
                ArtefactKind.EVALUATION,
                Set.of(dataId(dataset)),
                () -> origin(name, study.seed())
                        .withInput(Provenance.DATASET, datasetFolder(dataset))
                        .withInput(new Manifest.Input(
                                Provenance.RECOMMENDATIONS,
                                file.toAbsolutePath().normalize().toString(),
                                Fingerprint.ofFile(file))),
                origin -> EvaluationFolder.write(
                        out(id),
                        Evaluator.evaluate(
                                name,
                                ExternalLists.read(file, dataset(dataset)),
                                dataset(dataset).examples(Split.TEST),
                                popularity(dataset)),
                        Map.of(),
                        origin));
        cells.add(new Cell(
                dataset.name(), name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), out(id), false));
    }

    private void trained(DatasetPlan dataset, Trained method) {
        for (ArmPlan plan : method.arms()) {
            for (long seed : method.seeds()) {
                List<String> variants = new ArrayList<>();
                for (TrainingOptions options : plan.variants()) {
                    String label = plan.arm().name()
                            + (plan.variants().size() == 1
                                    ? ""
                                    : "/" + options.toMap().getOrDefault(StudyFile.WEIGHT, ""));
                    variants.add(model(dataset, method.name(), options, plan.arm(), seed, label));
                }
                String id = dataset.name() + "/evaluations/" + method.name() + "/"
                        + plan.arm().name() + "/" + seed;
                evaluation(dataset, method.name() + " " + plan.arm().name(), id, seed, variants);
                cells.add(new Cell(
                        dataset.name(),
                        method.name(),
                        Optional.of(plan.arm()),
                        Optional.of(seed),
                        method.tuning(),
                        variants.stream().map(this::out).toList(),
                        out(id),
                        false));
            }
        }
    }

    private String model(
            DatasetPlan dataset, String backbone, TrainingOptions options, Arm arm, long seed, String label) {
        Optional<String> intents =
                arm.isFused() ? Optional.of(intents(dataset, arm, options.targets(), seed)) : Optional.empty();
        String decides = dataset.name() + options.toMap() + intents.orElse("") + " " + seed;
        String known = models.get(decides);
        if (known != null) {
            return known;
        }
        String id = dataset.name() + "/models/" + backbone + "/" + label + "/" + seed;
        models.put(decides, id);
        if (intents.isEmpty()) {
            return add(
                    id,
                    id,
                    ArtefactKind.MODEL,
                    Set.of(dataId(dataset)),
                    () -> Training.baseOrigin(
                            origin(backbone, seed),
                            datasetFolder(dataset),
                            options,
                            study.intents().encoder()),
                    origin -> Training.base(
                            dataset(dataset), options, study.intents().encoder(), origin, out(id), progress));
        }
        Path intentsFolder = out(intents.get());
        Path generator = out(generator(dataset, seed));
        return add(
                id,
                id,
                ArtefactKind.MODEL,
                Set.of(dataId(dataset), intents.get(), generator(dataset, seed)),
                () -> Training.fusedOrigin(
                        origin(backbone + "+intents", seed),
                        datasetFolder(dataset),
                        ArtefactFolder.open(intentsFolder, ArtefactKind.INTENTS),
                        ArtefactFolder.open(generator, ArtefactKind.MODEL),
                        options),
                origin -> Training.fused(
                        dataset(dataset),
                        ArtefactFolder.open(intentsFolder, ArtefactKind.INTENTS),
                        ArtefactFolder.open(generator, ArtefactKind.MODEL),
                        options,
                        origin,
                        out(id),
                        progress));
    }

    private String generator(DatasetPlan dataset, long seed) {
        Generator generator = Optional.ofNullable(study.intents().generator().get(dataset.name()))
                .orElseThrow(() -> new IllegalStateException("no generator for " + dataset.name()));
        return model(dataset, generator.backbone(), generator.options(), Arm.BASE, seed, Arm.BASE.name());
    }

    private String candidates(DatasetPlan dataset, Targets targets, boolean crossFit, long seed) {
        String generator = generator(dataset, seed);
        CandidateMaker maker = study.intents().candidates(targets, crossFit);
        String id = dataset.name() + "/candidates/" + variant(targets, crossFit) + "/" + seed;
        return add(
                id,
                id,
                ArtefactKind.CANDIDATES,
                Set.of(dataId(dataset), generator),
                () -> maker.origin(
                        origin(
                                "candidates of "
                                        + ArtefactFolder.open(out(generator), ArtefactKind.MODEL)
                                                .manifest()
                                                .name(),
                                seed),
                        dataset(dataset),
                        datasetFolder(dataset),
                        ArtefactFolder.open(out(generator), ArtefactKind.MODEL)),
                origin -> maker.make(
                        dataset(dataset),
                        ArtefactFolder.open(out(generator), ArtefactKind.MODEL),
                        origin,
                        out(id),
                        progress));
    }

    private String intents(DatasetPlan dataset, Arm arm, Targets targets, long seed) {
        boolean crossFit = arm.changes().contains(Arm.Change.CROSS_FIT);
        String candidates = candidates(dataset, targets, crossFit, seed);
        String inferrer =
                switch (arm.intents()) {
                    case CANDIDATE_MEAN -> TitleMean.CANDIDATE_MEAN;
                    case SESSION_MEAN -> TitleMean.SESSION_MEAN;
                    default -> study.intents().inferrer();
                };
        Map<String, String> options =
                inferrer.equals(study.intents().inferrer()) ? study.intents().options() : Map.of();
        String id = dataset.name() + "/intents/" + inferrer + "/" + variant(targets, crossFit) + "/" + seed;
        IntentMaker maker = IntentMaker.of(inferrer, options, study.intents().encoder(), out(id), targets, seed);
        return add(
                id,
                id,
                ArtefactKind.INTENTS,
                Set.of(dataId(dataset), candidates),
                () -> maker.origin(
                        origin("intents by " + inferrer, seed),
                        dataset(dataset),
                        datasetFolder(dataset),
                        ArtefactFolder.open(out(candidates), ArtefactKind.CANDIDATES)),
                origin -> maker.make(
                        dataset(dataset),
                        ArtefactFolder.open(out(candidates), ArtefactKind.CANDIDATES),
                        origin,
                        out(id),
                        progress));
    }

    private static String variant(Targets targets, boolean crossFit) {
        return (crossFit ? "cross-fit" : "in-sample") + (targets == Targets.AS_IMPORTED ? "" : "-" + targets.label());
    }

    private String evaluation(DatasetPlan dataset, String name, String id, long seed, List<String> variants) {
        Set<String> needs = new HashSet<>(variants);
        needs.add(dataId(dataset));
        // A model is evaluated by the process that has made it.
        String job = variants.size() == 1
                ? Optional.ofNullable(units.get(variants.get(0))).orElseThrow().job()
                : id;
        return add(
                id,
                job,
                ArtefactKind.EVALUATION,
                needs,
                () -> origin(name, seed)
                        .withInput(Provenance.DATASET, datasetFolder(dataset))
                        .withInput(
                                Provenance.MODEL,
                                chosen(variants.stream().map(this::out).toList())),
                origin -> {
                    ArtefactFolder model =
                            chosen(variants.stream().map(this::out).toList());
                    ModelEvaluation ranked = ModelEvaluation.of(
                            model,
                            dataset(dataset),
                            popularity(dataset),
                            study.threads(),
                            CandidateMaker.USUAL_MEMORY,
                            progress);
                    return EvaluationFolder.write(out(id), ranked.evaluation(), ranked.costs(), origin);
                });
    }

    private ItemPopularity popularity(DatasetPlan dataset) {
        return new ItemPopularity(
                dataset(dataset).sessions(Split.TRAIN),
                dataset(dataset).catalogue().size());
    }

    /** The model that is best on the validation rows, the first of equals. */
    static ArtefactFolder chosen(List<Path> variants) {
        List<ArtefactFolder> folders = variants.stream()
                .map(path -> ArtefactFolder.open(path, ArtefactKind.MODEL))
                .toList();
        ArtefactFolder best = folders.get(0);
        for (ArtefactFolder folder : folders) {
            if (onValidation(folder) > onValidation(best)) {
                best = folder;
            }
        }
        return best;
    }

    private static double onValidation(ArtefactFolder model) {
        return model.manifest()
                .facts()
                .path(Split.VALIDATION.label())
                .path("MRR@20")
                .asDouble();
    }
}
