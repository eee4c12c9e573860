package io.github.dmsrec.app.pipeline;

import io.github.dmsrec.app.work.IntentMaker;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline does, every choice made. Paths are relative to the current directory, as on the command line.
 *
 * @param name what its report is called
 * @param work the folder for everything that it makes
 * @param seed of all random draws
 * @param threads the number of threads, at least 1
 * @param dataset where the data comes from
 * @param backbones the backbones to train, base and fused
 * @param candidates how candidates are made
 * @param intents how intents are inferred and encoded
 * @param report the folder of the report
 * @param examples how many test rows the report shows in full
 */
public record Pipeline(
        String name,
        Path work,
        long seed,
        int threads,
        Source dataset,
        List<BackbonePlan> backbones,
        CandidatePlan candidates,
        IntentMaker intents,
        Path report,
        int examples) {

    /** Where the data comes from. */
    public sealed interface Source {

        /** SR-GNN's pickles. */
        record Srgnn(Path folder, Optional<Path> items) implements Source {}

        /** The demo shop. */
        record Demo(int themes, int sessions) implements Source {}

        /** A data set that was imported before. */
        record Ready(Path path) implements Source {}
    }

    /** One backbone, alone and with intents. */
    public record BackbonePlan(String backbone, TrainingOptions base, TrainingOptions fused) {}

    /**
     * How candidates are made.
     *
     * @param from the backbone whose base model makes them
     * @param k how many for each row
     * @param excludeSessionItems whether items of the session are left out
     * @param crossFit into how many folds the training sessions are divided; 0 for in-sample candidates
     */
    public record CandidatePlan(String from, int k, boolean excludeSessionItems, int crossFit) {}
}
