package io.github.dmsrec.experiment.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.evaluate.PeakMemory;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a work folder took: a line of {@code steps.jsonl} for each that was made, by whichever process. It decides
 * nothing but estimates.
 *
 * @param file the file, which need not exist
 */
record StepTimes(Path file) {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static StepTimes of(Path work) {
        return new StepTimes(work.resolve("steps.jsonl"));
    }

    /** Makes a step and keeps what it took, unless the step's own record does. */
    void make(Step step, Progress progress) throws IOException {
        Optional<PeakMemory> memory = PeakMemory.begin();
        long start = System.nanoTime();
        step.make(progress);
        if (step.recordedSeconds().isPresent()) {
            return;
        }
        double seconds = Math.max((System.nanoTime() - start) / 1e9, secondsOfEpochs(step));
        StepTime time = new StepTime(
                step.id(),
                step.label(),
                seconds,
                memory.map(PeakMemory::mebibytes).orElse(null));
        Files.createDirectories(file.toAbsolutePath().getParent());
        // One write of a short line: those of several processes do not mix.
        Files.write(
                file,
                (JSON.writeValueAsString(time) + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** A training that was interrupted took longer than its last part. */
    private static double secondsOfEpochs(Step step) {
        double seconds = 0;
        if (step instanceof ArtefactStep artefact && ArtefactFolder.isThere(artefact.out())) {
            JsonNode facts = ArtefactFolder.open(artefact.out()).manifest().facts();
            for (JsonNode epoch : facts.path("secondsPerEpoch")) {
                seconds += epoch.asDouble();
            }
        }
        return seconds;
    }

    /** The last time of each step, by id. A line that a killed process left unfinished is passed over. */
    Map<String, StepTime> read() throws IOException {
        Map<String, StepTime> times = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    StepTime time = JSON.readValue(line, StepTime.class);
                    times.put(time.id(), time);
                } catch (JsonProcessingException e) {
                    // It costs one measurement.
                }
            }
        }
        return times;
    }
}
