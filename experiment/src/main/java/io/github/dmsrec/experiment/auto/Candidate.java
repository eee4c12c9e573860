package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.stage.MethodOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model that may be chosen, with what validation says of it.
 *
 * @param name in the table
 * @param method the method's name
 * @param options all of them; none of a blend
 * @param folder of the model, relative to the work folder; it has not learned from the validation sessions
 * @param changed the options that differ from the method's defaults; of a blend, its members' weights
 * @param hr20 HR@20 of the validation rows, session items masked or ranked as all are compared
 * @param mrr20 MRR@20 of them, by which one is chosen
 * @param seconds what tuning and training took
 * @param note what else there is to say; may be empty
 */
record Candidate(
        String name,
        String method,
        Map<String, String> options,
        String folder,
        Map<String, String> changed,
        double hr20,
        double mrr20,
        double seconds,
        String note) {

    /** The options that differ from the defaults of the method. */
    static Map<String, String> changed(MethodOptions options) {
        Map<String, String> defaults =
                options.method().defaults(options.recipe()).toMap();
        Map<String, String> changed = new LinkedHashMap<>();
        options.toMap().forEach((key, value) -> {
            if (!value.equals(defaults.get(key))) {
                changed.put(key, value);
            }
        });
        return changed;
    }
}
