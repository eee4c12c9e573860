package io.github.dmsrec.experiment.study;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.recommend.CandidateFormat;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.tune.TunedMethods;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.CandidateMaker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study does, every choice made. Paths are relative to the current directory.
 *
 * @param name what its report is called
 * @param work the folder for everything that it makes
 * @param seed of the data, where it is drawn, and of the bootstrap
 * @param threads of each cell
 * @param workers how many cells are made at once
 * @param datasets the data sets, each with its methods
 * @param intents how candidates and intents are made
 * @param report the folder of the report
 */
public record Study(
        String name,
        Path work,
        long seed,
        int threads,
        int workers,
        List<DatasetPlan> datasets,
        IntentsPlan intents,
        Path report) {

    /**
     * One data set and what is compared on it.
     *
     * @param name what tables call it
     * @param source where it comes from
     * @param methods in the order of tables
     * @param elsewhere recommendations made elsewhere, by name
     * @param tuned where options of methods were tuned
     */
    public record DatasetPlan(
            String name,
            DataSource source,
            List<MethodPlan> methods,
            Map<String, Path> elsewhere,
            Optional<TunedMethods> tuned) {}

    /** A method of the study. */
    public sealed interface MethodPlan {

        /** The registry's name. */
        String name();

        /** Where its options were tuned, in words; empty for defaults and options set by hand. */
        Optional<String> tuning();
    }

    /** A method that counts clicks. */
    public record Counting(String name, BaselineOptions options, Optional<String> tuning) implements MethodPlan {}

    /**
     * A method that is trained.
     *
     * @param arms at least one
     * @param seeds at least one
     */
    public record Trained(String name, List<ArmPlan> arms, List<Long> seeds, Optional<String> tuning)
            implements MethodPlan {}

    /**
     * One arm of a trained method.
     *
     * @param arm what it is
     * @param variants its options; where there are several, the validation rows choose
     */
    public record ArmPlan(Arm arm, List<TrainingOptions> variants) {}

    /**
     * How candidates and intents are made, for each seed anew.
     *
     * @param generator the backbone whose base model makes the candidates, by data set
     * @param k how many for each row
     * @param sessionItems whether items of the session may be candidates
     * @param folds for arms with cross-fitted candidates
     * @param inferrer the name of what infers the intents
     * @param options of the inferrer, as given
     * @param encoder what encodes texts
     */
    public record IntentsPlan(
            Map<String, Generator> generator,
            int k,
            SessionItems sessionItems,
            int folds,
            String inferrer,
            Map<String, String> options,
            EncoderOptions encoder) {

        /** What makes the candidates. */
        CandidateMaker candidates(Targets targets, boolean crossFit) {
            return new CandidateMaker(
                    targets,
                    k,
                    sessionItems,
                    crossFit ? folds : 0,
                    CandidateFormat.PARQUET,
                    CandidateMaker.USUAL_MEMORY);
        }
    }

    /** The base model that makes candidates. */
    public record Generator(String backbone, TrainingOptions options) {}
}
