package io.github.dmsrec.experiment.study;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.baseline.Link;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.EvaluationFolder;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.recommend.ExternalLists;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.study.Study.ArmPlan;
import io.github.dmsrec.experiment.study.Study.DatasetPlan;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.facets.FacetFolder;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.ModelEvaluation;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.Step;
import io.github.dmsrec.stage.StepData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a study or a run. Each seed is a run of its own from the base model over candidates and intents to the fused
 * models. Models that come out the same are made once.
 */
final class StudySteps {

    private final Study study;
    private final String command;
    private final StepGraph graph = new StepGraph();
    private final List<EvaluationStep> evaluations = new ArrayList<>();
    private final List<EvaluationStep> beside = new ArrayList<>();
    private final Map<String, StepData> data = new HashMap<>();
    /** Which step makes a model, by all that decides about it; in the order in which they were added. */
    private final Map<String, String> models = new LinkedHashMap<>();

    private final Map<String, NetworkStep> networks = new HashMap<>();

    /**
     * @param command what was asked for, for the manifests
     */
    StudySteps(Study study, String command) {
        this.study = study;
        this.command = command;
        for (DatasetPlan dataset : study.datasets()) {
            data(dataset);
            // The methods that count take seconds and come first.
            dataset.methods().stream().filter(MethodPlan::counts).forEach(method -> method(dataset, method));
            dataset.elsewhere().forEach((name, file) -> elsewhere(dataset, name, file));
        }
        for (DatasetPlan dataset : study.datasets()) {
            bases(dataset);
            dataset.methods().stream().filter(method -> !method.counts()).forEach(method -> method(dataset, method));
        }
        if (study.layout() == Layout.RUN) {
            Baselines.references().forEach(this::beside);
        }
    }

    /** The steps. */
    StepGraph graph() {
        return graph;
    }

    /** What is evaluated, in the order of tables. */
    List<EvaluationStep> evaluations() {
        return List.copyOf(evaluations);
    }

    /** The evaluations of the baselines that stand beside the models of a run; a study names all that it compares. */
    List<EvaluationStep> beside() {
        return List.copyOf(beside);
    }

    /** What the training of a network may take, once its data set is there, whose rows the time grows with. */
    StepForecast.@Nullable Guess ruleOfThumb(Step step) {
        NetworkStep network = networks.get(step.id());
        if (network == null || !ArtefactFolder.isThere(network.data().path())) {
            return null;
        }
        int rows = network.data()
                .content()
                .withTrainingTargets(network.options().targets())
                .examples(Split.TRAIN)
                .size();
        return StepForecast.Guess.ofTraining(rows, network.options().epochs());
    }

    private record NetworkStep(StepData data, TrainingOptions options) {}

    /** The data set of a plan, to be read once it is made. */
    StepData dataOf(DatasetPlan dataset) {
        return Optional.ofNullable(data.get(dataset.name())).orElseThrow();
    }

    private static void requireTunedOn(DatasetPlan dataset, SessionDataset content) {
        dataset.tuned().filter(log -> !log.isOf(content)).ifPresent(log -> {
            throw new UserMistakeException(
                    "the options in '" + log.file() + "' were tuned on other data than '" + dataset.name() + "'.",
                    "Check which log belongs to which data set under 'tuned'; tune again if the data was imported again since.");
        });
    }

    private Origin origin(String name, long seed) {
        return Origin.of(name, command, seed, study.threads());
    }

    private Path out(String id) {
        return study.work().resolve(id);
    }

    private void data(DatasetPlan dataset) {
        Path folder = out(study.layout().folderOf(dataset.name()));
        Step step = dataset.source().step(folder, origin(dataset.name(), study.seed()));
        if (step != null) {
            graph.add(dataId(dataset), step, Set.of(), dataId(dataset));
        }
        Path place = dataset.source().place(folder);
        data.put(dataset.name(), StepData.at(place, content -> {
            Comparison.requireTestRows(content, ArtefactFolder.open(place, ArtefactKind.DATASET));
            requireTunedOn(dataset, content);
        }));
    }

    /** No step where the data was ready before. */
    private String dataId(DatasetPlan dataset) {
        return study.layout().folderOf(dataset.name()) + "data";
    }

    /** Base models come before all that needs intents: a language model may take hours, or fail. */
    private void bases(DatasetPlan dataset) {
        for (MethodPlan method : dataset.methods()) {
            for (ArmPlan plan : method.arms()) {
                if (!method.counts() && plan.arm().equals(Arm.BASE)) {
                    method.seeds()
                            .forEach(seed -> model(dataset, plan.variants().get(0), Arm.BASE, seed, ""));
                }
            }
        }
    }

    private void method(DatasetPlan dataset, MethodPlan method) {
        for (ArmPlan plan : method.arms()) {
            if (method.counts()) {
                String model = model(dataset, plan.variants().get(0), plan.arm(), study.seed(), "");
                evaluation(dataset, method, Optional.empty(), Optional.empty(), List.of(model));
                continue;
            }
            for (long seed : method.seeds()) {
                List<String> variants = new ArrayList<>();
                for (MethodOptions options : plan.variants()) {
                    String variant = plan.variants().size() == 1
                            ? ""
                            : "/" + options.toMap().getOrDefault(StudyFile.WEIGHT, "");
                    variants.add(model(dataset, options, plan.arm(), seed, variant));
                }
                evaluation(dataset, method, Optional.of(plan.arm()), Optional.of(seed), variants);
            }
        }
    }

    /** The model of an arm; {@code variant} tells those of one arm apart. */
    private String model(DatasetPlan dataset, MethodOptions options, Arm arm, long seed, String variant) {
        String method = options.method().name();
        String id = options.method().capabilities().counts()
                ? study.layout().counting(dataset.name(), method)
                : study.layout().model(dataset.name(), method, arm, variant, seed);
        return modelOf(dataset, options, arm, seed, id);
    }

    /** The step of a model: the one of this id, or an earlier one whose model comes out the same. */
    private String modelOf(DatasetPlan dataset, MethodOptions options, Arm arm, long seed, String id) {
        String intents =
                arm.isFused() ? intents(dataset, arm, options.training().targets(), seed) : "";
        String decides = dataset.name() + options.toMap() + intents + " " + seed;
        String known = models.get(decides);
        if (known != null) {
            return known;
        }
        if (models.containsValue(id)) {
            throw new IllegalStateException("two different models would be made in " + id);
        }
        models.put(decides, id);
        if (options.method().capabilities().epochs()) {
            networks.put(id, new NetworkStep(dataOf(dataset), options.training()));
        }
        String method = options.method().name();
        Set<String> needs = new HashSet<>(Set.of(dataId(dataset)));
        Step step;
        if (arm.isFused()) {
            String generator = generator(dataset, seed);
            needs.addAll(List.of(intents, generator));
            step = ArtefactStep.fused(
                    out(id),
                    options.training(),
                    dataOf(dataset),
                    out(intents),
                    out(generator),
                    origin(method + "+intents", seed));
        } else {
            teacher(options).ifPresent(needs::add);
            step = ArtefactStep.model(
                    out(id), options, dataOf(dataset), study.intents().encoder(), origin(method, seed));
        }
        return graph.add(id, step, needs, options.method().capabilities().counts() ? countingProcess(dataset) : id);
    }

    /** What takes seconds shares a process. */
    private static String countingProcess(DatasetPlan dataset) {
        return dataset.name() + "/counting";
    }

    /** The model of an earlier step that another one learns from. */
    private Optional<String> teacher(MethodOptions options) {
        if (!options.method().capabilities().taught()) {
            return Optional.empty();
        }
        Optional<Path> teacher = options.values().get(Link.TEACHER).map(path -> path.toAbsolutePath()
                .normalize());
        return models.values().stream()
                .filter(id -> teacher.filter(out(id).toAbsolutePath().normalize()::equals)
                        .isPresent())
                .findFirst();
    }

    private MethodOptions generatorOptions(DatasetPlan dataset) {
        return Optional.ofNullable(study.intents().generator().get(dataset.name()))
                .orElseThrow(() -> new IllegalStateException("no generator for " + dataset.name()));
    }

    private String generator(DatasetPlan dataset, long seed) {
        MethodOptions options = generatorOptions(dataset);
        return modelOf(
                dataset,
                options,
                Arm.BASE,
                seed,
                study.layout().generator(dataset.name(), options.method().name(), seed));
    }

    private String candidates(DatasetPlan dataset, Targets targets, boolean crossFit, long seed) {
        String generator = generator(dataset, seed);
        CandidateMaker maker = study.intents().candidates(targets, crossFit);
        String id = study.layout().candidates(dataset.name(), variant(targets, crossFit), seed);
        Origin begun =
                origin("candidates of " + generatorOptions(dataset).method().name(), seed);
        return graph.add(
                id,
                ArtefactStep.candidates(out(id), maker, dataOf(dataset), out(generator), begun),
                Set.of(dataId(dataset), generator),
                id);
    }

    private String intents(DatasetPlan dataset, Arm arm, Targets targets, long seed) {
        boolean crossFit = arm.changes().contains(Arm.Change.CROSS_FIT);
        String candidates = candidates(dataset, targets, crossFit, seed);
        Set<String> needs = new HashSet<>(Set.of(dataId(dataset), candidates));
        Optional<String> teacher = arm.teacher().map(other -> intents(dataset, other, targets, seed));
        teacher.ifPresent(needs::add);
        ArmIntents of = ArmIntents.of(study, dataset, arm, teacher.map(this::out));
        String id = study.layout().intents(dataset.name(), of.name(), variant(targets, crossFit), seed);
        IntentMaker maker =
                IntentMaker.of(of.inferrer(), of.options(), study.intents().encoder(), out(id), targets, seed);
        return graph.add(
                id,
                ArtefactStep.intents(
                        out(id), maker, dataOf(dataset), out(candidates), origin("intents by " + of.name(), seed)),
                needs,
                id);
    }

    /**
     * Refuses facets that are not there before the work of hours begins.
     *
     * @throws UserMistakeException naming the folder
     */
    void requireFacets() {
        for (DatasetPlan dataset : study.datasets()) {
            boolean needed = dataset.methods().stream()
                    .flatMap(method -> method.arms().stream())
                    .anyMatch(plan -> plan.arm().needsFacets());
            dataset.known().facets().filter(folder -> needed).ifPresent(FacetFolder::file);
        }
    }

    private static String variant(Targets targets, boolean crossFit) {
        return (crossFit ? "cross-fit" : "in-sample") + (targets == Targets.AS_IMPORTED ? "" : "-" + targets.label());
    }

    private void evaluation(
            DatasetPlan dataset, MethodPlan method, Optional<Arm> arm, Optional<Long> seed, List<String> variants) {
        String id = study.layout().evaluation(dataset.name(), method.name(), arm, seed);
        List<Path> folders = variants.stream().map(this::out).toList();
        evaluations.add(new EvaluationStep(
                dataset.name(), method.name(), arm, seed, method.tuning(), folders, out(id), method.counts()));
        String name = method.name() + arm.map(one -> " " + one.name()).orElse("");
        Step step = ArtefactStep.of(
                "evaluate " + name,
                ArtefactKind.EVALUATION,
                out(id),
                () -> origin(name, seed.orElse(study.seed()))
                        .withInput(Provenance.DATASET, dataOf(dataset).folder())
                        .withInput(Provenance.MODEL, chosen(folders)),
                (origin, progress) -> {
                    ModelEvaluation ranked = ModelEvaluation.of(
                            chosen(folders),
                            dataOf(dataset).content(),
                            popularity(dataset),
                            study.threads(),
                            CandidateMaker.USUAL_MEMORY,
                            progress);
                    EvaluationFolder.write(out(id), ranked.evaluation(), ranked.costs(), origin);
                });
        Set<String> needs = new HashSet<>(variants);
        needs.add(dataId(dataset));
        // A model is evaluated by the process that has made it.
        graph.add(id, step, needs, variants.size() == 1 ? graph.processOf(variants.get(0)) : id);
    }

    private void beside(BaselineOptions reference) {
        DatasetPlan dataset = study.datasets().get(0);
        String name = reference.kind().name();
        String id = "evaluations/beside/" + name;
        Step step = ArtefactStep.of(
                "evaluate " + name,
                ArtefactKind.EVALUATION,
                out(id),
                () -> origin(name, study.seed())
                        .withInput(Provenance.DATASET, dataOf(dataset).folder())
                        .withOptions("", reference.toMap()),
                (origin, progress) -> {
                    ModelEvaluation ranked = ModelEvaluation.ofReference(
                            reference,
                            dataOf(dataset).content(),
                            popularity(dataset),
                            CandidateMaker.USUAL_MEMORY,
                            progress);
                    EvaluationFolder.write(out(id), ranked.evaluation(), ranked.costs(), origin);
                });
        graph.add(id, step, Set.of(dataId(dataset)), countingProcess(dataset));
        beside.add(new EvaluationStep(
                dataset.name(), name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), out(id), true));
    }

    private void elsewhere(DatasetPlan dataset, String name, Path file) {
        String id = dataset.name() + "/evaluations/elsewhere/" + name;
        Step step = ArtefactStep.of(
                "evaluate " + name,
                ArtefactKind.EVALUATION,
                out(id),
                () -> origin(name, study.seed())
                        .withInput(Provenance.DATASET, dataOf(dataset).folder())
                        .withInput(new Manifest.Input(
                                Provenance.RECOMMENDATIONS,
                                file.toAbsolutePath().normalize().toString(),
                                Fingerprint.ofFile(file))),
                (origin, progress) -> EvaluationFolder.write(
                        out(id),
                        Evaluator.evaluate(
                                name,
                                ExternalLists.read(file, dataOf(dataset).content()),
                                dataOf(dataset).content().examples(Split.TEST),
                                popularity(dataset)),
                        Map.of(),
                        origin));
        graph.add(id, step, Set.of(dataId(dataset)), countingProcess(dataset));
        evaluations.add(new EvaluationStep(
                dataset.name(), name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), out(id), false));
    }

    private ItemPopularity popularity(DatasetPlan dataset) {
        SessionDataset content = dataOf(dataset).content();
        return new ItemPopularity(
                content.sessions(Split.TRAIN), content.catalogue().size());
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
