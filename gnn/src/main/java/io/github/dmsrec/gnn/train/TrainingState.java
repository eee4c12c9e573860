package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.DurableFiles;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.OutputFailure;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.WeightAverage;
import io.github.dmsrec.gnn.model.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code <out>.training} that interrupted training continues from: the newest state, and the best weights so far.
 * Each file is replaced whole.
 */
final class TrainingState {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MOMENT_1 = "adam.first_moment";
    private static final String MOMENT_2 = "adam.second_moment";
    private static final String AVERAGE = "average.sums";

    private final Path folder;
    private final String identity;
    private final String prefix;

    /**
     * Where a run stands.
     *
     * @param epoch the epoch in progress, from 0
     * @param step the steps of it that are done
     * @param lossSum the sum of those steps' losses, weighted by their samples
     * @param alignmentSum the same of the weighted alignment alone
     * @param seconds the training time of this epoch so far
     * @param history one object per finished epoch
     */
    record Position(int epoch, int step, double lossSum, double alignmentSum, double seconds, ArrayNode history) {

        static Position start() {
            return new Position(0, 0, 0, 0, 0, JSON.createArrayNode());
        }
    }

    /**
     * @param out the model's folder
     * @param identity equal for runs that give the same weights
     */
    TrainingState(Path out, String identity) {
        this(folder(out), identity, "");
    }

    private TrainingState(Path folder, String identity, String prefix) {
        this.folder = folder;
        this.identity = identity;
        this.prefix = prefix;
    }

    /** The state of the training that repeats this one on more sessions, beside this one's. */
    TrainingState ofRefit(double... rates) {
        return new TrainingState(folder, Fingerprint.ofText(identity + Arrays.toString(rates)), "refit-");
    }

    private static Path folder(Path out) {
        Path whole = out.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + ".training");
    }

    /** Whether there is the state of a training, of whichever. */
    static boolean isThere(Path out) {
        return Files.exists(folder(out));
    }

    /** Deletes the state of whatever training, if there is any. */
    static void delete(Path out) throws IOException {
        ArtefactFolder.deleteTree(folder(out));
    }

    /**
     * The position to continue from, with parameters, moments and averages set; empty if there is none.
     *
     * @param average of the weights; null if none is kept
     */
    Optional<Position> resume(Parameters parameters, Adam adam, @Nullable WeightAverage average) {
        if (!Files.exists(stateFile())) {
            return Optional.empty();
        }
        SafetensorsFile file = SafetensorsFile.read(stateFile());
        if (!identity.equals(file.metadata().get("identity"))) {
            throw new UserMistakeException(
                    "'" + folder + "' holds the unfinished training of another model: data, options, seed or threads"
                            + " differ.",
                    "Give the same data, options, seed and threads as before; or delete '" + folder
                            + "' to start again.");
        }
        Weights.load(parameters, file, stateFile());
        long steps = Long.parseLong(file.metadata().getOrDefault("steps", "0"));
        adam.restore(new Adam.State(steps, file.floats(MOMENT_1), file.floats(MOMENT_2)));
        for (Adam.SparseState sparse : adam.sparseStates()) {
            sparse.firstMoment().put(file.tensor(MOMENT_1 + "." + sparse.name()).data());
            sparse.secondMoment()
                    .put(file.tensor(MOMENT_2 + "." + sparse.name()).data());
        }
        if (average != null) {
            average.restore(steps, file.floats(AVERAGE));
        }
        try {
            return Optional.of(JSON.readValue(file.metadata().get("position"), Position.class));
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + stateFile() + "' has no readable position: " + e.getOriginalMessage(),
                    "Delete ' " + folder + "' to start again.",
                    e);
        }
    }

    /** @param average of the weights; null if none is kept */
    void save(Position position, Parameters parameters, Adam adam, @Nullable WeightAverage average) throws IOException {
        Adam.State moments = adam.state();
        Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>(Weights.tensorsOf(parameters));
        tensors.put(MOMENT_1, SafetensorsFile.Tensor.ofFloats(moments.firstMoment(), moments.firstMoment().length));
        tensors.put(MOMENT_2, SafetensorsFile.Tensor.ofFloats(moments.secondMoment(), moments.secondMoment().length));
        for (Adam.SparseState sparse : adam.sparseStates()) {
            tensors.put(MOMENT_1 + "." + sparse.name(), ofBytes(sparse.firstMoment()));
            tensors.put(MOMENT_2 + "." + sparse.name(), ofBytes(sparse.secondMoment()));
        }
        if (average != null) {
            float[] sums = average.sums();
            tensors.put(AVERAGE, SafetensorsFile.Tensor.ofFloats(sums, sums.length));
        }
        Map<String, String> metadata = Map.of(
                "identity",
                identity,
                "steps",
                String.valueOf(moments.steps()),
                "position",
                JSON.writeValueAsString(position));
        replace(stateFile(), metadata, tensors);
    }

    private static SafetensorsFile.Tensor ofBytes(ByteBuffer floats) {
        return new SafetensorsFile.Tensor("F32", new long[] {floats.remaining() / Float.BYTES}, floats);
    }

    void saveBest(Map<String, SafetensorsFile.Tensor> weights) throws IOException {
        replace(bestFile(), Map.of("identity", identity), weights);
    }

    /** Sets the parameters to the best weights. */
    void loadBest(Parameters parameters) {
        Weights.load(parameters, SafetensorsFile.read(bestFile()), bestFile());
    }

    void delete() throws IOException {
        ArtefactFolder.deleteTree(folder);
    }

    private Path stateFile() {
        return folder.resolve(prefix + "state.safetensors");
    }

    private Path bestFile() {
        return folder.resolve(prefix + "best.safetensors");
    }

    private void replace(Path file, Map<String, String> metadata, Map<String, SafetensorsFile.Tensor> tensors)
            throws IOException {
        try {
            Files.createDirectories(folder);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            SafetensorsFile.write(fresh, metadata, tensors);
            DurableFiles.force(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw OutputFailure.explained(file, e);
        }
    }
}
