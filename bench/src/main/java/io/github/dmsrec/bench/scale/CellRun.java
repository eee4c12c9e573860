package io.github.dmsrec.bench.scale;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dmsrec.bench.MeasuredProcess;
import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.datasets.synthetic.SyntheticWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures stages in one cell, whose log, data set and models are deleted at the end.
 *
 * @param results what was measured before, and gets what is measured now
 * @param folder holds the folders of cells
 * @param settings of the stages
 * @param heap of a stage's process, MiB
 * @param memory that a stage may take, MiB; 0 for what is free
 * @param seconds that a stage may take
 */
record CellRun(
        ResultsFile<ScaleFigure> results,
        Path folder,
        StageTask.Settings settings,
        int heap,
        double memory,
        double seconds) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether a figure of the stage in the cell is there. */
    static boolean isMeasured(ResultsFile<ScaleFigure> results, Cell cell, Stage stage) {
        return figures(results, ScaleFigure.Measured.class, cell, stage)
                .findAny()
                .isPresent();
    }

    private static <T extends ScaleFigure> Stream<T> figures(
            ResultsFile<ScaleFigure> results, Class<T> kind, Cell cell, Stage stage) {
        return results.all(
                kind, figure -> figure.cell().equals(cell) && figure.stage().equals(stage.name()));
    }

    /** Measures those of the stages that were not measured. */
    void measure(Cell cell, List<Stage> stages) throws IOException, InterruptedException {
        List<Stage> missing = stages.stream()
                .filter(stage -> !isMeasured(results, cell, stage))
                .toList();
        if (missing.isEmpty()) {
            say("%,d clicks, %,d items: measured before", cell.clicks(), cell.items());
            return;
        }
        Path ofCell = folder.resolve(cell.folderName());
        Files.createDirectories(ofCell);
        try {
            for (Stage stage : missing) {
                measure(new StageTask(cell, stage, ofCell.toString(), settings));
            }
        } finally {
            ArtefactFolder.deleteTree(ofCell);
        }
    }

    private void measure(StageTask task) throws IOException, InterruptedException {
        Cell cell = task.cell();
        Stage stage = task.stage();
        Optional<ScaleFigure.Refused> refusal = refusal(cell, stage);
        Optional<Stage> needed = stage.needs();
        while (refusal.isEmpty() && needed.isPresent()) {
            refusal = Files.exists(task.of(needed.get()).output()) ? Optional.empty() : refusal(cell, needed.get());
            needed = needed.get().needs();
        }
        if (refusal.isEmpty()) {
            refusal = prepared(task);
        }
        if (refusal.isPresent()) {
            refuse(new ScaleFigure.Refused(
                    cell,
                    stage.name(),
                    refusal.get().lacking(),
                    refusal.get().needed(),
                    refusal.get().limit()));
            return;
        }
        run(task)
                .ifPresentOrElse(
                        this::keep,
                        () -> refuse(new ScaleFigure.Refused(
                                cell, stage.name(), ScaleFigure.Resource.TIME, seconds, seconds)));
    }

    private Optional<ScaleFigure.Refused> refusal(Cell cell, Stage stage) throws IOException {
        Limits ofMachine = Limits.ofThisMachine(folder, seconds);
        Limits limits =
                memory > 0 ? new Limits(Math.min(memory, ofMachine.memory()), ofMachine.disk(), seconds) : ofMachine;
        // One that was ended for its time is not begun again unless it has more.
        Optional<ScaleFigure.Refused> before = figures(results, ScaleFigure.Refused.class, cell, stage)
                .filter(refused -> refused.wasEnded() && refused.limit() >= seconds)
                .findAny();
        return before.isPresent()
                ? before
                : Estimate.of(
                                cell,
                                stage,
                                results.all(ScaleFigure.Measured.class, figure -> true)
                                        .toList())
                        .refusal(cell, stage, limits);
    }

    /** Makes what the stage reads, as its stages would, without keeping a figure. */
    private Optional<ScaleFigure.Refused> prepared(StageTask task) throws IOException, InterruptedException {
        Optional<Stage> needed = task.stage().needs();
        if (needed.isEmpty()) {
            makeLog(task);
            return Optional.empty();
        }
        StageTask before = task.of(needed.get());
        if (Files.exists(before.output())) {
            return Optional.empty();
        }
        Optional<ScaleFigure.Refused> refusal = prepared(before);
        if (refusal.isPresent()) {
            return refusal;
        }
        say(
                "%,d clicks, %,d items: %s again, for %s",
                task.cell().clicks(),
                task.cell().items(),
                needed.get().name(),
                task.stage().name());
        return run(before).isPresent()
                ? Optional.empty()
                : Optional.of(new ScaleFigure.Refused(
                        task.cell(), needed.get().name(), ScaleFigure.Resource.TIME, seconds, seconds));
    }

    private static void makeLog(StageTask task) throws IOException {
        if (!Files.exists(task.log())) {
            SyntheticWriter.writeLog(
                    SyntheticPlan.ofEvents(task.cell().clicks(), task.settings().seed())
                            .withItems(task.cell().items()),
                    SyntheticWriter.LogFormat.CSV,
                    task.log(),
                    Progress.NONE);
        }
    }

    private Optional<ScaleFigure.Measured> run(StageTask task) throws IOException, InterruptedException {
        Optional<String> line = MeasuredProcess.result(
                MeasuredProcess.of(StageProcess.class, heap, List.of(JSON.writeValueAsString(task))),
                Duration.ofMillis((long) (1000 * seconds)));
        return line.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(line.get(), ScaleFigure.Measured.class));
    }

    private void keep(ScaleFigure.Measured figure) {
        add(figure);
        say(
                "%,d clicks, %,d items: %-20s %10.3f s of the processor, %.3f s by the clock, %.0f MiB%s",
                figure.cell().clicks(),
                figure.cell().items(),
                figure.stage(),
                figure.processor(),
                figure.wall(),
                figure.peak(),
                figure.part() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %d of %d %s",
                                figure.part().measured(),
                                figure.part().all(),
                                figure.part().unit()));
    }

    private void refuse(ScaleFigure.Refused refused) {
        boolean known = results.all(ScaleFigure.Refused.class, refused::equals)
                .findAny()
                .isPresent();
        if (!known) {
            add(refused);
        }
        say(
                "%,d clicks, %,d items: %s is refused: %,.0f %s of %s are needed, and %,.0f are there",
                refused.cell().clicks(),
                refused.cell().items(),
                refused.stage(),
                refused.needed(),
                refused.lacking().unit(),
                refused.lacking().label(),
                refused.limit());
    }

    private void add(ScaleFigure figure) {
        try {
            results.add(figure);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
