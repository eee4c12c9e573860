package io.github.dmsrec.experiment.pipeline;

import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.MethodOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline does, every choice made. Paths are relative to the current directory, as on the command line.
 *
 * @param name what its report is called
 * @param work the folder for everything that it makes
 * @param seed of all random draws
 * @param threads the number of threads, at least 1
 * @param dataset where the data comes from
 * @param methods what to train
 * @param intents what makes the intents of fused models; empty for base models alone
 * @param encoder what encodes texts
 * @param report the folder of the report
 * @param examples how many test rows the report shows in full
 */
public record Pipeline(
        String name,
        Path work,
        long seed,
        int threads,
        DataSource dataset,
        List<MethodPlan> methods,
        Optional<IntentPlan> intents,
        EncoderOptions encoder,
        Path report,
        int examples) {

    /**
     * One method, alone and, if the pipeline has intents, with them.
     *
     * @param base the options of the model alone
     * @param fused the options of the model with intents; null if the method takes none
     */
    public record MethodPlan(MethodOptions base, @Nullable TrainingOptions fused) {

        /** The method's name. */
        public String name() {
            return base.method().name();
        }
    }

    /**
     * Where intents come from.
     *
     * @param candidates how the candidates are made that they are chosen from
     * @param maker how they are inferred and encoded
     */
    public record IntentPlan(CandidatePlan candidates, IntentMaker maker) {}

    /**
     * How candidates are made.
     *
     * @param from the method whose model makes them
     * @param k how many for each row
     * @param excludeSessionItems whether items of the session are left out
     * @param crossFit into how many folds the training sessions are divided; 0 for in-sample candidates
     */
    public record CandidatePlan(String from, int k, boolean excludeSessionItems, int crossFit) {}
}
