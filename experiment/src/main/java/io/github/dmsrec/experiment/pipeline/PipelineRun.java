package io.github.dmsrec.experiment.pipeline;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.recommend.CandidateFormat;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ReportMaker;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a pipeline: data, base models, candidates, intents, fused models, report; or, without intents, data, base models,
 * report. Each stage leaves an artefact in the work folder; a stage whose artefact is there, made from the same inputs with
 * the same options, is skipped. So an interrupted run goes on, and a changed option makes again only what depends on it.
 */
public final class PipelineRun {

    /** The intents' folder in the work folder. */
    static final String INTENTS = "intents";

    private final Pipeline pipeline;
    private final String command;
    private final Reporter reporter;
    private final Progress progress;
    private final int stages;
    private int stage;

    private PipelineRun(Pipeline pipeline, String command, Reporter reporter) {
        this.pipeline = pipeline;
        this.command = command;
        this.reporter = reporter;
        this.progress = reporter.progress();
        int methods = pipeline.methods().size();
        int fused = (int)
                pipeline.methods().stream().filter(plan -> plan.fused() != null).count();
        this.stages = pipeline.intents().isPresent() ? 4 + methods + fused : 2 + methods;
    }

    /**
     * What came out.
     *
     * @param report its content
     * @param folder where it is
     * @param models the models of the report, base before fused
     */
    public record Outcome(Report report, ArtefactFolder folder, List<Path> models) {}

    /** Makes a stage's artefact. */
    private interface Maker {
        ArtefactFolder make() throws IOException;
    }

    /**
     * Runs a pipeline.
     *
     * @param command what was asked for, for the manifests
     * @param reporter gets progress and messages
     * @throws io.github.dmsrec.core.UserMistakeException if another run has the work folder
     */
    public static Outcome run(Pipeline pipeline, String command, Reporter reporter) throws IOException {
        try (FolderLock lock = FolderLock.take(pipeline.work())) {
            return new PipelineRun(pipeline, command, reporter).run();
        }
    }

    private Outcome run() throws IOException {
        ArtefactFolder.checkReplaceable(pipeline.report(), ArtefactKind.REPORT);
        ArtefactFolder datasetFolder = dataset();
        SessionDataset dataset = DatasetFolder.read(datasetFolder.path());
        DatasetStatistics.of(dataset).lines().forEach(line -> reporter.say("      " + line));

        Map<String, ArtefactFolder> bases = new LinkedHashMap<>();
        for (Pipeline.MethodPlan plan : pipeline.methods()) {
            bases.put(plan.name(), base(plan, dataset, datasetFolder));
        }
        List<Path> models = new ArrayList<>();
        bases.values().forEach(base -> models.add(base.path()));
        if (pipeline.intents().isPresent()) {
            models.addAll(fused(pipeline.intents().get(), dataset, datasetFolder, bases));
        }
        return report(dataset, datasetFolder, models);
    }

    private List<Path> fused(
            Pipeline.IntentPlan plan,
            SessionDataset dataset,
            ArtefactFolder datasetFolder,
            Map<String, ArtefactFolder> bases)
            throws IOException {
        String from = plan.candidates().from();
        ArtefactFolder generator = Optional.ofNullable(bases.get(from))
                .orElseThrow(() -> new IllegalStateException("no base model was trained for " + from));
        ArtefactFolder candidates = candidates(plan, dataset, datasetFolder, generator);
        ArtefactFolder intents = intents(plan.maker(), dataset, datasetFolder, candidates);
        List<Path> models = new ArrayList<>();
        for (Pipeline.MethodPlan method : pipeline.methods()) {
            if (method.fused() != null) {
                models.add(fused(method.fused(), dataset, datasetFolder, intents, generator)
                        .path());
            }
        }
        return models;
    }

    private Origin origin(String name) {
        return Origin.of(name, command, pipeline.seed(), pipeline.threads());
    }

    private Path folder(String name) {
        return pipeline.work().resolve(name);
    }

    private ArtefactFolder stage(String what, Path out, ArtefactKind kind, Origin origin, Maker maker)
            throws IOException {
        stage++;
        ArtefactFolder.checkReplaceable(out, kind);
        Optional<String> stale = Provenance.whyStale(out, kind, origin);
        String head = "[" + stage + "/" + stages + "] " + what + ": " + out;
        if (stale.isEmpty()) {
            reporter.say(head + " is there already");
            return ArtefactFolder.open(out, kind);
        }
        boolean remade = java.nio.file.Files.exists(out);
        reporter.say(head + (remade ? " is made again: " + stale.get() : ""));
        ArtefactFolder made = maker.make();
        List<String> summary = Summary.of(made);
        summary.subList(0, summary.size() - 1).forEach(line -> reporter.say("      " + line));
        return made;
    }

    private ArtefactFolder dataset() throws IOException {
        DataSource source = pipeline.dataset();
        Path out = source.place(pipeline.work());
        if (source instanceof DataSource.Ready) {
            stage++;
            reporter.say("[" + stage + "/" + stages + "] data: " + out);
            return ArtefactFolder.open(out, ArtefactKind.DATASET);
        }
        Origin origin = source.origin(origin(pipeline.name()));
        return stage(source.what(), out, ArtefactKind.DATASET, origin, () -> source.make(out, origin, progress));
    }

    private ArtefactFolder base(Pipeline.MethodPlan plan, SessionDataset dataset, ArtefactFolder datasetFolder)
            throws IOException {
        Path out = folder(plan.name());
        Method method = plan.base().method();
        Method.Data data = new Method.Data(datasetFolder, dataset, pipeline.encoder());
        Origin origin = origin(plan.name());
        return stage("train " + plan.name(), out, ArtefactKind.MODEL, method.origin(plan.base(), data, origin), () -> {
            sayOptions(plan.base().toMap());
            return method.train(plan.base(), data, origin, out, progress);
        });
    }

    private ArtefactFolder candidates(
            Pipeline.IntentPlan intents, SessionDataset dataset, ArtefactFolder datasetFolder, ArtefactFolder generator)
            throws IOException {
        Pipeline.CandidatePlan plan = intents.candidates();
        CandidateMaker maker = new CandidateMaker(
                intents.maker().targets(),
                plan.k(),
                plan.excludeSessionItems() ? SessionItems.EXCLUDE : SessionItems.KEEP,
                plan.crossFit(),
                CandidateFormat.PARQUET,
                CandidateMaker.USUAL_MEMORY);
        Path out = folder("candidates");
        Origin origin = maker.origin(origin("candidates of " + plan.from()), dataset, datasetFolder, generator);
        return stage(
                "candidates",
                out,
                ArtefactKind.CANDIDATES,
                origin,
                () -> maker.make(dataset, generator, origin, out, progress));
    }

    private ArtefactFolder intents(
            IntentMaker maker, SessionDataset dataset, ArtefactFolder datasetFolder, ArtefactFolder candidates)
            throws IOException {
        Path out = folder(INTENTS);
        Origin origin =
                maker.origin(origin("intents by " + maker.options().name()), dataset, datasetFolder, candidates);
        return stage(
                "infer and encode intents",
                out,
                ArtefactKind.INTENTS,
                origin,
                () -> maker.make(dataset, candidates, origin, out, progress));
    }

    private ArtefactFolder fused(
            TrainingOptions options,
            SessionDataset dataset,
            ArtefactFolder datasetFolder,
            ArtefactFolder intents,
            ArtefactFolder generator)
            throws IOException {
        String name = options.backbone() + "+intents";
        Path out = folder(options.backbone() + "-intents");
        Origin origin = Training.fusedOrigin(origin(name), datasetFolder, intents, generator, options);
        return stage("train " + name, out, ArtefactKind.MODEL, origin, () -> {
            sayOptions(options.toMap());
            return Training.fused(dataset, intents, generator, options, origin, out, progress);
        });
    }

    private void sayOptions(Map<String, String> options) {
        StringBuilder line = new StringBuilder("      ");
        options.forEach((key, value) -> {
            String option = key + "=" + value + " ";
            if (line.length() + option.length() > 118) {
                reporter.say(line.toString());
                line.setLength(6);
            }
            line.append(option);
        });
        reporter.say(line + "seed=" + pipeline.seed() + " threads=" + pipeline.threads());
    }

    private Outcome report(SessionDataset dataset, ArtefactFolder datasetFolder, List<Path> models) throws IOException {
        stage++;
        reporter.say("[" + stage + "/" + stages + "] evaluate and report: " + pipeline.report());
        Comparison comparison = Comparison.of(
                dataset, datasetFolder, models, List.of(), pipeline.threads(), CandidateMaker.USUAL_MEMORY, progress);
        Report report = ReportMaker.make(
                pipeline.name(),
                datasetFolder,
                comparison,
                pipeline.seed(),
                pipeline.threads(),
                pipeline.examples(),
                List.of(command));
        Origin origin = origin(pipeline.name()).withInput(Provenance.DATASET, datasetFolder);
        for (Path model : models) {
            origin = origin.withInput(Provenance.MODEL, ArtefactFolder.open(model, ArtefactKind.MODEL));
        }
        return new Outcome(report, ReportFolder.write(pipeline.report(), report, origin), models);
    }
}
