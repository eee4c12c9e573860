package io.github.dmsrec.experiment.study;

import io.github.dmsrec.experiment.study.Study.DatasetPlan;
import io.github.dmsrec.experiment.study.Study.ItemKnowledge;
import io.github.dmsrec.intent.facets.ItemFacetsInferrer;
import io.github.dmsrec.intent.inferrer.TitleMean;
import io.github.dmsrec.intent.student.StudentInferrer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What infers the intents of an arm.
 *
 * @param name of the folder of these intents
 * @param inferrer its name in the registry
 * @param options of the inferrer, as given
 */
record ArmIntents(String name, String inferrer, Map<String, String> options) {

    /**
     * Of an arm that is fused.
     *
     * @param teacher the intents that a student learns, for an arm that has one
     */
    static ArmIntents of(Study study, DatasetPlan dataset, Arm arm, Optional<Path> teacher) {
        ItemKnowledge known = dataset.known();
        return switch (arm.intents()) {
            case CANDIDATE_MEAN -> titles(study, TitleMean.CANDIDATE_MEAN);
            case SESSION_MEAN -> titles(study, TitleMean.SESSION_MEAN);
            case FACETS -> ofItems("facets", known, Map.of("facets", facets(known)));
            case FACETS_SHUFFLED ->
                ofItems("facets-shuffled", known, Map.of("facets", facets(known), "shuffled", "true"));
            case COLUMNS -> ofItems("columns", known, Map.of("columns", String.join(",", known.columns())));
            case STUDENT -> student("student-of-both", study, teacher);
            case FACETS_STUDENT -> student("student-of-facets", study, teacher);
            default -> ofStudy(study);
        };
    }

    private static ArmIntents ofStudy(Study study) {
        return new ArmIntents(
                study.intents().inferrer(),
                study.intents().inferrer(),
                study.intents().options());
    }

    private static ArmIntents titles(Study study, String mean) {
        return study.intents().inferrer().equals(mean) ? ofStudy(study) : new ArmIntents(mean, mean, Map.of());
    }

    private static ArmIntents ofItems(String name, ItemKnowledge known, Map<String, String> more) {
        return new ArmIntents(name, ItemFacetsInferrer.NAME, joined(known.options(), more));
    }

    private static ArmIntents student(String name, Study study, Optional<Path> teacher) {
        Map<String, String> more = Map.of("teacher", teacher.orElseThrow().toString());
        return new ArmIntents(name, StudentInferrer.NAME, joined(study.intents().student(), more));
    }

    private static Map<String, String> joined(Map<String, String> given, Map<String, String> more) {
        Map<String, String> joined = new LinkedHashMap<>(given);
        joined.putAll(more);
        return joined;
    }

    private static String facets(ItemKnowledge known) {
        return known.facets()
                .orElseThrow(() -> new IllegalStateException("the arm needs facets"))
                .toString();
    }
}
