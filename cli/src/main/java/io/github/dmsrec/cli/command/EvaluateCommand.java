package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ReportMaker;
import io.github.dmsrec.experiment.report.ReportText;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares models, baselines and recommendations made elsewhere on the test rows. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "evaluate",
        description = {
            "Compare models on the test rows, beside popularity (pop) and a Markov chain of the last click (markov).",
            "HR, MRR and NDCG at 5, 10 and 20 over the full catalogue, once with session items in the ranking and once with"
                    + " them masked; how much of the catalogue is recommended and how popular it is; time and memory.",
            "A fused model uses the intents that it carries. Differences to the best baseline and of fused models to their base"
                    + " are tested by a paired bootstrap over sessions. A report also has the results on parts of the rows.",
            "Recommendations made elsewhere join with --from: a .tsv or .parquet file as 'predict' writes it, or a .csv file of"
                    + " session-rec (SessionId;Position;Recommendations;Scores). Every test row needs a list."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec evaluate --dataset runs/data --model runs/base --model runs/fused --out runs/report",
            "  dmsrec evaluate --dataset runs/rsc15 --model runs/vs-knn --from elsewhere/gru4rec.csv"
        })
final class EvaluateCommand extends ComputingTask {

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path datasetPath = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "A model; may be given several times. Without any, only the baselines are shown.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Recommendations made elsewhere; may be given several times.")
    private List<Path> elsewhere = new ArrayList<>();

    @Option(
            names = "--reference",
            paramLabel = "M",
            description = "One of the models: each other one is compared with it, too, by the same paired test.")
    private Optional<Path> reference = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Also write a report folder.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "6",
            description = "How many test rows the report shows in full (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Mixin
    private final MemoryOption memory = new MemoryOption();

    EvaluateCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (out.isPresent()) {
            ArtefactFolder.checkReplaceable(out.get(), ArtefactKind.REPORT);
        }
        if (reference.isPresent() && !models.contains(reference.get())) {
            throw new UserMistakeException(
                    "--reference '" + reference.get() + "' is none of the models.", "Name it with --model, too.");
        }
        ArtefactFolder datasetFolder = ArtefactFolder.open(datasetPath, ArtefactKind.DATASET);
        SessionDataset dataset = DatasetFolder.read(datasetPath);
        Comparison comparison = Comparison.of(
                dataset, datasetFolder, models, elsewhere, run.threads(), memory.bytes(), console.progress());
        Report report = ReportMaker.make(
                "Evaluation on " + dataset.name(),
                datasetFolder,
                comparison,
                reference.map(Path::toString).orElse(null),
                run.seed,
                run.threads(),
                out.isPresent() ? Math.max(0, examples) : 0,
                List.of(invocation()));
        List<String> lines = new ArrayList<>(ReportText.lines(report));
        lines.addAll(ReportText.findings(report));
        if (out.isPresent()) {
            Origin origin = origin("Evaluation on " + dataset.name()).withInput(Provenance.DATASET, datasetFolder);
            for (Comparison.Entry entry : comparison.entries()) {
                if (entry.model().isPresent()) {
                    origin = origin.withInput(Provenance.MODEL, entry.model().get());
                }
            }
            for (Path file : elsewhere) {
                origin = origin.withInput(new Manifest.Input(
                        Provenance.RECOMMENDATIONS,
                        file.toAbsolutePath().normalize().toString(),
                        Fingerprint.ofFile(file)));
            }
            ReportFolder.write(out.get(), report, origin);
            lines.add("report: " + out.get().resolve(ReportFolder.PAGE));
        }
        print(json(report), lines);
        return 0;
    }

    /** The results as the interface promises them: one data set, one run of each line. */
    static ObjectNode json(Report report) {
        Report.OnDataset on = report.datasets().get(0);
        ObjectNode json =
                JSON.createObjectNode().put("dataset", on.dataset().path()).put("rows", on.rows());
        ArrayNode results = json.putArray("results");
        ArrayNode best = JSON.createArrayNode();
        ArrayNode costs = JSON.createArrayNode();
        for (Report.Line line : on.lines()) {
            String model = on.sources(line).stream()
                    .findFirst()
                    .map(Report.Source::path)
                    .orElse(line.name());
            for (String seenItems : List.of(Report.RANKED, Report.MASKED)) {
                ObjectNode result = results.addObject()
                        .put("model", model)
                        .put("name", line.name())
                        .put("seenItems", seenItems)
                        .put("selectedOn", line.selectedOn());
                ObjectNode metrics = result.putObject("metrics");
                ObjectNode breadth = result.putObject("breadth");
                line.figures(seenItems).forEach((name, figure) -> (RankMetric.isName(name) ? metrics : breadth)
                        .put(name, figure.mean()));
            }
            on.sources(line).stream()
                    .filter(source -> !source.bestOnTest().isEmpty())
                    .forEach(source -> best.addObject()
                            .put("model", model)
                            .put("name", line.name())
                            .set("metrics", JSON.valueToTree(source.bestOnTest())));
            ObjectNode figures = costs.addObject().put("name", line.name()).putObject("figures");
            line.costs().forEach((name, figure) -> figures.put(name, figure.mean()));
        }
        if (!best.isEmpty()) {
            json.set("bestOnTest", best);
        }
        json.put("protocol", on.protocol());
        json.set("costs", costs);
        ArrayNode differences = json.putArray("differences");
        for (Report.Difference difference : on.differences()) {
            ObjectNode entry = JSON.valueToTree(difference);
            entry.set("model", entry.remove("line"));
            differences.add(entry);
        }
        json.set("findings", JSON.valueToTree(report.findings()));
        return json;
    }
}
