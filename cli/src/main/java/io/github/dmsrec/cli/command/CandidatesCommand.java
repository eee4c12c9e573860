package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.recommend.CandidateFormat;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes candidates. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "candidates",
        description = {
            "Make the candidate items of every row with a base model.",
            "By default in-sample, as published: training rows get their lists from a model that has learned their targets,"
                    + " and so hold the target far more often than test rows. --cross-fit N avoids that: it trains N more"
                    + " models, each without one part of the training sessions. An interrupted run resumes from OUT.folds."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec candidates --model runs/base --dataset runs/data -k 50 --format tsv --out runs/candidates"
        })
final class CandidatesCommand extends ComputingTask {

    @Option(names = "--model", required = true, paramLabel = "M", description = "A base model.")
    private Path model = Path.of("");

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set it was trained on.")
    private Path datasetPath = Path.of("");

    @Mixin
    private final TargetsFlag targets = new TargetsFlag();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            defaultValue = "50",
            description = "How many candidates for each row (default: ${DEFAULT-VALUE}).")
    private int k;

    @Option(
            names = "--session-items",
            paramLabel = "keep|exclude",
            defaultValue = "keep",
            description = "Whether items of the session may be candidates (default: ${DEFAULT-VALUE}).")
    private SessionItems sessionItems = SessionItems.KEEP;

    @Option(
            names = "--cross-fit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Train N models so that training rows get lists from one that has not seen their session"
                    + " (default: 0, in-sample).")
    private int crossFit;

    @Option(
            names = "--format",
            paramLabel = "parquet|tsv",
            defaultValue = "parquet",
            description = "The file's format (default: ${DEFAULT-VALUE}).")
    private CandidateFormat format = CandidateFormat.PARQUET;

    @Mixin
    private final MemoryOption memory = new MemoryOption();

    @Option(names = "--out", required = true, paramLabel = "C", description = "The candidates folder to write.")
    private Path out = Path.of("");

    CandidatesCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        CandidateMaker maker = new CandidateMaker(targets.value(), k, sessionItems, crossFit, format, memory.bytes());
        StepData data = StepData.at(datasetPath);
        Provenance.requireMadeFrom(ArtefactFolder.open(model, ArtefactKind.MODEL), Provenance.DATASET, data.folder());
        return make(ArtefactStep.candidates(out, maker, data, model, origin(nameOf(out))));
    }
}
