package io.github.dmsrec.experiment.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of training of one trial, as a process of its own can be asked for it.
 *
 * @param dataset the folder of the data set
 * @param options of the training, all of them
 * @param intents the folder of the intents that the network is fused with; null for a base model
 * @param seed of the training
 * @param threads of the training
 * @param epochs it trains up to so many
 * @param state where the state of the training is kept
 * @param metric what trials are compared by
 * @param masked whether the prefix's items are taken out for it
 * @param mayStopAfter from this epoch on, the median rule may stop it
 * @param others the curves of the trials that it is compared with; none where the rule is off
 */
public record NetworkTrial(
        String dataset,
        Map<String, String> options,
        @Nullable String intents,
        long seed,
        int threads,
        int epochs,
        String state,
        String metric,
        boolean masked,
        int mayStopAfter,
        List<List<Double>> others) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What came of it.
     *
     * @param validation the metrics after each epoch, session items ranked
     * @param validationMasked the same, session items masked
     * @param seconds what it took
     * @param problem why it failed; else empty
     */
    record Outcome(
            List<Map<String, Double>> validation,
            List<Map<String, Double>> validationMasked,
            double seconds,
            String problem) {

        /** The value after each epoch. */
        List<Double> curve(TunePlan.Measure measure) {
            List<Double> curve = new ArrayList<>();
            for (int epoch = 0; epoch < validation.size(); epoch++) {
                curve.add(measure.of(validation.get(epoch), validationMasked.get(epoch)));
            }
            return curve;
        }
    }

    /**
     * Runs a trial that is described in a file.
     *
     * @param task a {@link NetworkTrial} as JSON
     * @param result gets the outcome as JSON, whole or not at all
     */
    public static void run(Path task, Path result, Progress progress) throws IOException {
        NetworkTrial trial = JSON.readValue(Files.readString(task), NetworkTrial.class);
        Outcome outcome = trial.run(DatasetFolder.read(Path.of(trial.dataset())), progress);
        OutputFile.write(result, fresh -> Files.writeString(fresh, JSON.writeValueAsString(outcome)));
    }

    /** Describes this trial in a file. */
    void write(Path task) throws IOException {
        Files.createDirectories(task.toAbsolutePath().getParent());
        Files.writeString(task, JSON.writeValueAsString(this));
    }

    /** Reads what {@link #run(Path, Path, Progress)} wrote. */
    static Outcome read(Path result) throws IOException {
        return JSON.readValue(Files.readString(result), Outcome.class);
    }

    /**
     * Trains.
     *
     * @param imported the data set of {@link #dataset}
     */
    Outcome run(SessionDataset imported, Progress progress) throws IOException {
        TunePlan.Measure measure = new TunePlan.Measure(metric, masked);
        MedianRule rule = new MedianRule(mayStopAfter);
        Origin origin = Origin.of("trial", "tune", seed, threads);
        long start = System.nanoTime();
        try {
            ArrayNode history = Training.trial(
                    imported,
                    intents == null ? null : ArtefactFolder.open(Path.of(intents), ArtefactKind.INTENTS),
                    TrainingOptions.read(options, Manifest.FORMAT_VERSION),
                    EncoderOptions.builtIn(),
                    origin,
                    Path.of(state),
                    reached -> reached.size() < epochs
                            && !rule.stops(outcome(reached, 0).curve(measure), others),
                    progress);
            return outcome(history, secondsSince(start));
        } catch (UserMistakeException e) {
            // Options that do not work are a result of tuning, too; those of the defaults are told as a mistake.
            return new Outcome(List.of(), List.of(), secondsSince(start), String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(ArrayNode history, double seconds) {
        List<Map<String, Double>> ranked = new ArrayList<>();
        List<Map<String, Double>> masked = new ArrayList<>();
        for (JsonNode epoch : history) {
            ranked.add(metrics(epoch.path("validation")));
            masked.add(metrics(epoch.path("validationMasked")));
        }
        return new Outcome(ranked, masked, seconds, "");
    }

    private static Map<String, Double> metrics(JsonNode values) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        values.properties()
                .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().asDouble()));
        return metrics;
    }

    /** The seconds since a reading of the clock. */
    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
