package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.recommend.CandidateFormat;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.tune.TunedMethods;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.MethodOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study or a run does, every choice made: a run is a study of one data set with one seed and the arms base and both.
 * Paths are relative to the current directory.
 *
 * @param name what its report is called
 * @param work the folder for everything that it makes
 * @param seed of the data, where it is drawn, and of the bootstrap
 * @param threads of each step
 * @param workers how many processes make steps at once; one step after the other in this process for 1
 * @param datasets the data sets, each with its methods
 * @param intents how candidates and intents are made
 * @param layout where its artefacts are in the work folder
 * @param report the folder of the report
 * @param examples how many test rows and targets the report shows in full, for each data set
 */
public record Study(
        String name,
        Path work,
        long seed,
        int threads,
        int workers,
        List<DatasetPlan> datasets,
        IntentsPlan intents,
        Layout layout,
        Path report,
        int examples) {

    /**
     * One data set and what is compared on it.
     *
     * @param name what tables call it
     * @param source where it comes from
     * @param methods in the order of tables
     * @param elsewhere recommendations made elsewhere, by name
     * @param tuned where options of methods were tuned
     * @param known what is known of its items beside titles
     */
    public record DatasetPlan(
            String name,
            DataSource source,
            List<MethodPlan> methods,
            Map<String, Path> elsewhere,
            Optional<TunedMethods> tuned,
            ItemKnowledge known) {}

    /**
     * What is known of a data set's items beside their titles, for the arms that use it.
     *
     * @param facets what a language model said, a folder that {@code describe} made
     * @param columns of the items
     * @param options of the inferrer {@code item-facets}, as given
     */
    public record ItemKnowledge(Optional<Path> facets, List<String> columns, Map<String, String> options) {

        /** Nothing. */
        public static final ItemKnowledge NONE = new ItemKnowledge(Optional.empty(), List.of(), Map.of());

        public ItemKnowledge {
            columns = List.copyOf(columns);
            options = Map.copyOf(options);
        }
    }

    /**
     * A method of the study.
     *
     * @param method its entry in the registry
     * @param arms at least one; a method that takes no intents has its base alone
     * @param seeds at least one; none for a method that counts, which draws nothing
     * @param tuning where its options were tuned, in words; empty for defaults and options set by hand
     */
    public record MethodPlan(Method method, List<ArmPlan> arms, List<Long> seeds, Optional<String> tuning) {

        /** The registry's name. */
        public String name() {
            return method.name();
        }

        /** Whether it learns by counting. */
        boolean counts() {
            return method.capabilities().counts();
        }
    }

    /**
     * One arm of a method.
     *
     * @param arm what it is
     * @param variants its options; where there are several, the validation rows choose
     */
    public record ArmPlan(Arm arm, List<MethodOptions> variants) {}

    /**
     * How candidates and intents are made, for each seed by itself.
     *
     * @param generator the options of the base model that makes the candidates, by data set
     * @param k how many for each row
     * @param sessionItems whether items of the session may be candidates
     * @param folds for arms with cross-fitted candidates
     * @param inferrer the name of what infers the intents
     * @param options of the inferrer, as given
     * @param encoder what encodes texts
     * @param student the options of the inferrer {@code student} for arms that have one, as given
     */
    public record IntentsPlan(
            Map<String, MethodOptions> generator,
            int k,
            SessionItems sessionItems,
            int folds,
            String inferrer,
            Map<String, String> options,
            EncoderOptions encoder,
            Map<String, String> student) {

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
}
