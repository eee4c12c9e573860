package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.Training;
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
        long deadline) {

    /** The command that runs a task in a process of its own. */
    public static final String COMMAND = "auto-network";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a task that is described in a file. */
    public static void run(Path task, Progress progress) throws IOException {
        NetworkTask read = JSON.readValue(Files.readString(task), NetworkTask.class);
        read.run(DatasetFolder.read(Path.of(read.dataset())), progress);
    }

    /** Describes this task in a file. */
    void write(Path task) throws IOException {
        Files.createDirectories(task.toAbsolutePath().getParent());
        Files.writeString(task, JSON.writeValueAsString(this));
    }

    private TrainingOptions training() {
        return TrainingOptions.read(options, Manifest.FORMAT_VERSION);
    }

    private Origin origin() {
        ArtefactFolder folder = ArtefactFolder.open(Path.of(dataset), ArtefactKind.DATASET);
        return Training.baseOrigin(
                Origin.of(name, command, seed, threads), folder, training(), EncoderOptions.builtIn());
    }

    /** Whether the model is there already. */
    boolean isDone() throws IOException {
        return Provenance.isCurrent(Path.of(out), ArtefactKind.MODEL, origin());
    }

    /** Trains. */
    void run(SessionDataset content, Progress progress) throws IOException {
        BooleanSupplier timeIsUp = () -> System.currentTimeMillis() >= deadline;
        if (before.isEmpty()) {
            Training.baseWithin(
                    content, training(), EncoderOptions.builtIn(), origin(), Path.of(out), progress, timeIsUp);
        } else {
            Training.refitWithin(
                    ArtefactFolder.open(Path.of(before), ArtefactKind.MODEL),
                    content,
                    training(),
                    EncoderOptions.builtIn(),
                    origin(),
                    Path.of(out),
                    progress,
                    timeIsUp);
        }
    }
}
