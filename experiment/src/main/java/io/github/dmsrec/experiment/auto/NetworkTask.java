package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.Step;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The training of one network until a point in time, as a process of its own can be asked for it. Where there was time for an
 * epoch, the model is there afterwards.
 *
 * @param name of the model
 * @param dataset the folder of the data set
 * @param options of the training, all of them
 * @param command what was asked for, for the manifest
 * @param seed of the training
 * @param threads of the training
 * @param out the model's folder
 * @param before where the training is a refit, the model of the training before; else empty
 * @param goesOn whether the model is there, and its training, which time ended, goes on
 * @param deadline in milliseconds since 1970
 */
public record NetworkTask(
        String name,
        String dataset,
        Map<String, String> options,
        String command,
        long seed,
        int threads,
        String out,
        String before,
        boolean goesOn,
        long deadline) {

    /** The command that runs a task in a process of its own. */
    public static final String COMMAND = "auto-network";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a task that is described in a file. */
    public static void run(Path task, Progress progress) throws IOException {
        NetworkTask read = JSON.readValue(Files.readString(task), NetworkTask.class);
        read.step(StepData.at(Path.of(read.dataset()))).make(progress);
    }

    /** Describes this task in a file. */
    void write(Path task) throws IOException {
        Files.createDirectories(task.toAbsolutePath().getParent());
        Files.writeString(task, JSON.writeValueAsString(this));
    }

    /** The same for a training that goes on. */
    NetworkTask continued() {
        return new NetworkTask(name, dataset, options, command, seed, threads, out, before, true, deadline);
    }

    private TrainingOptions training() {
        return TrainingOptions.read(options, Manifest.FORMAT_VERSION);
    }

    /** The step that trains; one that the time ends may leave no model. */
    Step step(StepData data) {
        BooleanSupplier timeIsUp = () -> System.currentTimeMillis() >= deadline;
        Origin begun = Origin.of(name, command, seed, threads);
        EncoderOptions encoder = EncoderOptions.builtIn();
        ArtefactStep step = before.isEmpty()
                ? ArtefactStep.modelWithin(Path.of(out), training(), data, encoder, begun, timeIsUp)
                : ArtefactStep.refitWithin(Path.of(out), Path.of(before), training(), data, encoder, begun, timeIsUp);
        return goesOn ? new ContinuedStep(step) : step;
    }
}
